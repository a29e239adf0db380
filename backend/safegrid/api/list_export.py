"""Rows of a list as the values of an exported table, with their words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from safegrid.domain.sheets import Value
from safegrid.domain.terms import GROUPS
from safegrid.domain.times import china_day
from safegrid.store.queries.lists import Entity

from .list_rows import place_of

Lang = Literal["zh", "en"]
Plain = Mapping[str, Any]
Say = Callable[[str, Any], str]

PLACE = ("county", "township", "community")
COLUMNS: Mapping[Entity, tuple[str, ...]] = {
    "hazards": (
        "number", "title", "class", "state", "overdue", "deadline", "listing", "unit", "affiliation", "industry4",
        *PLACE, "address", "point", "category", "source", "reported_at", "lon", "lat",
    ),
    "units": (
        "name", "uscc", "live", "base", "type", "affiliation", "industry4", "danger_class", "grade", "key",
        "listing", "listing_deadline", "open", "late", *PLACE, "address", "principal", "lon", "lat",
    ),
    "points": (
        "name", "live", "base", "category", "unit", "affiliation", "manager", "open", "late", *PLACE, "lon", "lat",
    ),
}  # fmt: skip


def heading(entity: Entity, lang: Lang) -> list[str]:
    return [_word(lang, "column", name) for name in COLUMNS[entity]]


def values(entity: Entity, row: Plain, now: datetime, lang: Lang) -> list[Value]:
    """One row in the order of `COLUMNS`. Levels, states and the like are words."""

    def say(group: str, code: object) -> str:
        return _word(lang, group, code)

    known = _READ[entity](row, now, say)
    place = [*place_of(row["cell_id"]), "", "", ""]
    known |= dict(zip(PLACE, place, strict=False)) | {"lon": row["lon"], "lat": row["lat"]}
    return [known[name] for name in COLUMNS[entity]]


def _word(lang: Lang, group: str, code: object) -> str:
    """A code that nobody gave words to (a source is free text) goes out as it is: a file must not end half way."""
    found = GROUPS[group].get(str(code))
    if found is None:
        return str(code)
    return found.zh if lang == "zh" else found.en


def _hazard(row: Plain, now: datetime, say: Say) -> dict[str, Value]:
    late = (china_day(now) - china_day(row["deadline"])).days if row["overdue"] and row["deadline"] else None
    return {
        "number": row["number"],
        "title": row["title"],
        "class": say("hazard_class", "major" if row["major"] else "general"),
        "state": say("hazard_state", row["state"]),
        "overdue": max(1, late) if late is not None else None,
        "deadline": row["deadline"],
        "listing": say("cell_level", row["listing"]) if row["listing"] else "",
        "unit": row["unit__name"],
        "affiliation": say("affiliation", row["unit__affiliation"]) if row["unit__affiliation"] else "",
        "industry4": row["unit__industry4"],
        "address": row["unit__address"],
        "point": row["point__name"],
        "category": say("hazard_category", row["category"]),
        "source": say("hazard_source", row["source"]),
        "reported_at": row["reported_at"],
    }


def _unit(row: Plain, _: datetime, say: Say) -> dict[str, Value]:
    return {
        **{name: row[name] for name in ("name", "uscc", "industry4", "address", "principal", "open")},
        "live": say("level", row["live"]),
        "base": say("level", row["supervision"]),
        "type": say("unit_type", row["unit_type"]),
        "affiliation": say("affiliation", row["affiliation"]),
        "danger_class": say("danger_class", row["danger_class"]),
        "grade": say("annual_grade", row["annual_grade"]),
        "key": say("answer", "yes" if row["key_unit"] else "no"),
        "listing": say("cell_level", row["listing"]) if row["listing"] else "",
        "listing_deadline": row["listing_deadline"],
        "late": row["overdue"],
    }


def _point(row: Plain, _: datetime, say: Say) -> dict[str, Value]:
    return {
        "name": row["name"],
        "live": say("level", row["live"]),
        "base": say("level", row["base"]),
        "category": say("point_category", row["category"]),
        "unit": row["unit__name"] or row["responsible"],
        "affiliation": say("affiliation", row["unit__affiliation"]) if row["unit__affiliation"] else "",
        "manager": row["manager"],
        "open": row["open"],
        "late": row["overdue"],
    }


_READ: Mapping[Entity, Callable[[Plain, datetime, Say], dict[str, Value]]] = {
    "hazards": _hazard,
    "units": _unit,
    "points": _point,
}
