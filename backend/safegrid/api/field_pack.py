"""Making a field pack: rows of the viewer's own ground to what a phone keeps."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from safegrid.domain.checklists import MEASURES, Checklist
from safegrid.domain.hazards import available, from_plain
from safegrid.domain.packs import RulePack
from safegrid.domain.roles import Permission, Verb, best
from safegrid.domain.terms import GROUPS
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.drawn import hazard_drawn
from safegrid.store.models import CellBoundary, ControlMeasure, Enterprise, Hazard, RiskPoint, Site
from safegrid.store.queries import checklists as lists
from safegrid.store.queries import field_pack as read
from safegrid.store.queries.rounds import last_visits
from safegrid.store.queries.tiles import latest_boundary
from safegrid.store.queries.units import place_of

from .checklist_items import list_out
from .errors import Refused
from .hazard_panel import command_out, row
from .schemas.field_pack import (
    FieldPack,
    PackCell,
    PackDeadline,
    PackHazard,
    PackMeasure,
    PackPoint,
    PackUnit,
    PackViewer,
)
from .schemas.plan_publish import TakeoverOut
from .schemas.session import DutyHeld
from .schemas.surveys import SurveyClockOut
from .visit_rows import day_of

LIFE = timedelta(hours=72)
"""So long a phone may work with what it was told; then it has to ask again."""
AT_ONCE = (Verb.ORDER_GENERAL, Verb.FIX_ON_SPOT)
"""What may be done with a hazard while one still stands before it."""


def expires(viewer: Viewer, now: datetime) -> datetime:
    """When a pack ends: with its life, or with the first change of the viewer's duties."""
    change = viewer.scope.valid_until
    return min(now + LIFE, change) if change else now + LIFE


@dataclass(frozen=True)
class Beside:
    """What other routes say of the viewer's work."""

    duties: list[DutyHeld]
    takeovers: list[TakeoverOut]
    clocks: list[SurveyClockOut]


def make(viewer: Viewer, ground: read.Ground, beside: Beside) -> FieldPack:
    """Compose a pack. Refusal: PACK_TOO_BIG."""
    now, pack = timezone.now(), packs.current()
    _check_size(ground)
    units, points = read.units(ground), read.points(ground)
    rows = [unit for unit, _ in units]
    last = last_visits([unit.pk for unit in rows])
    of_units = lists.of_units(rows, timezone.localdate())
    measures = read.measures([point.pk for point in points])
    measured = {point.unit_id for point in points if measures.get(point.pk)}
    outlines = read.outlines(ground)
    # Its parts are ours: to check thousands of them once more costs more than to read them.
    return FieldPack.model_construct(
        made_at=now,
        expires_at=expires(viewer, now),
        day=timezone.localdate(),
        boundary=latest_boundary(),
        viewer=_viewer(viewer, beside.duties),
        cells=[_cell(cell, outlines[cell]) for cell in sorted(ground.cells) if cell in outlines],
        units=[
            _unit(unit, sites, last.get(unit.pk), _allowed(viewer, unit, sites, pack))
            for unit, sites in units
        ],
        points=[_point(point, measures.get(point.pk, ())) for point in points],
        visits=day_of(viewer),
        checklists=[list_out(one) for one in _distinct(of_units.values())],
        checklists_of={pk: _codes(found, has_measures=pk in measured) for pk, found in of_units.items()},
        hazards=[h for hazard in read.open_hazards(ground) if (h := _hazard(hazard, viewer, pack, now))],
        takeovers=beside.takeovers,
        clocks=beside.clocks,
        presence_metres=pack.hazard.presence_metres,
        deadline=PackDeadline(usual=pack.hazard.general_default_days, most=pack.hazard.general_max_days),
        categories=list(GROUPS["point_category"]),
    )


def _check_size(ground: read.Ground) -> None:
    units = read.count_units(ground)
    if units > read.MOST_UNITS or read.count_points(ground) > read.MOST_POINTS:
        raise Refused("PACK_TOO_BIG", units=units, most=read.MOST_UNITS)


def _viewer(viewer: Viewer, duties: list[DutyHeld]) -> PackViewer:
    return PackViewer(
        key=viewer.key, id=viewer.person, name=viewer.name, version=viewer.version, duties=duties
    )


def _cell(cell: int, outline: CellBoundary) -> PackCell:
    about = tree().cells[cell]
    return PackCell(id=cell, name=about.name, code=about.code, shape=json.loads(outline.geom.geojson))


def _allowed(
    viewer: Viewer, unit: Enterprise, sites: list[Site], pack: RulePack
) -> Mapping[Permission, list[str]]:
    """What the viewer may do at once with a hazard found at the unit, and what only propose."""
    actor = viewer.actor_over(place_of(unit, sites))
    found: dict[Permission, list[str]] = defaultdict(list)
    for verb in AT_ONCE:
        found[best(actor, verb, pack.duty_levels)].append(verb.value)
    return found


def _unit(
    unit: Enterprise, sites: list[Site], last: datetime | None, allowed: Mapping[Permission, list[str]]
) -> PackUnit:
    site = sites[0] if sites else None
    return PackUnit.model_construct(
        id=unit.pk,
        v=unit.version,
        name=unit.name,
        address=unit.address,
        cell=(site.cell_id or 0) if site else 0,
        lon=site.geom.x if site else None,
        lat=site.geom.y if site else None,
        type=unit.unit_type,
        industry4=unit.industry4,
        danger_class=unit.danger_class,
        supervision=unit.supervision,
        live=unit.live,
        key=unit.key_unit,
        stopped=unit.stopped,
        inspected_at=last,
        may=allowed.get(Permission.YES, []),
        proposes=allowed.get(Permission.EVIDENCE, []),
    )


def _point(point: RiskPoint, measures: Iterable[ControlMeasure]) -> PackPoint:
    return PackPoint.model_construct(
        id=point.pk,
        v=point.version,
        unit=point.unit_id,
        cell=point.cell_id or 0,
        name=point.name,
        lon=point.owner_point.x,
        lat=point.owner_point.y,
        base=point.base,
        live=point.live,
        category=point.category,
        measures=[
            PackMeasure.model_construct(id=m.pk, kind=m.kind, text=m.text, check=m.check_items)
            for m in measures
        ],
    )


def _hazard(hazard: Hazard, viewer: Viewer, pack: RulePack, now: datetime) -> PackHazard | None:
    """A hazard that waits for the viewer; None where there is nothing that the viewer could do about it."""
    commands = available(from_plain(hazard.facts), viewer.actor_over(hazard_drawn(hazard)), pack, now)
    if not commands:
        return None
    return PackHazard(
        **row(hazard).model_dump(),
        category=hazard.category,
        text=hazard.text,
        commands=[command_out(command) for command in commands],
    )


def _distinct(of_units: Iterable[list[Checklist]]) -> list[Checklist]:
    found = {one.code: one for lists_ in of_units for one in lists_}
    return [found[code] for code in sorted(found, key=lambda code: (code != "common", code))]


def _codes(found: list[Checklist], *, has_measures: bool) -> list[str]:
    codes = [one.code for one in found]
    return [*codes, MEASURES] if has_measures else codes
