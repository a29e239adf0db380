"""Rows of the lists as they are answered and exported."""

from collections.abc import Callable, Mapping
from typing import Any

from safegrid.store.celltree import tree
from safegrid.store.queries.lists import Entity

from .schemas.lists import HazardRow, PointRow, UnitRow

Plain = dict[str, Any]


def place_of(cell: int | None) -> list[str]:
    """County, township and community; empty on unowned ground."""
    return [found.name for found in tree().path(cell or 0)[1:]]


def _common(row: Plain) -> Plain:
    return {"id": row["id"], "lon": row["lon"], "lat": row["lat"], "place": place_of(row["cell_id"])}


def _point(row: Plain) -> PointRow:
    same = ("name", "live", "base", "category", "control_level", "manager", "open", "overdue")
    return PointRow(
        **_common(row),
        **{name: row[name] for name in same},
        provisional=row["live"] != row["firm"],
        unit=row["unit_id"],
        unit_name=row["unit__name"] or row["responsible"],
    )


def _unit(row: Plain) -> UnitRow:
    same = (
        "name", "live", "industry", "affiliation", "danger_class", "major_hazard", "address", "principal", "listing",
        "listing_deadline", "listing_overdue",
    )  # fmt: skip
    return UnitRow(
        **_common(row),
        **{name: row[name] for name in (*same, "stopped", "open", "overdue")},
        uscc=row["uscc"] or "",
        base=row["supervision"],
        type=row["unit_type"],
        grade=row["annual_grade"],
        key=row["key_unit"],
    )


def _hazard(row: Plain) -> HazardRow:
    same = (
        "number", "title", "category", "major", "state", "overdue", "deadline", "listing", "listing_overdue",
        "suspended", "source", "reported_at",
    )  # fmt: skip
    return HazardRow(
        **_common(row),
        **{name: row[name] for name in same},
        point=row["point_id"],
        point_name=row["point__name"] or "",
        unit=row["unit_id"],
        unit_name=row["unit__name"] or "",
        affiliation=row["unit__affiliation"] or "",
    )


AS_ROW: Mapping[Entity, Callable[[Plain], PointRow | UnitRow | HazardRow]] = {
    "points": _point,
    "units": _unit,
    "hazards": _hazard,
}
