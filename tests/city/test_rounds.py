"""The demo city's 四查: never all overdue, never all fine, whenever somebody looks."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from safegrid.actions.illegal_reports import handleable
from safegrid.actions.unit_proposals import decidable
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.pack_model import RulePack
from safegrid.domain.surveys import State, clock, period_of
from safegrid.domain.times import CHINA, china_day
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.logins import LOGINS
from safegrid.ingest.demo.rounds import BACK, planned, walk_due
from safegrid.store import packs
from safegrid.store.access import viewer_of_user
from safegrid.store.celltree import tree
from safegrid.store.models import CellTally, Duty, Survey, SurveyClock, User
from safegrid.store.queries.proposals import newest, newest_reports, proposals_in_sight, reports_in_sight
from safegrid.store.queries.surveys import clocks_of, overdue_communities

BEGUN = date(2025, 1, 1)
COMMUNITIES = range(100, 2_578)


def last_round(cell: int, level: int, now: datetime, pack: RulePack) -> date | None:
    period = period_of(pack.cadence[level], china_day(now))
    for _ in range(BACK):
        at = planned(cell, level, period, pack.calendar, own=False)
        if at is not None and at <= now:
            return china_day(at)
        period = period_of(pack.cadence[level], period.first - timedelta(days=1))
    return None


@pytest.mark.parametrize(
    "when",
    [
        "2026-03-02 00:00",  # Monday, before anybody is up
        "2026-03-02 12:00",
        "2026-03-04 23:59",
        "2026-03-08 12:00",  # Sunday
        "2026-02-20 09:00",  # in the Spring Festival
        "2026-02-24 00:01",  # its first working day
        "2026-04-01 00:00",
        "2028-02-29 17:00",
    ],
)
def test_some_lag_behind_and_most_do_not(when: str, pack: RulePack) -> None:
    now = datetime.fromisoformat(when).replace(tzinfo=CHINA)
    for level, cells, most in ((COMMUNITY, COMMUNITIES, 0.06), (3, range(2_000, 2_103), 0.1)):
        states = Counter(
            clock(
                pack.cadence[level], BEGUN, last_round(cell, level, now, pack), china_day(now), pack.calendar
            ).state
            for cell in cells
        )
        share = states[State.OVERDUE] / len(cells)
        assert share <= most, (level, states)
        if level == COMMUNITY:
            assert share >= 0.005, states


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_city")
def test_the_loaded_city_has_its_rounds_and_its_counts(city: City) -> None:
    day = china_day(city.now)
    overdue = overdue_communities(day)
    assert 5 <= len(overdue) <= 160
    assert dict(CellTally.objects.filter(column="survey_overdue").values_list("cell_id", "n")) == overdue
    assert SurveyClock.objects.filter(latest=None).count() < 30
    names = [login.username for login in LOGINS if login.role == "INS"]
    own = Duty.objects.filter(person__username__in=names).values_list("cell_id", flat=True)
    states = {one.clock.state for one in clocks_of([cell for cell in own if cell], day)}
    assert states <= {State.DUE, State.EXEMPT, State.DONE}


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_city")
def test_a_city_that_slept_for_a_fortnight_wakes_up_as_usual(city: City) -> None:
    later = city.now + timedelta(days=14)
    day = china_day(later)
    assert len(overdue_communities(day)) > 2_000
    before = Survey.objects.count()
    made = walk_due(later)
    assert Survey.objects.count() - before == made > 2_000
    assert walk_due(later) == 0
    assert 5 <= len(overdue_communities(day)) <= 200
    assert {cell.level for cell in tree().cells.values()} == set(packs.current().cadence)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_city")
def test_something_waits_for_the_officer_of_the_township_and_nothing_of_the_story() -> None:
    officer = viewer_of_user(User.objects.get(username="jianguan").pk)
    inspector = viewer_of_user(User.objects.get(username="wangge").pk)
    assert officer is not None
    assert inspector is not None
    kinds = sorted(row.kind for row in newest(proposals_in_sight(officer), "waiting"))
    assert kinds == ["correct", "new"]
    assert any(decidable(officer, row) for row in proposals_in_sight(officer))
    (report,) = newest_reports(reports_in_sight(officer), "open")
    assert handleable(officer, report)
    assert not proposals_in_sight(inspector).exists()
    assert not reports_in_sight(inspector).exists()
