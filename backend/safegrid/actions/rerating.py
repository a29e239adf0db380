"""Rating many points and units again by another pack: read, judged and written a few thousand at a time.

The levels are those that `levels.rate` gives each by itself (tested); here the facts of all are read in six queries.
Callers hold the boundaries and the units' locks.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from safegrid.domain import rating
from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import Box
from safegrid.domain.packs import RulePack
from safegrid.domain.points import PointLevel, point_level
from safegrid.domain.units import unit_level
from safegrid.store import sql
from safegrid.store.drawn import place_box, unit_drawn
from safegrid.store.models import Enterprise

from . import level_facts
from .levels import plain_reasons
from .moved import Moved


@dataclass(frozen=True, slots=True)
class Point:
    """A locked risk point. `inputs`: of its method; `reasons`: as stored."""

    pk: int
    unit: int
    method: str
    inputs: Mapping[str, float]
    inherent: int
    direct: int
    residual: int
    residual_until: datetime | None
    reasons: list[dict[str, object]]
    box: Box
    drawn: PointDrawn


def points(
    ids: Iterable[int], units: Mapping[int, Enterprise], pack: RulePack, now: datetime, to: Moved
) -> None:
    """Rate active points by a pack; `to` takes those that look or are explained otherwise now."""
    rows = [_assessed(row, units.get(row.unit), pack) for row in _locked(ids)]
    rated = [point_level(facts, pack) for facts in level_facts.of_points(rows, now)]
    reasons = [plain_reasons(level.reasons) for level in rated]
    changed = [_differs(row, level, why) for row, level, why in zip(rows, rated, reasons, strict=True)]
    _write(rows, rated, reasons, changed, pack)
    for row, level, other in zip(rows, rated, changed, strict=True):
        if other:
            base, live, firm = int(level.base), int(level.live), int(level.firm)
            after = replace(row.drawn, v=row.drawn.v + 1, base=base, live=live, firm=firm)
            to.add(row.drawn, after, row.box)


def units(rows: Sequence[Enterprise], pack: RulePack, now: datetime, to: Moved) -> None:
    """Rate locked units, with their sites at hand, by a pack."""
    stamped = []
    for unit, facts in zip(rows, level_facts.of_units(rows, now), strict=True):
        result = unit_level(facts, pack)
        reasons = plain_reasons(result.reasons)
        if (result.supervision, result.live, reasons) == (unit.supervision, unit.live, unit.reasons):
            stamped.append(unit.pk)
            continue
        sites = list(unit.sites.all())
        before = unit_drawn(unit, sites)
        unit.supervision, unit.live, unit.reasons = result.supervision, result.live, reasons
        unit.pack_id, unit.pack_version, unit.version = pack.id, pack.version, unit.version + 1
        unit.save(update_fields=["supervision", "live", "reasons", "pack_id", "pack_version", "version"])
        after = unit_drawn(unit, sites)
        if after is not None:
            to.add(before, after, place_box(after.lon, after.lat))
    Enterprise.objects.filter(pk__in=stamped).update(pack_id=pack.id, pack_version=pack.version)


def _locked(ids: Iterable[int]) -> list[Point]:
    with connection.cursor() as cursor:
        cursor.execute(sql.text("rerate_point_lock"), {"ids": sorted(ids)})
        return [_point(*row) for row in cursor.fetchall()]


def _point(pk: int, unit: int, method: str, inputs: str, *columns: Any) -> Point:  # noqa: ANN401 - a row's columns
    inherent, direct, residual, until, reasons, box, version, cell, touched, industry, *rest = columns
    west, south, east, north = box
    return Point(
        pk=pk,
        unit=unit,
        method=method,
        inputs=json.loads(inputs),
        inherent=inherent,
        direct=direct,
        residual=residual,
        residual_until=until,
        reasons=json.loads(reasons),
        box=(west, south, east, north),
        drawn=PointDrawn(pk, version, cell, tuple(touched), unit, industry, *rest),
    )


def _assessed(point: Point, unit: Enterprise | None, pack: RulePack) -> Point:
    """The inherent and the direct level from the stored inputs, by this pack."""
    inputs = {name.lower(): value for name, value in point.inputs.items()}
    rated = rating.rate(point.method, inputs, pack) if point.method else None
    inherent, direct = point.inherent, point.direct
    if isinstance(rated, rating.Rating):
        inherent = int(rated.level)
    if direct and unit is not None and unit.major_hazard:
        direct = int(pack.major_hazard.direct_level[unit.major_hazard])
    same = (inherent, direct) == (point.inherent, point.direct)
    return point if same else replace(point, inherent=inherent, direct=direct)


def _differs(point: Point, level: PointLevel, reasons: list[dict[str, object]]) -> bool:
    drawn = point.drawn
    return (level.base, level.live, level.firm) != (
        drawn.base,
        drawn.live,
        drawn.firm,
    ) or reasons != point.reasons


def _write(
    rows: Sequence[Point],
    rated: Sequence[PointLevel],
    reasons: Sequence[list[dict[str, object]]],
    changed: Sequence[bool],
    pack: RulePack,
) -> None:
    columns: dict[str, list[int] | list[str] | list[bool] | str] = {
        "ids": [row.pk for row in rows],
        "inherent": [row.inherent for row in rows],
        "direct": [row.direct for row in rows],
        "base": [int(level.base) for level in rated],
        "live": [int(level.live) for level in rated],
        "firm": [int(level.firm) for level in rated],
        "reasons": [json.dumps(why) if other else "[]" for why, other in zip(reasons, changed, strict=True)],
        "changed": list(changed),
        "pack_id": pack.id,
        "pack_version": pack.version,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.text("rerate_point_write"), columns)
