"""Scheduled plans taking force at their time; run by the worker. What is due stands in the rows, so a restart loses nothing."""

from safegrid.domain.refusals import Refusal
from safegrid.store import celltree
from safegrid.store.access import viewer_of_user
from safegrid.store.models import BoundaryPlan
from safegrid.store.models.plans import DRAFT, SCHEDULED

from .notices import tell_people
from .plan_publish import publish_due
from .transaction import clock, unit_of_work

ACTOR = "system:plans"


def publish_scheduled() -> int:
    """Publish the plans whose time has come. One that may not take force goes back to a draft, and its people are told.

    Returns how many were looked at.
    """
    due = BoundaryPlan.objects.filter(status=SCHEDULED, effective_at__lte=clock())
    plans = list(due.select_related("base").order_by("effective_at", "pk"))
    for plan in plans:
        celltree.forget()  # another process may have published since this one looked
        viewer = viewer_of_user(plan.published_by_id or 0)
        result = publish_due(viewer, plan) if viewer is not None else Refusal("NOT_YOUR_DUTY")
        if isinstance(result, Refusal):
            _stop(plan, result)
    return len(plans)


def _stop(plan: BoundaryPlan, why: Refusal) -> None:
    with unit_of_work(ACTOR, "plan.stop") as work:
        row = BoundaryPlan.objects.select_for_update().get(pk=plan.pk)
        if row.status != SCHEDULED or row.version != plan.version:
            return  # another process has published it, or somebody took it back
        row.status, row.effective_at, row.stopped = DRAFT, None, why.code
        row.save(update_fields=["status", "effective_at", "stopped"])
        tell_people(work, [row.published_by_id or 0, row.author_id], None, "plan_stopped", row.name)
