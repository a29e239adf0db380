"""A filter as a query string and back: short names that stay, so that a kept link opens what it showed.

| name | field | name | field |
|---|---|---|---|
| `lv` `bs` | live, base levels | `hs` `hc` `hr` | hazard states, class, sources |
| `in` `dm` `ut` | industries, domains, unit types | `ov` `ls` | overdue, listed |
| `dp` `af` `dc` `gr` `ky` | department, affiliation, class, grade, key | `fr` `to` | since, until |
| `ul` | unit listed | `sv` | survey of the community |
| `cl` | cell | `bb` `pg` `bf` | box, polygon, ring (buffer) |
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from . import areas
from .filters import Filter
from .hazard_types import State
from .industry import SECTIONS
from .refusals import Refusal
from .sectors import Sector
from .terms_hazard import SOURCES
from .terms_unit import AFFILIATIONS, DANGER_CLASSES, UNIT_TYPES

LONGEST = 20_000
MOST_VALUES = 100
BIGGEST = 2**31
LEVELS = frozenset("01234")
DIVISIONS = frozenset(f"{n:02d}" for _, low, high in SECTIONS for n in range(low, high + 1))
SETS: Mapping[str, tuple[str, frozenset[str] | None]] = {
    "lv": ("live", LEVELS),
    "bs": ("base", LEVELS),
    "in": ("industries", frozenset(letter for letter, _, _ in SECTIONS) | DIVISIONS),
    "dm": ("sectors", frozenset(Sector)),
    "ut": ("types", frozenset(UNIT_TYPES)),
    "dp": ("departments", None),
    "af": ("affiliations", frozenset(AFFILIATIONS)),
    "dc": ("classes", frozenset(DANGER_CLASSES) - {""}),
    "gr": ("grades", LEVELS),
    "hs": ("states", frozenset(State)),
    "hr": ("sources", frozenset(SOURCES)),
}
CHOICES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "hc": ("severity", {"major": "major", "general": "general"}),
    "ky": ("key", {"1": True}),
    "ov": ("overdue", {"1": 1, "2": 2}),
    "ls": ("listed", {"1": 1, "2": 2}),
    "ul": ("unit_listed", {"1": 1, "2": 2}),
    "sv": ("survey", {"1": 1}),
}
NUMBERS = frozenset({"live", "base", "departments", "grades"})
AREAS: Mapping[str, Callable[[str], areas.Area | None]] = {
    "bb": areas.box,
    "pg": areas.polygon,
    "bf": areas.ring,
}
_AREA_NAMES = {areas.BoxArea: "bb", areas.PolygonArea: "pg", areas.RingArea: "bf"}
NAMES = (*SETS, *CHOICES, "fr", "to", "cl", *AREAS)
"""Every name that belongs to a filter; whatever else is in an address is not its business."""


def read_filter(query: Mapping[str, str]) -> Filter | Refusal:
    """Read the names of a query; FILTER_BAD with the first that cannot be understood."""
    found: dict[str, Any] = {}
    for name in NAMES:
        text = query.get(name, "")
        if not text:
            continue
        field, value = _read(name, text) if len(text) <= LONGEST else ("", None)
        if value is None or field in found:
            return Refusal("FILTER_BAD", (("name", name),))
        found[field] = value
    if "since" in found and "until" in found and found["since"] > found["until"]:
        return Refusal("FILTER_BAD", (("name", "to"),))
    return Filter(**found)


def write_filter(wanted: Filter) -> str:
    """Write a filter as `read_filter` takes it; equal filters give equal texts."""
    parts: dict[str, str] = {}
    for name, (field, _) in SETS.items():
        values = getattr(wanted, field)
        parts[name] = ",".join(map(str, sorted(values)))
    parts["hc"] = wanted.severity
    parts["ky"] = "1" if wanted.key else ""
    parts["ov"] = str(wanted.overdue or "")
    for name, field in (("ls", "listed"), ("ul", "unit_listed"), ("sv", "survey")):
        parts[name] = str(getattr(wanted, field) or "")
    parts["fr"] = wanted.since.isoformat() if wanted.since else ""
    parts["to"] = wanted.until.isoformat() if wanted.until else ""
    parts["cl"] = "" if wanted.cell is None else str(wanted.cell)
    if wanted.area is not None:
        parts[_AREA_NAMES[type(wanted.area)]] = areas.written(wanted.area)
    return urlencode({k: v for k, v in parts.items() if v}, quote_via=quote, safe=",;")


def _read(name: str, text: str) -> tuple[str, object | None]:
    if name in SETS:
        field, allowed = SETS[name]
        return field, _set(text, allowed, numbers=field in NUMBERS)
    if name in AREAS:
        return "area", AREAS[name](text)
    if name in CHOICES:
        field, choices = CHOICES[name]
        return field, choices.get(text)
    return ("cell", _whole(text)) if name == "cl" else ("since" if name == "fr" else "until", _day(text))


def _set(text: str, allowed: frozenset[str] | None, *, numbers: bool) -> frozenset[object] | None:
    parts = text.split(",")
    if len(parts) > MOST_VALUES or (allowed is not None and not allowed.issuperset(parts)):
        return None
    if not numbers:
        return frozenset(parts)
    read = [_whole(part) for part in parts]
    return None if None in read else frozenset(read)


def _whole(text: str) -> int | None:
    known = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if known and int(text) < BIGGEST else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1949 <= day.year <= 2199 and len(text) == 10 else None
