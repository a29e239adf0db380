"""The dossier of a unit: the twelve base fields (L5), what it may change itself, and how complete it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .records import Kept, holds

OWN_FIELDS = (
    "address", "business_code", "registration_type", "scale", "business_scope", "principal", "principal_phone",
    "safety_org", "safety_staff", "workers", "special_workers", "major_hazard", "special_equipment",
)  # fmt: skip
"""What the head corrects. Name, code and industry decide who supervises the unit: an officer confirms those."""
NUMBERS = frozenset({"safety_staff", "workers", "special_workers", "major_hazard", "special_equipment"})

BASE: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "address": ("address",),
    "uscc": ("uscc", "business_code"),
    "industry": ("industry4",),
    "registration_type": ("registration_type",),
    "scale": ("scale",),
    "business_scope": ("business_scope",),
    "principal": ("principal",),
    "safety_org": ("safety_org", "safety_staff"),
    "workers": ("workers",),
}
"""Items of L5 to the columns of which one must be filled. 重大危险源 and 特种设备 may well be none: zero says so."""
ALWAYS_NEEDED = ("plan", "drill", "card", "training")


@dataclass(frozen=True, slots=True)
class PointState:
    """What completeness asks of a risk point: R4, R5."""

    assessed: bool
    measured: bool
    managed: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a complete dossier has. `part`: base, records or points.

    `count`: how many points lack it, or how many records of this kind are there that no longer count.
    """

    part: str
    code: str
    done: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Completeness:
    """`percent` of the items that are there, rounded down: only a complete dossier shows 100."""

    percent: int
    items: tuple[Item, ...]

    @property
    def lacking(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.done)


def needed_records(*, special_workers: int, special_equipment: int, harmful: bool) -> tuple[str, ...]:
    """Kinds of records that a unit of this sort must have. `harmful`: it has points of occupational harm (R13)."""
    more = (
        ("certificate", special_workers > 0),
        ("equipment", special_equipment > 0),
        ("health", harmful),
        ("detection", harmful),
    )
    return (*ALWAYS_NEEDED, *(kind for kind, needed in more if needed))


def completeness(
    unit: Mapping[str, object],
    kept: Collection[Kept],
    points: Iterable[PointState],
    kinds: Iterable[str],
    today: date,
) -> Completeness:
    """How much of a complete dossier is there: base fields, valid records of the needed kinds, and the risk points."""
    items = [Item("base", code, any(unit.get(name) for name in names)) for code, names in BASE.items()]
    items += [_records(kind, kept, today) for kind in kinds]
    known = list(points)
    lacks = {
        "assessed": sum(not p.assessed for p in known),
        "measured": sum(not p.measured for p in known),
        "managed": sum(not p.managed for p in known),
    }
    items.append(Item("points", "registered", bool(known)))
    items += [Item("points", code, bool(known) and not n, n) for code, n in lacks.items()]
    return Completeness(100 * sum(item.done for item in items) // len(items), tuple(items))


def _records(kind: str, kept: Collection[Kept], today: date) -> Item:
    held = holds(kind, kept, today)
    gone = [one for one in kept if one.kind == kind and (one.on is None or one.on <= today)]
    return Item("records", kind, held, 0 if held else len(gone))
