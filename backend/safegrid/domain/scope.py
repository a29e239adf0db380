"""Who may see what: one frozen value, one rule (`sees`), one rule for what a screen keeps (`holds`).

REST, tiles, search, counts, exports and sockets all decide with these; `frontend/src/state/scope.ts` is their twin.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from .drawn import ALARM_SETTLED, SETTLED, AlarmDrawn, Drawn, HazardDrawn
from .levels import Level

ALL_POINTS_LIMIT = 5_000
HOT_LIMIT = 20_000


class Placed(Protocol):
    """Anything that sight is decided on."""

    @property
    def cell(self) -> int: ...
    @property
    def touched(self) -> tuple[int, ...]: ...
    @property
    def unit(self) -> int: ...
    @property
    def industry(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is that is not drawn yet, e.g. a hazard about to be reported."""

    cell: int = 0
    touched: tuple[int, ...] = ()
    unit: int = 0
    industry: str = ""


@dataclass(frozen=True)
class Scope:
    """Area of sight of one viewer at one moment.

    `cells`: communities, None = the whole city with unowned ground; `industries`: (门类 letter, communities or None)
    pairs of a department's duty; `mask`: groups of hidden columns ("phones", "reporters"); `valid_until`: the next
    start or end of any duty of the viewer, when socket, token and snapshot expire.
    """

    cells: frozenset[int] | None
    units: frozenset[int] = frozenset()
    industries: frozenset[tuple[str, frozenset[int] | None]] = frozenset()
    mask: frozenset[str] = frozenset()
    valid_until: datetime | None = None

    @cached_property
    def hash(self) -> str:
        """Name of the area (not of the mask or the time): equal areas share encoded batches and cached tiles."""
        text = json.dumps(self.area(), separators=(",", ":"), sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()

    def area(self) -> dict[str, object]:
        """Plain, ordered form of the area, for the wire and for hashing."""
        return {
            "cells": _plain(self.cells),
            "units": sorted(self.units),
            "industries": sorted(([i, _plain(c)] for i, c in self.industries), key=repr),
        }


NOTHING = Scope(cells=frozenset())


class Tier(StrEnum):
    """How many points and units a screen keeps in memory; the rest comes from tiles."""

    ALL = "all"
    HOT = "hot"  # red and orange
    RED = "red"


def tier_for(points_in_scope: int, hot_in_scope: int) -> Tier:
    """Choose the tier of a snapshot; it stays for the connection, so that `holds` is stable."""
    if points_in_scope <= ALL_POINTS_LIMIT:
        return Tier.ALL
    return Tier.HOT if hot_in_scope <= HOT_LIMIT else Tier.RED


def sees(scope: Scope, placed: Placed | None) -> bool:
    """Decide sight: by community, by a touched community, by unit, or by industry within a department's area."""
    if placed is None:
        return False
    if scope.cells is None:
        return True
    cells = {placed.cell, *placed.touched}
    if not cells.isdisjoint(scope.cells):
        return True
    if placed.unit and placed.unit in scope.units:
        return True
    return any(
        industry == placed.industry and (area is None or not cells.isdisjoint(area))
        for industry, area in scope.industries
    )


def holds(scope: Scope, tier: Tier, drawn: Drawn | None) -> bool:
    """Decide whether a screen keeps the object: in sight and, for points and units, bad enough for the tier."""
    if drawn is None or not sees(scope, drawn):
        return False
    if isinstance(drawn, HazardDrawn):
        return drawn.state not in SETTLED
    if isinstance(drawn, AlarmDrawn):
        return drawn.state not in ALARM_SETTLED
    if tier is Tier.ALL:
        return True
    return bool(drawn.live) and drawn.live <= (Level.ORANGE if tier is Tier.HOT else Level.RED)


def sees_cell(scope: Scope, cell: int) -> bool:
    """Decide sight of a community's counts; an industry or unit alone does not open them."""
    return scope.cells is None or cell in scope.cells


def sees_something(scope: Scope) -> bool:
    """Whether there is any ground, unit or industry that the viewer sees."""
    return scope.cells is None or bool(scope.cells or scope.units or scope.industries)


def covers(scope: Scope, ground: Collection[int] | None) -> bool:
    """Whether all of some ground (None = the whole city) is in sight."""
    return scope.cells is None or (ground is not None and scope.cells.issuperset(ground))


def _plain(cells: Iterable[int] | None) -> list[int] | None:
    return None if cells is None else sorted(cells)
