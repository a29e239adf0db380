"""Colours of a unit: floors, adjustment, the fixed year, triggers, grey."""

from dataclasses import replace

import pytest
from hypothesis import given

from domain.kit import DAY, NOW, pack_of
from domain.rule_strategies import all_on, points, units
from safegrid.domain.hazards import HazardMark, State
from safegrid.domain.levels import Level, worst
from safegrid.domain.points import PointFacts, PointLevel, point_level
from safegrid.domain.roles import Role
from safegrid.domain.units import (
    Adjustment,
    UnitFacts,
    grade_of,
    lead_level,
    unit_level,
)

R, ORG, Y, B, U = Level.RED, Level.ORANGE, Level.YELLOW, Level.BLUE, Level.UNRATED
PACK, QINGXIN = pack_of("411002"), pack_of("441803")
TODAY = NOW.date()


def point(base=B, live=None, firm=None) -> PointLevel:
    live = live or base
    return PointLevel(base, live, firm or live, False, ())


def colours(*, pack=PACK, **facts):
    result = unit_level(UnitFacts(NOW, **facts), pack)
    return result.supervision, result.live


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, (U, U)),
        ({"points": (point(B), point(Y))}, (Y, Y)),
        ({"points": (point(B, R),)}, (B, R)),
        ({"points": (point(B, R, B),)}, (B, B)),  # only a claim
        ({"points": (point(U),)}, (U, U)),
        ({"points": (point(B),), "unit_class": "C"}, (Y, Y)),
        ({"points": (point(B),), "unit_class": "B"}, (B, B)),
        ({"unit_class": "C"}, (Y, Y)),
        ({"points": (point(B),), "grade": 3}, (Y, Y)),
        ({"points": (point(B),), "grade": 4}, (ORG, ORG)),
        ({"points": (point(B),), "standard": 4}, (Y, Y)),
        ({"points": (point(B),), "standard": 3}, (B, B)),
        ({"points": (point(B),), "blacklisted": True}, (ORG, ORG)),
        ({"points": (point(B),), "listed": True}, (R, R)),
        ({"points": (point(Y),), "adjustment": Adjustment(1, TODAY + DAY)}, (B, Y)),
        ({"points": (point(Y),), "adjustment": Adjustment(-1, TODAY + DAY)}, (ORG, ORG)),
        ({"points": (point(Y),), "adjustment": Adjustment(-3, TODAY + DAY)}, (ORG, ORG)),
        ({"points": (point(Y),), "adjustment": Adjustment(-1, TODAY)}, (Y, Y)),
        ({"points": (point(R),), "adjustment": Adjustment(-1, TODAY + DAY)}, (R, R)),
        ({"points": (point(Y),), "grade": 3, "adjustment": Adjustment(1, TODAY + DAY)}, (Y, Y)),
        ({"points": (point(B),), "fixed": ORG, "fixed_until": TODAY + DAY}, (ORG, ORG)),
        ({"points": (point(R),), "fixed": ORG, "fixed_until": TODAY + DAY}, (R, R)),
        ({"points": (point(B),), "fixed": ORG, "fixed_until": TODAY}, (B, B)),
    ],
)
def test_colours(facts, expected):
    assert colours(**facts) == expected


def test_a_hazard_at_no_point_acts_on_the_unit_but_a_claim_does_not():
    major = HazardMark(major=True, verified=True, state=State.VERIFIED)
    claim = HazardMark(major=True, verified=False, state=State.REPORTED, reporter_role=Role.INS)
    assert colours(hazards=(major,)) == (U, R)
    assert colours(points=(point(B),), hazards=(claim,)) == (B, B)
    grey = unit_level(UnitFacts(NOW, hazards=(major,)), PACK)
    assert grey.unrated


def test_the_direction_of_classes_is_the_packs():
    reversed_pack = replace(QINGXIN, unit=replace(QINGXIN.unit, class_order=("C", "B", "A")))
    facts = {"points": (point(B),), "unit_class": "A"}
    assert colours(pack=QINGXIN, **facts) == (B, B)
    assert colours(pack=reversed_pack, **facts) == (Y, Y)
    no_classes = replace(QINGXIN, unit=replace(QINGXIN.unit, class_order=()))
    assert colours(pack=no_classes, points=(point(B),), unit_class="C") == (B, B)


def test_the_stop_mark_improves_nothing():
    stopped = unit_level(UnitFacts(NOW, points=(point(R),), stopped=True), PACK)
    assert (stopped.live, stopped.stopped) == (R, True)


def test_grades_close_the_gaps_by_rounding():
    scores = {100: 1, 90: 1, 89.5: 1, 89.4: 2, 80: 2, 79.5: 2, 79.4: 3, 60: 3, 59.5: 3, 59.4: 4, 0: 4}
    assert {s: grade_of(s, QINGXIN.unit) for s in scores} == scores
    with pytest.raises(ValueError, match="between 0 and 100"):
        grade_of(100.5, QINGXIN.unit)


def test_visits_and_lead_level():
    assert [lead_level(a, PACK) for a in ("central", "province", "city", "county", "other", "?")] == [
        1,
        1,
        1,
        2,
        3,
        3,
    ]


@given(units())
def test_live_is_never_better_than_supervision_and_every_colour_has_a_reason(facts):
    result = unit_level(facts, all_on())
    assert not result.supervision or (result.live and result.live <= result.supervision)
    assert result.unrated is (not result.supervision)
    assert any(r.binding for r in result.reasons)
    live = worst(p.firm for p in facts.points)
    assert not live or result.live <= live


@given(units(), points)
def test_one_more_point_never_improves(facts, more):
    added = replace(facts, points=(*facts.points, point_level(more, all_on())))
    before, after = unit_level(facts, all_on()), unit_level(added, all_on())
    assert not before.supervision or after.supervision <= before.supervision
    assert not before.live or after.live <= before.live


@given(units())
def test_an_adjustment_never_beats_a_floor(facts):
    floored = replace(facts, listed=True, adjustment=Adjustment(1, TODAY + 300 * DAY))
    assert unit_level(floored, all_on()).supervision is R


def test_an_unassessed_point_is_grey_and_not_low():
    assert point_level(PointFacts(U, NOW), PACK).live is U
