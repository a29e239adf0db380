"""A rule pack takes force on its day: screens are told at once, and everything is rated again, in chunks.

How far that has come stands in one row, written with each chunk: a worker that was killed goes on where it was, and two
that rate at once take turns. A row that comes out the same is not written; it keeps the mark of the pack that gave its
result first. An action of a process that still had the old rules is found by the log, and rated again at the end.
"""

import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from safegrid.domain.events import RulesChanged
from safegrid.domain.packs import RulePack
from safegrid.store import packs, sql
from safegrid.store.among import among
from safegrid.store.models import Enterprise, RiskPoint, RulesInForce

from . import rerating
from .moved import Moved
from .transaction import Work, clock, hold_boundaries, unit_of_work

ACTOR, CAUSE = "system:rules", "rules.take_force"
CHUNK = 5_000
"""Points that are rated in one transaction, with their units: about half a second of the boundaries' shared lock."""
SECONDS = 2.0


def take_force() -> int:
    """Rate again what today's pack has not judged yet, for some seconds. Returns how many; 0 = all is done."""
    pack, until, total = packs.current(), time.monotonic() + SECONDS, 0
    if begin(pack).finished:
        return 0
    while time.monotonic() < until:
        done = step(pack)
        total += done
        if not done:
            break
    return total


def begin(pack: RulePack) -> RulesInForce:
    """Remember which pack it is, and tell the screens once: they hold the numbers by which cells are judged."""
    known = RulesInForce.objects.first()
    if known is not None and _is(known, pack):
        return known
    with unit_of_work(ACTOR, CAUSE) as work:
        known = RulesInForce.objects.select_for_update().first()
        if known is not None and _is(known, pack):
            return known
        after = 0 if known else _judged(pack)
        values = {
            "pack_id": pack.id,
            "pack_version": pack.version,
            "since": clock(),
            "finished": False,
            "after": after,
            "total": RiskPoint.objects.filter(pk__gt=after, retired_at=None).count(),
            "done": 0,
            "changed": 0,
        }
        state, _ = RulesInForce.objects.update_or_create(pk=1, defaults=values)
        if known is not None:
            work.emit(RulesChanged(pack.id, pack.version, work.cause))
    return state


def step(pack: RulePack, most: int = CHUNK) -> int:
    """Rate one chunk in a transaction of its own; return how many. 0: everything is rated, or another pack took force."""
    with unit_of_work(ACTOR, CAUSE) as work:
        state = RulesInForce.objects.select_for_update().get()
        if state.finished or not _is(state, pack):
            return 0
        done = _points(work, state, pack, most) or _units(work, pack, most) or _late(work, state, pack, most)
        state.finished = not done
        state.save()
    return done


def _is(state: RulesInForce, pack: RulePack) -> bool:
    return (state.pack_id, state.pack_version) == (pack.id, pack.version)


def _judged(pack: RulePack) -> int:
    """Up to which point a city that was just loaded was rated by this pack: all of it, or none."""
    if RiskPoint.objects.filter(_by_another(pack), retired_at=None).exists():
        return 0
    return RiskPoint.objects.aggregate(last=Max("pk"))["last"] or 0


def _points(work: Work, state: RulesInForce, pack: RulePack, most: int) -> int:
    """The next active points, and the units of those that come out differently.

    Nothing is locked to find these; whoever changes a point meanwhile rates it, and `_late` finds it if by the old rules.
    """
    judge = rerating.Judge(pack, hold_boundaries())
    rows = rerating.following(state.after, most)
    if rows:
        seen = judge.differing(rows)
        units = {row.unit for row, _ in seen.rows}
        state.changed += _rate(work, units, partial(judge.locked, seen), judge, state.changed)
        state.after = rows[-1].pk
        state.done += len(rows)
    return len(rows)


def _late(work: Work, state: RulesInForce, pack: RulePack, most: int) -> int:
    """Points that were written since by somebody who may have had other rules. They get this pack's mark in any case."""
    judge = rerating.Judge(pack, hold_boundaries())
    asked: dict[str, Any] = {
        "since": state.since,
        "pack_id": pack.id,
        "pack_version": pack.version,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.text("rerate_point_late"), asked)
        found = dict(cursor.fetchall())
    if found:
        changed = partial(_judged_now, judge, found)
        state.changed += _rate(work, set(found.values()), changed, judge, state.changed)
        RiskPoint.objects.filter(among("pk", found)).update(pack_id=pack.id, pack_version=pack.version)
    return len(found)


def _judged_now(judge: rerating.Judge, ids: Iterable[int]) -> rerating.Differing:
    return judge.differing(rerating.locked(ids)).rows


def _rate(
    work: Work,
    units: set[int],
    lock_points: Callable[[], rerating.Differing],
    judge: rerating.Judge,
    before: int,
) -> int:
    """Lock units and then their points; write and tell what comes out differently. Returns how many points changed."""
    moved = Moved(before=before)
    locked = _lock_units(units)
    rerating.write(lock_points(), judge.pack, moved)
    rerating.units(locked, judge.pack, judge.now, moved)
    moved.tell(work)
    return len(moved.points)


def _units(work: Work, pack: RulePack, most: int) -> int:
    """Those of whose points none came out differently."""
    outdated = Enterprise.objects.filter(_by_another(pack), closed_at=None).order_by("pk")
    found = set(outdated.values_list("pk", flat=True)[:most])
    if found:
        now, moved = hold_boundaries(), Moved()
        rerating.units(_lock_units(found), pack, now, moved)
        moved.tell(work)
    return len(found)


def _by_another(pack: RulePack) -> Q:
    return ~Q(pack_id=pack.id, pack_version=pack.version)


def _lock_units(ids: set[int]) -> list[Enterprise]:
    return list(Enterprise.objects.select_for_update().filter(among("pk", ids)).order_by("pk"))
