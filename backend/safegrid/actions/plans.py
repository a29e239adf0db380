"""Boundary plans: made, drawn step by step, undone and redone, named, given up. Publishing is in `plan_publish`.

The rules draw (`domain.boundary_draft`); this module finds the draft, checks who and on which version, and writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from safegrid.domain.boundary_draft import Done, act, put
from safegrid.domain.boundary_draft_json import (
    IMPORT,
    difference_from_plain,
    difference_to_plain,
    step_from_plain,
    step_to_plain,
)
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer
from safegrid.store.models import BoundaryPlan, PlanEdit
from safegrid.store.models.plans import ABANDONED, DRAFT, OPEN, SCHEDULED
from safegrid.store.queries.plans import draft_of, may_over, newest_version, townships_of

from .plan_people import check_people
from .plan_rows import NOT_FOUND, Stepped, check_version, locked_plan, touch, write
from .plan_steps import completed, label_of
from .transaction import Refused, clock, unit_of_work

Json = Mapping[str, Any]


@dataclass(frozen=True)
class NewPlan:
    """`parents`: ids of the townships, counties or city below which it draws."""

    name: str
    parents: tuple[int, ...]
    note: str = ""


def create(viewer: Viewer, new: NewPlan) -> BoundaryPlan | Refusal:
    """Make an empty plan on the boundaries in force. Refusals: NOT_YOUR_DUTY, NOT_FOUND for ground out of sight."""
    if not viewer.may_anywhere(Verb.DRAW_PLAN):
        return Refusal("NOT_YOUR_DUTY")
    if not townships_of(new.parents) or not may_over(viewer, Verb.DRAW_PLAN, new.parents):
        return NOT_FOUND
    with unit_of_work(viewer.key, "plan.create"):
        return BoundaryPlan.objects.create(
            name=new.name,
            note=new.note,
            base=newest_version(),
            parents=sorted(set(new.parents)),
            author_id=viewer.person,
            changed_by_id=viewer.person,
            created_at=clock(),
            changed_at=clock(),
        )


def edit(viewer: Viewer, plan_id: int, seen: int, asked: Json) -> Stepped | Refusal:
    """Do one step. `seen`: the version that the planner saw. What was undone before can no longer be redone.

    Refusals: NOT_FOUND, PLAN_NOT_OPEN, PLAN_CHANGED, FIELD_MISSING, FIELD_BAD, those of `boundary_draft.act`.
    """
    if asked.get("do") in (
        "restore",
        IMPORT,
    ):  # a tuple: what is asked may be anything, and a set would hash it
        return Refusal("FIELD_BAD", (("field", "do"),))
    return _stepped(viewer, plan_id, seen, "plan.edit", lambda plan: _draw(viewer, plan, asked))


def undo(viewer: Viewer, plan_id: int, seen: int) -> Stepped | Refusal:
    """Take the last step back. Refusals: as `edit`, and NOTHING_TO_UNDO."""
    return _stepped(viewer, plan_id, seen, "plan.undo", lambda plan: _walk(viewer, plan, back=True))


def redo(viewer: Viewer, plan_id: int, seen: int) -> Stepped | Refusal:
    """Do the step again that was taken back last. Refusals: as `edit`, and NOTHING_TO_REDO."""
    return _stepped(viewer, plan_id, seen, "plan.redo", lambda plan: _walk(viewer, plan, back=False))


def rename(viewer: Viewer, plan_id: int, name: str, note: str) -> BoundaryPlan | Refusal:
    """Give an open plan another name and note; the draft stays what it is."""
    try:
        with unit_of_work(viewer.key, "plan.rename"):
            plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN, statuses=OPEN)
            plan.name, plan.note = name, note
            plan.save(update_fields=["name", "note"])
            return plan
    except Refused as refused:
        return refused.refusal


def abandon(viewer: Viewer, plan_id: int, seen: int) -> BoundaryPlan | Refusal:
    """Give an open plan up; it stays readable."""
    return _status(viewer, plan_id, seen, ABANDONED, OPEN)


def unschedule(viewer: Viewer, plan_id: int, seen: int) -> BoundaryPlan | Refusal:
    """Take a scheduled plan back to a draft."""
    return _status(viewer, plan_id, seen, DRAFT, (SCHEDULED,))


def _status(
    viewer: Viewer, plan_id: int, seen: int, status: str, statuses: tuple[str, ...]
) -> BoundaryPlan | Refusal:
    try:
        with unit_of_work(viewer.key, f"plan.{status}"):
            plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN, statuses=statuses)
            check_version(plan, seen)
            plan.status, plan.effective_at = status, None
            plan.save(update_fields=["status", "effective_at"])
            return plan
    except Refused as refused:
        return refused.refusal


def _stepped(
    viewer: Viewer, plan_id: int, seen: int, cause: str, step: Callable[[BoundaryPlan], Stepped]
) -> Stepped | Refusal:
    try:
        with unit_of_work(viewer.key, cause):
            plan = locked_plan(viewer, plan_id, Verb.DRAW_PLAN)
            check_version(plan, seen)
            stepped = step(plan)
            write(plan, stepped.draft, stepped.change)
            return stepped
    except Refused as refused:
        return refused.refusal


def _draw(viewer: Viewer, plan: BoundaryPlan, asked: Json) -> Stepped:
    draft = draft_of(plan)
    plain = completed(plan, draft, asked)
    step = plain if isinstance(plain, Refusal) else step_from_plain(plain)
    if isinstance(step, Refusal):
        raise Refused(step)
    check_people(viewer, step)
    done = act(draft, step, townships_of(plan.parents))
    if isinstance(done, Refusal):
        raise Refused(done)
    plan.edits.filter(undone=True).delete()
    touch(plan, viewer.person)
    entry = record(plan, viewer.person, step_to_plain(step), done, label_of(step, draft, done.draft))
    return Stepped(plan, done.draft, done.there, entry)


def record(plan: BoundaryPlan, person: int, plain: Json, done: Done, label: Json) -> PlanEdit:
    """Write a step into the history of a plan."""
    last = plan.edits.order_by("-n").values_list("n", flat=True).first()
    cells = [i for i, _ in (*done.there.cells, *done.there.posts)]
    return PlanEdit.objects.create(
        plan=plan,
        n=(last or 0) + 1,
        edit=plain,
        there=difference_to_plain(done.there),
        back=difference_to_plain(done.back),
        label=label,
        cells=sorted(set(cells)),
        by_id=person,
        at=plan.changed_at,
    )


def _walk(viewer: Viewer, plan: BoundaryPlan, *, back: bool) -> Stepped:
    rows = plan.edits.select_related("by").filter(undone=not back)
    entry = rows.order_by("-n" if back else "n").first()
    if entry is None:
        raise Refused(Refusal("NOTHING_TO_UNDO" if back else "NOTHING_TO_REDO"))
    draft = draft_of(plan)
    change = difference_from_plain(entry.back if back else entry.there)
    touch(plan, viewer.person)
    entry.undone = back
    entry.save(update_fields=["undone"])
    return Stepped(plan, put(draft, change), change, entry)
