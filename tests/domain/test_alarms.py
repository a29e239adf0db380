"""Every transition of an alarm at a fixed moment, who may take it, and what a random desk cannot break."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import (
    CITIZEN,
    DEP_2,
    DUTY_DESK,
    EVERYONE,
    HEAD,
    INSPECTOR,
    LEADER,
    NOW,
    OFFICER_4,
    PLANNER,
    SAFETY,
    SUP_1,
    WORKER,
    pack_of,
)
from safegrid.domain.alarm_table import ALARM_RULES
from safegrid.domain.alarm_time import accident_clocks, clocks, escalation, next_due
from safegrid.domain.alarm_types import (
    AlarmCmd,
    AlarmCommand,
    AlarmFacts,
    AlarmKind,
    AlarmState,
    AlarmStep,
    Evacuation,
    Severity,
    Verdict,
)
from safegrid.domain.alarms import confidence, offered, raised, step
from safegrid.domain.refusals import Refusal

PACK = pack_of("411002")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
S, C = AlarmState, AlarmCmd
FIELDS = {
    "kind": "officer", "severity": "manual", "title": "氨味", "reason": "仪表故障", "claimed": "major",
    "category": "leak", "text": "氨气泄漏", "deaths": 0, "injuries": 2, "person": 4, "report": "已关阀",
    "opinion": "处置得当", "radius": 500, "basis": "第五条", "note": "带防毒面具",
}  # fmt: skip


def at(state: AlarmState, **more) -> AlarmFacts:
    verdict = {
        S.RAISED: Verdict.NONE, S.ACKNOWLEDGED: Verdict.NONE, S.FALSE: Verdict.FALSE, S.ACCIDENT: Verdict.ACCIDENT,
    }.get(state, Verdict.HAZARD)  # fmt: skip
    known = {} if state is S.RAISED else {"handler": 14, "acknowledged_at": NOW - MINUTE}
    facts = replace(raised(AlarmKind.SENSOR, Severity.HH, NOW - 2 * MINUTE), state=state, verdict=verdict)
    facts = replace(facts, accident_at=NOW if state is S.ACCIDENT else None, version=7, **known)
    return replace(facts, **more)


def give(alarm, command, actor=DUTY_DESK, now=NOW, *, target=True, **changes):
    fields = FIELDS | changes
    return step(alarm, AlarmCommand(command, fields), actor, PACK, now, target_has_duty=target)


@pytest.mark.parametrize(
    ("before", "command", "after"),
    [
        (S.RAISED, C.ACKNOWLEDGE, S.ACKNOWLEDGED),
        (S.ACKNOWLEDGED, C.JUDGE_FALSE, S.FALSE),
        (S.ACKNOWLEDGED, C.JUDGE_HAZARD, S.HAZARD),
        (S.ACKNOWLEDGED, C.JUDGE_ACCIDENT, S.ACCIDENT),
        (S.HAZARD, C.JUDGE_ACCIDENT, S.ACCIDENT),
        (S.ACCIDENT, C.JUDGE_ACCIDENT, S.ACCIDENT),
        (S.DISPATCHED, C.JUDGE_ACCIDENT, S.DISPATCHED),
        (S.ON_SCENE, C.JUDGE_ACCIDENT, S.ON_SCENE),
        (S.HAZARD, C.DISPATCH, S.DISPATCHED),
        (S.ACCIDENT, C.DISPATCH, S.DISPATCHED),
        (S.DISPATCHED, C.DISPATCH, S.DISPATCHED),
        (S.ON_SCENE, C.DISPATCH, S.ON_SCENE),
        (S.DISPATCHED, C.ARRIVE, S.ON_SCENE),
        (S.ON_SCENE, C.RESOLVE, S.RESOLVED),
        (S.RESOLVED, C.REVIEW, S.REVIEWED),
        (S.ACKNOWLEDGED, C.EVACUATE, S.ACKNOWLEDGED),
        (S.ON_SCENE, C.EVACUATE, S.ON_SCENE),
        (S.ACKNOWLEDGED, C.NOTIFY, S.ACKNOWLEDGED),
        (S.ACCIDENT, C.REPORT_UP, S.ACCIDENT),
    ],
)
def test_every_step_leads_where_the_table_says(before, command, after):
    done = give(at(before), command)
    assert isinstance(done, AlarmStep), done
    assert (done.alarm.state, done.alarm.version) == (after, 8)
    record = done.transition
    assert (record.before, record.after, record.at, record.by.person_id) == (before, after, NOW, 14)
    assert after in ALARM_RULES[command].targets


def test_whatever_the_table_does_not_name_is_refused():
    for command, rule in ALARM_RULES.items():
        for state in set(S) - set(rule.sources):
            if rule.sources:
                assert give(at(state), command) == Refusal("BAD_STATE", (("state", state.value),))


def test_each_step_keeps_its_moment_and_its_person():
    taken = give(at(S.RAISED), C.ACKNOWLEDGE).alarm
    assert (taken.handler, taken.acknowledged_at) == (14, NOW)
    sent = give(at(S.HAZARD), C.DISPATCH, now=NOW + MINUTE).alarm
    assert (sent.dispatched_to, sent.dispatched_at) == (4, NOW + MINUTE)
    assert give(at(S.DISPATCHED), C.ARRIVE).alarm.arrived_at == NOW
    assert give(at(S.ON_SCENE), C.RESOLVE).alarm.resolved_at == NOW
    assert give(at(S.RESOLVED), C.REVIEW).alarm.reviewed_at == NOW
    worse = give(at(S.DISPATCHED), C.JUDGE_ACCIDENT, now=NOW + HOUR).alarm
    assert (worse.verdict, worse.accident_at, worse.injuries) == (Verdict.ACCIDENT, NOW + HOUR, 2)
    better_known = give(worse, C.JUDGE_ACCIDENT, now=NOW + 2 * HOUR, deaths=1).alarm
    assert (better_known.accident_at, better_known.deaths) == (NOW + HOUR, 1)


@pytest.mark.parametrize(
    ("command", "state", "missing", "code"),
    [
        (C.JUDGE_FALSE, S.ACKNOWLEDGED, "reason", "NO_REASON"),
        (C.JUDGE_HAZARD, S.ACKNOWLEDGED, "claimed", "FIELD_MISSING"),
        (C.JUDGE_ACCIDENT, S.ACKNOWLEDGED, "deaths", "FIELD_MISSING"),
        (C.DISPATCH, S.HAZARD, "person", "FIELD_MISSING"),
        (C.RESOLVE, S.ON_SCENE, "report", "FIELD_MISSING"),
        (C.REVIEW, S.RESOLVED, "opinion", "FIELD_MISSING"),
        (C.EVACUATE, S.ACKNOWLEDGED, "basis", "NO_BASIS"),
        (C.NOTIFY, S.ACKNOWLEDGED, "radius", "FIELD_MISSING"),
        (C.REPORT_UP, S.ACCIDENT, "text", "FIELD_MISSING"),
    ],
)
def test_a_step_without_what_it_needs_is_refused(command, state, missing, code):
    refused = give(at(state), command, **{missing: ""})
    assert isinstance(refused, Refusal)
    assert refused.code == code


@pytest.mark.parametrize("radius", [0, 10_001])
def test_a_radius_has_bounds(radius):
    assert give(at(S.ACKNOWLEDGED), C.EVACUATE, radius=radius).code == "RADIUS_RANGE"


def test_nobody_is_sent_where_they_have_no_duty():
    assert give(at(S.HAZARD), C.DISPATCH, target=False) == Refusal("TARGET_NO_DUTY")


def test_an_old_version_is_refused_before_anything_else():
    stale = step(at(S.RAISED), AlarmCommand(C.ACKNOWLEDGE, {}, 6), DUTY_DESK, PACK, NOW)
    assert stale == Refusal("STALE_VERSION", (("version", 7),))
    assert isinstance(step(at(S.RAISED), AlarmCommand(C.ACKNOWLEDGE, {}, 7), DUTY_DESK, PACK, NOW), AlarmStep)


@pytest.mark.parametrize("actor", [OFFICER_4, LEADER, DEP_2, SUP_1, DUTY_DESK])
def test_authorities_handle_alarms_of_their_area(actor):
    assert isinstance(give(at(S.RAISED), C.ACKNOWLEDGE, actor), AlarmStep)


def test_others_do_not():
    for actor in (WORKER, PLANNER, CITIZEN, INSPECTOR):
        assert give(at(S.RAISED), C.ACKNOWLEDGE, actor) == Refusal("NOT_YOUR_DUTY")
    for command in (C.JUDGE_FALSE, C.DISPATCH, C.EVACUATE, C.RESOLVE):
        state = ALARM_RULES[command].sources[0]
        for actor in (INSPECTOR, HEAD, SAFETY):
            assert give(at(state), command, actor) == Refusal("NOT_YOUR_DUTY")


def test_an_inspector_arrives_and_does_nothing_else():
    assert isinstance(give(at(S.DISPATCHED), C.ARRIVE, INSPECTOR), AlarmStep)
    assert [o.name for o in offered(at(S.DISPATCHED), INSPECTOR, PACK, NOW)] == [C.ARRIVE]


def test_an_enterprise_confirms_its_alarm_and_the_desk_is_still_awaited():
    known = give(at(S.RAISED), C.ACKNOWLEDGE, HEAD).alarm
    assert (known.state, known.handler, known.acknowledged_at) == (S.RAISED, 0, None)
    assert known.unit_acknowledged_at == NOW
    assert give(known, C.ACKNOWLEDGE, SAFETY) == Refusal("ALREADY_ACKNOWLEDGED")
    assert escalation(known, PACK.alarms, NOW + 5 * MINUTE) == 1
    assert isinstance(give(known, C.ACKNOWLEDGE), AlarmStep)


def test_people_are_not_left_out_of_their_places_by_an_end():
    kept_out = Evacuation(500, "第五条", 14, NOW)
    for state, command in ((S.ON_SCENE, C.RESOLVE), (S.ACKNOWLEDGED, C.JUDGE_FALSE)):
        assert give(at(state, evacuation=kept_out), command) == Refusal("EVACUATION_IN_FORCE")
    ordered = give(at(S.ON_SCENE), C.EVACUATE).alarm
    assert ordered.evacuation == kept_out
    assert give(ordered, C.EVACUATE) == Refusal("ALREADY_EVACUATED")
    lifted = give(ordered, C.LIFT_EVACUATION).alarm
    assert lifted.evacuation is None
    assert give(lifted, C.LIFT_EVACUATION) == Refusal("NOT_EVACUATED")
    assert isinstance(give(lifted, C.RESOLVE), AlarmStep)


def test_an_alarm_is_raised_by_hand():
    made = give(None, C.RAISE, INSPECTOR)
    assert (made.alarm.state, made.alarm.version, made.alarm.raised_at) == (S.RAISED, 1, NOW)
    assert (made.alarm.kind, made.alarm.severity) == (AlarmKind.OFFICER, Severity.MANUAL)
    assert made.transition.before is None
    assert give(None, C.RAISE, INSPECTOR, kind="sensor").code == "FIELD_BAD"
    assert give(None, C.RAISE, INSPECTOR, severity="lost").code == "FIELD_BAD"
    assert give(None, C.RAISE, INSPECTOR, title=" ").code == "FIELD_MISSING"
    assert give(None, C.RAISE, PLANNER) == Refusal("NOT_YOUR_DUTY")
    assert give(None, C.ACKNOWLEDGE) == Refusal("NOT_FOUND")
    assert give(at(S.RAISED), C.RAISE) == Refusal("BAD_STATE")


@pytest.mark.parametrize(
    ("minutes", "level"), [(0, 0), (2, 0), (4.99, 0), (5, 1), (14.99, 1), (15, 2), (600, 2)]
)
def test_an_alarm_that_nobody_takes_is_passed_on(minutes, level):
    ringing = raised(AlarmKind.SENSOR, Severity.HH, NOW)
    assert escalation(ringing, PACK.alarms, NOW + minutes * MINUTE) == level
    taken = give(ringing, C.ACKNOWLEDGE).alarm
    assert escalation(taken, PACK.alarms, NOW + minutes * MINUTE) == 0
    assert escalation(replace(taken, escalated=2), PACK.alarms, NOW + minutes * MINUTE) == 2


def test_what_is_awaited_next():
    rules = PACK.alarms
    ringing = raised(AlarmKind.SENSOR, Severity.HH, NOW)
    assert next_due(ringing, rules) == NOW + 2 * MINUTE
    assert next_due(replace(ringing, escalated=1), rules) == NOW + 15 * MINUTE
    taken = give(ringing, C.ACKNOWLEDGE, now=NOW + MINUTE).alarm
    assert next_due(taken, rules) is None
    (ack,) = clocks(taken, rules)
    assert (ack.code, ack.due, ack.done) == ("ack", NOW + 2 * MINUTE, NOW + MINUTE)
    assert not ack.late(NOW + HOUR)


def test_the_clocks_of_an_accident_run_one_after_the_other():
    rules = PACK.alarms
    alarm = give(at(S.ACKNOWLEDGED), C.JUDGE_ACCIDENT).alarm
    due = [c.due for c in accident_clocks(alarm, rules)]
    assert due == [NOW + HOUR, NOW + 3 * HOUR, NOW + 5 * HOUR]
    assert give(alarm, C.REPORT_UP, HEAD).alarm.reports == (NOW,)
    told = give(alarm, C.REPORT_UP, HEAD, now=NOW + HOUR / 2).alarm
    assert next_due(told, rules) == NOW + HOUR / 2 + 2 * HOUR
    assert give(told, C.REPORT_UP, HEAD) == Refusal("NOT_YOUR_DUTY")
    for hours in (1, 2):
        told = give(told, C.REPORT_UP, now=NOW + hours * HOUR).alarm
    assert [c.late(NOW + 9 * HOUR) for c in accident_clocks(told, rules)] == [False, False, False]
    assert give(told, C.REPORT_UP) == Refusal("NOTHING_TO_REPORT")
    assert next_due(told, rules) is None
    assert give(at(S.HAZARD), C.REPORT_UP) == Refusal("NOTHING_TO_REPORT")


def test_how_sure_an_alarm_is():
    assert [confidence(AlarmKind.SENSOR, n) for n in (1, 2, 3)] == ["medium", "high", "high"]
    assert confidence(AlarmKind.PUBLIC, 0) == "low"


moves = st.tuples(st.sampled_from(AlarmCmd), st.sampled_from(EVERYONE), st.integers(0, 90), st.booleans())


@given(st.lists(moves, max_size=60))
def test_random_desks_leave_a_sound_alarm(todo):
    """Offered is exactly what is not refused for the person, moments never go back, the end is the end."""
    alarm, now = raised(AlarmKind.SENSOR, Severity.HH, NOW), NOW
    for command, actor, later, target in todo:
        now += timedelta(minutes=later)
        if command is C.RAISE:
            continue
        choices = {o.name for o in offered(alarm, actor, PACK, now)}
        done = give(alarm, command, actor, now, target=target)
        if isinstance(done, AlarmStep):
            assert command in choices
            assert done.alarm.version == alarm.version + 1
            alarm = done.alarm
        else:
            assert command not in choices or done == Refusal("TARGET_NO_DUTY")
        sound(alarm, now)


def sound(alarm: AlarmFacts, now) -> None:
    moments = [
        alarm.raised_at, alarm.acknowledged_at, alarm.dispatched_at, alarm.arrived_at, alarm.resolved_at,
        alarm.reviewed_at,
    ]  # fmt: skip
    assert all(m <= now for m in moments if m is not None)
    assert (alarm.handler > 0) == (alarm.state is not S.RAISED) == (alarm.acknowledged_at is not None)
    assert (alarm.verdict is Verdict.NONE) == (alarm.state in (S.RAISED, S.ACKNOWLEDGED))
    assert (alarm.reviewed_at is not None) == (alarm.state is S.REVIEWED)
    if alarm.state in (S.FALSE, S.RESOLVED, S.REVIEWED):
        assert alarm.evacuation is None
    assert (alarm.accident_at is not None) == (alarm.verdict is Verdict.ACCIDENT)
    assert len(alarm.reports) <= 3
