"""`HazardFacts` to plain JSON values and back, for storage. Fields that are not there yet take their default."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from .hazard_types import Extension, Handover, HazardClass, HazardFacts, Listing, State, Suspension, Who
from .role_types import Role

_TIMES = frozenset(f.name for f in fields(HazardFacts) if f.name.endswith("_at")) | {
    "deadline",
    "overdue_told",
}


def to_plain(hazard: HazardFacts) -> dict[str, Any]:
    """Texts, numbers, lists and None only; moments as ISO 8601."""
    plain = _plain(asdict(hazard))
    assert isinstance(plain, dict)
    return plain


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, State | HazardClass | Role):
        return value.value
    return value


def from_plain(data: Mapping[str, Any]) -> HazardFacts:
    """Read what `to_plain` wrote."""
    known = {f.name for f in fields(HazardFacts)}
    return HazardFacts(**{name: _read(name, value) for name, value in data.items() if name in known})


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - one function for fields of every type
    if value is None:
        return None
    reader = _READERS.get(name)
    if reader is not None:
        return reader(value)
    return tuple(value) if isinstance(value, list) else value


def _part(kind: type[Any]) -> Callable[[Mapping[str, Any]], Any]:
    def read(value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the kind decides
        times = {key: datetime.fromisoformat(value[key]) for key in ("at", "deadline") if key in value}
        return kind(**{**value, **times, "by": _who(value["by"])})

    return read


def _who(value: Mapping[str, Any]) -> Who:
    return Who(value["person_id"], Role(value["role"]), value["level"], value["department"])


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "state": State,
    "claimed": HazardClass,
    "found": HazardClass,
    **dict.fromkeys(_TIMES, datetime.fromisoformat),
    **dict.fromkeys(("reported_by", "classed_by", "ordered_by"), _who),
    "listing": _part(Listing),
    "suspension": _part(Suspension),
    "extension": _part(Extension),
    "handover": _part(Handover),
}
