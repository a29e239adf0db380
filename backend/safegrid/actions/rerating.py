"""Rating many points and units again by another pack: read, judged and written a few thousand at a time.

The levels are those that `levels.rate` gives each by itself (tested). Points share few distinct facts, so each of these
is judged once; only what comes out differently is locked, written and told of. Callers hold the boundaries.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from safegrid.store.among import among, literal
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
    """A risk point. `unit`: 0 = of none. `row`: another one as soon as anything of it is written."""

    pk: int
    cell: int
    touched: tuple[int, ...]
    unit: int
    stored: Stored
    row: str


Known = dict[tuple[object, ...], Outcome | None]
MOST_KNOWN = 50_000
"""Facts whose outcome is kept from chunk to chunk."""


Differing = list[tuple[Point, Outcome]]
"""Points with what they come out as."""


class Changed(NamedTuple):
    """Points that come out differently, and what happens at all that were looked at."""

    rows: Differing
    facts: level_facts.Happening


@dataclass
class Judge:
    """A pack at one moment, with what it made of all that it has seen."""

    pack: RulePack
    now: datetime
    known: Known = field(default_factory=dict)

    def differing(self, rows: Sequence[Point]) -> Changed:
        """Those of the points that look or are explained otherwise by this pack."""
        found = level_facts.happening([row.pk for row in rows], self.now)
        always = _always(self.pack.id, self.pack.version)
        changed: Differing = []
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
        return Changed(changed, found)

    def locked(self, seen: Changed) -> Differing:
        """Lock points that differ, whose units are locked. What was written meanwhile is read and judged once more."""
        if not seen.rows:
            return []
        still = _still([row for row, _ in seen.rows])
        facts = level_facts.happening([row.pk for row, _ in seen.rows], self.now)
        other = facts.unlike(seen.facts)
        sure = {row.pk for row, _ in seen.rows if row.pk in still and row.pk not in other}
        again = [row.pk for row, _ in seen.rows if row.pk not in sure]
        kept = [(row, outcome) for row, outcome in seen.rows if row.pk in sure]
        return kept + (self.differing(locked(again)).rows if again else [])


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


def locked(ids: Iterable[int]) -> list[Point]:
    """Active points, locked."""
    return _read("rerate_point_lock", {"ids": literal(sorted(ids))})


def write(changed: Differing, pack: RulePack, to: Moved) -> None:
    """Write locked points that come out differently; `to` takes them."""
    _write_points(changed, pack)
    for row, new in changed:
        was = Side(row.cell, row.touched, row.stored.live, row.stored.firm, row.stored.base)
        to.points.add(row.pk, was, Side(row.cell, row.touched, new.live, new.firm, new.base))


def units(rows: Sequence[Enterprise], pack: RulePack, now: datetime, to: Moved) -> None:
    """Rate locked units by a pack."""
    if not rows:
        return
    rated = [unit_level(facts, pack) for facts in level_facts.of_units(rows, now)]
    changed = [(unit, level) for unit, level in zip(rows, rated, strict=True) if _differs(unit, level)]
    differing = [unit for unit, _ in changed]
    prefetch_related_objects(differing, Prefetch("sites", Site.objects.defer("geom_3857")))
    for unit, level in changed:
        before = unit_drawn(unit, unit.sites.all())
        unit.supervision, unit.live = level.supervision, level.live
        unit.reasons, unit.version = plain_reasons(level.reasons), unit.version + 1
        if before is not None:
            live, supervision = int(level.live), int(level.supervision)
            after = replace(before, v=unit.version, live=live, supervision=supervision)
            to.add(before, after, place_box(before.lon, before.lat))
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
            Point(pk, cell, tuple(touched), unit, Stored(*stored), row)
            for pk, cell, touched, unit, *stored, row in cursor.fetchall()
        ]


def _still(rows: Sequence[Point]) -> set[int]:
    """Lock the points that are as they were read."""
    asked = {"ids": literal(row.pk for row in rows), "rows": "{" + ",".join(row.row for row in rows) + "}"}
    with connection.cursor() as cursor:
        cursor.execute(sql.text("rerate_point_still"), asked)
        return {pk for (pk,) in cursor.fetchall()}


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


def _write_points(changed: Differing, pack: RulePack) -> None:
    if not changed:
        return
    numbers = {outcome: n for n, outcome in enumerate(dict.fromkeys(o for _, o in changed), start=1)}
    columns: dict[str, Any] = {
        name: list(values) for name, values in zip(Outcome._fields, zip(*numbers, strict=True), strict=True)
    }
    columns |= {
        "ids": literal(row.pk for row, _ in changed),
        "outcome": literal(numbers[outcome] for _, outcome in changed),
    }
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
