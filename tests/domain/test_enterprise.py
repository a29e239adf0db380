"""What a unit does itself: self-check clock, completeness, records, assessment, and the browser's twin."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assess_fixtures import TARGET, fixtures
from domain.kit import pack_of
from safegrid.domain.assessment import Assessed, assess, valid_until
from safegrid.domain.dossier import PointState, completeness, needed_records
from safegrid.domain.levels import Level
from safegrid.domain.records import COLUMNS, KINDS, Kept, Standing, holds, standing
from safegrid.domain.refusals import Refusal
from safegrid.domain.selfcheck import asked_since, cadence, selfcheck_clock
from safegrid.domain.surveys import State
from safegrid.domain.terms import GROUPS

PACK = pack_of("411002")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.sampled_from(list(Level)), DAYS, st.none() | DAYS, DAYS)
def test_late_for_one_and_late_for_many_are_the_same(level, begins, last, today):
    if last is not None and last > today:
        last = None
    clock = selfcheck_clock(level, begins, last, today, PACK)
    since = asked_since(cadence(level, PACK), today, PACK.calendar)
    late = begins <= since and (last is None or last < since)
    assert (clock.state is State.OVERDUE) == late


@pytest.mark.parametrize(
    ("today", "last", "state"),
    [
        (date(2026, 3, 31), date(2026, 3, 1), State.DONE),
        (date(2026, 4, 1), date(2026, 3, 31), State.DUE),
        (date(2026, 4, 30), date(2026, 3, 31), State.DUE),
        (date(2026, 5, 1), date(2026, 3, 31), State.OVERDUE),
        (date(2028, 2, 29), date(2028, 2, 1), State.DONE),
        (date(2028, 3, 1), date(2028, 1, 31), State.OVERDUE),
    ],
)
def test_the_month_turns(today, last, state):
    assert cadence(3, PACK) == "month"
    assert selfcheck_clock(3, date(2025, 1, 1), last, today, PACK).state is state


def test_every_kind_has_words_for_its_columns():
    words = GROUPS["record_column"]
    for kind in KINDS.values():
        assert kind.code in GROUPS["record_kind"]
        assert kind.theme in GROUPS["record_theme"]
        assert kind.needed <= set(kind.columns) <= set(COLUMNS)
    assert set(words) == {
        *COLUMNS,
        *(f"{k.code}.{c}" for k in KINDS.values() for c in k.columns if f"{k.code}.{c}" in words),
    }


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, Standing.VALID),
        (date(2026, 3, 1), Standing.SOON),
        (date(2026, 2, 28), Standing.EXPIRED),
        (date(2026, 4, 30), Standing.SOON),
        (date(2026, 5, 1), Standing.VALID),
    ],
)
def test_a_record_counts_up_to_its_last_day(until, expected):
    assert standing(until, date(2026, 3, 1), 60) is expected


def test_a_drill_is_of_the_last_year():
    today = date(2028, 2, 29)
    assert holds("drill", [Kept("drill", date(2027, 3, 1), None)], today)
    assert not holds("drill", [Kept("drill", date(2027, 2, 28), None)], today)
    assert not holds("drill", [Kept("drill", date(2028, 3, 1), None)], today)  # one that is only planned
    assert not holds("plan", [Kept("plan", None, date(2028, 2, 28))], today)


def test_what_ran_out_is_told_from_what_never_was():
    today = date(2028, 2, 29)
    kept = [Kept("drill", date(2027, 2, 28), None), Kept("drill", date(2028, 5, 1), None)]
    items = completeness({}, kept, [], ["drill", "plan"], today).lacking
    assert {i.code: i.count for i in items if i.part == "records"} == {"drill": 1, "plan": 0}


@given(st.lists(st.booleans(), min_size=3, max_size=3), st.integers(0, 3), st.integers(0, 3))
def test_completeness_is_whole_only_when_nothing_lacks(filled, special, equipment):
    unit = {"name": "x", "address": "x" if filled[0] else "", "uscc": None, "business_code": "1"}
    kinds = needed_records(special_workers=special, special_equipment=equipment, harmful=filled[1])
    kept = [Kept(kind, date(2026, 1, 1), None) for kind in kinds] if filled[2] else []
    result = completeness(unit, kept, [PointState(True, True, False)], kinds, date(2026, 2, 1))
    assert (result.percent == 100) == (not result.lacking)
    assert 0 <= result.percent <= 100
    assert ("certificate" in kinds) == (special > 0)
    assert ("health" in kinds) == filled[1]
    assert {(i.part, i.code, i.count) for i in result.lacking} >= {("points", "managed", 1)}


def test_measures_win_at_most_the_packs_steps():
    before = {"l": 6, "e": 6, "c": 15}
    best = assess("LEC", before, {"l": 0.1, "e": 0.5, "c": 1}, 1, PACK)
    assert isinstance(best, Assessed)
    assert (best.inherent.level, best.after.level, best.residual) == (Level.RED, Level.BLUE, Level.ORANGE)
    unproven = assess("LEC", before, {"l": 0.1, "e": 0.5, "c": 1}, 0, PACK)
    assert unproven == Refusal("MEASURES_UNVERIFIED", (("field", "measures"),))
    worse = assess("LS", {"l": 1, "s": 1}, {"l": 5, "s": 5}, 0, PACK)
    assert isinstance(worse, Assessed)
    assert worse.residual is Level.RED
    alone = assess("LS", {"l": 5, "s": 5}, None, 0, PACK)
    assert isinstance(alone, Assessed)
    assert alone.residual is alone.inherent.level
    assert assess("LSC", {}, None, 0, PACK) == Refusal("METHOD_UNKNOWN", (("field", "method"),))


def test_a_signed_assessment_counts_for_the_packs_months():
    from datetime import UTC, datetime

    signed = datetime(2026, 1, 1, tzinfo=UTC)
    assert valid_until(signed, PACK.point) - signed == timedelta(days=30 * PACK.point.residual_months)


def test_the_twins_cases_are_current():
    """The browser's twin is tested with the same file."""
    assert json.loads(TARGET.read_text("utf-8")) == fixtures()
