"""A plan brought up to date, approved by a second person, or taken back by another plan."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from safegrid.domain.boundary_codes import home_of, next_code
from safegrid.domain.boundary_draft import Assign, Difference, Done, Draft, act, restore
from safegrid.domain.boundary_draft_json import (
    difference_from_plain,
    difference_to_plain,
    step_from_plain,
    step_to_plain,
)
from safegrid.domain.boundary_edits import Edit, NewCell, Restore, Split
from safegrid.domain.boundary_ground import Community, Ground
from safegrid.domain.boundary_problems import differing
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan, BoundaryVersion, PlanEdit
from safegrid.store.models.plans import DRAFT, PUBLISHED
from safegrid.store.queries.plans import codes_given, ground_of, newest_version, plan_in_sight, townships_of

from .plan_rows import NOT_FOUND, check_version, locked_plan, touch, write
from .plans import record
from .transaction import Refused, clock, unit_of_work


@dataclass(frozen=True)
class Lost:
    """A step that does not apply to the new ground any more. `entry` is not in the history any longer."""

    entry: PlanEdit
    refusal: Refusal


@dataclass(frozen=True)
class Rebased:
    """A plan on the boundaries in force. `between`: versions published meanwhile, in order."""

    plan: BoundaryPlan
    kept: int
    lost: tuple[Lost, ...]
    between: tuple[BoundaryVersion, ...]


def rebase(viewer: Viewer, plan_id: int, seen: int) -> Rebased | Refusal:
    """Do a draft's steps again on the boundaries in force, leaving out those that no longer apply; undone ones are forgotten.

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, PLAN_NOT_OPEN, PLAN_CHANGED.
    """
    try:
        with unit_of_work(viewer.key, "plan.rebase"):
            plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN)
            check_version(plan, seen)
            return _rebase(viewer, plan)
    except Refused as refused:
        return refused.refusal


def approve(viewer: Viewer, plan_id: int, seen: int) -> BoundaryPlan | Refusal:
    """Agree to a draft as it is; any further step voids that. Refusals: as `rebase`, and SAME_PERSON for who drew it."""
    try:
        with unit_of_work(viewer.key, "plan.approve"):
            plan = locked_plan(viewer, plan_id, Verb.APPROVE_PLAN)
            check_version(plan, seen)
            drew = {plan.author_id, plan.changed_by_id, *plan.edits.values_list("by_id", flat=True)}
            if viewer.person in drew:
                return Refusal("SAME_PERSON")
            plan.approved_by_id, plan.approved_at, plan.approved_version = (
                viewer.person,
                clock(),
                plan.version,
            )
            plan.save(update_fields=["approved_by", "approved_at", "approved_version"])
            return plan
    except Refused as refused:
        return refused.refusal


def revert(viewer: Viewer, plan_id: int) -> BoundaryPlan | Refusal:
    """Draw a new plan that puts back what was before a published one.

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, PLAN_NOT_PUBLISHED, REVERT_CONFLICT, NOTHING_CHANGES.
    """
    if plan_in_sight(viewer, plan_id) is None:
        return NOT_FOUND
    try:
        with unit_of_work(viewer.key, "plan.revert"):
            old = _published(viewer, plan_id)
            base = newest_version()
            done = restore(Draft(ground_of(base), {}), _earlier(old))
            if isinstance(done, Refusal):
                return done
            return _reverting(viewer, old, base, done)
    except Refused as refused:
        return refused.refusal


def _published(viewer: Viewer, plan_id: int) -> BoundaryPlan:
    plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN, statuses=(DRAFT, PUBLISHED))
    if plan.status != PUBLISHED:
        raise Refused(Refusal("PLAN_NOT_PUBLISHED"))
    return plan


def _reverting(viewer: Viewer, old: BoundaryPlan, base: BoundaryVersion, done: Done) -> BoundaryPlan:
    now = clock()
    plan = BoundaryPlan.objects.create(
        name=f"撤销 {old.name}"[:100],
        base=base,
        parents=old.parents,
        author_id=viewer.person,
        changed_by_id=viewer.person,
        created_at=now,
        changed_at=now,
        reverts=old,
    )
    touch(plan, viewer.person)
    record(plan, viewer.person, step_to_plain(Restore(done.there.cells)), done, {})
    write(plan, done.draft, done.there)
    return plan


def _earlier(plan: BoundaryPlan) -> list[tuple[int, Community | None]]:
    """Cells of a published plan as they were before its first step that changed them."""
    found: dict[int, Community | None] = {}
    for back in plan.edits.filter(undone=False).order_by("n").values_list("back", flat=True):
        for cell, state in difference_from_plain(back).cells:
            found.setdefault(cell, state)
    return sorted(found.items(), key=lambda item: item[0])


def _rebase(viewer: Viewer, plan: BoundaryPlan) -> Rebased:
    newest = newest_version()
    between = BoundaryVersion.objects.filter(published_at__gt=plan.base.published_at).order_by("published_at")
    meanwhile = tuple(between)
    plan.edits.filter(undone=True).delete()
    draft, kept, lost = Draft(ground_of(newest), {}), [], []
    for entry in plan.edits.select_related("by").order_by("n"):
        done = _again(draft, entry, townships_of(plan.parents))
        if isinstance(done, Refusal):
            lost.append(Lost(entry, done))
            continue
        draft = done.draft
        entry.there, entry.back = difference_to_plain(done.there), difference_to_plain(done.back)
        entry.cells = sorted({i for i, _ in (*done.there.cells, *done.there.posts)})
        kept.append(entry)
    _keep(plan, viewer, newest, draft)
    PlanEdit.objects.filter(pk__in=[each.entry.pk for each in lost]).delete()
    PlanEdit.objects.bulk_update(kept, ["edit", "there", "back", "cells"])
    return Rebased(plan, len(kept), tuple(lost), meanwhile)


def _again(draft: Draft, entry: PlanEdit, townships: Iterable[int]) -> Done | Refusal:
    """Do a step of the history once more; a new cell whose code was given away meanwhile gets the next one."""
    step = step_from_plain(entry.edit)
    if isinstance(step, Refusal):
        return step
    if isinstance(step, Restore):
        return restore(draft, step.cells)
    if isinstance(step, Split | NewCell):
        coded = _coded(draft, step)
        if isinstance(coded, Refusal):
            return coded
        step = coded
        entry.edit = step_to_plain(step)
    return act(draft, step, frozenset(townships))


def _coded(draft: Draft, step: Edit | Assign) -> Edit | Refusal:
    assert isinstance(step, Split | NewCell)
    given = codes_given()
    if given.get(step.code, step.new) == step.new:
        return step
    source = draft.ground.cells.get(step.cell) if isinstance(step, Split) else None
    parent = tree().cells.get(step.parent if isinstance(step, NewCell) else source.parent if source else 0)
    if parent is None:
        return Refusal("CELL_UNKNOWN", (("cell", step.new),))
    drawn = {cell.code for cell in draft.ground.cells.values()}
    code = next_code(home_of(step.code, parent.code), step.code, drawn | given.keys())
    return code if isinstance(code, Refusal) else replace(step, code=code)


def _keep(plan: BoundaryPlan, viewer: Viewer, newest: BoundaryVersion, draft: Draft) -> None:
    """Write the whole draft anew: what differed from the old base says nothing about the new one."""
    plan.base = newest
    touch(plan, viewer.person)
    plan.cells.all().delete()
    plan.posts.all().delete()
    base: Ground = ground_of(newest)
    cells = tuple((i, draft.ground.cells.get(i)) for i in sorted(differing(base, draft.ground)))
    write(plan, draft, Difference(cells, tuple(draft.posts.items())))
