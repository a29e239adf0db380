"""四查 over ends of months and quarters, a leap day and the Spring Festival: recorded, told, swept."""

import time
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from factories import add_duty, make_city, make_person, make_upload, viewer
from safegrid.actions import surveys, tallies
from safegrid.actions.surveys import NewSurvey, begin_clocks, record
from safegrid.actions.tallies import settle
from safegrid.domain.events import decode, tally
from safegrid.domain.presence import Fix, Stamp
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.domain.surveys import State
from safegrid.domain.times import CHINA
from safegrid.store import celltree
from safegrid.store.models import CellTally, Duty, GridCell, Outbox, Survey, SurveyClock
from safegrid.store.queries.surveys import clocks_of, overdue_communities

pytestmark = [pytest.mark.django_db, pytest.mark.database]
LONG_AGO = date(2024, 1, 1)


@pytest.fixture
def city():
    return make_city()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def person_of(city, where, role=Role.INS):
    return make_person(role, city[where], since=at("2024-01-01 00:00"))


def begun(city, *names, begins=LONG_AGO):
    for name in names:
        SurveyClock.objects.create(cell=city[name], begins=begins)


def walk(person, cell, moment, *, lay=timedelta(), fix=None, note=""):
    stamp = Stamp(moment - lay, moment, fix)
    return record(viewer(person), NewSurvey(cell.pk, stamp, note), moment)


def state(cell, moment):
    (found,) = clocks_of([cell.pk], moment.astimezone(CHINA).date())
    return found.clock.state.value


def told():
    """What the outbox says of columns, oldest first, and is emptied."""
    rows = list(Outbox.objects.filter(kind="tally").order_by("id"))
    Outbox.objects.all().delete()
    return [tally(decode(row.kind, row.payload)) for row in rows]


def test_a_day_missed_is_told_at_midnight_and_taken_back_by_the_next_survey(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    walk(person, city["c1"], at("2026-03-04 09:00"))  # a Wednesday
    assert told() == []
    assert settle(at("2026-03-05 23:59:59")) == 0
    assert settle(at("2026-03-06 00:00:00")) == 1
    assert told() == [{city["c1"].pk: {"survey_overdue": 1}}]
    assert settle(at("2026-03-06 00:00:05")) == 0
    assert told() == []
    made = walk(person, city["c1"], at("2026-03-06 09:00"))
    assert made.counts
    assert told() == [{city["c1"].pk: {"survey_overdue": -1}}]
    assert settle(at("2026-03-08 12:00")) == 0


def test_a_weekend_and_the_spring_festival_turn_nothing(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    walk(person, city["c1"], at("2026-02-14 16:00"))  # a Saturday that is worked; then nine days off
    for moment in ("2026-02-15 00:00", "2026-02-19 12:00", "2026-02-23 23:59", "2026-02-24 00:01"):
        assert settle(at(moment)) == 0
    assert state(city["c1"], at("2026-02-20 12:00")) == "exempt"
    assert state(city["c1"], at("2026-02-24 12:00")) == "due"
    assert settle(at("2026-02-25 00:00")) == 1


def test_the_leap_day_is_a_day_of_its_own(city):
    person = person_of(city, "c1")
    begun(city, "c1", "b")
    walk(person, city["c1"], at("2028-02-28 10:00"))  # a Monday
    assert state(city["c1"], at("2028-02-29 10:00")) == "due"
    assert settle(at("2028-03-01 00:00")) == 1
    walk(person, city["c1"], at("2028-02-29 23:59"), lay=timedelta())
    assert Survey.objects.order_by("-pk").first().day == date(2028, 2, 29)
    county = person_of(city, "b", Role.DEP)
    walk(county, city["b"], at("2028-02-29 23:59"))
    assert (state(city["b"], at("2028-02-29 23:59:59")), state(city["b"], at("2028-03-01 00:00"))) == (
        "done",
        "due",
    )


@pytest.mark.parametrize(
    ("where", "role", "cadence", "walked", "still", "missed"),
    [
        ("t1", Role.OFF, "week", "2026-03-01", "2026-03-08", "2026-03-09"),
        ("a", Role.SUP, "month", "2026-03-31", "2026-04-30", "2026-05-01"),
        ("city", Role.LEAD, "quarter", "2026-03-31", "2026-06-30", "2026-07-01"),
        ("city", Role.SUP, "quarter", "2025-12-31", "2026-03-31", "2026-04-01"),
    ],
)
def test_each_level_has_its_own_period(city, where, role, cadence, walked, still, missed):
    person = person_of(city, where, role)
    begun(city, where)
    walk(person, city[where], at(f"{walked} 23:59:59"))
    assert state(city[where], at(f"{walked} 23:59:59")) == "done"
    assert state(city[where], at(f"{still} 23:59:59")) == "due"
    (found,) = clocks_of([city[where].pk], date.fromisoformat(missed))
    assert (found.cadence, found.clock.state, found.clock.missed) == (cadence, State.OVERDUE, 1)
    # Only communities have an index that it weighs in.
    assert settle(at(f"{missed} 12:00")) == 0


def test_days_are_chinas(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    made = walk(person, city["c1"], datetime.fromisoformat("2026-03-04T16:30:00+00:00"))
    assert made.day == date(2026, 3, 5)


def test_one_counts_in_a_period_and_further_ones_are_kept(city):
    person, other = person_of(city, "c1"), person_of(city, "c1", Role.OFF)
    begun(city, "c1")
    first = walk(person, city["c1"], at("2026-03-04 09:00"))
    second = walk(other, city["c1"], at("2026-03-04 15:00"), note="复查夜市")
    assert (first.counts, second.counts) == (True, False)
    assert [one.latest.note for one in clocks_of([city["c1"].pk], date(2026, 3, 4))] == ["复查夜市"]


def test_what_lay_on_the_phone_counts_for_the_day_on_which_it_was_done(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    walk(person, city["c1"], at("2026-03-03 09:00"))
    assert settle(at("2026-03-05 08:00")) == 1
    told()
    late = walk(person, city["c1"], at("2026-03-05 08:10"), lay=timedelta(hours=16))
    assert (late.day, late.counts) == (date(2026, 3, 4), True)
    assert told() == [{city["c1"].pk: {"survey_overdue": -1}}]
    # An older one comes in after it, and changes nothing of what is the latest.
    older = walk(person, city["c1"], at("2026-03-05 08:20"), lay=timedelta(days=3))
    assert SurveyClock.objects.get(cell=city["c1"]).latest_id == late.pk
    assert older.day == date(2026, 3, 2)


def test_a_clock_that_is_an_hour_off_moves_nothing(city):
    """The device says when it was done and when it sent it: only the time between the two is believed."""
    person = person_of(city, "c1")
    begun(city, "c1")
    received = at("2026-03-05 00:10")
    for off in (timedelta(hours=1), timedelta(hours=-1), timedelta(days=400)):
        made = record(
            viewer(person),
            NewSurvey(city["c1"].pk, Stamp(received + off - timedelta(minutes=20), received + off)),
            received,
        )
        assert made.day == date(2026, 3, 4)
        assert made.clock_off == off.total_seconds()
    ahead = record(
        viewer(person), NewSurvey(city["c1"].pk, Stamp(received + timedelta(days=9), received)), received
    )
    assert ahead.day == date(2026, 3, 5)


def test_the_place_is_judged_against_the_cell(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    lon, lat = city.spot("c1")
    moment = datetime.now(CHINA)

    def judged(lon, lat, accuracy=10):
        made = walk(person, city["c1"], moment, fix=Fix(lon, lat, accuracy, moment))
        return made.judged, made.metres

    assert judged(lon, lat) == ("there", 0)
    west = city.spot("c1", 0, 0.5)[0]
    found, metres = judged(west - 0.01, lat)  # 0.01 degrees of longitude at 34 north
    assert (found, round(metres, -1)) == ("far", 920)
    assert judged(west - 0.01, lat, 5_000)[0] == "near"
    assert walk(person, city["c1"], moment).judged == "unknown"


def test_who_may(city):
    moment = at("2026-03-04 09:00")
    begun(city, "c1", "t1")
    refused = {"c1": [], "t1": []}
    for role in (Role.INS, Role.OFF, Role.LEAD, Role.DEP, Role.SUP):
        assert isinstance(walk(person_of(city, "t1", role), city["t1"], moment), Survey)
        # Who answers for the township sees the community, whose survey is somebody else's task.
        refused["c1"].append(walk(person_of(city, "t1", role), city["c1"], moment))
    for role in (Role.CMD, Role.PLN):
        refused["c1"].append(walk(person_of(city, "c1", role), city["c1"], moment))
    assert refused["c1"] == [Refusal("NOT_YOUR_DUTY")] * 7
    stranger = person_of(city, "c4")
    assert walk(stranger, city["c1"], moment) == Refusal("NOT_FOUND")
    assert record(viewer(stranger), NewSurvey(10**12, Stamp(moment, moment)), moment) == Refusal("NOT_FOUND")
    trade = make_person(Role.DEP, city["t1"], industry="C", since=at("2024-01-01 00:00"))
    assert isinstance(walk(trade, city["t1"], moment), Refusal)


def test_the_duty_is_that_of_the_time_when_it_was_done(city):
    person = person_of(city, "c1")
    begun(city, "c1")
    Duty.objects.filter(person=person).update(ends_at=at("2026-03-04 12:00"))
    moment = at("2026-03-04 18:00")
    assert isinstance(walk(person, city["c1"], moment, lay=timedelta(hours=7)), Survey)
    assert walk(person, city["c1"], moment, lay=timedelta(hours=5)) == Refusal("NOT_FOUND")


def test_clocks_begin_when_a_cell_has_people(city):
    morning = at("2026-05-13 09:00")
    assert begin_clocks(morning) == 0
    add_duty(make_person(), Role.OFF, city["c1"], since=at("2026-05-13 08:00"))
    add_duty(make_person(), Role.CMD, city["c2"], since=at("2026-05-13 08:00"))
    add_duty(make_person(), Role.DEP, city["a"], industry="C", since=at("2026-05-13 08:00"))
    add_duty(make_person(), Role.OFF, city["c3"], since=at("2026-05-14 08:00"))
    with time_machine.travel(morning, tick=False):
        assert begin_clocks() == 1
        assert begin_clocks() == 0
    assert (state(city["c1"], morning), state(city["c1"], at("2026-05-14 09:00"))) == ("exempt", "due")
    assert settle(at("2026-05-14 09:00")) == 0
    assert settle(at("2026-05-15 00:00")) == 1


def test_a_photo_must_be_ones_own(city):
    person, other = person_of(city, "c1"), person_of(city, "c1")
    moment = at("2026-03-04 09:00")
    for photo, fine in ((make_upload(person), True), (make_upload(other), False)):
        new = NewSurvey(city["c1"].pk, Stamp(moment, moment), photos=(str(photo),))
        assert isinstance(record(viewer(person), new, moment), Survey) == fine


def test_all_cells_turn_in_one_event_and_few_statements(city):
    """A city's worth of communities: 2,500 clocks that ran out in one night."""
    cells = GridCell.objects.bulk_create(
        GridCell(code=f"4110031{n:05d}", name=f"村{n}", level=4, parent=city["t3"])
        for n in range(10_000, 12_500)
    )
    celltree.forget()
    SurveyClock.objects.bulk_create(SurveyClock(cell=cell, begins=LONG_AGO) for cell in cells)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert settle(at("2026-03-04 00:00")) == 2_500
    assert len(queries) <= 20, len(queries)
    (event,) = told()
    assert event == {cell.pk: {"survey_overdue": 1} for cell in cells}
    with CaptureQueriesContext(connection) as queries:
        assert settle(at("2026-03-04 00:30")) == 0
    assert len(queries) <= 2 * len(tallies.SOURCES)
    celltree.forget()


def test_the_worker_looks_at_a_new_day_at_once_and_else_seldom(city, monkeypatch):
    looked = []
    monkeypatch.setattr(tallies, "settle", lambda: looked.append(1) or 0)
    monkeypatch.setattr(tallies, "_looked", [])
    monkeypatch.setattr(time, "monotonic", lambda: 1_000.0)
    with time_machine.travel(at("2026-03-04 23:59:50"), tick=False):
        tallies.settle_now_and_then()
        tallies.settle_now_and_then()
    assert len(looked) == 1
    with time_machine.travel(at("2026-03-05 00:00:00"), tick=False):
        tallies.settle_now_and_then()
    assert len(looked) == 2


def test_a_survey_beside_the_sweep_is_told_once(city):
    """The sweep read that a cell is overdue, and the survey comes before it holds the row."""
    person = person_of(city, "c1")
    begun(city, "c1", "c2")
    source = tallies.SOURCES[0]
    calls = []

    def truth_then(day):
        calls.append(day)
        if len(calls) == 2:  # after the rows are held: what was recorded until then is seen
            walk(person, city["c1"], at("2026-03-04 08:00"))
        return source.truth(day)

    with transaction.atomic():
        tallies._settle(tallies.Source(source.column, truth_then), date(2026, 3, 4))
    assert dict(CellTally.objects.values_list("cell_id", "n")) == {city["c1"].pk: 0, city["c2"].pk: 1}
    assert told() == [{city["c2"].pk: {"survey_overdue": 1}}]
    assert overdue_communities(date(2026, 3, 4)) == {city["c2"].pk: 1}


def test_a_community_that_is_no_more_leaves_the_counts(city):
    begun(city, "c1")
    settle(at("2026-03-04 00:00"))
    told()
    with surveys.unit_of_work("test", "plan.publish") as work:
        tallies.forget(work, [city["c1"].pk, city["c2"].pk])
    assert told() == [{city["c1"].pk: {"survey_overdue": -1}}]
