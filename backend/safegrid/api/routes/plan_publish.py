"""Boundary plans taking force: published, scheduled, approved, brought up to date, taken back."""

from ninja import Router

from safegrid.actions import plan_publish as act
from safegrid.actions import plan_revise as revise
from safegrid.store.access import Viewer
from safegrid.store.queries.plans import plan_in_sight

from .. import plan_panel as show
from ..errors import accepted, found
from ..keyed import KEYED, keyed
from ..schemas.common import Text
from ..schemas.plan_publish import LostOut, MovedOut, PublishedOut, PublishIn, RebasedOut, VersionOut
from ..schemas.plans import PlanBrief, PlanOut, SeenIn
from ..viewer import Signed
from ..words import refusal_words
from .plans import reader

router = Router(tags=["plans"])


@router.post("/{int:plan}/publish", response=PublishedOut, openapi_extra=KEYED)
def publish(request: Signed, plan: int, body: PublishIn) -> PublishedOut:
    """Put a draft in force, now or at a time."""
    viewer = reader(request)

    def run() -> PublishedOut:
        if body.effective_at is not None:
            done = act.schedule(viewer, plan, body.v, body.accepted, body.effective_at)
        else:
            done = act.publish(viewer, plan, body.v, body.accepted)
        made = accepted(done)
        return PublishedOut(
            plan=_brief(viewer, plan),
            version=made.version.pk if made.version else None,
            moved=MovedOut(**made.moved),
            takeovers=made.takeovers,
        )

    return keyed(request, PublishedOut, run)


@router.post("/{int:plan}/approve", response=PlanBrief, openapi_extra=KEYED)
def approve(request: Signed, plan: int, body: SeenIn) -> PlanBrief:
    """Agree to a draft that somebody else drew."""
    viewer = reader(request)

    def run() -> PlanBrief:
        accepted(revise.approve(viewer, plan, body.v))
        return _brief(viewer, plan)

    return keyed(request, PlanBrief, run)


@router.post("/{int:plan}/rebase", response=RebasedOut, openapi_extra=KEYED)
def rebase(request: Signed, plan: int, body: SeenIn) -> RebasedOut:
    """Bring a draft onto the boundaries in force."""
    viewer = reader(request)

    def run() -> RebasedOut:
        done = accepted(revise.rebase(viewer, plan, body.v))
        return RebasedOut(
            plan=show.panel(viewer, found(plan_in_sight(viewer, plan))),
            kept=done.kept,
            lost=[_lost(each) for each in done.lost],
            between=[VersionOut(version=v.pk, name=v.name, at=v.published_at) for v in done.between],
        )

    return keyed(request, RebasedOut, run)


@router.post("/{int:plan}/revert", response=PlanOut, openapi_extra=KEYED)
def revert(request: Signed, plan: int) -> PlanOut:
    """Draw a plan that puts back what was before a published one."""
    viewer = reader(request)

    def run() -> PlanOut:
        made = accepted(revise.revert(viewer, plan))
        return show.panel(viewer, found(plan_in_sight(viewer, made.pk)))

    return keyed(request, PlanOut, run)


def _brief(viewer: Viewer, plan: int) -> PlanBrief:
    return show.panel(viewer, found(plan_in_sight(viewer, plan)))


def _lost(lost: revise.Lost) -> LostOut:
    label = show.entry(lost.entry).label
    return LostOut(
        n=lost.entry.n, label=label, code=lost.refusal.code, why=Text(**refusal_words(lost.refusal))
    )
