"""Everything that an inspector's phone needs of the ground that is theirs, and nothing of anybody else's."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Max

from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer, visible_hazards, visible_points, visible_units
from safegrid.store.among import among
from safegrid.store.models import (
    CellBoundary,
    Checklist,
    ControlMeasure,
    Enterprise,
    EventLog,
    Hazard,
    Inspection,
    Outbox,
    RiskPoint,
    Site,
    Survey,
    Visit,
)
from safegrid.store.models.hazards import SETTLED

from .rounds import beat_of
from .takeovers import takeovers_for

MOST_UNITS = 800
MOST_POINTS = 6_000
MOST_HAZARDS = 500
OF_POINT = ("version", "unit_id", "cell_id", "name", "owner_point", "base", "live", "category")


@dataclass(frozen=True)
class Ground:
    """What a pack is about: the viewer's sight, narrowed to the communities that the viewer walks or answers for."""

    scope: Scope
    cells: frozenset[int]


def ground_of(viewer: Viewer) -> Ground | None:
    """The ground of the viewer's duties as inspector or officer; None for who has none."""
    cells = beat_of(viewer).cells
    if not cells or not viewer.person:
        return None
    narrow = replace(viewer.scope, cells=cells, units=frozenset(), industries=frozenset())
    return Ground(narrow, cells)


def count_units(ground: Ground) -> int:
    """Number of units in sight on the ground. One query."""
    return visible_units(ground.scope).count()


def count_points(ground: Ground) -> int:
    """Number of risk points in sight on the ground. One query."""
    return visible_points(ground.scope).count()


def units(ground: Ground) -> list[tuple[Enterprise, list[Site]]]:
    """Units in sight with their sites, the one first where they are drawn, in the order of their ids. Two queries."""
    rows = list(visible_units(ground.scope).order_by("pk"))
    of_unit: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.filter(among("unit_id", [unit.pk for unit in rows])).order_by("-main", "pk"):
        of_unit[site.unit_id].append(site)
    return [(unit, of_unit[unit.pk]) for unit in rows]


def points(ground: Ground) -> list[RiskPoint]:
    """Active points in sight, in the order of their ids. One query."""
    return list(visible_points(ground.scope).only(*OF_POINT).order_by("pk"))


def measures(points: Collection[int]) -> dict[int, list[ControlMeasure]]:
    """Measures by their points. One query."""
    found: dict[int, list[ControlMeasure]] = defaultdict(list)
    for measure in ControlMeasure.objects.filter(among("point_id", points)).order_by("pk"):
        found[measure.point_id].append(measure)
    return found


def open_hazards(ground: Ground) -> list[Hazard]:
    """Open hazards on the ground, the latest first. One query."""
    rows = visible_hazards(ground.scope).exclude(state__in=SETTLED).select_related("unit", "point")
    return list(rows.order_by("-pk")[:MOST_HAZARDS])


def outlines(ground: Ground) -> dict[int, CellBoundary]:
    """Outlines in force by their communities. One query."""
    rows = CellBoundary.objects.filter(among("cell_id", ground.cells), valid_during__endswith=None)
    return {row.cell_id: row for row in rows}


def position(viewer: Viewer) -> str:
    """Names what the server knew: the log's position, and what changes packs without an event. Six queries."""
    tips = (
        EventLog.objects.aggregate(tip=Max("seq"))["tip"],
        Outbox.objects.aggregate(tip=Max("pk"))["tip"],
        Checklist.objects.aggregate(tip=Max("pk"))["tip"],
        Inspection.objects.aggregate(tip=Max("pk"))["tip"],
        Survey.objects.aggregate(tip=Max("pk"))["tip"],
        Visit.objects.filter(round__person=viewer.person).aggregate(tip=Max("settled_at"))["tip"],
        takeovers_for(viewer).order_by().aggregate(tip=Max("accepted_at"))["tip"],
    )
    return "/".join(str(tip or 0) for tip in tips)
