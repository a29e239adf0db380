"""Fields that commands take: their kinds, and reading them from plain JSON values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from math import isfinite

from .geometry import read_mapping
from .hazard_types import FieldValue, HazardClass
from .refusals import Refusal


class Kind(StrEnum):
    """What a field holds. `photos`, `people`: tuples of ids (uuid texts, person ids). `when`: aware datetime."""

    TEXT = "text"
    PHOTOS = "photos"
    PEOPLE = "people"
    PERSON = "person"
    WHEN = "when"
    FLAG = "flag"
    WHOLE = "whole"
    MONEY = "money"
    HAZARD_CLASS = "class"
    LEVEL = "level"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a command. `missing`: the refusal when it is absent. `only`: "major" or "" (always)."""

    name: str
    kind: Kind
    required: bool = True
    missing: str = "FIELD_MISSING"
    only: str = ""


def _text(raw: object) -> str | None:
    return raw.strip() if isinstance(raw, str) and len(raw) <= 20_000 else None


def _ids(raw: object) -> tuple[str | int, ...] | None:
    if not isinstance(raw, list | tuple) or len(raw) > 50:
        return None
    return tuple(raw) if all(isinstance(i, str | int) and not isinstance(i, bool) for i in raw) else None


def _people(raw: object) -> tuple[int, ...] | None:
    ids = _ids(raw)
    return (
        tuple(i for i in ids if isinstance(i, int)) if ids and all(isinstance(i, int) for i in ids) else None
    )


def _when(raw: object) -> datetime | None:
    if isinstance(raw, str):
        try:
            raw = datetime.fromisoformat(raw)
        except ValueError:
            return None
    if not isinstance(raw, datetime) or raw.tzinfo is None:
        return None
    return raw.astimezone(UTC)


def _whole(raw: object) -> int | None:
    """A count or an id: nothing here is less than zero."""
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None


def _person(raw: object) -> int | None:
    whole = _whole(raw)
    return whole if whole is not None and whole > 0 else None


def _level(raw: object) -> int | None:
    whole = _whole(raw)
    return whole if whole in (1, 2, 3, 4) else None


def _money(raw: object) -> float | int | None:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw if isfinite(raw) and 0 <= raw < 1e13 else None


def _class(raw: object) -> HazardClass | None:
    return HazardClass(raw) if isinstance(raw, str) and raw in tuple(HazardClass) else None


def _flag(raw: object) -> bool | None:
    return raw if isinstance(raw, bool) else None


def _shape(raw: object) -> Mapping[str, object] | None:
    """A GeoJSON geometry in degrees: its type and coordinates, and nothing else that somebody put beside them."""
    if not isinstance(raw, Mapping) or isinstance(read_mapping(raw), Refusal):
        return None
    return {"type": raw["type"], "coordinates": raw["coordinates"]}


_READ: Mapping[Kind, Callable[[object], FieldValue]] = {
    Kind.TEXT: _text,
    Kind.PHOTOS: _ids,
    Kind.PEOPLE: _people,
    Kind.PERSON: _person,
    Kind.WHEN: _when,
    Kind.FLAG: _flag,
    Kind.WHOLE: _whole,
    Kind.MONEY: _money,
    Kind.HAZARD_CLASS: _class,
    Kind.LEVEL: _level,
    Kind.SHAPE: _shape,
}


def read_fields(fields: tuple[Field, ...], raw: Mapping[str, object]) -> dict[str, FieldValue] | Refusal:
    """Read the known fields from plain values; empty ones are left out, unknown ones are dropped."""
    found: dict[str, FieldValue] = {}
    for field in fields:
        value = raw.get(field.name)
        if value is None or value in ("", (), []):
            continue
        read = _READ[field.kind](value)
        if read is None:
            return Refusal("FIELD_BAD", (("field", field.name), ("kind", field.kind.value)))
        if read not in ("", ()):
            found[field.name] = read
    return found


def missing(fields: tuple[Field, ...], given: Mapping[str, FieldValue], *, major: bool) -> Refusal | None:
    """The refusal for the first required field that is absent."""
    for field in fields:
        needed = field.required and (not field.only or major)
        if needed and field.name not in given:
            params = (("field", field.name),) if field.missing == "FIELD_MISSING" else ()
            return Refusal(field.missing, params)
    return None
