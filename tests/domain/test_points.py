"""Level of a risk point: base, every trigger, and what must hold for any facts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from domain.kit import DAY, NOW, pack_of
from domain.rule_strategies import all_on, levels, marks, points, with_triggers
from safegrid.domain.hazards import HazardMark, State
from safegrid.domain.levels import Level
from safegrid.domain.points import PointFacts, PointLevel, point_level
from safegrid.domain.roles import Role
from safegrid.domain.triggers import Signal

R, ORG, Y, B, U = Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE, Level.UNRATED
PACK = pack_of("411002")
OPEN = HazardMark(major=False, verified=True, state=State.ORDERED)
MAJOR = replace(OPEN, major=True)
SUSPECT = HazardMark(major=True, verified=False, state=State.REPORTED, reporter_role=Role.INS)


def level(inherent=B, *hazards, signals=(), pack=PACK, **facts) -> PointLevel:
    return point_level(PointFacts(inherent, NOW, hazards=hazards, signals=signals, **facts), pack)


def late(days: float, **changed) -> HazardMark:
    return replace(OPEN, overdue_days=days, **changed)


@pytest.mark.parametrize(
    ("inherent", "direct", "residual", "valid", "base"),
    [
        (Y, U, U, True, Y),
        (Y, U, B, True, B),
        (Y, U, B, False, Y),
        (ORG, U, B, True, Y),  # at most one step better
        (ORG, U, R, True, R),
        (R, R, B, True, R),  # never better than the direct level
        (Y, ORG, B, True, ORG),
        (B, ORG, U, True, ORG),
        (U, U, B, True, U),
        (U, ORG, U, True, ORG),
    ],
)
def test_base(inherent, direct, residual, valid, base):
    until = NOW + DAY if valid else NOW
    result = level(inherent, direct=direct, residual=residual, residual_until=until)
    assert (result.base, result.live) == (base, base)


def test_verified_major_hazard_is_red_and_an_accepted_one_is_not():
    result = level(B, MAJOR)
    assert (result.base, result.live, result.firm, result.provisional) == (B, R, R, False)
    assert [r.code for r in result.reasons if r.binding] == ["HZ_MAJOR_OPEN"]
    for state in (State.ACCEPTED, State.CLOSED, State.REJECTED):
        assert level(B, replace(MAJOR, state=state)).live is B


def test_a_claim_is_provisional_and_not_from_the_public():
    result = level(B, SUSPECT)
    assert (result.live, result.firm, result.provisional) == (R, B, True)
    assert level(B, replace(SUSPECT, reporter_role=Role.PUB)).live is B
    both = level(B, SUSPECT, MAJOR)
    assert (both.live, both.provisional) == (R, False)
    assert not level(R, SUSPECT).provisional


@pytest.mark.parametrize(
    ("base", "hazards", "live"),
    [
        (B, [late(0.1)], Y),
        (Y, [late(1)], ORG),
        (ORG, [late(1)], ORG),  # capped
        (R, [late(1)], R),
        (U, [late(1)], Y),  # unrated counts as 4
        (B, [late(15)], Y),
        (B, [late(15.01)], ORG),
        (B, [late(1)] * 2, Y),
        (B, [late(1)] * 3, ORG),
        (B, [late(1, state=State.SUBMITTED)], B),
        (B, [late(1, self_found=True)], B),
        (B, [late(15, self_found=True)], B),
        (B, [late(15.01, self_found=True)], ORG),
        (B, [OPEN], B),
    ],
)
def test_overdue(base, hazards, live):
    assert level(base, *hazards).live is live


@pytest.mark.parametrize(
    ("base", "signal", "live", "provisional"),
    [
        (B, Signal("ALARM_HH"), R, False),
        (B, Signal("ALARM_HH", confirmed=False), R, True),
        (B, Signal("ALARM_H"), Y, False),
        (ORG, Signal("SENSOR_LOST", hours=25), ORG, False),
        (B, Signal("SENSOR_LOST", hours=99), B, False),
        (B, Signal("ACCIDENT"), R, False),
        (Y, Signal("SPECIAL_WORK"), ORG, False),
    ],
)
def test_signals_act_only_where_the_pack_switches_them_on(base, signal, live, provisional):
    result = level(base, signals=(signal,), pack=with_triggers(on=True))
    assert (result.live, result.provisional) == (live, provisional)
    assert level(base, signals=(signal,), pack=with_triggers(on=False)).live is base


def test_assessment_expired():
    assert level(B, assess_due=NOW - 90 * DAY).live is B
    assert level(B, assess_due=NOW - 91 * DAY).live is Y
    assert level(B, assess_due=NOW + timedelta(days=1)).live is B


@given(points)
def test_live_is_never_better_than_base_and_everything_is_explained(facts):
    result = point_level(facts, all_on())
    for worse, better in ((result.live, result.firm), (result.firm, result.base)):
        assert not better or (worse and worse <= better)
    assert result.provisional is (result.live != result.firm)
    binding = [r for r in result.reasons if r.binding]
    assert binding
    assert all(r.candidate == result.live for r in binding)
    if result.provisional:
        assert all(r.provisional for r in binding)


@given(points, marks)
def test_one_more_hazard_never_improves(facts, mark):
    before, after = (
        point_level(facts, all_on()),
        point_level(replace(facts, hazards=(*facts.hazards, mark)), all_on()),
    )
    assert not before.live or after.live <= before.live


@given(points, levels)
def test_a_worse_inherent_level_never_improves(facts, other):
    if not facts.inherent or not other:
        return
    worse, better = sorted((facts.inherent, other))
    low, high = (point_level(replace(facts, inherent=i), all_on()) for i in (better, worse))
    assert high.base <= low.base
    assert high.live <= low.live
