"""The nginx of the containers in front of the real processes: tiles from its cache, never one area's to another.

The configuration is the one that `docker-compose.yml` mounts, with other ports and folders.
"""

import http.client
import os
import shutil
import signal
from dataclasses import dataclass

import pytest

from factories import make_person, make_point, make_unit
from live.processes import Process, free_port, until
from live.screen import log_in
from plan_kit import draw, new_plan, planner_of, published
from safegrid.actions.sessions import log_out
from safegrid.domain.roles import Role
from safegrid.store.access import viewer_of_session
from safegrid.store.queries.tiles import latest_boundary
from safegrid.store.tile_token import COOKIE, issue
from safegrid_dev.paths import SCRIPTS
from tiles.ground import Point, tile_of

pytestmark = pytest.mark.database

AROUND = """\
{user}daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/default.conf;
}}
"""


@dataclass(frozen=True)
class Visit:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def cached(self):
        return self.headers.get("x-tile-cache")

    @property
    def told(self):
        """What tells a visitor anything; not the server's name and clock."""
        kept = {"cache-control", "content-length", "content-type", "content-encoding", "etag", "retry-after"}
        return self.status, {k: v for k, v in self.headers.items() if k in kept}, self.body


class Visitor:
    """A person with a session and its pass for tiles."""

    def __init__(self, person):
        self.session = log_in(person)
        self.renew()

    def renew(self):
        self.viewer = viewer_of_session(self.session)
        self.pass_ = issue(self.viewer, self.session.session_key)

    def path(self, tile, source="cells", boundary=None):
        middle = f"/{boundary or latest_boundary()}" if source == "cells" else ""
        return f"/tiles/{source}/{self.viewer.scope.hash}{middle}/{'/'.join(map(str, tile))}"


def get(port, path, visitor=None, method="GET", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if visitor is not None:
        named["Cookie"] = f"{COOKIE}={visitor.pass_ if isinstance(visitor, Visitor) else visitor}"
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, headers=named)
        answer = line.getresponse()
        return Visit(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        line.close()


@pytest.fixture(scope="module")
def proxy(web, folder):
    program = os.environ.get("SAFEGRID_NGINX") or shutil.which(
        "nginx", path=f"{os.environ['PATH']}:/usr/sbin"
    )
    assert program, "./scripts/test brings an nginx"
    port, here = free_port(), folder / "nginx"
    here.mkdir()
    settings = (SCRIPTS / "docker" / "nginx.conf").read_text("utf-8")
    for theirs, ours in (
        ("server web:8000;", f"server {web.address};"),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/tiles", str(here / "tiles")),
    ):
        assert settings.count(theirs) == 1
        settings = settings.replace(theirs, ours)
    (here / "default.conf").write_text(settings, "utf-8")
    user = "user root;\n" if os.geteuid() == 0 else ""
    (here / "nginx.conf").write_text(AROUND.format(folder=here, user=user), "utf-8")
    command = [program, "-e", "stderr", "-p", str(here), "-c", str(here / "nginx.conf")]
    process = Process(command, {}, here / "nginx.log")
    process.start()
    try:
        until(lambda: listens(port), what=process.output)
        yield port
    finally:
        process.end(signal.SIGQUIT)


def listens(port):
    try:
        return get(port, "/none").status
    except OSError:
        return 0


@pytest.fixture(scope="module")
def kept(folder):
    """Keys of what nginx keeps on its disk."""

    def keys():
        files = [path.read_bytes() for path in (folder / "nginx" / "tiles").rglob("*") if path.is_file()]
        return {data.split(b"KEY: ", 1)[1].split(b"\n", 1)[0].decode() for data in files}

    return keys


@pytest.fixture
def here(ground):
    """A tile over c1 and c2, and over a corner of what lies north of them."""
    return tile_of(Point(*ground.spot("c1", 0.9, 0.9)), 11)


@pytest.fixture
def mine(ground):
    return Visitor(make_person(Role.INS, ground["c1"]))


@pytest.fixture
def theirs(ground):
    return Visitor(make_person(Role.INS, ground["c4"]))


def test_the_second_request_and_a_colleagues_are_served_from_the_cache(proxy, web, ground, here):
    one, other = (Visitor(make_person(Role.INS, ground["c2"])) for _ in range(2))
    path = one.path(here)
    direct = get(web.port, path, one)
    assert direct.status == 200
    first, second, third = (get(proxy, path, who) for who in (one, one, other))
    assert [visit.cached for visit in (first, second, third)] == ["MISS", "HIT", "HIT"]
    assert {visit.body for visit in (first, second, third)} == {direct.body}
    assert second.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert get(proxy, path, one, "HEAD").cached == "HIT"
    again = get(proxy, path, one, If_None_Match=second.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_packed_and_plain_are_kept_apart(proxy, web, ground, here, kept):
    city = Visitor(make_person(Role.CMD, ground["city"]))
    path = city.path(here)
    for accepted, states in (
        ("gzip, deflate, br, zstd", ["MISS", "HIT"]),
        ("identity", ["MISS", "HIT"]),
        ("gzip;q=0", ["HIT", "HIT"]),
    ):
        visits = [get(proxy, path, city, Accept_Encoding=accepted) for _ in range(2)]
        assert [visit.cached for visit in visits] == states
        direct = get(web.port, path, city, Accept_Encoding=accepted)
        assert [visit.told for visit in visits] == [direct.told] * 2
    tile = path.removeprefix("/tiles/")
    assert {key for key in kept() if key.startswith(tile)} == {f"{tile} ", f"{tile} gzip"}


def test_another_area_gets_what_it_would_get_without_a_cache(proxy, web, mine, theirs, here):
    path = mine.path(here)
    assert [get(proxy, path, mine).cached for _ in range(2)][1] == "HIT"
    for stranger in (theirs, None, "forged", theirs.pass_[:-3]):
        through = get(proxy, path, stranger)
        assert through.status in {401, 404}
        assert through.cached is None
        assert through.told == get(web.port, path, stranger).told
    absent = path.replace(mine.viewer.scope.hash, "0" * 18)
    assert get(proxy, path, theirs).told == get(proxy, absent, theirs).told


def test_no_spelling_of_an_address_opens_another_area(proxy, mine, theirs, here):
    path, own = mine.path(here), theirs.path(here)
    assert get(proxy, path, mine).status == 200
    tail = path.removeprefix("/tiles/")
    for spelling in (
        f"{own}/../../../../../../{tail}",
        f"/tiles/points/../{tail}",
        f"//tiles//{tail}",
        f"/tiles/%63ells{tail.removeprefix('cells')}",
        f"{path}?{own}",
        f"{path}%00",
        f"{path}/",
        f"/tiles/may/{tail}",
        f"/may/{tail}",
        "/may",
        f"{own}%2f..%2f..%2f{tail}",
    ):
        visit = get(proxy, spelling, theirs)
        assert visit.status in {400, 401, 403, 404}, spelling
        assert visit.cached is None
        assert len(visit.body) < 100 or b"<html" in visit.body


def test_points_are_never_kept(proxy, ground, mine, here, kept):
    make_point(ground, "c1", level=1)
    path = mine.path(here, "points")
    for _ in range(2):
        visit = get(proxy, path, mine)
        assert (visit.status, visit.cached) == (200, None)
        assert visit.headers["cache-control"] == "private, no-cache"
    assert get(proxy, path, mine, If_None_Match=visit.headers["etag"]).status == 304
    assert get(proxy, mine.path(here), mine).status == 200
    assert {key.split("/")[0] for key in kept()} == {"cells"}


def test_ground_that_follows_a_unit_is_never_kept(proxy, ground, kept):
    unit = make_unit(ground, "c3")
    head = Visitor(make_person(Role.ENT_H, unit=unit))
    path = head.path(tile_of(Point(*ground.spot("c3")), 11))
    for _ in range(2):
        visit = get(proxy, path, head)
        assert (visit.status, visit.cached, visit.headers["cache-control"]) == (
            200,
            None,
            "private, no-cache",
        )
    assert not [key for key in kept() if head.viewer.scope.hash in key]


def test_after_log_out_the_cache_is_shut(proxy, web, ground, here):
    gone, stays = (Visitor(make_person(Role.INS, ground["c5"])) for _ in range(2))
    path = gone.path(here)
    assert [get(proxy, path, gone).cached for _ in range(2)][1] == "HIT"
    log_out(gone.viewer, gone.session)
    until(lambda: get(web.port, path, gone).status == 401)
    assert get(proxy, path, gone).told == get(web.port, path, gone).told
    assert get(proxy, path, stays).cached == "HIT"


def test_with_the_web_process_gone_nothing_is_given(proxy, web, mine, here):
    path = mine.path(here)
    assert [get(proxy, path, mine).cached for _ in range(2)][1] == "HIT"
    web.end()
    try:
        assert get(proxy, path, mine).status == 502
    finally:
        web.start()
        until(lambda: web.health()[0] == 200, what=web.health)
    until(lambda: get(proxy, path, mine).cached == "HIT")


def test_new_boundaries_shut_the_old_address_for_whoever_lost_it(proxy, web, ground, here):
    """A township that loses a community; the city sees the ground of then and of now."""
    leader, city = (
        Visitor(make_person(role, ground[c])) for role, c in ((Role.LEAD, "t1"), (Role.CMD, "city"))
    )
    old = {who: who.path(here) for who in (leader, city)}
    for who, path in old.items():
        assert [get(proxy, path, who).cached for _ in range(2)][1] == "HIT"
    before = get(proxy, old[city], city).body
    planner = planner_of(ground)
    plan = new_plan(planner, ground)
    draw(planner, plan, do="change_parent", cell=ground["c2"].pk, parent=ground["t2"].pk)
    published(planner, plan)
    until(lambda: get(web.port, old[leader], leader).status != 200)
    assert get(proxy, old[leader], leader).told == get(web.port, old[leader], leader).told
    leader.renew()
    assert leader.path(here) != old[leader]
    assert get(proxy, old[leader], leader).status == 404
    fresh = [get(proxy, leader.path(here), leader) for _ in range(2)]
    assert [visit.cached for visit in fresh] == ["MISS", "HIT"]
    city.renew()
    assert get(proxy, old[city], city).body == before
    assert get(proxy, city.path(here), city).cached == "MISS"
