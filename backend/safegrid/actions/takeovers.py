"""Open hazards that a plan moved to other ground: whoever answers there now accepts them."""

from collections import defaultdict
from datetime import datetime

from safegrid.domain.drawn import SETTLED
from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import BoundaryPlan, Duty, Takeover
from safegrid.store.queries.responsible import OF_GRID, in_force
from safegrid.store.queries.takeovers import takeovers_for

from .moved import Moved
from .notices import tell_people
from .transaction import Work, clock, unit_of_work


def hand_over(work: Work, plan: BoundaryPlan, moved: Moved, now: datetime) -> int:
    """Make a task of every open hazard that has another owner, and tell those who answer there. Returns how many."""
    tasks = [
        Takeover(
            plan=plan,
            hazard_id=after.id,
            source_id=before.cell or None,
            target_id=after.cell or None,
            at=now,
        )
        for before, after in moved.hazards()
        if after.state not in SETTLED
    ]
    Takeover.objects.bulk_create(tasks)
    waiting: dict[int, int] = defaultdict(int)
    for task in tasks:
        waiting[task.target_id or 0] += 1
    held = Duty.objects.filter(
        in_force(now), cell__in=list(waiting), role__in=OF_GRID, person__is_active=True
    )
    mine: dict[int, set[int]] = defaultdict(set)
    for person, cell in held.values_list("person_id", "cell_id"):
        mine[person].add(cell or 0)
    for person, cells in sorted(mine.items()):
        number = sum(waiting[cell] for cell in cells)
        tell_people(work, [person], None, "takeover_new", f"{plan.name} · {number}")
    return len(tasks)


def accept(viewer: Viewer, takeover_id: int) -> Takeover | Refusal:
    """Accept a hazard that came with new ground. Refusals: NOT_FOUND unless one answers there, TAKEOVER_DONE."""
    if takeovers_for(viewer).filter(pk=takeover_id).first() is None:
        return Refusal("NOT_FOUND")
    with unit_of_work(viewer.key, "takeover.accept"):
        task = Takeover.objects.select_for_update().get(pk=takeover_id)
        if task.accepted_by is not None:
            return Refusal("TAKEOVER_DONE", (("who", task.accepted_by.name),))
        task.accepted_by_id, task.accepted_at = viewer.person, clock()
        task.save(update_fields=["accepted_by", "accepted_at"])
    return takeovers_for(viewer).get(pk=takeover_id)
