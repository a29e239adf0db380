"""Rows of a plan: locked, checked, and written after a step."""

from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_draft import Difference, Draft
from safegrid.domain.boundary_ground import Community
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.domain.times import CHINA
from safegrid.store.access import Viewer
from safegrid.store.models import BoundaryPlan, PlanCell, PlanEdit, PlanPosts
from safegrid.store.models.plans import DRAFT
from safegrid.store.queries.plans import keep_draft, may_over, reads_plan

from .transaction import Refused, clock

NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class Stepped:
    """A plan after a step, its draft, and which difference led there. `entry`: the step in the history."""

    plan: BoundaryPlan
    draft: Draft
    change: Difference
    entry: PlanEdit | None = None


def locked_plan(
    viewer: Viewer, plan_id: int, verb: Verb, *, statuses: tuple[str, ...] = (DRAFT,)
) -> BoundaryPlan:
    """Lock a plan for an act of the viewer. Raises Refused: NOT_FOUND, NOT_YOUR_DUTY, PLAN_NOT_OPEN."""
    # No joins here: whoever waits for the row would get nothing if another has changed what it is joined by.
    plan = BoundaryPlan.objects.select_for_update().filter(pk=plan_id).first()
    return checked_plan(viewer, plan, verb, statuses=statuses)


def checked_plan(
    viewer: Viewer, plan: BoundaryPlan | None, verb: Verb, *, statuses: tuple[str, ...] = (DRAFT,)
) -> BoundaryPlan:
    """A plan that the viewer may act on as it is. Raises Refused as `locked_plan` does."""
    if plan is None or not reads_plan(viewer, plan):
        raise Refused(NOT_FOUND)
    if not may_over(viewer, verb, plan.parents):
        raise Refused(Refusal("NOT_YOUR_DUTY"))
    if plan.status not in statuses:
        raise Refused(Refusal("PLAN_NOT_OPEN", (("status", plan.status),)))
    return plan


def check_version(plan: BoundaryPlan, seen: int) -> None:
    """Raise Refused PLAN_CHANGED, saying by whom and when, unless the caller saw the plan as it is."""
    if plan.version != seen:
        at = plan.changed_at.astimezone(CHINA).strftime("%m-%d %H:%M:%S")
        told = (("v", plan.version), ("who", plan.changed_by.name), ("at", at))
        raise Refused(Refusal("PLAN_CHANGED", told))


def touch(plan: BoundaryPlan, person: int) -> None:
    """Give a locked plan its next version."""
    plan.version += 1
    plan.changed_by_id = person
    plan.changed_at = clock()
    plan.stopped = ""


def write(plan: BoundaryPlan, draft: Draft, change: Difference) -> None:
    """Write the cells and posts that a step changed, and the plan itself; its version has been raised before."""
    rows = [_cell_row(plan, cell, state) for cell, state in change.cells]
    PlanCell.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["plan", "cell_id"],
        update_fields=["v", "code", "name", "parent_id", "exclave", "geom"],
    )
    PlanPosts.objects.filter(plan=plan, cell_id__in=[cell for cell, _ in change.posts]).delete()
    PlanPosts.objects.bulk_create(
        PlanPosts(
            plan=plan,
            cell_id=cell,
            leaders=list(posts.leaders),
            officers=list(posts.officers),
            inspectors=list(posts.inspectors),
        )
        for cell, posts in change.posts
        if posts is not None
    )
    plan.save()
    transaction.on_commit(lambda: keep_draft(plan, draft))


def geos(shape: BaseGeometry) -> GEOSGeometry:
    """A shape in degrees for a column."""
    return GEOSGeometry(memoryview(shape.wkb), srid=4326)


def _cell_row(plan: BoundaryPlan, cell: int, state: Community | None) -> PlanCell:
    if state is None:
        return PlanCell(plan=plan, cell_id=cell, v=plan.version)
    return PlanCell(
        plan=plan,
        cell_id=cell,
        v=plan.version,
        code=state.code,
        name=state.name,
        parent_id=state.parent,
        exclave=state.exclave,
        geom=geos(state.shape),
    )
