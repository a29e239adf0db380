"""What lies around a place: against brute force, within sight, and by a number of queries that does not grow."""

import pytest
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import (
    add_duty,
    make_city,
    make_feature,
    make_layer,
    make_person,
    make_point,
    make_unit,
    viewer,
)
from safegrid.domain.ownership import metres_between
from safegrid.domain.roles import Role
from safegrid.store.models import LayerFeature, RiskPoint, Site
from safegrid.store.queries.around import MOST_LISTED, around

pytestmark = [pytest.mark.django_db, pytest.mark.database]
RADII = [1, 300, 900, 2_700, 8_000, 19_999]


@pytest.fixture
def ground():
    """Three dozen units and points spread over all communities, with targets and resources between them."""
    city = make_city()
    protected, resources = make_layer("protected"), make_layer("resources")
    for i, where in enumerate(["c1", "c2", "c3", "c4", "c5", "c0"] * 6):
        east, north = 0.05 + 0.15 * (i % 6), 0.07 + 0.13 * (i // 6)
        spot = Point(*city.spot(where, east, north), srid=4326)
        unit = make_unit(city, where)
        Site.objects.filter(unit=unit).update(geom=spot)
        point = make_point(city, where, unit=unit, level=i % 5)
        RiskPoint.objects.filter(pk=point.pk).update(geom=spot, owner_point=spot)
        feature = make_feature(city, protected if i % 2 else resources, where, kind="school")
        LayerFeature.objects.filter(pk=feature.pk).update(geom=spot, owner_point=spot)
    return city


def inside(rows, at, metres):
    """(id, rounded metres) by the domain's own formula, nearest first."""
    near = [(metres_between(*at, geom.x, geom.y), pk) for pk, geom in rows]
    return [(pk, round(d)) for d, pk in sorted(near) if d <= metres]


def listed(found):
    return [(row.id, row.metres) for row in found.rows]


@pytest.mark.parametrize("metres", RADII)
def test_everything_within_the_radius_and_nothing_else(ground, metres):
    at = ground.spot("c2", 0.31, 0.42)
    found = around(viewer(make_person(Role.CMD, ground["city"])), *at, metres)
    sites = inside(Site.objects.values_list("unit_id", "geom"), at, metres)
    assert listed(found.units) == sites
    assert found.units.total == len(sites)
    points = inside(RiskPoint.objects.values_list("pk", "geom"), at, metres)
    assert listed(found.points) == points
    by_level = [RiskPoint.objects.filter(pk__in=[pk for pk, _ in points], live=n).count() for n in range(5)]
    assert list(found.levels) == by_level
    for code in ("protected", "resources"):
        rows = LayerFeature.objects.filter(layer__code=code).values_list("pk", "geom")
        assert listed(getattr(found, code)) == inside(rows, at, metres)


def test_lines_and_areas_count_from_their_nearest_part(ground):
    at = ground.spot("c1", 0.5, 0.5)
    line = make_point(ground, "c3", shape=f"LINESTRING({at[0]} {at[1] + 0.001}, 114.05 {at[1] + 0.001})")
    area = make_feature(
        ground,
        LayerFeature.objects.filter(layer__code="protected").first().layer,
        "c3",
        shape=f"POLYGON(({at[0] - 0.01} {at[1] - 0.01}, 114.05 {at[1] - 0.01}, 114.05 34.09, {at[0] - 0.01} 34.09, "
        f"{at[0] - 0.01} {at[1] - 0.01}))",
    )
    found = around(viewer(make_person(Role.CMD, ground["city"])), *at, 200)
    assert dict(listed(found.points))[line.pk] == round(metres_between(*at, at[0], at[1] + 0.001))
    assert dict(listed(found.protected))[area.pk] == 0


def test_communities_that_the_radius_reaches(ground):
    lon, lat = ground.spot("c1", 0.98, 0.5)
    city = viewer(make_person(Role.CMD, ground["city"]))
    to_edge = metres_between(lon, lat, 113.9, lat)
    assert [r.name for r in around(city, lon, lat, int(to_edge) - 20).communities.rows] == ["平定街社区"]
    near = around(city, lon, lat, int(to_edge) + 20).communities
    assert [(r.name, r.metres) for r in near.rows] == [("平定街社区", 0), ("南关社区", round(to_edge))]
    assert near.rows[0].kind == "411002001001"


def test_only_what_is_in_sight(ground):
    inspector = make_person(Role.INS, ground["c1"])
    far = make_person(Role.INS, ground["c2"], name="远处")
    lon, lat = ground.spot("c1", 0.9, 0.5)
    found = around(viewer(inspector), lon, lat, 19_999)
    own = {ground["c1"].pk}
    assert {Site.objects.get(unit=row.id).cell_id for row in found.units.rows} == own
    assert {RiskPoint.objects.get(pk=row.id).cell_id for row in found.points.rows} == own
    features = [*found.protected.rows, *found.resources.rows]
    assert {LayerFeature.objects.get(pk=row.id).cell_id for row in features} == own
    assert [row.id for row in found.communities.rows] == [ground["c1"].pk]
    assert far.pk not in {row.person for row in found.people.rows}
    assert sum(found.levels) == found.points.total == 6


def test_a_layer_for_others_stays_hidden(ground):
    layer = LayerFeature.objects.filter(layer__code="resources").first().layer
    layer.audience = ["CMD"]
    layer.save()
    at = ground.spot("c2", 0.31, 0.42)
    assert around(viewer(make_person(Role.SUP, ground["city"])), *at, 19_999).resources.total == 0
    assert around(viewer(make_person(Role.CMD, ground["city"])), *at, 19_999).resources.total > 0


def test_people_who_answer_for_what_is_inside(ground):
    inspector = make_person(Role.INS, ground["c1"], name="格员")
    site = Site.objects.filter(cell=ground["c1"]).first()
    head = make_person(Role.ENT_H, unit=site.unit, name="企责")
    away = make_person(Role.INS, ground["c3"], name="旁格")
    make_person(Role.INS, ground["c4"], name="停用")
    city = viewer(make_person(Role.CMD, ground["city"]))
    found = around(city, site.geom.x, site.geom.y, 300).people
    assert {(p.person, p.role) for p in found.rows} == {(inspector.pk, "INS"), (head.pk, "ENT_H")}
    assert found.total == 2
    assert away.pk not in {p.person for p in found.rows}
    add_duty(away, Role.OFF, ground["c1"])
    assert (away.pk, "OFF") in {(p.person, p.role) for p in around(city, *_at(site), 300).people.rows}


def _at(site):
    return site.geom.x, site.geom.y


def test_long_lists_are_cut_and_counted(ground):
    for _ in range(MOST_LISTED + 7):
        make_point(ground, "c1", level=1)
    found = around(viewer(make_person(Role.CMD, ground["city"])), *ground.spot("c1"), 19_999)
    assert len(found.points.rows) == MOST_LISTED
    assert found.points.total == RiskPoint.objects.filter(pk__in=_everything_near(ground)).count()
    assert found.levels[1] >= MOST_LISTED + 7


def _everything_near(ground):
    at = ground.spot("c1")
    return [pk for pk, _ in inside(RiskPoint.objects.values_list("pk", "geom"), at, 19_999)]


def test_the_number_of_queries_does_not_grow(ground):
    city = viewer(make_person(Role.CMD, ground["city"]))
    around(city, *ground.spot("c2"), 500)
    with CaptureQueriesContext(connection) as queries:
        around(city, *ground.spot("c2"), 19_999)
    assert len(queries) == 7


def test_an_empty_city_has_empty_surroundings(db):
    city = make_city()
    found = around(viewer(make_person(Role.CMD, city["city"])), *city.spot("c1"), 100)
    assert (found.units.total, found.points.total, found.protected.total) == (0, 0, 0)
    assert found.levels == (0, 0, 0, 0, 0)
    assert GEOSGeometry(f"POINT({found.lon} {found.lat})").valid
