"""Random commands by random people: whatever happens, the hazard stays sound."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.kit import DAY, DEP_2, DEP_2B, EVERYONE, HEAD, NOW, OFFICER_3, SUP_1, SUP_2, pack_of
from domain.test_hazard_steps import FIELDS, FIVE
from safegrid.domain.hazards import (
    OVERRIDABLE,
    RULES,
    Around,
    Cmd,
    Command,
    HazardClass,
    HazardFacts,
    State,
    Step,
    available,
    from_plain,
    step,
    to_plain,
)
from safegrid.domain.refusals import Refusal
from safegrid.domain.terms import GROUPS, say

PACK = pack_of("411002")
BUSY = (HEAD, OFFICER_3, DEP_2, SUP_2, SUP_1)
FORWARDS = set(Cmd) - {
    Cmd.TRANSFER, Cmd.TRANSFER_ACCEPT, Cmd.RECLASSIFY, Cmd.REJECT, Cmd.FIX_ON_SPOT, Cmd.SUSPEND, Cmd.RETURN,
}  # fmt: skip
CLOCK = {State.ORDERED, State.RECTIFYING}
AROUND = Around(
    distance_m=10, target_has_duty=True, companions=(DEP_2B, SUP_2, OFFICER_3), unit_id=1, cell_id=2
)
commands = st.tuples(
    st.integers(0, 1000),
    st.sampled_from(Cmd),
    st.sampled_from(EVERYONE),
    st.sampled_from([*[timedelta(hours=1)] * 6, timedelta(days=3), timedelta(days=20)]),
    st.sampled_from(["general", "major"]),
    st.booleans(),
)


def fields_at(cmd: Cmd, now, klass: str) -> dict[str, object]:
    moved = {k: now + (v - NOW) if k in ("deadline", "time_limit") else v for k, v in FIELDS[cmd].items()}
    if cmd in (Cmd.PLAN, Cmd.SELF_RECORD):
        moved["time_limit"] = now + (FIVE["time_limit"] - NOW)
    if cmd in (Cmd.VERIFY, Cmd.RECLASSIFY):
        moved["class"] = klass
    if cmd is Cmd.REPORT:
        moved["claimed"] = klass
    return moved


def sound(h: HazardFacts) -> None:
    assert (h.state in (State.CLOSED, State.REJECTED)) == (h.closed_at is not None)
    if h.state is State.CLOSED:
        assert h.listing is None
        assert h.suspension is None
        assert h.found is not None
    if h.state is State.ACCEPTED:
        assert h.listing is not None
        assert h.suspension is None
        assert len(set(h.accepted_by) | set(h.checked_by)) >= 2
    if h.found is None:
        assert h.state in (State.REPORTED, State.REJECTED)
    if h.state in CLOCK | {State.SUBMITTED, State.REINSPECTED}:
        assert h.deadline is not None
        assert h.self_found or h.ordered_by is not None
    if h.major and h.state in (State.RECTIFYING, State.SUBMITTED, State.REINSPECTED):
        assert h.plan_approved
    if h.major and h.state is State.REINSPECTED:
        assert len(h.checked_by) >= 2
    assert h.extensions <= 1
    assert h.transfers <= 3
    if h.extension is not None:
        assert h.state in CLOCK
    assert from_plain(to_plain(h)) == h


def choose(pick, cmd, who, hazard, now):
    """Mostly a step forwards, sometimes anything that is offered, sometimes anything by anybody."""
    if pick % 5 == 0:
        return cmd, who
    pairs = [
        (a.name, w)
        for w in BUSY
        for a in available(hazard, w, PACK, now)
        if not a.evidence_only and (pick % 5 == 1 or a.name in FORWARDS)
    ]
    return pairs[pick % len(pairs)] if pairs else (cmd, who)


@settings(max_examples=120)
@given(st.lists(commands, min_size=1, max_size=30))
def test_random_histories_stay_sound(history):
    hazard, now = None, NOW
    for pick, any_cmd, anybody, later, klass, override in history:
        now += later
        cmd, who = choose(pick, any_cmd, anybody, hazard, now)
        offered = {a.name: a for a in available(hazard, who, PACK, now)}
        command = Command(cmd, fields_at(cmd, now, klass), override=override)
        result = step(hazard, command, who, PACK, now, around=AROUND)
        if isinstance(result, Refusal):
            assert result.code in GROUPS["refusal"], result
            words = say("refusal", result.code, dict(result.params))
            assert "{" not in words.zh + words.en, result
            continue
        assert cmd in offered or cmd in (Cmd.VERIFY, Cmd.RECLASSIFY), "what may be done is offered"
        if cmd in offered and cmd is not Cmd.VERIFY:
            assert not offered[cmd].evidence_only
        before = hazard
        hazard = result.hazard
        assert result.transition.before is (before.state if before else None)
        assert hazard.version == (before.version if before else 0) + 1
        assert hazard.state in RULES[cmd].targets
        sound(hazard)


@settings(max_examples=60)
@given(st.lists(commands, min_size=6, max_size=20))
def test_what_is_offered_is_never_refused_for_state_or_duty(history):
    hazard, now = None, NOW
    for pick, any_cmd, anybody, later, klass, _ in history:
        now += later
        cmd, who = choose(pick, any_cmd, anybody, hazard, now)
        for offer in available(hazard, who, PACK, now):
            if offer.evidence_only or offer.name in (Cmd.VERIFY, Cmd.LIST):
                continue
            tried = step(
                hazard,
                Command(offer.name, fields_at(offer.name, now, "general")),
                who,
                PACK,
                now,
                around=AROUND,
            )
            if isinstance(tried, Refusal):
                assert tried.code not in ("BAD_STATE", "NOT_YOUR_DUTY", "NOT_FOUND"), offer.name
        result = step(hazard, Command(cmd, fields_at(cmd, now, klass)), who, PACK, now, around=AROUND)
        hazard = result.hazard if isinstance(result, Step) else hazard


def test_nobody_outside_the_table_can_do_anything():
    from safegrid.domain.roles import Actor

    hazard = HazardFacts(State.REPORTED, HazardClass.GENERAL)
    for state in State:
        for cmd in Cmd:
            result = step(
                replace(hazard, state=state), Command(cmd, FIELDS[cmd]), Actor(1), PACK, NOW, around=AROUND
            )
            assert isinstance(result, Refusal)


def test_every_refusal_of_the_table_is_reachable_and_in_the_tests():
    """The codes that the steps' tests expect are all codes of guards, and the other way round."""
    from pathlib import Path

    said = Path(__file__).with_name("test_hazard_steps.py").read_text(encoding="utf-8")
    expected = [
        "NO_PHOTO", "BAD_PLACE", "UNIT_CLOSED", "DUPLICATE_OPEN", "MAJOR_MUST_REPORT",
        "NOT_SELF_FOUND", "SAME_PERSON", "IS_LISTED", "IS_SUSPENDED", "WAS_REOPENED", "NO_BASIS",
        "NO_REASON", "DOWN_NEEDS_COUNTY", "MAJOR_NOT_ON_SPOT", "TARGET_NO_DUTY", "TRANSFER_LOOP",
        "DEADLINE_RANGE", "LEVEL_TOO_LOW", "FIVE_INCOMPLETE", "REPORT_MISSING",
        "PLAN_AFTER_DEADLINE", "NO_PLAN", "LIFT_BEFORE_REINSPECT", "EXT_TOO_LATE", "EXT_LIMIT",
        "NO_ORDER", "NO_REQUEST", "NO_AFTER_PHOTO", "NOT_PRESENT", "TWO_NEEDED", "NOT_LISTABLE",
        "ALREADY_LISTED", "NOT_ACCEPTED", "OTHER_LEVEL_LISTED", "TOO_OLD", "NOT_FOUND",
        "NOT_YOUR_DUTY", "BAD_STATE", "STALE_VERSION", "FIELD_MISSING", "FIELD_BAD",
    ]  # fmt: skip
    assert [code for code in expected if f'"{code}"' not in said] == []
    assert set(expected) <= set(GROUPS["refusal"])
    assert set(OVERRIDABLE) <= set(expected)
    assert timedelta(days=PACK.hazard.reopen_days) == 90 * DAY
