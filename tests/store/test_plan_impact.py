"""The impact of a plan is what PostGIS finds when every owner is asked for again."""

import random

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.utils import timezone

from factories import SIDE, make_city, make_person, make_point, make_unit, viewer
from safegrid.actions import plans
from safegrid.actions.plan_rows import Stepped
from safegrid.domain.impact import Workload
from safegrid.domain.roles import Role
from safegrid.store.models import BoundaryPlan, Hazard, RiskPoint, Site
from safegrid.store.queries.ownership import owner_at
from safegrid.store.queries.plan_impact import impact_of, moving, spread
from safegrid.store.queries.plan_places import places_of
from safegrid.store.queries.plans import draft_of

pytestmark = pytest.mark.django_db

BRUTE = """
SELECT p.id, COALESCE((
    SELECT c.id
    FROM unnest(%s::bigint[], %s::text[], %s::bytea[]) AS c (id, code, shape)
    WHERE ST_Intersects(ST_GeomFromWKB(c.shape, 4326), p.owner_point)
    ORDER BY c.code
    LIMIT 1
), 0)
FROM store_riskpoint AS p
WHERE retired_at IS NULL
"""


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def planner(city):
    return viewer(make_person(Role.PLN, city["city"]))


@pytest.fixture
def plan(city, planner):
    made = plans.create(planner, plans.NewPlan("方案", (city["city"].pk,)))
    assert isinstance(made, BoundaryPlan)
    return made


def draw(planner, plan, **edit):
    plan.refresh_from_db()
    stepped = plans.edit(planner, plan.pk, plan.version, edit)
    assert isinstance(stepped, Stepped), stepped
    return stepped.plan


def east_half(city, name):
    """Split a community in the middle; the east becomes new."""
    (x, south), (_, north) = city.spot(name, 0.5, -0.1), city.spot(name, 0.5, 1.1)
    side = (round(x + SIDE / 4, 7), round(south + SIDE / 2, 7))
    return {
        "do": "split",
        "cell": city[name].pk,
        "name": "新村",
        "line": [(x, south), (x, north)],
        "side": side,
    }


def scatter(city, n):
    """Points everywhere, also on edges and corners, owned as the boundaries in force say."""
    chance = random.Random(4)
    unit = make_unit(city, "c1")
    for _ in range(n):
        column, row = (chance.choice([chance.uniform(-0.2, 3.2), chance.randrange(7) / 2]) for _ in range(2))
        lon, lat = round(113.8 + column * SIDE, 7), round(34 + row * SIDE, 7)
        point = make_point(city, "c1", unit=unit, level=chance.randrange(5))
        at = Point(lon, lat, srid=4326)
        RiskPoint.objects.filter(pk=point.pk).update(
            geom=at, owner_point=at, cell_id=owner_at(lon, lat) or None, firm=chance.randrange(5)
        )


def brute(plan):
    cells = draft_of(plan).ground.cells.values()
    with connection.cursor() as cursor:
        cursor.execute(BRUTE, [[c.id for c in cells], [c.code for c in cells], [c.shape.wkb for c in cells]])
        return dict(cursor.fetchall())


def test_moves_agree_with_postgis(city, planner, plan):
    scatter(city, 250)
    owners = dict(RiskPoint.objects.values_list("pk", "cell_id"))
    for edit in (
        east_half(city, "c1"),
        {"do": "merge", "into": city["c5"].pk, "cells": [city["c2"].pk]},
        {"do": "move_vertex", "at": city.spot("c4", 1, 0), "to": city.spot("c4", 0.8, 0.2)},
    ):
        plan = draw(planner, plan, **edit)
        point = moving(plan, "point")
        found = dict(
            zip(point.read.places.ids[point.found.rows].tolist(), point.found.to.tolist(), strict=True)
        )
        expected = {i: new for i, new in brute(plan).items() if new != (owners[i] or 0)}
        assert found == expected
        assert len(found) > 10


def test_numbers_of_a_split(city, planner, plan):
    unit = make_unit(city, "c1")
    Site.objects.filter(unit=unit).update(geom=Point(*city.spot("c1", 0.75, 0.5), srid=4326))
    west, east = (make_point(city, "c1", unit=unit, level=level) for level in (1, 2))
    for point, x in ((west, 0.25), (east, 0.75)):
        RiskPoint.objects.filter(pk=point.pk).update(owner_point=Point(*city.spot("c1", x), srid=4326))
    officer = make_person(Role.OFF, city["c1"])
    plan = draw(planner, plan, **east_half(city, "c1"))
    told = impact_of(plan)
    (new,) = told.after.keys() - told.before.keys()
    assert told.before.keys() == {city["c1"].pk}
    assert told.before[city["c1"].pk].units == 1
    assert told.before[city["c1"].pk].risk == 50  # one red and one orange, 40 + 10
    assert (told.after[city["c1"].pk].units, told.after[city["c1"].pk].risk) == (0, 40)
    assert (told.after[new].units, told.after[new].risk) == (1, 10)
    assert told.after[new].area_km2 == pytest.approx(told.before[city["c1"].pk].area_km2 / 2, rel=1e-3)
    (flow,) = told.kinds["point"].flows
    assert (flow.source, flow.target, flow.levels) == (city["c1"].pk, new, (0, 0, 1, 0, 0))
    (load,) = told.people
    assert (load.person, load.before.risk, load.after.risk) == (officer.pk, 50, 40)
    plan = draw(planner, plan, do="assign", cell=new, leaders=[], officers=[officer.pk], inspectors=[])
    (load,) = impact_of(plan).people
    assert load.after.risk == 50


def test_only_what_is_open_counts(city, planner, plan):
    point = make_point(city, "c1")
    RiskPoint.objects.filter(pk=point.pk).update(retired_at=timezone.now())
    plan = draw(planner, plan, **east_half(city, "c1"))
    assert not Hazard.objects.exists()
    told = impact_of(plan)
    assert [len(each.found.rows) for each in told.kinds.values()] == [0, 0, 0, 0]
    assert len(places_of("point", [city["c1"].pk]).places) == 0


def test_an_empty_plan_moves_nothing(city, plan):
    scatter(city, 5)
    told = impact_of(plan)
    assert (told.before, told.after, told.people) == ({}, {}, ())
    assert spread([]) == (0.0, 0.0, 0.0, 0.0)
    assert spread([Workload(1, 1, 1.0, 1.0), Workload(3, 3, 3.0, 3.0)]) == (0.5, 0.5, 0.5, 0.5)
