"""Why a command on an alarm is refused although its state and the actor's role would allow it."""

from .alarm_case import AlarmCase
from .alarm_effects import ENTERPRISE
from .alarm_time import next_report
from .alarm_types import AlarmKind, Severity
from .refusals import Refusal

RAISED_BY_HAND = frozenset({AlarmKind.OFFICER, AlarmKind.PUBLIC})
NEAREST = 1


def bad_kind(case: AlarmCase) -> Refusal | None:
    by_hand = {kind.value for kind in RAISED_BY_HAND}
    return None if case.fields.get("kind") in by_hand else _bad("kind", "choice")


def bad_severity(case: AlarmCase) -> Refusal | None:
    """People do not say that a sensor is lost: the clock notices that."""
    allowed = {s.value for s in Severity} - {Severity.LOST.value}
    return None if case.fields.get("severity") in allowed else _bad("severity", "choice")


def unit_knows(case: AlarmCase) -> Refusal | None:
    own = case.who.role in ENTERPRISE and case.alarm.unit_acknowledged_at is not None
    return Refusal("ALREADY_ACKNOWLEDGED") if own else None


def no_target_duty(case: AlarmCase) -> Refusal | None:
    return None if case.target_has_duty else Refusal("TARGET_NO_DUTY")


def evacuated(case: AlarmCase) -> Refusal | None:
    return Refusal("ALREADY_EVACUATED") if case.alarm.evacuation is not None else None


def not_evacuated(case: AlarmCase) -> Refusal | None:
    return Refusal("NOT_EVACUATED") if case.alarm.evacuation is None else None


def still_evacuated(case: AlarmCase) -> Refusal | None:
    """Nobody closes an alarm while people are still kept away from their places (H8)."""
    return Refusal("EVACUATION_IN_FORCE") if case.alarm.evacuation is not None else None


def radius_range(case: AlarmCase) -> Refusal | None:
    most = case.pack.alarms.evacuate_max_metres
    if NEAREST <= case.whole("radius") <= most:
        return None
    return Refusal("RADIUS_RANGE", (("field", "radius"), ("metres", most)))


def nothing_to_report(case: AlarmCase) -> Refusal | None:
    return None if next_report(case.alarm) else Refusal("NOTHING_TO_REPORT")


def not_the_unit_s(case: AlarmCase) -> Refusal | None:
    """An enterprise reports to the county; what goes further up is the authorities' business."""
    others = case.who.role in ENTERPRISE and next_report(case.alarm) != "accident_unit"
    return Refusal("NOT_YOUR_DUTY") if others else None


def _bad(field: str, kind: str) -> Refusal:
    return Refusal("FIELD_BAD", (("field", field), ("kind", kind)))
