"""A plan takes force: in one transaction, with nobody else at the boundaries.

Lock order: boundary, plan, people, unit, risk point, hazard, alarm.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from safegrid.domain.boundary_problems import Severity
from safegrid.domain.events import BoundaryPublished
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.domain.times import CHINA
from safegrid.store import celltree, packs
from safegrid.store.access import Viewer
from safegrid.store.models import BoundaryPlan, BoundaryVersion
from safegrid.store.models.plans import DRAFT, PUBLISHED, SCHEDULED
from safegrid.store.queries.plan_problems import problems_of
from safegrid.store.queries.plans import newest_version, plan_in_sight

from . import tallies
from .plan_ground import Prepared, prepare, write_ground
from .plan_posts import Changing
from .plan_rows import check_version, checked_plan, locked_plan
from .reowning import reown
from .takeovers import hand_over
from .transaction import Refused, Work, clock, hold_boundaries_alone, unit_of_work


@dataclass(frozen=True)
class Publication:
    """A plan that took force (`version`) or is to take force at its time (None), and how many objects moved by kind."""

    plan: BoundaryPlan
    version: BoundaryVersion | None
    moved: dict[str, int]
    takeovers: int = 0


def publish(viewer: Viewer, plan_id: int, seen: int, accepted: Collection[str]) -> Publication | Refusal:
    """Put a draft in force now. `accepted`: codes of warnings that the publisher took note of.

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, PLAN_NOT_OPEN, PLAN_CHANGED, BASE_MOVED, PLAN_EMPTY, PLAN_ERRORS, PLAN_WARNINGS,
    PLAN_NOT_APPROVED.
    """
    return _publish(viewer, plan_id, seen, accepted, DRAFT)


def publish_due(viewer: Viewer, plan: BoundaryPlan) -> Publication | Refusal:
    """Put a scheduled plan in force, whose time has come."""
    return _publish(viewer, plan.pk, plan.version, plan.accepted, SCHEDULED)


def schedule(
    viewer: Viewer, plan_id: int, seen: int, accepted: Collection[str], at: datetime
) -> Publication | Refusal:
    """Let a draft take force at a time to come. Refusals: as `publish`, and PLAN_TIME_PAST."""
    try:
        with unit_of_work(viewer.key, "plan.schedule"):
            plan = locked_plan(viewer, plan_id, Verb.PUBLISH_PLAN)
            check_version(plan, seen)
            if at <= clock():
                return Refusal("PLAN_TIME_PAST", (("field", "effective_at"),))
            _check(plan, accepted)
            plan.status, plan.effective_at, plan.accepted = SCHEDULED, at, sorted(set(accepted))
            plan.published_by_id, plan.stopped = viewer.person, ""
            plan.save()
            return Publication(plan, None, {})
    except Refused as refused:
        return refused.refusal


def _publish(
    viewer: Viewer, plan_id: int, seen: int, accepted: Collection[str], status: str
) -> Publication | Refusal:
    celltree.forget()  # another process may have published a moment ago
    try:
        ready = _ready(viewer, plan_in_sight(viewer, plan_id), seen, accepted, status)
        with unit_of_work(viewer.key, "plan.publish") as work:
            now = hold_boundaries_alone()
            plan = locked_plan(viewer, plan_id, Verb.PUBLISH_PLAN, statuses=(status,))
            check_version(plan, seen)
            _check_base(plan)
            plan.accepted = sorted(set(accepted))
            return _take_force(work, viewer, plan, ready, now)
    except Refused as refused:
        return refused.refusal


def _ready(
    viewer: Viewer, plan: BoundaryPlan | None, seen: int, accepted: Collection[str], status: str
) -> Prepared:
    """Everything that may be refused or worked out before the boundaries are locked. Raises Refused.

    The plan is not locked here: its lock comes after that of the boundaries.
    """
    found = checked_plan(viewer, plan, Verb.PUBLISH_PLAN, statuses=(status,))
    check_version(found, seen)
    _check(found, accepted)
    return prepare(found)


def _check(plan: BoundaryPlan, accepted: Collection[str]) -> None:
    """Raise Refused unless the plan may take force."""
    _check_base(plan)
    if packs.current().plans.approval and plan.approved_version != plan.version:
        raise Refused(Refusal("PLAN_NOT_APPROVED"))
    if not plan.edits.filter(undone=False).exists():
        raise Refused(Refusal("PLAN_EMPTY"))
    found = problems_of(plan)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    if errors:
        raise Refused(Refusal("PLAN_ERRORS", (("count", errors),)))
    open_ = sorted({problem.code for problem in found} - set(accepted))
    if open_:
        raise Refused(Refusal("PLAN_WARNINGS", (("codes", ",".join(open_)),)))


def _check_base(plan: BoundaryPlan) -> None:
    newest = newest_version()
    if plan.base_id != newest.pk:
        at = newest.published_at.astimezone(CHINA).strftime("%m-%d %H:%M")
        told = (("version", newest.pk), ("name", newest.name), ("at", at))
        raise Refused(Refusal("BASE_MOVED", told))


def _take_force(
    work: Work, viewer: Viewer, plan: BoundaryPlan, ready: Prepared, now: datetime
) -> Publication:
    duties = Changing(ready.gone, ready.draft.posts)
    duties.end(work, now)
    version = write_ground(plan, ready, now)
    duties.begin(work, now, viewer.person)
    work.emit(BoundaryPublished(version.pk, ready.cells, work.cause))
    moved = reown(work, ready.base, ready.draft.ground)
    tallies.forget(work, ready.gone)
    tasks = hand_over(work, plan, moved, now)
    plan.status, plan.published, plan.published_by_id = PUBLISHED, version, viewer.person
    plan.effective_at = plan.effective_at or now
    plan.save()
    transaction.on_commit(celltree.forget)
    counted = {kind: moved.owners(kind) for kind in ("point", "unit", "hazard", "alarm")}
    return Publication(plan, version, {**counted, "feature": moved.features}, tasks)
