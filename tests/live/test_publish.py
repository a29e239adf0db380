"""A plan takes force while screens are open: they hear of it, and nobody keeps ground that is not theirs any more."""

import json
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.contrib.gis.geos import Point

from factories import make_person, make_point
from live.processes import until
from live.screen import hang_up, log_in
from plan_kit import draw, east_half, made_by, new_plan, planner_of, published
from safegrid.actions.kiosks import hash_of
from safegrid.domain.roles import Role
from safegrid.store import celltree
from safegrid.store.models import Kiosk, RiskPoint
from safegrid.store.queries.tiles import latest_boundary

pytestmark = pytest.mark.database


def status_of(web, session, path):
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(f"http://{web.address}{path}", headers=cookie)) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {}


def test_every_screen_starts_afresh_and_lost_ground_is_lost(ground, web, screen):
    point = make_point(ground, "c1")
    at = Point(*ground.spot("c1", 0.8), srid=4326)
    RiskPoint.objects.filter(pk=point.pk).update(geom=at, owner_point=at)
    inspector, leader = make_person(Role.INS, ground["c1"]), make_person(Role.LEAD, ground["t1"])
    kiosk = Kiosk.objects.create(name="屏", token_hash=hash_of("w"), made_by=leader)
    mine, theirs, wall = screen(inspector), screen(leader), screen(hang_up(kiosk))
    assert ("point", point.pk) in mine.state.objects
    planner = planner_of(ground)
    plan = draw(planner, new_plan(planner, ground), **east_half(ground, "c1"))
    draw(planner, plan, do="change_parent", cell=plan.cells.get(name="新村").cell_id, parent=ground["t2"].pk)
    done = published(planner, plan)
    committed = time.monotonic()
    for one in (mine, theirs, wall):
        assert one.wait_closed() == 4001
        assert one.resets() == ["boundary"]
    print(f"publish to screens: {1000 * (time.monotonic() - committed):.0f} ms")
    celltree.forget()
    assert ("point", point.pk) not in mine.reload().state.objects
    assert ("point", point.pk) not in theirs.reload().state.objects
    assert wall.reload().state.objects["point", point.pk].cell == made_by(plan).pk
    assert latest_boundary() == done.version.pk


def test_the_processes_know_the_new_cells(ground, web):
    """The web process asks its own tree: a township that got a community sees it."""
    planner = planner_of(ground)
    plan = draw(planner, new_plan(planner, ground), **east_half(ground, "c4"))
    published(planner, plan)
    new = made_by(plan).pk
    owner, stranger = (log_in(make_person(Role.LEAD, ground[t])) for t in ("t3", "t1"))
    until(lambda: status_of(web, owner, f"/api/cells/{new}")[0] == 200)
    assert status_of(web, owner, f"/api/cells/{new}")[1]["name"] == "新村"
    assert status_of(web, stranger, f"/api/cells/{new}")[0] == 404
    found = status_of(web, owner, "/api/snapshot")[1]
    assert new in [row[0] for row in found["tree"]]
