"""A change of thousands of points reaches a screen as one reload of what it shows, and other screens not at all."""

from math import ceil

import pytest
from django.db import connection

from factories import make_person, make_point, recount
from live.processes import until
from safegrid.actions import owners
from safegrid.domain.counts import INDEX
from safegrid.domain.roles import Role
from safegrid.live import pyramid
from safegrid.store.models import EventItem, EventLog, Outbox, OwnerCheck, RiskPoint

pytestmark = pytest.mark.database

POINTS, READ = 6_000, 600


@pytest.fixture
def misplaced(ground, web, connect):
    """Thousands of points that stand in one community and belong to another; counts and pyramid know of them."""
    point = make_point(ground, "c1", level=4)
    west, south = ground.spot("c1", 0.1, 0.1)
    east, north = ground.spot("c1", 0.9, 0.9)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO store_riskpoint (
                uuid, responsible, name, category, geom, owner_point, cell_id, touched, method, inputs, inherent, direct,
                residual, base, live, firm, reasons, pack_id, pack_version, control_level, manager, manager_phone,
                accident_types, consequence, emergency, version)
            SELECT gen_random_uuid(), '', name || n, category, place, place, %(cell)s, '{}', method, inputs, inherent, direct,
                residual, base, live, firm, reasons, pack_id, pack_version, control_level, manager, manager_phone,
                accident_types, consequence, emergency, 1
            FROM store_riskpoint
            CROSS JOIN generate_series(1, %(points)s) AS n
            CROSS JOIN LATERAL (
                SELECT ST_SetSRID(ST_MakePoint(
                    %(west)s + random() * (%(east)s - %(west)s), %(south)s + random() * (%(north)s - %(south)s)), 4326)
            ) AS at (place)
            WHERE id = %(source)s
            """,
            {
                "cell": ground["c2"].pk,
                "points": POINTS,
                "source": point.pk,
                "west": west,
                "south": south,
                "east": east,
                "north": north,
            },
        )
    recount()
    pyramid.rebuild(connect(), lambda step: None)
    return ground


def test_ten_chunks_are_one_reload_for_who_sees_them_and_nothing_for_others(misplaced, screen):
    city, far = make_person(Role.CMD, misplaced["city"]), make_person(Role.INS, misplaced["c4"])
    wall, stranger = screen(city), screen(far)
    told = EventLog.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    ground = owners.Ground()
    owners.begin()
    while owners.step(ground, READ):
        pass
    assert OwnerCheck.objects.get().changed == POINTS
    until(lambda: not Outbox.objects.exists(), 60, what="the outbox is drained")
    bulks = EventLog.objects.filter(seq__gt=told, kind="bulk").count()
    assert bulks == ceil(RiskPoint.objects.count() / READ)
    assert wall.wait_closed(30) == 4001
    assert wall.resets() == ["bulk"]
    ops = [op for message in wall.messages for op in message.get("ops", [])]
    assert {op["o"] for op in ops} == {"counts"}
    assert len(ops) <= 2 * bulks, "two communities, once for each part at the most"
    assert (stranger.resets(), stranger.closed) == ([], None)
    assert not [message for message in stranger.messages if message.get("ops")]
    wall.reload()
    one = misplaced["c1"].pk
    there = RiskPoint.objects.filter(cell=one, retired_at=None, firm=4).count()
    assert wall.state.counts[one][1][INDEX["p4"]] == there > POINTS
    assert EventItem.objects.filter(entity="point").count() == POINTS
