"""Vector tiles as PostGIS encodes them: one statement per source, all layers at once.

Tile addresses are XYZ in Web Mercator (EPSG:3857); every geometry column that is searched is stored in it.
"""

import json
from collections.abc import Iterable
from typing import Any, Protocol

from django.db import connection

from safegrid.domain.events import Box
from safegrid.domain.hierarchy import COMMUNITY, COUNTY, TOWNSHIP
from safegrid.domain.scope import Scope
from safegrid.store import sql
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryVersion

HALF_WORLD = 20_037_508.342789244
"""Half the width of Web Mercator, metres."""
FEATURES_FROM = 14
"""Zoom from which single features are drawn instead of bins."""
BUFFER = 64
"""Units of 4096 around a tile that are drawn too, so that no mark is cut at its edge."""
BUCKETS, CLOSE_BUCKETS = 64, 48
"""Buckets along a side of a tile below zoom 14, and from there on where bins are needed."""
WORLD_BITS, UNIT_BITS, BUCKET_BITS = 31, 12, 6
"""Width of the pyramid's world, of a tile in its own units, and of a tile in buckets, as powers of two."""
SINGLY = 800
"""Red and orange points of a low tile that are drawn one by one: about 20 KB of the 100 that a tile should not exceed."""
SHAPES_FROM = 12
"""Zoom from which red and orange lines and areas are drawn with their shape."""
EACH, CLOSE_SINGLY, UNITS_EACH, VERTICES = 3_500, 1_600, 400, 6_000
"""What a close tile draws so that it stays under 120 KB: all its points if they are no more than the first, else as many of
the worst levels as fit into the second, at 21 bytes each, beside at most 42 KB of bins; units at 65 bytes; lines and areas
up to so many vertices at 3 bytes."""
SPARSE_FROM = 16
"""Zoom from which a tile is first tried with all drawn singly: 2 ms less where that works, half as much again where not."""
NAMES_FROM = 15
"""Zoom from which units carry their names; clients write them no further out."""
MOST_CHANGED = 200
"""Places told of a change of boundaries; a redrawn city is drawn anew as a whole."""
FEW = 64
"""Up to so many cells the planner may weigh the index on cells against the index on places."""

Parameters = dict[str, Any]
Tile = tuple[int, int, int]
"""Zoom, column, row (XYZ: rows count from the north)."""


class NotBuiltError(RuntimeError):
    """The pyramid is being built for the first time; low zooms have no tiles until it is there."""


class Cursor(Protocol):
    """What a tile needs of a psycopg2 cursor; its connection has jit and parallel workers off."""

    def execute(self, query: str, vars: Parameters, /) -> object: ...  # noqa: A002 - the driver's name
    def fetchone(self) -> tuple[Any, ...] | None: ...


def points_tile(cursor: Cursor, scope: Scope, tile: Tile) -> bytes:
    """Encode risk points and units in sight; from zoom 14 each, below it bins and what is red or orange.

    Raises NotBuiltError.
    """
    if tile[0] >= FEATURES_FROM:
        return _close_tile(cursor, sight(scope) | frame(*tile) | close_limits(tile[0]))
    low = sight(scope) | frame(*tile) | _low(tile[0])
    if scope.units or scope.industries:
        return _encode(cursor, "tile_bins_object", low)
    cursor.execute(sql.text("tile_bins"), low)
    row = cursor.fetchone()
    if row is None or row[0] is None:
        raise NotBuiltError
    return bytes(row[0])


def cells_tile(cursor: Cursor, scope: Scope, boundary: int, tile: Tile) -> bytes:
    """Encode the outlines and names of cells in sight as one boundary version has them."""
    z, _, _ = tile
    place = {"boundary": boundary, "band": band_of(z), "labels": _braces(labels_of(z))}
    return _encode(cursor, "tile_cells", sight(scope) | frame(*tile) | place)


def sight(scope: Scope) -> Parameters:
    """Write a scope as the literals that the statements filter by; arrays in PostgreSQL's own notation."""
    bounded = sorted((i, cell) for i, area in scope.industries if area is not None for cell in area)
    cells = sorted(scope.cells or ())
    many = len(cells) > FEW
    return {
        "whole": scope.cells is None,
        "many": many,
        "cells": _braces([] if many else cells),
        "many_cells": _braces(cells if many else []),
        "units": _braces(sorted(scope.units)),
        "by_industry": bool(scope.industries),
        "by_object": bool(scope.industries or scope.units),
        "industries": sorted(i for i, area in scope.industries if area is None),
        "duty_industries": _braces(json.dumps(i, ensure_ascii=False) for i, _ in bounded),
        "duty_cells": _braces(cell for _, cell in bounded),
    }


def band_of(z: int) -> int:
    """Which simplification a zoom draws: 0 up to z8, 1 z9-10, 2 z11-12, 3 exact."""
    return 0 if z <= 8 else 1 if z <= 10 else 2 if z <= 12 else 3


def labels_of(z: int) -> list[int]:
    """Levels whose names a zoom shows."""
    shown = {COUNTY: z <= 10, TOWNSHIP: 9 <= z <= 13, COMMUNITY: z >= 13}
    return [level for level, here in shown.items() if here]


def boundary_exists(version: int) -> bool:
    """Whether a boundary version was ever published."""
    return BoundaryVersion.objects.filter(pk=version).exists()


def latest_boundary() -> int:
    """Id of the boundary version in force, 0 before the first."""
    newest = BoundaryVersion.objects.order_by("-published_at", "-pk").values_list("pk", flat=True).first()
    return newest or 0


def extent(boundary: int) -> tuple[float, float, float, float] | None:
    """West, south, east, north of a boundary version in degrees; None if it has no shapes."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text("tile_extent"), {"boundary": boundary})
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    west, south, east, north = (float(n) for n in row)
    return west, south, east, north


def changed(scope: Scope, since: int, boundary: int, shown: str) -> list[Box] | None:
    """Where the outlines in sight differ from those that a map shows; None: in many places, or nobody knows.

    `since`, `shown`: the boundary version and the hash of the area that it shows. Who sees by unit or industry sees other
    cells as those move, wherever the boundaries changed.
    """
    if scope.units or scope.industries or since > boundary:
        return None
    if shown not in {scope.hash, area_before(scope, since).hash}:
        return None
    cells = sorted({c.id for cell in scope.cells or () for c in tree().path(cell)})
    known: Parameters = {"since": since, "boundary": boundary, "whole": scope.cells is None, "cells": cells}
    with connection.cursor() as cursor:
        cursor.execute(sql.text("tile_changed"), known | {"most": MOST_CHANGED})
        found = [(float(w), float(s), float(e), float(n)) for w, s, e, n in cursor.fetchall()]
    return found if len(found) <= MOST_CHANGED else None


def area_before(scope: Scope, since: int) -> Scope:
    """The same ground by the cells of an earlier boundary version, as far as it lay under the same townships."""
    if scope.cells is None:
        return scope
    known = tree().cells
    parents = sorted({known[cell].parent for cell in scope.cells if cell in known})
    with connection.cursor() as cursor:
        asked: Parameters = {"since": since, "cells": sorted(scope.cells), "parents": parents}
        cursor.execute(sql.text("tile_area_before"), asked)
        return Scope(frozenset(cell for (cell,) in cursor.fetchall()))


def frame(z: int, x: int, y: int) -> Parameters:
    """A tile as the literals that the statements cut by; metres of Web Mercator."""
    # The same expression gives an edge to both of its tiles, so no point falls between them or into both.
    side = 2 * HALF_WORLD / (1 << z)
    return {
        "z": z,
        "x": x,
        "y": y,
        "buffer": BUFFER,
        "margin": BUFFER / 4096,
        "west": x * side - HALF_WORLD,
        "east": (x + 1) * side - HALF_WORLD,
        "north": HALF_WORLD - y * side,
        "south": HALF_WORLD - (y + 1) * side,
        "bucket": side / BUCKETS,
    }


def _low(z: int) -> Parameters:
    """What the pyramid's places are shifted by to become tiles, buckets and units of a tile."""
    fine = WORLD_BITS - z
    return {
        "fine": fine,
        "coarse": fine - BUCKET_BITS,
        "unit": fine - UNIT_BITS,
        "singly": SINGLY,
        "shapes": SHAPES_FROM,
    }


def close_limits(z: int) -> Parameters:
    """How much a close tile draws one by one, and the width of its bins in metres."""
    return {
        "each": EACH,
        "singly": CLOSE_SINGLY,
        "units_each": UNITS_EACH,
        "vertices": VERTICES,
        "names": NAMES_FROM,
        "bucket": 2 * HALF_WORLD / (1 << z) / CLOSE_BUCKETS,
    }


def _close_tile(cursor: Cursor, parameters: Parameters) -> bytes:
    if parameters["z"] >= SPARSE_FROM:
        cursor.execute(sql.text("tile_points"), parameters)
        row = cursor.fetchone()
        if row is not None and row[0] is not None:
            return bytes(row[0])
    return _encode(cursor, "tile_points_dense", parameters)


def _encode(cursor: Cursor, name: str, parameters: Parameters) -> bytes:
    cursor.execute(sql.text(name), parameters)
    row = cursor.fetchone()
    return bytes(row[0]) if row and row[0] else b""


def _braces(items: Iterable[int | str]) -> str:
    return "{" + ",".join(map(str, items)) + "}"
