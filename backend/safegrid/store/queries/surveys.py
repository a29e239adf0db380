"""How the 四查 of cells stands: the clock of each cell on a day, and the surveys that were recorded."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.gis.geos import Point
from django.db.models import QuerySet

from safegrid.domain import surveys as rules
from safegrid.domain.hierarchy import COMMUNITY, Cell
from safegrid.domain.ownership import metres_to
from safegrid.domain.pack_model import RulePack
from safegrid.domain.presence import Fix
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.among import among
from safegrid.store.celltree import tree
from safegrid.store.models import CellBoundary, Survey, SurveyClock

from .plans import shape_of

SHOWN = 20


@dataclass(frozen=True)
class CellClock:
    """A cell's clock on a day. `latest`: its latest survey, with the person."""

    cell: Cell
    cadence: str
    clock: rules.Clock
    latest: Survey | None


def clocks_of(cells: Iterable[int], day: date) -> list[CellClock]:
    """Clocks of cells of today's tree, in the order asked for. One query."""
    known = [cell for cell in map(tree().cells.get, cells) if cell is not None]
    rows = SurveyClock.objects.filter(among("cell_id", [cell.id for cell in known]))
    held = {row.cell_id: row for row in rows.select_related("latest__person")}
    pack = packs.current()
    return [_clock(cell, held.get(cell.id), day, pack) for cell in known]


def overdue_communities(day: date, among_: Collection[int] | None = None) -> dict[int, int]:
    """Communities (all, or some) whose survey is overdue on a day in China, each 1. One query."""
    pack = packs.current()
    cadence, cells = pack.cadence[COMMUNITY], tree().cells
    wanted = SurveyClock.objects.filter(cell__level=COMMUNITY)
    wanted = wanted if among_ is None else wanted.filter(among("cell_id", among_))
    rows = list(wanted.values_list("cell_id", "begins", "latest__day"))
    known: dict[tuple[date, date | None], bool] = {}
    for key in {row[1:] for row in rows}:
        known[key] = rules.clock(cadence, *key, day, pack.calendar).state is rules.State.OVERDUE
    return {cell: 1 for cell, *key in rows if cell in cells and known[key[0], key[1]]}


def cells_to_survey(viewer: Viewer) -> list[int]:
    """Cells that the viewer surveys: those of the duties themselves, not what lies below them."""
    return list(dict.fromkeys(d.cell for d in viewer.duties if _surveys(d.role, d.industry) and d.cell))


def surveys_in_sight(viewer: Viewer) -> QuerySet[Survey]:
    """Surveys of cells whose panel the viewer may open, and one's own."""
    rows = Survey.objects.select_related("person", "cell")
    cells = visible_cells(viewer.scope)
    own = rows.filter(person_id=viewer.person) if viewer.person else rows.none()
    return rows if viewer.scope.cells is None else rows.filter(among("cell_id", cells)) | own


def latest_surveys(cell: int) -> list[Survey]:
    """The last surveys of a cell, newest first. One query."""
    rows = Survey.objects.filter(cell_id=cell).select_related("person")
    return list(rows.order_by("-day", "-pk")[:SHOWN])


def metres_from_cell(cell: int, fix: Fix, at: datetime) -> float | None:
    """How far a place was from a cell's ground at a moment, in metres; None if the cell had none. One query."""
    ground = CellBoundary.objects.filter(cell=cell, valid_during__contains=at).first()
    if ground is None:
        return None
    inside = ground.geom.intersects(Point(fix.lon, fix.lat, srid=4326))
    return 0.0 if inside else metres_to(fix.lon, fix.lat, shape_of(ground.geom))


def _surveys(role: str, industry: str) -> bool:
    return role in rules.SURVEYORS and not industry


def _clock(cell: Cell, row: SurveyClock | None, day: date, pack: RulePack) -> CellClock:
    begins = row.begins if row else rules.begins_after(day)
    latest = row.latest if row else None
    cadence = pack.cadence[cell.level]
    found = rules.clock(cadence, begins, latest.day if latest else None, day, pack.calendar)
    return CellClock(cell, cadence, found, latest)
