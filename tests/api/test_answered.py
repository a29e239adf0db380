"""Who answered for an object or a place at any moment, beside who does now."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from factories import add_duty, make_feature, make_layer, make_person, make_point, make_unit, viewer
from plan_kit import draw, east_half, made_by, new_plan, published
from safegrid.actions import duties
from safegrid.actions.transaction import unit_of_work
from safegrid.domain.roles import Role
from safegrid.store.drawn import point_box, point_drawn
from safegrid.store.models import Alarm, Duty, EventItem, EventLog, Hazard, Outbox, RiskPoint, Site

A_MOMENT = timedelta(milliseconds=1)


@pytest.fixture
def history(town):
    """The east of c1, where a unit stands, becomes a new community; the officer of c1 is another one since."""
    city = town.city
    first = make_person(Role.OFF, city["c1"], name="前任")
    unit = make_unit(city, "c1", name="东边厂")
    Site.objects.filter(unit=unit).update(geom=Point(*city.spot("c1", 0.8, 0.5), srid=4326))
    planner = viewer(make_person(Role.PLN, city["city"]))
    plan = new_plan(planner, city, name="一期")
    draw(planner, plan, **east_half(city, "c1"))
    done = published(planner, plan)
    at = done.version.published_at
    Duty.objects.filter(person=first).update(ends_at=at)
    add_duty(make_person(name="后任"), Role.OFF, made_by(plan))
    return {"unit": unit, "plan": plan, "before": at - A_MOMENT, "at": at}


def asked(browser, at, **what):
    return browser.read("/boundaries/answered", at=at.isoformat(), **what)


def people(answerers):
    return [person["person"]["name"] for person in answerers["people"]]


def cells(answerers):
    return [cell["name"] for cell in answerers["cells"]]


def test_an_object_then_and_now(town, history, as_):
    add_duty(make_person(name="东厂安全员"), Role.ENT_S, unit=history["unit"], until=history["at"])
    told = asked(as_(town.command), history["before"], entity="unit", id=history["unit"].pk).json()
    assert cells(told["then"]) == ["许昌市", "魏都区", "西大街道", "平定街社区"]
    assert people(told["then"]) == ["东厂安全员", "前任", "王格", "冯冠", "简官"]
    assert cells(told["now"]) == ["许昌市", "魏都区", "西大街道", "新村"]
    assert people(told["now"]) == ["后任", "冯冠", "简官"]
    assert told["now"]["version"] == told["then"]["version"] + 1
    assert told["recorded"]
    # From the moment of publication on it is the new community's.
    since = asked(as_(town.command), history["at"], entity="unit", id=history["unit"].pk).json()
    assert cells(since["then"])[-1] == "新村"


def test_a_place_then_and_now(town, history, as_):
    lon, lat = town.city.spot("c1", 0.9, 0.9)
    told = asked(as_(town.command), history["before"], lon=lon, lat=lat).json()
    assert (cells(told["then"])[-1], cells(told["now"])[-1]) == ("平定街社区", "新村")
    assert (told["lon"], told["lat"], told["recorded"]) == (lon, lat, None)
    early = asked(as_(town.command), timezone.now() - timedelta(days=9999), lon=lon, lat=lat).json()
    assert (early["then"]["version"], early["then"]["cells"], early["then"]["people"]) == (None, [], [])


def test_on_a_shared_edge_the_tie_break_decides(town, as_):
    lon, lat = town.city.spot("c2", 0.0, 0.5)
    told = asked(as_(town.command), timezone.now(), lon=lon, lat=lat).json()
    assert cells(told["then"])[-1] == cells(told["now"])[-1] == "平定街社区"


@pytest.mark.parametrize("entity", ["hazard", "alarm"])
def test_a_hazard_and_an_alarm_have_owners_too(town, history, as_, entity):
    lon, lat = town.city.spot("c1", 0.8, 0.2)
    at = Point(lon, lat, srid=4326)
    common = {"number": "X-1", "title": "x", "geom": at, "cell": made_by(history["plan"])}
    long_ago = timezone.now() - timedelta(days=3)
    if entity == "hazard":
        row = Hazard.objects.create(
            **common,
            category="leak",
            state="reported",
            source="x",
            found_at=long_ago,
            reported_at=long_ago,
            facts={},
        )
    else:
        row = Alarm.objects.create(
            **common, kind="officer", severity="hh", state="raised", confidence="firm", raised_at=long_ago
        )
    told = asked(as_(town.command), history["before"], entity=entity, id=row.pk).json()
    assert (cells(told["then"])[-1], cells(told["now"])[-1]) == ("平定街社区", "新村")
    assert told["recorded"].startswith(long_ago.isoformat()[:19])


def test_the_log_knows_where_a_moved_object_stood(town, as_):
    """An object whose place was corrected: by one event, by an item of a bulk event, and by one still on its way."""
    moved = make_point(town.city, "c1", name="挪动的罐")
    was = point_drawn(moved)
    lon, lat = town.city.spot("c2")
    RiskPoint.objects.filter(pk=moved.pk).update(
        geom=Point(lon, lat, srid=4326), owner_point=Point(lon, lat, srid=4326), cell=town.city["c2"]
    )
    moved = RiskPoint.objects.get(pk=moved.pk)
    before = timezone.now()
    with unit_of_work("test", "point.correct") as work:
        work.changed(was, point_drawn(moved), point_box(moved))
    row = Outbox.objects.latest("pk")
    EventLog.objects.create(
        seq=1, kind="changed", entity="point", entity_id=moved.pk, payload=row.payload,
        created_at=row.created_at, hash="0" * 64,
    )  # fmt: skip
    command = as_(town.command)
    told = asked(command, before, entity="point", id=moved.pk).json()
    assert (cells(told["then"])[-1], cells(told["now"])[-1]) == ("平定街社区", "南关社区")
    assert (told["lon"], told["lat"]) == (was.lon, was.lat)
    assert cells(asked(command, timezone.now(), entity="point", id=moved.pk).json()["then"])[-1] == "南关社区"
    EventLog.objects.all().delete()
    EventItem.objects.create(batch=7, entity="point", entity_id=moved.pk, payload=row.payload)
    EventLog.objects.create(
        seq=2, kind="bulk", entity="bulk", entity_id=7, payload="{}", created_at=row.created_at, hash="0" * 64
    )
    assert cells(asked(command, before, entity="point", id=moved.pk).json()["then"])[-1] == "平定街社区"


def test_duties_that_ended_are_told_of_their_time_only(town, as_):
    person = make_person(Role.OFF, town.city["c1"], name="离任")
    held = timezone.now()
    assert not hasattr(duties.end(viewer(town.security), person.duties.get().pk), "code")
    lon, lat = town.city.spot("c1")
    told = asked(as_(town.command), held, lon=lon, lat=lat).json()
    assert "离任" in people(told["then"])
    assert "离任" not in people(told["now"])


def test_only_what_is_in_sight(town, history, as_):
    far = {"entity": "unit", "id": town.far_unit.pk}
    absent = asked(as_(town.inspector), history["before"], entity="unit", id=999_999)
    hidden = asked(as_(town.inspector), history["before"], **far)
    assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
    assert hidden.status_code == 404
    lon, lat = town.city.spot("c4")
    assert asked(as_(town.inspector), history["before"], lon=lon, lat=lat).status_code == 404
    # The east of c1 was the inspector's ground, and is not any more.
    lon, lat = town.city.spot("c1", 0.9, 0.9)
    told = asked(as_(town.inspector), history["before"], lon=lon, lat=lat).json()
    assert (cells(told["then"])[-1], told["now"]) == ("平定街社区", None)
    # An enterprise sees itself, and who answered for it, wherever its ground was.
    head = make_person(Role.ENT_H, unit=history["unit"])
    told = asked(as_(head), history["before"], entity="unit", id=history["unit"].pk).json()
    assert (cells(told["then"])[-1], cells(told["now"])[-1]) == ("平定街社区", "新村")
    assert asked(as_(town.system), history["before"], **far).status_code == 403
    assert asked(as_(None), history["before"], **far).status_code == 401


def test_bad_questions(town, as_):
    browser, now = as_(town.command), timezone.now()
    for what in (
        {},
        {"lon": 113.8},
        {"entity": "unit"},
        {"entity": "unit", "id": town.unit.pk, "lon": 113.8, "lat": 34.0},
        {"entity": "cell", "id": 1},
        {"entity": "unit", "id": 2**63},
        {"lon": "nan", "lat": 34.0},
        {"lon": 1e20, "lat": 34.0},
        {"lon": 0, "lat": 0},
    ):
        assert asked(browser, now, **what).status_code in {400, 422}, what
    assert browser.read("/boundaries/answered", at="yesterday", lon=113.8, lat=34).status_code == 422


def test_unowned_ground_is_told_to_the_city_alone(town, as_):
    lon, lat = town.city.spot("c0")
    told = asked(as_(town.command), timezone.now(), lon=lon, lat=lat).json()
    assert (told["then"]["cells"], told["now"]["people"]) == ([], [])
    assert asked(as_(town.leader), timezone.now(), lon=lon, lat=lat).status_code == 404


def test_query_budget(town, history, as_, django_assert_max_num_queries):
    make_feature(town.city, make_layer())
    browser = as_(town.leader)
    lon, lat = town.city.spot("c2")
    with django_assert_max_num_queries(16):
        assert asked(browser, history["before"], entity="point", id=town.point.pk).status_code == 200
    with django_assert_max_num_queries(14):
        assert asked(browser, history["before"], lon=lon, lat=lat).status_code == 200
