"""Overdue, the ladder, the proposed level of a listing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.kit import DAY, NOW, pack_of
from safegrid.domain.hazard_types import Extension, Listing
from safegrid.domain.hazards import (
    HazardClass,
    HazardFacts,
    State,
    Who,
    ladder_due,
    listing_overdue,
    mark_of,
    overdue_band,
    overdue_days,
    proposed_listing_level,
    tell_overdue,
)
from safegrid.domain.roles import Role
from safegrid.domain.terms import GROUPS
from safegrid.domain.times import china_day

PACK = pack_of("411002")
BY = Who(1, Role.SUP, 2)
GENERAL = HazardFacts(
    State.ORDERED,
    HazardClass.GENERAL,
    found=HazardClass.GENERAL,
    deadline=NOW,
    ordered_by=BY,
    reported_at=NOW,
)
MAJOR = replace(GENERAL, claimed=HazardClass.MAJOR, found=HazardClass.MAJOR)
HOUR = timedelta(hours=1)


def keys(hazard, at, taken=frozenset()):
    return [d.rung for d in ladder_due(hazard, PACK, at, taken)]


def test_overdue_only_while_the_clock_runs():
    assert overdue_days(GENERAL, NOW) == 0
    assert overdue_days(GENERAL, NOW + 12 * HOUR) == 0.5
    for state in set(State) - {State.ORDERED, State.RECTIFYING}:
        assert overdue_days(replace(GENERAL, state=state), NOW + DAY) == 0
    asked = replace(GENERAL, extension=Extension(NOW + 9 * DAY, BY, NOW))
    assert overdue_days(asked, NOW + DAY) == 1
    assert [overdue_band(GENERAL, PACK, NOW + d * DAY) for d in (0, 1, 15, 15.1)] == [0, 1, 1, 2]
    assert mark_of(GENERAL, NOW + DAY).overdue_days == 1


def test_overdue_is_told_once_per_deadline():
    assert tell_overdue(GENERAL, NOW) is None
    told = tell_overdue(GENERAL, NOW + HOUR)
    assert told.version == GENERAL.version + 1
    assert tell_overdue(told, NOW + 5 * DAY) is None
    assert tell_overdue(replace(told, deadline=NOW + DAY), NOW + 2 * DAY) is not None


def test_ladder_of_a_general_hazard():
    reported = replace(GENERAL, state=State.REPORTED, found=None)
    assert keys(reported, NOW + 23 * HOUR) == []
    assert keys(reported, NOW + 72 * HOUR) == ["unverified_24h", "unverified_48h", "unverified_72h"]
    assert keys(GENERAL, NOW - 4 * DAY) == []
    assert keys(GENERAL, NOW - 1 * DAY) == ["deadline_minus_3d", "deadline_minus_1d"]
    late = keys(GENERAL, NOW + 30 * DAY)
    assert late[2:] == [
        "deadline",
        "overdue_3d",
        "overdue_7d",
        "overdue_15d",
        "bad_record_30d",
        "overdue_30d",
    ]
    submitted = replace(GENERAL, state=State.SUBMITTED, submitted_at=NOW)
    assert keys(submitted, NOW + 30 * DAY) == ["reinspection_10d"]
    verified = replace(GENERAL, state=State.VERIFIED, verified_at=NOW)
    assert keys(verified, NOW + 3 * DAY) == ["order_missing_3d"]


def test_each_step_once_until_there_is_progress_or_an_extension():
    due = ladder_due(GENERAL, PACK, NOW)
    taken = frozenset(d.key for d in due)
    assert ladder_due(GENERAL, PACK, NOW, taken) == ()
    extended = replace(GENERAL, deadline=NOW + 5 * DAY)
    assert ladder_due(extended, PACK, NOW, taken) == ()
    assert len(ladder_due(extended, PACK, NOW + 5 * DAY, taken)) == 3


def test_ladder_of_a_major_hazard():
    reported = replace(MAJOR, state=State.REPORTED, found=None)
    assert keys(reported, NOW + 24 * HOUR) == ["unverified_2h", "unverified_4h", "unverified_24h"]
    weekly = [d for d in ladder_due(MAJOR, PACK, NOW + 45 * DAY) if d.rung == "overdue_30d"]
    assert [d.due_at for d in weekly] == [NOW + 30 * DAY, NOW + 37 * DAY, NOW + 44 * DAY]
    assert len({d.key for d in weekly}) == 3
    checked = replace(MAJOR, state=State.REINSPECTED, reinspected_at=NOW)
    for lead, level in ((1, 1), (2, 1), (3, 1)):
        (step,) = ladder_due(replace(checked, lead_level=lead), PACK, NOW + 10 * DAY)
        assert [(r.role, r.level) for r in step.to] == [("SUP", level)]
    tools = {d.tool for d in ladder_due(MAJOR, PACK, NOW + 30 * DAY)}
    assert tools <= set(GROUPS["ladder_tool"])
    assert {"alarm_card", "supervise_letter", "propose_listing", "propose_suspension", "interview"} <= tools


def test_the_earliest_ladder_step_of_a_claim_follows_the_claim():
    claimed = replace(GENERAL, state=State.REPORTED, found=None, claimed=HazardClass.MAJOR)
    assert keys(claimed, NOW + 3 * HOUR) == ["unverified_2h"]


def test_listing_level_and_overdue_listing():
    listed = replace(MAJOR, listing=Listing(2, BY, NOW, NOW + DAY))
    assert proposed_listing_level(MAJOR, PACK, NOW) == 2
    assert proposed_listing_level(replace(MAJOR, lead_level=1), PACK, NOW) == 1
    assert proposed_listing_level(replace(MAJOR, counties=2), PACK, NOW) == 1
    assert proposed_listing_level(listed, PACK, NOW + 31 * DAY) == 2
    assert proposed_listing_level(listed, PACK, NOW + 32 * DAY) == 1
    assert not listing_overdue(listed, NOW + DAY)
    assert listing_overdue(listed, NOW + 2 * DAY)
    assert not listing_overdue(replace(listed, state=State.ACCEPTED), NOW + 2 * DAY)
    assert not listing_overdue(MAJOR, NOW)


def test_a_day_is_a_day_in_china():
    assert china_day(datetime(2026, 3, 1, 17, 0, tzinfo=UTC)).day == 2
