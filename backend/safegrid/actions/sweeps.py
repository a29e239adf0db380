"""What the clock does: deadlines pass, residual levels run out, duties begin and end. Run by the worker.

Each object is changed in a transaction of its own and checked again under its lock, so a sweep may run twice, or beside
a command on the same object, without telling anything twice.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from safegrid.domain.counts import Tally, add
from safegrid.domain.events import DutiesCounted, flat
from safegrid.domain.hazards import State, from_plain, tell_overdue
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.packs import RulePack
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.access import not_over
from safegrid.store.drawn import hazard_drawn
from safegrid.store.models import Duty, Hazard, RiskPoint

from . import levels
from .hazard_rows import CLOCK_STATES, write_facts
from .hazards import lock, tell
from .transaction import clock, hold_boundaries, unit_of_work

ACTOR = "system:sweep"
POSTS = {Role.LEAD: "leaders", Role.OFF: "officers"}
CHUNK = 500


def mark_overdue() -> int:
    """Mark hazards whose deadline passed (and long ago), and listings whose own deadline passed. Returns how many."""
    pack = packs.current()
    ids = _late(clock(), pack).values_list("pk", "unit_id", "point_id")[:CHUNK]
    return sum(_mark_one(*row, pack) for row in list(ids))


def rerate_expired() -> int:
    """Rate points again whose residual level ran out while it still counted, or whose new assessment is long late (R12).

    Returns how many changed.
    """
    now, trigger = clock(), packs.current().trigger("ASSESS_EXPIRED")
    wanted = Q(reasons__contains=[{"code": "RESIDUAL"}])
    if trigger.enabled:
        # The trigger counts whole days, so it begins a day after the last one that is allowed.
        late = now - timedelta(days=trigger.numbers["late_days"] + 1)
        wanted |= Q(residual_until__lte=late) & ~Q(reasons__contains=[{"code": trigger.code}])
    due = RiskPoint.objects.filter(wanted, retired_at=None, residual_until__lte=now)
    return sum(_rate_one(*row) for row in list(due.values_list("pk", "unit_id")[:CHUNK]))


def count_duties() -> int:
    """Count people on duty at communities whose period began or ended without a write. Returns how many duties."""
    with unit_of_work(ACTOR, "duty.clock") as work:
        now = clock()
        running = Q(starts_at__lte=now) & not_over(now)
        changed = Duty.objects.filter(role__in=list(POSTS), cell__level=COMMUNITY)
        changed = changed.filter(Q(running, counted=False) | (~running & Q(counted=True)))
        rows = list(changed.select_for_update(skip_locked=True, of=("self",)).order_by("pk")[:CHUNK])
        if rows:
            Duty.objects.filter(pk__in=[row.pk for row in rows]).update(counted=~F("counted"))
            work.emit(DutiesCounted(flat(tally_of(rows)), work.cause))
    return len(rows)


def tally_of(duties: list[Duty]) -> Tally:
    """Difference to the counts when these duties turn from uncounted to counted, or back."""
    return add(
        [
            ({duty.cell_id: {POSTS[Role(duty.role)]: 1}}, -1 if duty.counted else 1)
            for duty in duties
            if duty.cell_id
        ]
    )


def _late(now: datetime, pack: RulePack) -> QuerySet[Hazard]:
    long_ago = now - timedelta(days=pack.trigger("HZ_OVERDUE_LONG").numbers["days"])
    running = Q(state__in=CLOCK_STATES)
    return Hazard.objects.filter(
        (running & Q(overdue=0, deadline__lt=now))
        | (running & Q(overdue=1, deadline__lt=long_ago))
        # An accepted one only waits for its delisting: its listing is not overdue any more.
        | Q(listing_overdue=False, listing_deadline__lt=now) & ~Q(state=State.ACCEPTED.value)
    ).order_by("deadline")


def _mark_one(hazard_id: int, unit_id: int | None, point_id: int | None, pack: RulePack) -> int:
    with unit_of_work(ACTOR, "hazard.overdue") as work:
        now = hold_boundaries()
        locked = lock(hazard_id, unit_id, point_id)
        hazard = locked.hazard
        before = hazard_drawn(hazard)
        seen = (hazard.overdue, hazard.listing_overdue)
        facts = from_plain(hazard.facts)
        told = tell_overdue(facts, now) or facts
        write_facts(hazard, replace(told, version=before.v + 1), pack, now)
        if (hazard.overdue, hazard.listing_overdue) == seen:
            return 0
        hazard.save()
        tell(work, hazard, before)
        levels.rate(work, locked.point, locked.unit, pack, now)
    return 1


def _rate_one(point_id: int, unit_id: int | None) -> int:
    with unit_of_work(ACTOR, "point.residual_ended") as work:
        unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
        levels.rate(work, point, unit, packs.current(), clock())
        return 1 if work.events else 0
