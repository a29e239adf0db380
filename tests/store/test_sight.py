"""The database filters are twins of `sees`: for every scope both name the same objects."""

import pytest
from django.contrib.gis.geos import Point
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import make_city, make_person, make_point, make_unit, viewer
from safegrid.domain.roles import Role
from safegrid.domain.scope import Scope, sees
from safegrid.store.access import (
    scope_of,
    viewer_of_key,
    visible_cells,
    visible_hazards,
    visible_points,
    visible_units,
)
from safegrid.store.drawn import hazard_drawn, point_drawn, unit_drawn
from safegrid.store.models import Enterprise, Hazard, Kiosk, RiskPoint, Site

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NAMES = ["c1", "c2", "c3", "c4", "c5"]


@pytest.fixture
def ground():
    """Objects in every community and outside, of two industries, with a line and a unit of two sites."""
    city = make_city()
    for where in [*NAMES, "c0"]:
        for industry in ("B", "C"):
            unit = make_unit(city, where, industry=industry)
            make_point(city, where, unit=unit)
        make_point(city, where)
    two = make_unit(city, "c1")
    Site.objects.create(unit=two, geom=Point(*city.spot("c4"), srid=4326), cell=city["c4"], main=False)
    line = make_point(city, "c2", shape="LINESTRING(113.85 34.05, 114.05 34.05)")
    RiskPoint.objects.filter(pk=line.pk).update(touched=[city["c1"].pk, city["c3"].pk])
    _hazards(city)
    return city


def _hazards(city):
    for point in RiskPoint.objects.order_by("-pk")[:12]:
        number = f"YH-{point.pk}"
        Hazard.objects.create(
            number=number, point=point, unit=point.unit, cell=point.cell, touched=point.touched,
            geom=point.owner_point, title="x", category="fire", state="reported", source="x",
            found_at=point.created_at, reported_at=point.created_at, facts={},
        )  # fmt: skip


areas = st.frozensets(st.sampled_from(range(5)), max_size=4)
grants = st.frozensets(st.tuples(st.sampled_from("BC"), st.one_of(st.none(), areas)), max_size=2)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.one_of(st.none(), areas), unit=st.integers(0, 4), grants=grants)
def test_filters_and_rule_name_the_same_objects(ground, cells, unit, grants):
    def ids(area):
        return None if area is None else frozenset(ground[NAMES[i]].pk for i in area)

    units = frozenset(Enterprise.objects.order_by("pk").values_list("pk", flat=True)[:unit])
    scope = Scope(ids(cells), units, frozenset((industry, ids(area)) for industry, area in grants))
    points = {p.pk for p in RiskPoint.objects.select_related("unit") if sees(scope, point_drawn(p))}
    assert set(visible_points(scope).values_list("pk", flat=True)) == points
    seen = {
        u.pk
        for u in Enterprise.objects.prefetch_related("sites")
        if sees(scope, unit_drawn(u, u.sites.all()))
    }
    assert set(visible_units(scope).values_list("pk", flat=True)) == seen
    hazards = {h.pk for h in Hazard.objects.select_related("unit") if sees(scope, hazard_drawn(h))}
    assert set(visible_hazards(scope).values_list("pk", flat=True)) == hazards


def test_duties_give_sight(ground):
    assert viewer(make_person(Role.CMD, ground["city"])).scope.cells is None
    assert viewer(make_person(Role.INS, ground["c1"])).scope.cells == {ground["c1"].pk}
    county = viewer(make_person(Role.DEP, ground["a"])).scope
    assert county.cells == {ground[c].pk for c in ("c1", "c2", "c3")}
    assert viewer(make_person(Role.ADM_SYS, ground["city"])).scope == scope_of((), None)
    industry = viewer(make_person(Role.DEP, ground["b"], industry="C")).scope
    assert industry.cells == frozenset()
    assert industry.industries == {("C", frozenset({ground["c4"].pk, ground["c5"].pk}))}


def test_masks_hide_phones_and_reporters(ground):
    assert viewer(make_person(Role.PLN, ground["city"])).scope.mask == {"phones", "reporters"}
    assert viewer(make_person(Role.INS, ground["c1"])).scope.mask == {"reporters"}
    assert viewer(make_person(Role.SUP, ground["city"])).scope.mask == frozenset()


def test_a_wall_sees_its_area_until_it_is_revoked(ground):
    person = make_person(Role.CMD, ground["city"])
    kiosk = Kiosk.objects.create(name="大屏", token_hash="x", made_by=person, cell=ground["t1"])
    wall = viewer_of_key(f"kiosk:{kiosk.pk}")
    assert wall.scope.cells == {ground["c1"].pk, ground["c2"].pk}
    assert wall.scope.mask == {"phones", "reporters"}
    kiosk.revoked_at = kiosk.created_at
    kiosk.save()
    assert viewer_of_key(f"kiosk:{kiosk.pk}") is None


def test_inactive_people_are_nobody(ground):
    person = make_person(Role.CMD, ground["city"])
    person.is_active = False
    person.save()
    assert viewer_of_key(f"user:{person.pk}") is None


def test_panels_open_for_cells_wholly_in_sight(ground):
    scope = viewer(make_person(Role.DEP, ground["a"])).scope
    assert visible_cells(scope) == {ground[n].pk for n in ("a", "t1", "t2", "c1", "c2", "c3")}
    inspector = viewer(make_person(Role.INS, ground["c1"])).scope
    assert visible_cells(inspector) == {ground["c1"].pk}
