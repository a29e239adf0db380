"""Everything a screen starts with, as of one position of the log."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django.contrib.gis.db.models import Extent
from django.db import connection
from django.db.models import Q

from safegrid.domain.counts import COLUMNS
from safegrid.domain.hierarchy import CITY
from safegrid.domain.pack_model import CellRules
from safegrid.domain.scope import Scope, Tier
from safegrid.store import packs, sql
from safegrid.store.access import Viewer
from safegrid.store.among import among
from safegrid.store.models import CellBoundary, CellCount
from safegrid.store.resume import Resume, mint

from . import drawn
from .log import Tip, read_tip
from .steady import one_moment
from .tiles import latest_boundary

Plain = dict[str, Any]


class NoLogError(RuntimeError):
    """No sequencer has ever run on this database, so there is no position to start from."""


def snapshot(viewer: Viewer) -> Plain:
    """Read a viewer's state in one moment; the position in its token is read first, so later events repeat, never lack.

    Raises NoLogError.
    """
    with one_moment():
        with connection.cursor() as cursor:
            tip = read_tip(cursor)
        if tip is None:
            raise NoLogError("start the worker process once: it makes the log")
        return _compose(viewer, tip)


def _compose(viewer: Viewer, tip: Tip) -> Plain:
    scope = viewer.scope
    tier = drawn.choose_tier(scope)
    objects = {
        "point": drawn.points(scope, tier),
        "unit": drawn.units(scope, tier),
        "hazard": drawn.hazards(scope),
        "alarm": drawn.alarms(scope),
    }
    pack = packs.current()
    return {
        "epoch": tip.epoch,
        "token": _token(viewer, tip, tier),
        "now": tip.now.isoformat(),
        "tier": tier.value,
        "boundary": latest_boundary(),
        "scope": _scope(scope),
        "pack": {"id": pack.id, "version": pack.version, "index": _numbers(pack.cell)},
        "columns": list(COLUMNS),
        "tree": _tree(scope, objects),
        "extent": _extent(scope, objects),
        "counts": _counts(scope),
        "objects": objects,
    }


def _token(viewer: Viewer, tip: Tip, tier: Tier) -> str:
    return mint(Resume(viewer.key, viewer.scope.hash, tip.epoch, tip.seq, tier.value, tip.now.timestamp()))


def _scope(scope: Scope) -> Plain:
    return {
        "hash": scope.hash,
        **scope.area(),
        "mask": sorted(scope.mask),
        "valid_until": scope.valid_until.isoformat() if scope.valid_until else None,
    }


def _numbers(rules: CellRules) -> Plain:
    """What a browser needs to compute index and colour of cells."""
    values = {field.name: getattr(rules, field.name) for field in fields(rules)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}


def _counts(scope: Scope) -> list[list[Any]]:
    rows = CellCount.objects.order_by("cell_id")
    if scope.cells is not None:
        rows = rows.filter(cell_id__in=scope.cells)
    return [list(row) for row in rows.values_list("cell_id", "version", "n")]


def _tree(scope: Scope, objects: dict[str, list[Plain]]) -> list[list[Any]]:
    """Cells in sight, those of the objects in sight, and all above them; with label points."""
    cells = None if scope.cells is None else sorted(scope.cells | _cells_of(scope, objects))
    with connection.cursor() as cursor:
        cursor.execute(sql.text("snapshot_tree"), {"cells": cells})
        return [list(row) for row in cursor.fetchall()]


def _extent(scope: Scope, objects: dict[str, list[Plain]]) -> list[float] | None:
    """West, south, east, north of the ground in sight, without one of the cells that the objects in sight are on."""
    cells = scope.cells or _cells_of(scope, objects)
    whole = Q(cell__level=CITY) if scope.cells is None else among("cell_id", cells)
    ground = CellBoundary.objects.filter(whole, valid_during__endswith=None)
    found = ground.aggregate(extent=Extent("geom"))["extent"]
    return None if found is None else list(found)


def _cells_of(scope: Scope, objects: dict[str, list[Plain]]) -> set[int]:
    areas: Iterable[frozenset[int] | None] = (area for _, area in scope.industries)
    named = {cell for area in areas if area for cell in area}
    return named | {row["cell"] for rows in objects.values() for row in rows if row["cell"]}
