"""The application as a browser meets it: statuses, caching rules, and whom it lets in."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest
import time_machine
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection

from safegrid.domain.events import AccessChanged, BoundaryPublished
from safegrid.domain.scope import NOTHING
from safegrid.store.access import Viewer
from safegrid.store.models import User
from safegrid.store.tile_token import LIFETIME, Claims
from safegrid.tiles.app import TileApp
from safegrid.tiles.database import NAME
from safegrid.tiles.gate import Verdict

from .client import Browser, browser_of, person
from .ground import Ground, ids, inside, point, tile_of

CLOSE = tile_of(inside(0.5), 15)
FAR_AWAY = tile_of(inside(3.9), 15)


@pytest.fixture
def red(lasting_ground: Ground) -> int:
    return point(inside(0.5), lasting_ground.communities[0], live=1).pk


@pytest.fixture
def browser(app: TileApp, lasting_ground: Ground, red: int) -> Browser:
    return browser_of(app, person("ins", lasting_ground.communities[0]))


@pytest.fixture
def queries(app: TileApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what reached the database threads."""
    seen: list[str] = []
    for name in ("query", "orm"):
        monkeypatch.setattr(app.database, name, _noting(seen, name, getattr(app.database, name)))
    return seen


def _noting(seen: list[str], name: str, real: Callable) -> Callable:
    async def noted(work: Callable) -> object:
        seen.append(name)
        return await real(work)

    return noted


async def test_a_tile_comes_with_its_caching_rule_and_again_without_a_query(
    browser: Browser, red: int, queries: list[str]
) -> None:
    first = await browser.points(CLOSE)
    assert first.status == 200
    assert ids(first.layers["point"]) == {red}
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["vary"] == "Cookie, Accept-Encoding"
    assert first.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    assert queries == ["orm", "query"]
    second = await browser.points(CLOSE)
    assert (second.body, second.headers) == (first.body, first.headers)
    again = await browser.points(CLOSE, if_none_match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert queries == ["orm", "query"]


async def test_cells_stay_for_a_year_under_their_version(browser: Browser, lasting_ground: Ground) -> None:
    answer = await browser.cells(lasting_ground.version, CLOSE)
    assert answer.status == 200
    assert lasting_ground.communities[0] in ids(answer.layers["cell"])
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert (await browser.cells(lasting_ground.version + 1, CLOSE)).status == 404


async def test_an_empty_tile_is_204(browser: Browser) -> None:
    answer = await browser.points(FAR_AWAY)
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_compression_is_for_those_who_take_it(
    browser: Browser, lasting_ground: Ground, app: TileApp
) -> None:
    await database_sync_to_async(
        lambda: [point(inside(0.5), lasting_ground.communities[0]) for _ in range(200)]
    )()
    packed = await browser.points(CLOSE, accept_encoding="br, gzip")
    plain = await browser.points(CLOSE, accept_encoding="gzip;q=0, identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(packed.body) < len(plain.body)
    assert packed.layers == plain.layers
    assert packed.headers["etag"] != plain.headers["etag"]
    assert (await browser.points(CLOSE, method="HEAD")).body == b""


@pytest.mark.parametrize(
    "place",
    [
        "4/1/1",
        "21/1/1",
        "15/32768/1",
        "15/1/32768",
        "15/-1/1",
        "15/1",
        "15/1/1/1",
        "15/01x/1",
        "x/1/1",
        "15/1/1.mvt",
    ],
)
async def test_a_tile_that_cannot_exist_is_404_without_a_query(
    browser: Browser, queries: list[str], place: str
) -> None:
    for head in (f"points/{browser.viewer.scope.hash}", f"cells/{browser.viewer.scope.hash}/1"):
        assert (await browser.get(f"/tiles/{head}/{place}")).status == 404
    assert queries == []


async def test_a_foreign_area_looks_like_one_that_does_not_exist(
    app: TileApp, browser: Browser, lasting_ground: Ground, queries: list[str]
) -> None:
    other = await database_sync_to_async(
        lambda: browser_of(app, person("other", lasting_ground.communities[3]))
    )()
    await other.points(CLOSE)
    queries.clear()
    z, x, y = CLOSE
    foreign = await browser.get(other.points_path(CLOSE))
    absent = await browser.get(f"/tiles/points/{'0' * 18}/{z}/{x}/{y}")
    assert (foreign.status, foreign.headers, foreign.body) == (absent.status, absent.headers, absent.body)
    assert foreign.status == 404
    assert queries == []


async def test_without_a_token_or_with_a_forged_one_it_is_401(browser: Browser, queries: list[str]) -> None:
    whole = browser.token
    for token in ("", "nonsense", whole[:-6] + "AAAAA=", whole[:40]):
        browser.token = token
        assert (await browser.points(CLOSE)).status == 401
    assert queries == []


async def test_a_stale_tail_closes_even_kept_tiles(app: TileApp, browser: Browser) -> None:
    await browser.points(CLOSE)
    app.fresh = lambda: False
    answer = await browser.points(CLOSE)
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert (await Browser(TileApp(), browser.viewer, "").points(CLOSE)).status == 503


async def test_only_reading_is_possible(browser: Browser) -> None:
    assert (await browser.points(CLOSE, method="POST")).status == 405


async def test_a_token_ends_after_a_quarter_of_an_hour(browser: Browser) -> None:
    assert (await browser.points(CLOSE)).status == 200
    with time_machine.travel(datetime.now(UTC) + LIFETIME + timedelta(seconds=1)):
        assert (await browser.points(CLOSE)).status == 401
        browser.renew()
        assert (await browser.points(CLOSE)).status == 200


async def test_a_token_ends_with_the_duty(app: TileApp, lasting_ground: Ground) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=5)
    browser = await database_sync_to_async(
        lambda: browser_of(app, person("brief", lasting_ground.communities[0], ends_at=soon))
    )()
    assert (await browser.points(CLOSE)).status == 204
    with time_machine.travel(soon + timedelta(seconds=1)):
        assert (await browser.points(CLOSE)).status == 401


async def test_a_changed_duty_shuts_out_at_once_and_a_new_token_opens(app: TileApp, browser: Browser) -> None:
    assert (await browser.points(CLOSE)).status == 200
    app.follow(AccessChanged(browser.viewer.key, browser.viewer.version + 1))
    assert (await browser.points(CLOSE)).status == 401


async def test_a_token_of_a_version_that_the_tail_has_not_told_yet_is_looked_up(
    app: TileApp, browser: Browser
) -> None:
    old = browser.token
    assert (await browser.points(CLOSE)).status == 200
    await database_sync_to_async(User.objects.filter(username="ins").update)(access_version=9)
    fresh = await database_sync_to_async(lambda: browser_of(app, User.objects.get(username="ins")))()
    assert (await fresh.points(CLOSE)).status == 200
    browser.token = old
    assert (await browser.points(CLOSE)).status == 401


async def test_a_log_out_ends_one_session_and_leaves_the_other(app: TileApp, browser: Browser) -> None:
    other = await database_sync_to_async(lambda: browser_of(app, User.objects.get(username="ins")))()
    assert [(await b.points(CLOSE)).status for b in (browser, other)] == [200, 200]
    app.follow(AccessChanged(browser.viewer.key, browser.viewer.version, session=browser.session))
    assert [(await b.points(CLOSE)).status for b in (browser, other)] == [401, 200]


async def test_a_process_that_never_met_the_session_asks_for_it(app: TileApp, browser: Browser) -> None:
    await database_sync_to_async(Session.objects.all().delete)()
    assert (await browser.points(CLOSE)).status == 401


async def test_a_deactivated_person_is_out(app: TileApp, browser: Browser) -> None:
    await database_sync_to_async(User.objects.filter(username="ins").update)(is_active=False)
    assert (await browser.points(CLOSE)).status == 401


async def test_new_boundaries_ask_for_areas_anew(app: TileApp, browser: Browser, queries: list[str]) -> None:
    assert (await browser.points(CLOSE)).status == 200
    app.follow(BoundaryPublished(2, (), "publish"))
    assert (await browser.points(CLOSE)).status == 200
    assert queries == ["orm", "query", "orm", "query"]


@pytest.mark.parametrize("times", [1, 3])
async def test_new_boundaries_while_a_viewer_is_looked_up_cost_nobody_a_tile(
    app: TileApp, browser: Browser, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """So it is when a process starts: the first word of its tail is new ground, and screens are waiting already."""
    read, left = app.gate._load_viewer, iter(range(times))

    def slowly(key: str) -> Viewer | None:
        found = read(key)
        if next(left, None) is not None:
            app.follow(BoundaryPublished(2, (), "log.begin"))
        return found

    monkeypatch.setattr(app.gate, "_load_viewer", slowly)
    assert (await browser.points(CLOSE)).status == 200


async def test_new_boundaries_between_the_verdict_and_the_area_ask_again(
    app: TileApp, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, left = app.gate.judge, iter(range(2))

    def judged(claims: Claims) -> Verdict:
        verdict = judge(claims)
        if verdict is Verdict.OPEN and next(left, None) is not None:
            app.follow(BoundaryPublished(2, (), "publish"))
        return verdict

    monkeypatch.setattr(app.gate, "judge", judged)
    assert (await browser.points(CLOSE)).status == 200


async def test_who_lost_the_area_by_boundaries_that_came_meanwhile_is_out(
    app: TileApp, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, left = app.gate._load_viewer, iter(range(1))

    def slowly(key: str) -> Viewer | None:
        found = read(key)
        if next(left, None) is not None:
            app.follow(BoundaryPublished(2, (), "publish"))
            return found
        assert found is not None
        return replace(found, scope=NOTHING)

    monkeypatch.setattr(app.gate, "_load_viewer", slowly)
    assert (await browser.points(CLOSE)).status == 401


async def test_ground_that_never_settles_asks_to_come_again(
    app: TileApp, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = app.gate._load_viewer

    def slowly(key: str) -> Viewer | None:
        found = read(key)
        app.follow(BoundaryPublished(2, (), "publish"))
        return found

    monkeypatch.setattr(app.gate, "_load_viewer", slowly)
    answer = await browser.points(CLOSE)
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


async def test_many_who_ask_at_once_cost_one_query(browser: Browser, queries: list[str]) -> None:
    answers = await asyncio.gather(*(browser.points(CLOSE) for _ in range(8)))
    assert {a.status for a in answers} == {200}
    assert sorted(queries) == ["orm", "query"]


async def test_connections_are_made_for_short_statements(app: TileApp, lasting_ground: Ground) -> None:
    def settings(cursor: psycopg2.extensions.cursor) -> tuple[str, ...]:
        names = ("jit", "max_parallel_workers_per_gather", "statement_timeout")
        found = []
        for name in names:
            cursor.execute(f"SHOW {name}")
            found += cursor.fetchone()
        return tuple(found)

    assert await app.database.query(settings) == ("off", "0", "10s")


async def test_a_restarted_server_costs_no_tile(app: TileApp, browser: Browser) -> None:
    assert (await browser.points(CLOSE)).status == 200

    def end_all() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND application_name = %s",
                [NAME],
            )
            assert cursor.rowcount

    await database_sync_to_async(end_all)()
    assert (await browser.points(tile_of(inside(0.5), 16))).status == 200
