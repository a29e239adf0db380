"""The database filters are twins of `matches`: for every filter and area of sight both name the same objects."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.filter_strategies import filters
from factories import make_city, make_point, make_unit
from safegrid.domain.filters import Facts, Filter, HazardFacts, UnitFacts, matches
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_hazards, visible_points, visible_units
from safegrid.store.celltree import tree
from safegrid.store.models import CellTally, Department, DepartmentDuty, Enterprise, Hazard, RiskPoint
from safegrid.store.queries import filters as twin

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WHERE = ("c1", "c2", "c3", "c4", "c5", "c0")
CODES = ("B0610", "B0710", "C2614", "C2672", "C2671", "F5265", "H6210", "G5941", "E4710", "P8331")


@pytest.fixture
def ground():
    """Units of every kind, points at them and on open ground, hazards in every state at all of these."""
    city, dice = make_city(), random.Random(5)
    bodies = [Department.objects.create(name=f"局{n}", kind="industry", cell=city["a"]) for n in range(2)]
    for name in ("c1", "c3", "c5"):
        CellTally.objects.create(cell=city[name], column="survey_overdue", n=int(name != "c3"))
    for n in range(24):
        where, code = WHERE[n % 6], CODES[n % len(CODES)]
        unit = make_unit(city, where, industry=code[0])
        Enterprise.objects.filter(pk=unit.pk).update(
            industry4=code, unit_type=dice.choice(["factory", "chemical", "mine", "fuel_station"]),
            affiliation=dice.choice(["city", "county", "other"]), danger_class=dice.choice(["", "A", "C"]),
            annual_grade=dice.randrange(5), key_unit=dice.random() < 0.4,
            live=dice.randrange(5), supervision=dice.randrange(5), listing=(listing := dice.choice([0, 2])),
            listing_overdue=bool(listing) and dice.random() < 0.5,
        )  # fmt: skip
        if n % 3:
            DepartmentDuty.objects.create(department=bodies[n % 2], unit=unit, kind="industry")
        point = make_point(city, where, unit=unit if n % 5 else None, level=dice.randrange(5))
        RiskPoint.objects.filter(pk=point.pk).update(
            category=dice.choice(["leak", "dust", "noise"]), live=dice.randrange(5)
        )
        for _ in range(2):
            _hazard(city, dice, dice.choice([point, None]), dice.choice([unit, unit, None]), where)
    return city, bodies


def _hazard(city, dice, point, unit, where):
    unit = point.unit if point else unit
    lon, lat = city.spot(where, dice.random(), dice.random())
    at = datetime(2026, 11, dice.randint(1, 28), dice.randrange(24), tzinfo=UTC)
    listing = dice.choice([0, 0, 2])
    Hazard.objects.create(
        number=f"YH-{Hazard.objects.count()}", point=point, unit=unit, title="x", category="fire",
        cell=city[where] if where != "c0" else None, geom=Point(lon, lat, srid=4326),
        state=dice.choice(["reported", "verified", "rectifying", "closed", "rejected"]), major=dice.random() < 0.5,
        source=dice.choice(["self", "inspection"]), overdue=dice.randrange(3), listing=listing,
        listing_overdue=bool(listing) and dice.random() < 0.5, found_at=at, reported_at=at - timedelta(hours=1),
        facts={},
    )  # fmt: skip


def path(cell):
    return frozenset(c.id for c in tree().path(cell)) if cell else frozenset({0})


def late(scope, cell):
    """Whether the viewer knows that the survey of a community is overdue."""
    seen = scope.cells is None or cell in scope.cells
    return seen and CellTally.objects.filter(cell=cell, n__gt=0).exists()


def of_unit(scope, unit):
    if unit is None:
        return None
    seen = visible_points(scope).filter(unit=unit).values_list("category", flat=True)
    bodies = frozenset(unit.department_duties.values_list("department_id", flat=True))
    return UnitFacts(
        unit.industry, unit.industry4, unit.unit_type, unit.affiliation, unit.danger_class, unit.annual_grade,
        unit.key_unit, unit.listing, unit.listing_overdue, bodies, frozenset(seen),
    )  # fmt: skip


def of_hazard(h):
    return HazardFacts(h.state, h.major, h.source, h.overdue, h.listing, h.listing_overdue, h.reported_at)


def everything(scope):
    """(entity, id, facts) of all in sight."""
    for p in visible_points(scope).select_related("unit"):
        known = tuple(of_hazard(h) for h in visible_hazards(scope).filter(point=p))
        at = p.owner_point
        yield (
            "points",
            p.pk,
            Facts(
                at.x,
                at.y,
                path(p.cell_id),
                p.live,
                p.base,
                of_unit(scope, p.unit),
                known,
                survey_overdue=late(scope, p.cell_id),
            ),
        )
    for u in visible_units(scope):
        known = tuple(of_hazard(h) for h in visible_hazards(scope).filter(unit=u))
        site = u.sites.get(main=True)
        at = site.geom
        yield (
            "units",
            u.pk,
            Facts(
                at.x,
                at.y,
                path(site.cell_id),
                u.live,
                u.supervision,
                of_unit(scope, u),
                known,
                survey_overdue=late(scope, site.cell_id),
            ),
        )
    for h in visible_hazards(scope).select_related("unit", "point"):
        live, base = (
            (h.point.live, h.point.base)
            if h.point
            else (h.unit.live, h.unit.supervision)
            if h.unit
            else (0, 0)
        )
        unit = of_unit(scope, h.unit)
        yield (
            "hazards", h.pk,
            Facts(
                h.geom.x, h.geom.y, path(h.cell_id), live, base, unit, (of_hazard(h),), is_hazard=True,
                survey_overdue=late(scope, h.cell_id),
            ),
        )  # fmt: skip


@pytest.fixture
def scopes(ground):
    city, _ = ground
    unit = Enterprise.objects.order_by("pk").first()
    return [
        Scope(cells=None),
        Scope(cells=frozenset({city["c1"].pk, city["c4"].pk})),
        Scope(cells=frozenset(), units=frozenset({unit.pk})),
        Scope(cells=frozenset(), industries=frozenset({("C", None), ("F", frozenset({city["c2"].pk}))})),
    ]


def test_every_filter_names_the_same_objects_in_both_ways(ground, scopes):
    city, bodies = ground
    known = [list(everything(scope)) for scope in scopes]
    places = st.sampled_from([0, *(c.pk for c in city.cells.values())])
    found = {"some": 0, "none": 0}

    @settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
    @given(wanted=filters(places, st.sampled_from([b.pk for b in bodies])), i=st.integers(0, 3))
    def agree(wanted: Filter, i: int):
        for entity in ("points", "units", "hazards"):
            rule = {id_ for e, id_, facts in known[i] if e == entity and matches(wanted, facts)}
            asked = set(getattr(twin, entity)(scopes[i], wanted).values_list("pk", flat=True))
            assert asked == rule, (entity, wanted)
            found["some" if rule else "none"] += 1

    agree()
    assert found["some"] > 60, found


def test_an_empty_filter_is_what_is_in_sight(ground, scopes):
    for scope in scopes:
        assert twin.points(scope, Filter()).count() == visible_points(scope).count()
        assert twin.units(scope, Filter()).count() == visible_units(scope).count()
        settled = visible_hazards(scope).filter(state__in=["closed", "rejected"]).count()
        assert twin.hazards(scope, Filter()).count() == visible_hazards(scope).count() - settled
