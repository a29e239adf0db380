"""Listing of a whole unit 挂牌督办 (C3; domain rules §5 and the last line of §6): list and delist alone, with a reason.

谁挂牌谁摘牌: the authority of the listing's level takes it off again, once two people have accepted what was demanded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .hazard_fields import Field, Kind, missing, read_fields
from .hazard_time import in_range
from .hazard_types import Who
from .pack_model import RulePack
from .refusals import Refusal
from .role_types import Actor, Permission, Role
from .roles import best, too_low
from .verbs import Verb


class Ground(StrEnum):
    """Why a unit is listed: 四类 (C3), 不达标 (C5), or a serious safety problem (C4), which needs words."""

    GRADE_4 = "grade_4"
    NOT_STANDARD = "not_standard"
    SERIOUS = "serious"


class Act(StrEnum):
    LIST = "list"
    DELIST = "delist"


@dataclass(frozen=True, slots=True)
class InForce:
    """A listing in force. `by`: the person who listed."""

    level: int
    by: int
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules need to know of the unit. `grade`, `standard`: as `units.UnitFacts`; `counties`: of its sites."""

    grade: int = 0
    standard: int = 0
    closed: bool = False
    lead_level: int = 3
    counties: int = 1
    listing: InForce | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    by: Who
    level: int
    ground: Ground
    words: str
    deadline: datetime
    public_text: str


@dataclass(frozen=True, slots=True)
class Delisted:
    """`accepted_by`: the people who accepted, who delists among them."""

    by: Who
    report: str
    accepted_by: tuple[int, ...]
    public_text: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What the actor may do now. `levels`: at which a unit may be listed, the proper one first."""

    act: Act
    fields: tuple[Field, ...]
    levels: tuple[int, ...] = ()


PUBLIC = Field("public_text", Kind.TEXT)
FIELDS: Mapping[Act, tuple[Field, ...]] = {
    Act.LIST: (
        Field("level", Kind.LEVEL),
        Field("listing_reason", Kind.TEXT),
        Field("reason", Kind.TEXT, required=False, missing="NO_REASON"),
        Field("deadline", Kind.WHEN),
        PUBLIC,
    ),
    Act.DELIST: (
        Field("report", Kind.TEXT),
        Field("companions", Kind.PEOPLE, missing="TWO_NEEDED"),
        PUBLIC,
    ),
}
_OFFICIALS = (Role.OFF, Role.DEP, Role.SUP)


def put_on(
    subject: Subject, given: Mapping[str, object], actor: Actor, pack: RulePack, now: datetime
) -> Listed | Refusal:
    """List a unit. Refusals: NOT_YOUR_DUTY, LEVEL_TOO_LOW, UNIT_CLOSED, ALREADY_LISTED, FIELD_…, UNIT_NOT_LISTABLE,
    NO_REASON, DEADLINE_RANGE.

    A listing in force is only replaced by one of a higher authority.
    """
    fields = _read(Act.LIST, given, actor, pack)
    if isinstance(fields, Refusal):
        return fields
    level, deadline = fields["level"], fields["deadline"]
    reason, words = str(fields["listing_reason"]), str(fields.get("reason", ""))
    assert isinstance(level, int)
    assert isinstance(deadline, datetime)
    if reason not in tuple(Ground):
        return Refusal("FIELD_BAD", (("field", "listing_reason"), ("kind", "choice")))
    refusal = (
        _closed(subject)
        or _already(subject, level)
        or _not_at(actor, level, pack)
        or _unfounded(subject, Ground(reason), words)
        or _out_of_range(deadline, now, pack)
    )
    return refusal or Listed(
        _who(actor, level), level, Ground(reason), words, deadline, str(fields["public_text"])
    )


def take_off(
    subject: Subject,
    given: Mapping[str, object],
    actor: Actor,
    companions: tuple[Actor, ...],
    pack: RulePack,
) -> Delisted | Refusal:
    """Accept and delist a unit. `companions`: who took part, with their duties over the unit.

    Refusals: NOT_YOUR_DUTY, LEVEL_TOO_LOW, FIELD_…, UNIT_NOT_LISTED, OTHER_LEVEL_LISTED, TWO_NEEDED.
    """
    fields = _read(Act.DELIST, given, actor, pack)
    if isinstance(fields, Refusal):
        return fields
    listing = subject.listing
    if listing is None:
        return Refusal("UNIT_NOT_LISTED")
    if not _holds(actor, listing.level):
        return Refusal("OTHER_LEVEL_LISTED", (("level", listing.level),))
    people = {actor.person_id, *(one.person_id for one in companions)}
    if len(people) < 2 or not all(any(d.role in _OFFICIALS for d in one.duties) for one in companions):
        return Refusal("TWO_NEEDED")
    return Delisted(
        _who(actor, listing.level), str(fields["report"]), tuple(sorted(people)), str(fields["public_text"])
    )


def is_overdue(deadline: datetime, now: datetime) -> bool:
    """Whether a listing in force is past its own deadline."""
    return now > deadline


def proposed_level(subject: Subject, pack: RulePack) -> int:
    """Level of the authority that should list (§5): the city what it leads or what lies in several counties."""
    wide = subject.counties >= pack.hazard.list_upgrade_counties
    return 1 if subject.lead_level == 1 or wide else pack.hazard.list_major_level


def available(subject: Subject, actor: Actor, pack: RulePack) -> tuple[Offer, ...]:
    """What the actor may do with the unit's listing now."""
    if best(actor, Verb.LIST, pack.duty_levels) is not Permission.YES:
        return ()
    own = sorted(
        {d.level for d in actor.duties if d.role is Role.SUP and d.level <= pack.duty_levels.listing}
    )
    free = [level for level in own if not (_closed(subject) or _already(subject, level))]
    proper = proposed_level(subject, pack)
    levels = tuple(sorted(free, key=lambda level: (level != proper, level)))
    found = [Offer(Act.LIST, FIELDS[Act.LIST], levels)] if levels else []
    if subject.listing is not None and _holds(actor, subject.listing.level):
        found.insert(0, Offer(Act.DELIST, FIELDS[Act.DELIST]))
    return tuple(found)


def grounds(subject: Subject) -> tuple[Ground, ...]:
    """Reasons that hold for the unit, or may be given for any."""
    return tuple(ground for ground in Ground if _unfounded(subject, ground, "words") is None)


def _read(act: Act, given: Mapping[str, object], actor: Actor, pack: RulePack) -> dict[str, object] | Refusal:
    if best(actor, Verb.LIST, pack.duty_levels) is not Permission.YES:
        low = too_low(actor, Verb.LIST, pack.duty_levels)
        return Refusal("LEVEL_TOO_LOW" if low else "NOT_YOUR_DUTY")
    fields = read_fields(FIELDS[act], given)
    if isinstance(fields, Refusal):
        return fields
    return missing(FIELDS[act], fields, major=False) or fields


def _closed(subject: Subject) -> Refusal | None:
    return Refusal("UNIT_CLOSED") if subject.closed else None


def _already(subject: Subject, level: int) -> Refusal | None:
    listing = subject.listing
    return Refusal("ALREADY_LISTED") if listing is not None and level >= listing.level else None


def _not_at(actor: Actor, level: int, pack: RulePack) -> Refusal | None:
    if level > pack.duty_levels.listing:
        return Refusal("LEVEL_TOO_LOW")
    return None if _holds(actor, level) else Refusal("NOT_YOUR_DUTY")


def _holds(actor: Actor, level: int) -> bool:
    return any(d.role is Role.SUP and d.level == level for d in actor.duties)


def _unfounded(subject: Subject, ground: Ground, words: str) -> Refusal | None:
    if ground is Ground.SERIOUS:
        return None if words else Refusal("NO_REASON")
    holds = subject.grade == 4 if ground is Ground.GRADE_4 else subject.standard == 4
    return None if holds else Refusal("UNIT_NOT_LISTABLE")


def _out_of_range(deadline: datetime, now: datetime, pack: RulePack) -> Refusal | None:
    days = pack.hazard.major_max_days
    return None if in_range(deadline, now, now, days) else Refusal("DEADLINE_RANGE", (("days", days),))


def _who(actor: Actor, level: int) -> Who:
    duty = next(d for d in actor.duties if d.role is Role.SUP and d.level == level)
    return Who(actor.person_id, Role.SUP, level, duty.department)
