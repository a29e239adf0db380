"""A unit's record changes: points, tiles and counts follow."""

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from factories import make_city, make_person, make_point, make_unit, make_upload, viewer
from live.facts import truth
from safegrid.actions import units
from safegrid.actions.hazards import create
from safegrid.actions.levels import lock_unit
from safegrid.actions.places import Where
from safegrid.actions.transaction import Refused, hold_boundaries, unit_of_work
from safegrid.domain import counts
from safegrid.domain.events import Changed, decode, tally
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.roles import Role
from safegrid.store.access import visible_points, visible_units
from safegrid.store.models import Enterprise, Outbox, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FIELDS = {"name": "许昌新厂", "industry": "C2614", "type": "factory", "affiliation": "other"}


@pytest.fixture
def city():
    return make_city()


def within(act):
    """Run in a unit of work; the counts that it told, and the events."""
    before = truth()
    with unit_of_work("test", "test.unit") as work:
        result = act(work, hold_boundaries())
    rows = Outbox.objects.order_by("id")
    events = [decode(row.kind, row.payload) for row in rows]
    Outbox.objects.all().delete()
    told = counts.add([(before, 1), *((tally(event), 1) for event in events)])
    assert told == truth()
    return result, [event for event in events if isinstance(event, Changed)]


def test_a_new_unit_is_owned_and_counted_at_once(city):
    place = Point(*city.spot("c3"), srid=4326)
    unit, (made, *_) = within(lambda work, now: units.add_unit(work, FIELDS, place, now))
    assert (made.before, made.after.cell, made.after.name) == (None, city["c3"].pk, "许昌新厂")
    assert (unit.industry, unit.industry4, unit.reasons[0]["code"]) == ("C", "C2614", "UNRATED")
    sight = viewer(make_person(Role.INS, city["c3"])).scope
    assert list(visible_units(sight)) == [unit]
    outside, _ = within(
        lambda work, now: units.add_unit(work, FIELDS, Point(*city.spot("c0"), srid=4326), now)
    )
    assert outside.sites.get().cell_id is None


def test_a_correction_moves_the_unit_and_what_follows_its_industry(city):
    unit = make_unit(city, "c1", industry="C")
    point = make_point(city, "c1", unit=unit, level=3)
    fresh = {"name": "改名", "industry": "E4710", "uscc": "91350100M000100Y43"}
    place = Point(*city.spot("c4"), srid=4326)
    _, events = within(lambda work, _: units.correct_unit(work, lock_unit(unit.pk), fresh, place))
    told = {(e.entity, e.before.industry, e.after.industry) for e in events}
    assert told == {("unit", "C", "E"), ("point", "C", "E")}
    (moved,) = [e for e in events if e.entity == "unit"]
    assert (moved.before.cell, moved.after.cell, moved.after.name) == (city["c1"].pk, city["c4"].pk, "改名")
    assert len(moved.boxes) == 2
    building = viewer(make_person(Role.DEP, city["a"], industry="E")).scope
    assert list(visible_points(building)) == [point]
    _, events = within(lambda work, _: units.correct_unit(work, lock_unit(unit.pk), {"head": "钱总"}, None))
    assert [e.entity for e in events] == ["unit"]


def test_a_closed_unit_takes_its_points_along(city):
    unit, other = make_unit(city, "c1"), make_unit(city, "c1")
    points = [make_point(city, "c1", unit=unit, level=level) for level in (1, 4)]
    kept = make_point(city, "c1", unit=other)
    _, events = within(lambda work, now: units.close_unit(work, lock_unit(unit.pk), now))
    assert {(e.entity, e.id, e.after) for e in events} == {
        ("unit", unit.pk, None), *(("point", point.pk, None) for point in points),
    }  # fmt: skip
    assert list(RiskPoint.objects.filter(retired_at=None)) == [kept]
    assert Enterprise.objects.get(pk=unit.pk).closed_at is not None


def test_what_is_open_keeps_a_unit_open(city):
    unit = make_unit(city, "c1")
    officer = make_person(Role.OFF, city["t1"])
    fields = {
        "claimed": "general", "category": "fire", "text": "堵塞", "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(officer))],
    }  # fmt: skip
    create(viewer(officer), Where(unit=unit.pk), Command(Cmd.REPORT, fields))
    with pytest.raises(Refused) as refused, unit_of_work("test", "test.unit") as work:
        units.close_unit(work, lock_unit(unit.pk), hold_boundaries())
    assert (refused.value.refusal.code, dict(refused.value.refusal.params)["hazards"]) == ("UNIT_HAS_OPEN", 1)


def test_a_credit_code_is_one_units(city):
    first, second = make_unit(city, "c1"), make_unit(city, "c1")
    code = {"uscc": "91350100M000100Y43"}
    within(lambda work, _: units.correct_unit(work, lock_unit(first.pk), code, None))
    with pytest.raises(Refused) as refused, unit_of_work("test", "test.unit") as work:
        units.correct_unit(work, lock_unit(second.pk), code, None)
    assert refused.value.refusal.code == "USCC_TAKEN"
