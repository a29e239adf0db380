"""Marks and counts of a filter: what the map draws instead of its tiles, and what the legend says then."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, Q

from safegrid.domain import counts
from safegrid.domain.drawn import HazardDrawn
from safegrid.domain.filters import Filter
from safegrid.domain.scope import Scope

from . import filters, lists
from .drawn import X, Y
from .filters import main_place
from .lists import Entity, Order

CAP = 50_000
"""Marks that are drawn; the worst are taken first, and the screen says that there are more."""
Row = list[Any]
_COLUMNS: Mapping[Entity, tuple[str, ...]] = {
    "points": ("id", "lon", "lat", "live", "base", "firm", "version"),
    "units": ("id", "lon", "lat", "live", "supervision", "stopped", "version", "name"),
    "hazards": ("id",),
}


def marks(entity: Entity, scope: Scope, wanted: Filter) -> tuple[list[Row], bool]:
    """Marks as short rows, and whether some are left out. One query.

    points: id, lon, lat, live, base, firm, version; units: id, lon, lat, live, supervision, stopped, version, name;
    hazards: id, because a screen holds every open hazard in sight.
    """
    found = lists.chosen(entity, scope, wanted).order_by(*lists.by(entity, Order()))
    if entity == "points":
        found = found.annotate(lon=X("owner_point"), lat=Y("owner_point"))
    if entity == "units":
        found = found.annotate(lon=main_place(X("geom")), lat=main_place(Y("geom"))).filter(lon__isnull=False)
    rows = [list(row) for row in found.values_list(*_COLUMNS[entity])[: CAP + 1]]
    return rows[:CAP], len(rows) > CAP


def tally(scope: Scope, wanted: Filter) -> dict[str, int]:
    """The counts of what is wanted, named as a community's counts are (`counts.COLUMNS`). Four queries."""
    total = dict.fromkeys(counts.COLUMNS, 0)
    found = lists.chosen("points", scope, wanted).order_by().values("firm", "base")
    for row in found.annotate(n=Count("pk"), claims=Count("pk", filter=~Q(live=F("firm")))):
        total[f"p{row['firm']}"] += row["n"]
        total[f"b{row['base']}"] += row["n"]
        total["provisional"] += row["claims"]
    units = lists.chosen("units", scope, wanted).order_by().values("live", "listing", "listing_overdue")
    for row in units.annotate(n=Count("pk")):
        total[f"u{row['live']}"] += row["n"]
        if row["listing"]:
            total["listed_overdue" if row["listing_overdue"] else "listed"] += row["n"]
    total["survey_overdue"] = filters.surveys_overdue(scope, wanted)
    _count_hazards(scope, wanted, total)
    return total


def _count_hazards(scope: Scope, wanted: Filter, total: dict[str, int]) -> None:
    kinds = ("state", "major", "self_found", "overdue", "listing", "listing_overdue", "suspended")
    found = lists.chosen("hazards", scope, wanted).order_by().values(*kinds)
    for row in found.annotate(n=Count("pk")):
        n = row.pop("n")
        for column in counts.of(_like(row)).get(counts.UNOWNED, {}):
            total[column] += n


def _like(kind: Mapping[str, Any]) -> HazardDrawn:
    """Any hazard of a kind: counting asks for nothing else."""
    return HazardDrawn(
        id=0, v=0, cell=counts.UNOWNED, touched=(), unit=0, industry="", point=0, lon=0, lat=0, number="", title="",
        since="", **kind,
    )  # fmt: skip
