"""Which departments answer for a unit: four kinds of duty (G7), of the level that leads it (G2), by its industry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .hierarchy import TOWNSHIP

KINDS = ("territorial", "general", "industry", "special")


@dataclass(frozen=True, slots=True)
class DepartmentRules:
    """Endings of departments' names, the first that is there first. `industry`: by 门类 letter."""

    general: tuple[str, ...]
    special: tuple[str, ...]
    industry: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Body:
    """A department of the unit's township, county or city. `kind`: one of `KINDS`; `level`: of its cell."""

    id: int
    name: str
    kind: str
    level: int


@dataclass(frozen=True, slots=True)
class Answering:
    kind: str
    body: Body


def answering(
    bodies: Sequence[Body], industry: str, lead: int, rules: DepartmentRules
) -> tuple[Answering, ...]:
    """One department for each kind of duty. Where no other fits, general supervision takes the duty over; without
    that one the kind is left out. `lead`: level that leads the unit; a township has no departments, so its county counts.
    """
    above = [one for one in bodies if one.level == min(lead, TOWNSHIP - 1)]
    general = _first(above, "general", rules.general)
    found = {
        "territorial": _first([one for one in bodies if one.level == TOWNSHIP], "territorial", ("",)),
        "general": general,
        "industry": _first(above, "industry", rules.industry.get(industry, ())),
        "special": _first(above, "special", rules.special),
    }
    return tuple(
        Answering(kind, body)
        for kind in KINDS
        if (body := found[kind] or (general if kind != "territorial" else None))
    )


def _first(bodies: Iterable[Body], kind: str, endings: tuple[str, ...]) -> Body | None:
    of_kind = sorted((one for one in bodies if one.kind == kind), key=lambda one: one.id)
    named = (one for ending in endings for one in of_kind if one.name.endswith(ending))
    return next(named, None)
