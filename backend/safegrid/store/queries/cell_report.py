"""Figures per cell of a period from the database, by the ground of its end or by today's."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.utils import timezone

from safegrid.domain.boundary_ground import Ground
from safegrid.domain.cell_report import INDEX, Counted, GroundOf, Line, by_community, lines
from safegrid.domain.counts import UNOWNED
from safegrid.domain.drawn import SETTLED
from safegrid.domain.hazard_types import State
from safegrid.domain.hierarchy import TOWNSHIP
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_cells
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryVersion

from .past_ground import version_at
from .plan_places import copied
from .plans import ground_of, newest_version

STATES = [state.value for state in State]
CAME_IN, MAJOR = 1, 2
"""Bits of `report_hazards.sql`."""


@dataclass(frozen=True)
class Wanted:
    """Period [since, until), the ground to count by, and the level of the cells (2-4)."""

    since: datetime
    until: datetime
    ground: GroundOf
    level: int


@dataclass(frozen=True)
class Named:
    """A line with what the cell is called on the ground that was counted by. `above`: county and township."""

    line: Line
    code: str
    name: str
    above: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """`version`: the boundaries that were counted by; None before the first."""

    version: BoundaryVersion | None
    lines: tuple[Named, ...]


def report(scope: Scope, wanted: Wanted) -> Report:
    """Figures of the cells in sight, of objects in sight, in the order of the codes. Five queries.

    Unowned ground comes last, for who sees the whole city.
    """
    end = min(wanted.until, timezone.now())
    version = newest_version() if wanted.ground == "now" else version_at(end)
    ground = ground_of(version) if version else Ground({})
    figures = by_community(ground, _counted(scope, wanted, end))
    paths = {c.id: [a.id for a in tree().path(c.id)] for c in tree().cells.values() if c.level == TOWNSHIP}
    named = [_named(ground, line) for line in lines(ground, figures, paths, wanted.level)]
    seen = [each for each in named if _in_sight(scope, ground, each.line)]
    return Report(version, tuple(sorted(seen, key=lambda each: (each.line.cell == UNOWNED, each.code))))


def _counted(scope: Scope, wanted: Wanted, end: datetime) -> list[Counted]:
    cells = None if scope.cells is None else sorted(scope.cells)
    asked = {"cells": cells, "since": wanted.since, "until": end}
    units = copied("report_units", asked).places
    points = copied("report_points", asked).places
    hazards = copied("report_hazards", asked | {"states": STATES, "settled": sorted(SETTLED)})
    levels = np.array([INDEX[f"b{level}"] for level in range(5)])
    places, bits = hazards.places, hazards.base
    true = (bits & CAME_IN > 0) & (places.level != STATES.index(State.REJECTED))
    major = true & (bits & MAJOR > 0)
    return [
        Counted(units.lon, units.lat, np.full(len(units), INDEX["units"])),
        Counted(points.lon, points.lat, levels[points.level]),
        Counted(places.lon, places.lat, places.level + INDEX[STATES[0]]),
        Counted(places.lon[true], places.lat[true], np.full(int(true.sum()), INDEX["found"])),
        Counted(places.lon[major], places.lat[major], np.full(int(major.sum()), INDEX["found_major"])),
    ]


def _named(ground: Ground, line: Line) -> Named:
    community = ground.cells.get(line.cell)
    if community:
        above = tuple(cell.name for cell in tree().path(community.parent)[1:])
        return Named(line, community.code, community.name, above)
    path = tree().path(line.cell)
    return (
        Named(line, path[-1].code, path[-1].name, tuple(c.name for c in path[1:-1]))
        if path
        else _nobody(line)
    )


def _nobody(line: Line) -> Named:
    return Named(line, "", "", ())


def _in_sight(scope: Scope, ground: Ground, line: Line) -> bool:
    """Cells in sight; one that is no more, if all of the cell that it lay in is in sight."""
    if scope.cells is None:
        return line.cell != UNOWNED or any(line.figures)
    seen = visible_cells(scope)
    community = ground.cells.get(line.cell)
    gone = line.cell not in tree().cells
    return line.cell in seen or (gone and community is not None and community.parent in seen)
