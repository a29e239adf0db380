"""Rating many points and units again by another pack: read, judged and written a few thousand at a time.

The levels are those that `levels.rate` gives each by itself (tested). Points share few distinct facts, so each of these
is judged once; only what comes out differently is locked, written and told of. Callers hold the boundaries.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Prefetch, prefetch_related_objects

from safegrid.domain import rating
from safegrid.domain.packs import RulePack
from safegrid.domain.points import point_level
from safegrid.domain.units import UnitLevel, unit_level
from safegrid.store import sql
from safegrid.store.among import among
from safegrid.store.drawn import place_box, unit_drawn
from safegrid.store.models import Enterprise, Site

from . import level_facts
from .levels import plain_reasons
from .moved import Moved
from .moved_points import Side


class Stored(NamedTuple):
    """What is stored of a point's rating. `inputs` of its method, `reasons`: as JSON. `major`: grade of its unit's hazard."""

    method: str
    inputs: str
    inherent: int
    direct: int
    residual: int
    residual_until: datetime | None
    base: int
    live: int
    firm: int
    reasons: str
    major: int


class Outcome(NamedTuple):
    """What a pack makes of facts."""

    inherent: int
    direct: int
    base: int
    live: int
    firm: int
    reasons: str


class Point(NamedTuple):
    """A risk point. `unit`: 0 = of none."""

    pk: int
    cell: int
    touched: tuple[int, ...]
    unit: int
    stored: Stored


Known = dict[tuple[object, ...], Outcome | None]
MOST_KNOWN = 50_000
"""Facts whose outcome is kept from chunk to chunk."""


@dataclass
class Judge:
    """A pack at one moment, with what it made of all that it has seen."""

    pack: RulePack
    now: datetime
    known: Known = field(default_factory=dict)

    def differing(self, rows: Sequence[Point]) -> list[tuple[Point, Outcome]]:
        """Those of the points that look or are explained otherwise by this pack."""
        found = level_facts.happening([row.pk for row in rows], self.now)
        always = _always(self.pack.id, self.pack.version)
        changed = []
        for row in rows:
            facts = (row.stored, found.marks.get(row.pk, ()), found.signals.get(row.pk, ()))
            # Where nothing happens and no assessment runs out, the moment does not matter.
            timeless = row.stored.residual_until is None and not facts[1] and not facts[2]
            known = always if timeless else self.known
            if facts not in known:
                known[facts] = _outcome(row.stored, partial(found.facts, row.pk), self.pack)
            outcome = known[facts]
            if outcome is not None:
                changed.append((row, outcome))
        return changed


@lru_cache(maxsize=1)
def _kept(_pack: str, _version: str) -> Known:
    return {}


def _always(pack: str, version: str) -> Known:
    """What a pack makes of facts at any time."""
    known = _kept(pack, version)
    if len(known) > MOST_KNOWN:
        known.clear()
    return known


def following(after: int, most: int) -> list[Point]:
    """Active points after one, not locked."""
    return _read("rerate_point_next", {"after": after, "most": most})


def points(ids: Iterable[int], judge: Judge, to: Moved) -> None:
    """Lock and rate active points, whose units are locked; `to` takes those that look or are explained otherwise now."""
    changed = judge.differing(_read("rerate_point_lock", {"ids": sorted(ids)}))
    _write_points(changed, judge.pack)
    for row, new in changed:
        was = Side(row.cell, row.touched, row.stored.live, row.stored.firm, row.stored.base)
        to.points.add(row.pk, was, Side(row.cell, row.touched, new.live, new.firm, new.base))


def units(rows: Sequence[Enterprise], pack: RulePack, now: datetime, to: Moved) -> None:
    """Rate locked units by a pack."""
    rated = [unit_level(facts, pack) for facts in level_facts.of_units(rows, now)]
    changed = [(unit, level) for unit, level in zip(rows, rated, strict=True) if _differs(unit, level)]
    differing = [unit for unit, _ in changed]
    prefetch_related_objects(differing, Prefetch("sites", Site.objects.defer("geom_3857")))
    for unit, level in changed:
        sites = list(unit.sites.all())
        before = unit_drawn(unit, sites)
        unit.supervision, unit.live = level.supervision, level.live
        unit.reasons, unit.version = plain_reasons(level.reasons), unit.version + 1
        after = unit_drawn(unit, sites)
        if after is not None:
            to.add(before, after, place_box(after.lon, after.lat))
    _write_units(differing, pack)
    same = {unit.pk for unit in rows} - {unit.pk for unit in differing}
    Enterprise.objects.filter(among("pk", same)).update(pack_id=pack.id, pack_version=pack.version)


def _differs(unit: Enterprise, level: UnitLevel) -> bool:
    return (level.supervision, level.live, plain_reasons(level.reasons)) != (
        unit.supervision,
        unit.live,
        unit.reasons,
    )


def _read(name: str, asked: Mapping[str, Any]) -> list[Point]:
    with connection.cursor() as cursor:
        cursor.execute(sql.text(name), asked)
        return [
            Point(pk, cell, tuple(touched), unit, Stored(*stored))
            for pk, cell, touched, unit, *stored in cursor.fetchall()
        ]


def _outcome(stored: Stored, facts_of: level_facts.FactsOf, pack: RulePack) -> Outcome | None:
    """What the pack makes of a point, None if that is what is stored."""
    inherent, direct = _assessed(stored, pack)
    level = point_level(facts_of(inherent, direct, stored.residual, stored.residual_until), pack)
    base, live, firm = int(level.base), int(level.live), int(level.firm)
    reasons = plain_reasons(level.reasons)
    same = (base, live, firm) == (stored.base, stored.live, stored.firm)
    if same and reasons == json.loads(stored.reasons):
        return None
    return Outcome(inherent, direct, base, live, firm, json.dumps(reasons))


def _assessed(stored: Stored, pack: RulePack) -> tuple[int, int]:
    """The inherent and the direct level from the stored inputs, by this pack."""
    inputs = {name.lower(): value for name, value in json.loads(stored.inputs).items()}
    rated = rating.rate(stored.method, inputs, pack) if stored.method else None
    inherent = int(rated.level) if isinstance(rated, rating.Rating) else stored.inherent
    direct = stored.direct
    if direct and stored.major:
        direct = int(pack.major_hazard.direct_level[stored.major])
    return inherent, direct


def _write_points(changed: Sequence[tuple[Point, Outcome]], pack: RulePack) -> None:
    if not changed:
        return
    numbers = {outcome: n for n, outcome in enumerate(dict.fromkeys(o for _, o in changed), start=1)}
    columns: dict[str, Any] = {
        name: list(values) for name, values in zip(Outcome._fields, zip(*numbers, strict=True), strict=True)
    }
    columns |= {"ids": [row.pk for row, _ in changed], "outcome": [numbers[o] for _, o in changed]}
    _execute("rerate_point_write", columns, pack)


def _write_units(changed: Sequence[Enterprise], pack: RulePack) -> None:
    if not changed:
        return
    columns: dict[str, Any] = {
        "ids": [unit.pk for unit in changed],
        "supervision": [int(unit.supervision) for unit in changed],
        "live": [int(unit.live) for unit in changed],
        "reasons": [json.dumps(unit.reasons) for unit in changed],
    }
    _execute("rerate_unit_write", columns, pack)


def _execute(name: str, columns: Mapping[str, Any], pack: RulePack) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.text(name), {**columns, "pack_id": pack.id, "pack_version": pack.version})
