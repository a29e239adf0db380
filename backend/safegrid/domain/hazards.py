"""Hazards: one pure step of the state machine, and what somebody may do next (domain rules §6)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from .hazard_case import Case, Rule
from .hazard_fields import Field, missing, read_fields
from .hazard_json import from_plain, to_plain
from .hazard_ladder import DueStep, ladder_due
from .hazard_table import RULES
from .hazard_time import (
    listing_overdue,
    mark_of,
    overdue_band,
    overdue_days,
    proposed_listing_level,
    tell_overdue,
)
from .hazard_types import (
    NO_FIELDS,
    SETTLED_STATES,
    Around,
    Cmd,
    Command,
    HazardClass,
    HazardFacts,
    HazardMark,
    State,
    Step,
    Transition,
    Who,
)
from .pack_model import RulePack
from .refusals import Refusal
from .role_types import Actor, Duty, Permission, Role
from .roles import best, duty_for, too_low

__all__ = [
    "RULES",
    "SETTLED_STATES",
    "Actor",
    "Around",
    "Available",
    "Cmd",
    "Command",
    "DueStep",
    "Duty",
    "HazardClass",
    "HazardFacts",
    "HazardMark",
    "State",
    "Step",
    "Transition",
    "Who",
    "available",
    "from_plain",
    "ladder_due",
    "listing_overdue",
    "mark_of",
    "overdue_band",
    "overdue_days",
    "proposed_listing_level",
    "step",
    "tell_overdue",
    "to_plain",
]

OVERRIDABLE = frozenset({"DUPLICATE_OPEN", "NOT_PRESENT"})
OVERRIDE_NEEDS_REASON = frozenset({"NOT_PRESENT"})


@dataclass(frozen=True, slots=True)
class Available:
    """A command that the actor may give now. `evidence_only`: only as a proposal."""

    name: Cmd
    fields: tuple[Field, ...]
    evidence_only: bool


def step(
    hazard: HazardFacts | None,
    command: Command,
    actor: Actor,
    pack: RulePack,
    now: datetime,
    *,
    around: Around | None = None,
) -> Step | Refusal:
    """Carry out a command: the hazard after it with the record of the step, or why not.

    `hazard` is None for `report` and `self_record`. `actor` has the duties that reach the hazard's place, unit or
    industry. Fields may be plain JSON values; the record has them as read.
    """
    rule = RULES[command.name]
    if hazard is None and rule.sources:
        return Refusal("NOT_FOUND")
    fields = read_fields(rule.fields, command.fields)
    if isinstance(fields, Refusal):
        return fields
    blank = HazardFacts(State.REPORTED, HazardClass.GENERAL, version=0)
    nobody = Who(actor.person_id, Role.PUB)
    world = around or Around()
    case = _as_duty(rule, Case(hazard or blank, command, fields, actor, nobody, pack, now, world))
    permission = _permission(rule, case)
    allowed = permission is Permission.YES or (permission is Permission.EVIDENCE and rule.evidence_counts)
    proposing = command.propose and hazard is not None and permission is not Permission.NO
    if not allowed and not proposing:
        return Refusal(_denied(rule, case))
    refusal = _state(rule, hazard, command)
    if refusal is not None:
        return refusal
    if proposing:
        return _proposal(case)
    return _carry_out(rule, case)


def _as_duty(rule: Rule, case: Case) -> Case:
    """The case with the duty named that the actor acts under."""
    actor, verb = case.actor, rule.verb(case.hazard, case.fields)
    duty = duty_for(actor, verb, case.pack.duty_levels) or next(iter(actor.duties), Duty(Role.PUB))
    return replace(case, who=Who(actor.person_id, duty.role, duty.level, duty.department))


def _permission(rule: Rule, case: Case) -> Permission:
    return best(case.actor, rule.verb(case.hazard, case.fields), case.pack.duty_levels)


def _denied(rule: Rule, case: Case) -> str:
    """The right role at too low a level hears that; everybody else that it is not their duty."""
    low = too_low(case.actor, rule.verb(case.hazard, case.fields), case.pack.duty_levels)
    if rule.command is Cmd.RECLASSIFY:
        official = any(d.role in (Role.OFF, Role.DEP, Role.SUP) for d in case.actor.duties)
        low = official and case.hazard_class() is HazardClass.GENERAL
    elif rule.command is Cmd.ORDER:
        low = low or (case.hazard.major and any(d.role is Role.OFF for d in case.actor.duties))
    return rule.low if low else "NOT_YOUR_DUTY"


def _state(rule: Rule, hazard: HazardFacts | None, command: Command) -> Refusal | None:
    if hazard is None:
        return None
    if command.expected_version is not None and command.expected_version != hazard.version:
        return Refusal("STALE_VERSION", (("version", hazard.version),))
    if hazard.state in rule.sources:
        return None
    if rule.command is Cmd.DELIST and hazard.listing is not None:
        return Refusal("NOT_ACCEPTED")
    return Refusal("BAD_STATE", (("state", hazard.state.value),))


def _refusals(rule: Rule, case: Case) -> Iterator[Refusal]:
    for guard in rule.before:
        if (refusal := guard(case)) is not None:
            yield refusal
    if (refusal := missing(rule.fields, case.fields, major=case.hazard.major)) is not None:
        yield refusal
        return  # the guards after this one look into the fields
    for guard in rule.after:
        if (refusal := guard(case)) is not None:
            yield refusal


def _carry_out(rule: Rule, case: Case) -> Step | Refusal:
    overridden: list[str] = []
    for refusal in _refusals(rule, case):
        if refusal.code not in OVERRIDABLE or not case.command.override:
            return refusal
        if refusal.code in OVERRIDE_NEEDS_REASON and "override_reason" not in case.fields:
            return Refusal("FIELD_MISSING", (("field", "override_reason"),))
        overridden.append(refusal.code)
    changed = rule.effect(case)
    hazard = replace(changed, version=case.hazard.version + 1)
    return Step(hazard, _record(case, hazard.state, tuple(overridden), proposed=False))


def _proposal(case: Case) -> Step:
    """Evidence changes nothing but the version: those who may decide see it and decide."""
    hazard = replace(case.hazard, version=case.hazard.version + 1)
    return Step(hazard, _record(case, hazard.state, (), proposed=True))


def _record(case: Case, after: State, overridden: tuple[str, ...], *, proposed: bool) -> Transition:
    before = case.hazard.state if case.hazard.version else None
    return Transition(case.command.name, before, after, case.who, case.now, case.fields, overridden, proposed)


def available(
    hazard: HazardFacts | None, actor: Actor, pack: RulePack, now: datetime
) -> tuple[Available, ...]:
    """Commands that the actor may give now, with the fields that each takes. Required ones first."""
    found: list[Available] = []
    blank = HazardFacts(State.REPORTED, HazardClass.GENERAL, version=0)
    nobody = Who(actor.person_id, Role.PUB)
    for rule in RULES.values():
        if (hazard is None) is bool(rule.sources):
            continue
        if hazard is not None and hazard.state not in rule.sources:
            continue
        case = _as_duty(
            rule, Case(hazard or blank, Command(rule.command), NO_FIELDS, actor, nobody, pack, now, Around())
        )
        permission = _permission(rule, case)
        if permission is Permission.NO or any(guard(case) is not None for guard in rule.before):
            continue
        evidence = permission is Permission.EVIDENCE and not rule.evidence_counts
        found.append(Available(rule.command, _asked(rule, major=case.hazard.major), evidence))
    return tuple(found)


def _asked(rule: Rule, *, major: bool) -> tuple[Field, ...]:
    """Fields with `required` as it stands for this class of hazard."""
    asked = [replace(f, required=f.required and (not f.only or major)) for f in rule.fields]
    return tuple(sorted(asked, key=lambda f: not f.required))
