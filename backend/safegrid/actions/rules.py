"""A rule pack takes force on its day: screens are told at once, and everything is rated again, in chunks.

What was rated under which pack stands in the rows, so a worker that was killed goes on where it was.
"""

import time

from django.db.models import Q

from safegrid.domain.events import RulesChanged
from safegrid.domain.packs import RulePack
from safegrid.store import packs
from safegrid.store.models import Enterprise, RiskPoint, RulesInForce

from . import rerating
from .moved import Moved
from .transaction import clock, hold_boundaries, unit_of_work

ACTOR = "system:rules"
CHUNK = 2_000
"""Points that are rated in one transaction, with their units: about a second of the boundaries' shared lock."""
SECONDS = 2.0


def take_force() -> int:
    """Rate again what was last rated by another pack than today's, for some seconds. Returns how many; 0 = all is done."""
    pack, until = packs.current(), time.monotonic() + SECONDS
    if _in_force(pack):
        return 0
    _announce(pack)
    total = 0
    while time.monotonic() < until:
        done = _points(pack) or _units(pack)
        total += done
        if not done:
            RulesInForce.objects.update(finished=True)
            break
    return total


def _in_force(pack: RulePack) -> bool:
    return RulesInForce.objects.filter(pack_id=pack.id, pack_version=pack.version, finished=True).exists()


def _announce(pack: RulePack) -> None:
    """Remember which pack it is, and tell the screens once: they hold the numbers by which cells are judged."""
    with unit_of_work(ACTOR, "rules.take_force") as work:
        known = RulesInForce.objects.select_for_update().first()
        if known is not None and (known.pack_id, known.pack_version) == (pack.id, pack.version):
            return
        values = {
            "pack_id": pack.id,
            "pack_version": pack.version,
            "since": clock(),
            "finished": False,
            "after": 0,
        }
        RulesInForce.objects.update_or_create(pk=1, defaults=values)
        if known is not None:
            work.emit(RulesChanged(pack.id, pack.version, work.cause))


def _points(pack: RulePack) -> int:
    outdated = RiskPoint.objects.filter(_by_another(pack), retired_at=None).order_by("pk")
    after = RulesInForce.objects.values_list("after", flat=True).first() or 0
    found = dict(outdated.filter(pk__gt=after).values_list("pk", "unit_id")[:CHUNK])
    if not found and after:  # once more from the beginning: an older one may have been left out
        RulesInForce.objects.update(after=0)
        return _points(pack)
    with unit_of_work(ACTOR, "rules.take_force") as work:
        now, moved = hold_boundaries(), Moved()
        units = _lock_units(set(found.values()))  # NULL, a point without a unit, finds none
        rerating.points(found, units, pack, now, moved)
        rerating.units(list(units.values()), pack, now, moved)
        moved.tell(work)
        RulesInForce.objects.update(after=max(found, default=0))
    return len(found)


def _units(pack: RulePack) -> int:
    """Those without points, and those whose points had all been rated by this pack before."""
    outdated = Enterprise.objects.filter(_by_another(pack), closed_at=None).order_by("pk")
    found = set(outdated.values_list("pk", flat=True)[:CHUNK])
    with unit_of_work(ACTOR, "rules.take_force") as work:
        now, moved = hold_boundaries(), Moved()
        rerating.units(list(_lock_units(found).values()), pack, now, moved)
        moved.tell(work)
    return len(found)


def _by_another(pack: RulePack) -> Q:
    return ~Q(pack_id=pack.id, pack_version=pack.version)


def _lock_units(ids: set[int]) -> dict[int, Enterprise]:
    rows = Enterprise.objects.select_for_update().filter(pk__in=ids).order_by("pk").prefetch_related("sites")
    return {unit.pk: unit for unit in rows}
