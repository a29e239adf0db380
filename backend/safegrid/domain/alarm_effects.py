"""What each command does to an alarm."""

from dataclasses import replace

from .alarm_case import AlarmCase
from .alarm_types import AlarmFacts, AlarmState, Evacuation, Verdict
from .role_types import Role

ENTERPRISE = frozenset({Role.ENT_W, Role.ENT_S, Role.ENT_H})
UNDER_WAY = frozenset({AlarmState.DISPATCHED, AlarmState.ON_SCENE})


def acknowledge(case: AlarmCase) -> AlarmFacts:
    """An enterprise says that it knows; the desk's own acknowledgement is still awaited."""
    if case.who.role in ENTERPRISE:
        return replace(case.alarm, unit_acknowledged_at=case.now)
    return replace(
        case.alarm,
        state=AlarmState.ACKNOWLEDGED,
        handler=case.who.person_id,
        acknowledged_at=case.now,
    )


def judge_false(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, state=AlarmState.FALSE, verdict=Verdict.FALSE, judged_at=case.now)


def judge_hazard(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, state=AlarmState.HAZARD, verdict=Verdict.HAZARD, judged_at=case.now)


def judge_accident(case: AlarmCase) -> AlarmFacts:
    """Also what turns out worse on the way, or the first numbers made better known; its clocks start once."""
    alarm = case.alarm
    return replace(
        alarm,
        state=alarm.state if alarm.state in UNDER_WAY else AlarmState.ACCIDENT,
        verdict=Verdict.ACCIDENT,
        judged_at=case.now,
        accident_at=alarm.accident_at or case.now,
        deaths=case.whole("deaths"),
        injuries=case.whole("injuries"),
    )


def dispatch(case: AlarmCase) -> AlarmFacts:
    """Send somebody, or somebody else: whoever is on scene already stays there."""
    alarm = case.alarm
    return replace(
        alarm,
        state=alarm.state if alarm.state is AlarmState.ON_SCENE else AlarmState.DISPATCHED,
        dispatched_to=case.whole("person"),
        dispatched_at=case.now,
    )


def arrive(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, state=AlarmState.ON_SCENE, arrived_at=case.now)


def resolve(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, state=AlarmState.RESOLVED, resolved_at=case.now)


def review(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, state=AlarmState.REVIEWED, reviewed_at=case.now)


def evacuate(case: AlarmCase) -> AlarmFacts:
    order = Evacuation(case.whole("radius"), case.text("basis"), case.who.person_id, case.now)
    return replace(case.alarm, evacuation=order)


def lift_evacuation(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, evacuation=None)


def report_up(case: AlarmCase) -> AlarmFacts:
    return replace(case.alarm, reports=(*case.alarm.reports, case.now))


def nothing(case: AlarmCase) -> AlarmFacts:
    """What is recorded and told, but changes nothing of the alarm itself."""
    return case.alarm
