"""Triggers: what happens now and makes a point or a unit worse than its base (domain rules §1).

Worst wins and nothing is summed. Which triggers are on, and their numbers, is the rule pack's business.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from .hazard_types import OPEN_VERIFIED, HazardMark, State
from .levels import Level
from .pack_model import RulePack, Trigger
from .role_types import Role

Params = tuple[tuple[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a level is not better than `candidate`. `binding`: it decides the level shown."""

    code: str
    candidate: Level
    binding: bool = False
    provisional: bool = False
    params: Params = ()

    def bound(self, binding: bool) -> "Reason":
        return replace(self, binding=binding)


@dataclass(frozen=True, slots=True)
class Signal:
    """A sensor alarm, a silent sensor, an accident or special work. `code` is the trigger's.

    `confirmed` matters for ALARM_HH alone: until then the level is provisional. `hours`: how long a sensor
    has been silent.
    """

    code: str
    confirmed: bool = True
    hours: float = 0.0


def _overdue_general(marks: Iterable[HazardMark], self_found_days: int) -> list[HazardMark]:
    return [
        m
        for m in marks
        if m.verified
        and not m.major
        and m.state in (State.ORDERED, State.RECTIFYING)
        and m.overdue_days > (self_found_days if m.self_found else 0)
    ]


def _major_open(marks: tuple[HazardMark, ...], _: Trigger, __: RulePack) -> Params | None:
    n = sum(m.verified and m.major and m.state in OPEN_VERIFIED for m in marks)
    return (("count", n),) if n else None


def _major_suspect(marks: tuple[HazardMark, ...], _: Trigger, __: RulePack) -> Params | None:
    n = sum(m.state is State.REPORTED and m.major and m.reporter_role is not Role.PUB for m in marks)
    return (("count", n),) if n else None


def _overdue(marks: tuple[HazardMark, ...], trigger: Trigger, _: RulePack) -> Params | None:
    late = _overdue_general(marks, trigger.numbers["self_found_days"])
    return (("count", len(late)),) if late else None


def _overdue_long(marks: tuple[HazardMark, ...], trigger: Trigger, pack: RulePack) -> Params | None:
    late = _overdue_general(marks, pack.trigger("HZ_OVERDUE").numbers["self_found_days"])
    longest = max((m.overdue_days for m in late), default=0.0)
    if longest > trigger.numbers["days"] or len(late) >= trigger.numbers["count"]:
        return (("count", len(late)), ("days", int(longest)))
    return None


_BY_HAZARDS: dict[str, Callable[[tuple[HazardMark, ...], Trigger, RulePack], Params | None]] = {
    "HZ_MAJOR_OPEN": _major_open,
    "HZ_MAJOR_SUSPECT": _major_suspect,
    "HZ_OVERDUE": _overdue,
    "HZ_OVERDUE_LONG": _overdue_long,
}


def judge(
    base: Level,
    pack: RulePack,
    now: datetime,
    *,
    marks: tuple[HazardMark, ...] = (),
    signals: tuple[Signal, ...] = (),
    assess_due: datetime | None = None,
) -> tuple[Reason, ...]:
    """Every active trigger with the level it asks for, none marked binding yet."""
    found: list[Reason] = []
    for code, params_of in _BY_HAZARDS.items():
        trigger = pack.trigger(code)
        params = params_of(marks, trigger, pack) if trigger.enabled else None
        if params is not None:
            found.append(Reason(code, trigger.candidate(base), False, trigger.provisional, params))
    found += [r for s in signals if (r := _by_signal(base, s, pack.trigger(s.code))) is not None]
    trigger = pack.trigger("ASSESS_EXPIRED")
    late = (now - assess_due).days if assess_due is not None else 0
    if trigger.enabled and late > trigger.numbers["late_days"]:
        found.append(Reason(trigger.code, trigger.candidate(base), params=(("days", late),)))
    return tuple(found)


def _by_signal(base: Level, signal: Signal, trigger: Trigger) -> Reason | None:
    if not trigger.enabled:
        return None
    if trigger.code == "SENSOR_LOST":
        # A silent sensor says something only where the point is dangerous in itself.
        if base not in (Level.RED, Level.ORANGE) or signal.hours <= trigger.numbers["silent_hours"]:
            return None
        return Reason(trigger.code, trigger.candidate(base), params=(("hours", int(signal.hours)),))
    provisional = trigger.provisional and not signal.confirmed
    return Reason(trigger.code, trigger.candidate(base), False, provisional)


def firm_reasons(reasons: Iterable[Reason]) -> list[Reason]:
    """Reasons that are more than a claim."""
    return [r for r in reasons if not r.provisional]
