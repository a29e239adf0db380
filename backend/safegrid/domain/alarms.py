"""Alarms: one pure step of the state machine, and what somebody may do next.

Sensors and the clock raise alarms without a role: `raised`. Everybody else goes through `step`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from . import roles
from .alarm_case import AlarmCase, AlarmRule
from .alarm_table import ALARM_RULES
from .alarm_types import (
    AlarmCmd,
    AlarmCommand,
    AlarmFacts,
    AlarmKind,
    AlarmState,
    AlarmStep,
    AlarmTransition,
    Severity,
)
from .hazard_fields import Field, missing, read_fields
from .hazard_types import NO_FIELDS, Who
from .pack_model import RulePack
from .refusals import Refusal
from .role_types import Actor, Duty, Limit, Permission, Role

__all__ = ["Offered", "confidence", "offered", "raised", "step"]

SENSOR_SURE = 2
"""Sensors at one point that agree leave little doubt."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A command that the actor may give now, and its fields, the required ones first."""

    name: AlarmCmd
    fields: tuple[Field, ...]


def raised(kind: AlarmKind, severity: Severity, now: datetime) -> AlarmFacts:
    """An alarm at the moment of its ring."""
    return AlarmFacts(AlarmState.RAISED, kind, severity, version=1, raised_at=now)


def step(
    alarm: AlarmFacts | None,
    command: AlarmCommand,
    actor: Actor,
    pack: RulePack,
    now: datetime,
    *,
    target_has_duty: bool = False,
) -> AlarmStep | Refusal:
    """Carry out a command: the alarm after it with the record of the step, or why not.

    `alarm` is None for `raise`. `actor` has the duties that reach the alarm's place, unit or industry.
    """
    rule = ALARM_RULES[command.name]
    if (alarm is None) is bool(rule.sources):
        return Refusal("NOT_FOUND" if alarm is None else "BAD_STATE")
    fields = read_fields(rule.fields, command.fields)
    if isinstance(fields, Refusal):
        return fields
    duty = _duty(rule, actor)
    if duty is None:
        return Refusal("NOT_YOUR_DUTY")
    refusal = _state(rule, alarm, command)
    if refusal is not None:
        return refusal
    who = Who(actor.person_id, duty.role, duty.level, duty.department)
    case = AlarmCase(alarm or _blank(fields, now), fields, who, pack, now, target_has_duty)
    return next(_refusals(rule, case), None) or _carry_out(rule, case, new=alarm is None)


def offered(alarm: AlarmFacts, actor: Actor, pack: RulePack, now: datetime) -> tuple[Offered, ...]:
    """Commands that the actor may give now, in the order of the table."""
    found: list[Offered] = []
    for rule in ALARM_RULES.values():
        duty = _duty(rule, actor)
        if duty is None or alarm.state not in rule.sources:
            continue
        who = Who(actor.person_id, duty.role, duty.level, duty.department)
        case = AlarmCase(alarm, NO_FIELDS, who, pack, now)
        if all(guard(case) is None for guard in rule.before):
            found.append(Offered(rule.command, tuple(sorted(rule.fields, key=lambda f: not f.required))))
    return tuple(found)


def confidence(kind: AlarmKind, agreeing: int) -> str:
    """How sure an alarm is before anybody looked: high, medium or low. `agreeing`: sensors over there that say the same."""
    if kind is AlarmKind.SENSOR:
        return "high" if agreeing >= SENSOR_SURE else "medium"
    return {AlarmKind.OFFICER: "high", AlarmKind.PUBLIC: "low", AlarmKind.SWEEP: "medium"}[kind]


def _duty(rule: AlarmRule, actor: Actor) -> Duty | None:
    """The duty that the actor acts under: one over the area before one of the own unit, the highest first."""
    able = [d for d in actor.duties if roles.may(d.role, d.level, rule.verb) is Permission.YES]
    fit = [d for d in able if _reaches(rule, d.role)]
    return min(fit, key=lambda d: (_limit(rule, d.role) is not Limit.AREA, d.level), default=None)


def _reaches(rule: AlarmRule, role: Role) -> bool:
    match _limit(rule, role):
        case Limit.AREA:
            return True
        case Limit.OWN_UNIT:
            return rule.own
        case Limit.ARRIVAL:
            return rule.arrival
        case _:
            return False


def _limit(rule: AlarmRule, role: Role) -> Limit:
    found = roles.grant(role, rule.verb)
    return found.limit if found else Limit.NO_PHONES


def _state(rule: AlarmRule, alarm: AlarmFacts | None, command: AlarmCommand) -> Refusal | None:
    if alarm is None:
        return None
    if command.expected_version is not None and command.expected_version != alarm.version:
        return Refusal("STALE_VERSION", (("version", alarm.version),))
    return None if alarm.state in rule.sources else Refusal("BAD_STATE", (("state", alarm.state.value),))


def _blank(fields: object, now: datetime) -> AlarmFacts:
    given = fields if isinstance(fields, dict) else {}
    kinds, severities = {k.value for k in AlarmKind}, {s.value for s in Severity}
    kind, severity = given.get("kind"), given.get("severity")
    return replace(
        raised(
            AlarmKind(kind) if kind in kinds else AlarmKind.OFFICER,
            Severity(severity) if severity in severities else Severity.MANUAL,
            now,
        ),
        version=0,
    )


def _refusals(rule: AlarmRule, case: AlarmCase) -> Iterator[Refusal]:
    for guard in rule.before:
        if (refusal := guard(case)) is not None:
            yield refusal
    if (refusal := missing(rule.fields, case.fields, major=False)) is not None:
        yield refusal
        return  # the guards after this one look into the fields
    for guard in rule.after:
        if (refusal := guard(case)) is not None:
            yield refusal


def _carry_out(rule: AlarmRule, case: AlarmCase, *, new: bool) -> AlarmStep:
    alarm = replace(rule.effect(case), version=case.alarm.version + 1)
    before = None if new else case.alarm.state
    return AlarmStep(
        alarm, AlarmTransition(rule.command, before, alarm.state, case.who, case.now, case.fields)
    )
