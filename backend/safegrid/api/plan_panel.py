"""Boundary plans in the shape of answers."""

from collections.abc import Iterable, Mapping

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from safegrid.domain.boundary_draft import Draft, Posts
from safegrid.domain.boundary_ground import Community
from safegrid.domain.roles import Verb
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_cells
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan, PlanEdit, User
from safegrid.store.models.plans import DRAFT, OPEN, PUBLISHED, SCHEDULED
from safegrid.store.queries.plans import draft_of, ground_of, may_over, newest_version, townships_of

from .present import cell_ref
from .schemas.common import Json, Ref
from .schemas.plans import Approval, Assigned, Can, Entry, GroundCell, GroundOut, PlanBrief, PlanOut
from .words import words, words_or


def brief(plan: BoundaryPlan, newest: int, edits: int) -> PlanBrief:
    """One line about a plan. Reads its people. `newest`: the boundary version in force."""
    cells = tree().cells
    return PlanBrief(
        id=plan.pk,
        name=plan.name,
        note=plan.note,
        status=plan.status,
        v=plan.version,
        base=plan.base_id,
        base_moved=plan.status in OPEN and plan.base_id != newest,
        parents=[cell_ref(cells[parent]) for parent in plan.parents if parent in cells],
        edits=edits,
        author=_person(plan.author),
        created_at=plan.created_at,
        changed_at=plan.changed_at,
        changed_by=_person(plan.changed_by),
        effective_at=plan.effective_at,
        published=plan.published_id,
        published_at=plan.published.published_at if plan.published else None,
        reverts=plan.reverts_id,
        stopped=words_or("plan_stopped", plan.stopped, "OTHER") if plan.stopped else None,
        approval=_approval(plan),
    )


def panel(viewer: Viewer, plan: BoundaryPlan) -> PlanOut:
    """A plan with its history."""
    edits = list(plan.edits.select_related("by").order_by("n"))
    held = sum(not edit.undone for edit in edits)
    newest = newest_version().pk
    return PlanOut(
        **brief(plan, newest, held).model_dump(),
        history=[entry(edit) for edit in edits],
        assigned=assigned(draft_of(plan).posts) if plan.status in OPEN else [],
        can=can(viewer, plan, newest),
        can_undo=held > 0,
        can_redo=held < len(edits),
    )


def entry(edit: PlanEdit) -> Entry:
    """A step of the history. Reads `by`."""
    return Entry(
        n=edit.n,
        at=edit.at,
        by=_person(edit.by),
        do=edit.edit["do"],
        label=words("plan_step", edit.edit["do"], edit.label),
        cells=edit.cells,
        undone=edit.undone,
    )


def assigned(posts: Mapping[int, Posts]) -> list[Assigned]:
    """Who is to hold the posts of cells. One query, for the names."""
    people = {person for held in posts.values() for person in held.people}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}

    def named(ids: Iterable[int]) -> list[Ref]:
        return [Ref(id=i, name=names.get(i, "")) for i in ids]

    return [
        Assigned(
            cell=cell,
            leaders=named(held.leaders),
            officers=named(held.officers),
            inspectors=named(held.inspectors),
        )
        for cell, held in sorted(posts.items())
    ]


def can(viewer: Viewer, plan: BoundaryPlan, newest: int) -> list[Can]:
    """What the viewer may do to the plan as it is."""
    draws = may_over(viewer, Verb.DRAW_PLAN, plan.parents)
    draft, moved = plan.status == DRAFT, plan.base_id != newest
    approves = may_over(viewer, Verb.APPROVE_PLAN, plan.parents)
    second = viewer.person not in {plan.author_id, plan.changed_by_id}
    allowed: dict[Can, bool] = {
        "edit": draws and draft,
        "publish": draws and draft and not moved,
        "approve": approves and second and draft and plan.approved_version != plan.version,
        "abandon": draws and plan.status in OPEN,
        "unschedule": draws and plan.status == SCHEDULED,
        "rebase": draws and draft and moved,
        "revert": draws and plan.status == PUBLISHED,
    }
    return [act for act, may in allowed.items() if may]


def ground(viewer: Viewer, plan: BoundaryPlan, since: int) -> GroundOut:
    """The plan's communities and all around them; with `since` those only that changed after that version."""
    draft = draft_of(plan)
    versions = dict(plan.cells.values_list("cell_id", "v"))
    if since:
        changed = {cell for cell, v in versions.items() if v > since}
        ids = sorted(changed & draft.ground.cells.keys())
        gone = sorted(changed - draft.ground.cells.keys())
    else:
        ids, gone = _around(plan, draft), []
    cells = [draft.ground.cells[i] for i in ids]
    return GroundOut(v=plan.version, base=plan.base_id, cells=shown(viewer, plan, cells, versions), gone=gone)


def ground_before(viewer: Viewer, plan: BoundaryPlan) -> GroundOut:
    """Communities that the plan changes, as they were on its base."""
    base, now = ground_of(plan.base).cells, draft_of(plan).ground.cells
    changed = [cell for cell in base.values() if now.get(cell.id) != cell]
    return GroundOut(v=plan.version, base=plan.base_id, cells=shown(viewer, plan, changed, {}), gone=[])


def shown(
    viewer: Viewer, plan: BoundaryPlan, cells: Iterable[Community], versions: Mapping[int, int]
) -> list[GroundCell]:
    """Communities of a draft. `versions`: the plan's version at which a cell last changed."""
    base, townships = ground_of(plan.base).cells, townships_of(plan.parents)
    seen, known = visible_cells(viewer.scope), tree().cells
    found = []
    for cell in cells:
        mine = cell.parent in townships
        named = mine or cell.id in seen
        parent = known.get(cell.parent)
        found.append(
            GroundCell(
                id=cell.id,
                code=cell.code if named else "",
                name=cell.name if named else "",
                parent=cell.parent,
                parent_name=parent.name if parent and named else "",
                exclave=cell.exclave,
                mine=mine,
                changed=base.get(cell.id) != cell,
                v=versions.get(cell.id, 0),
                shape=plain(cell.shape),
            )
        )
    return found


def plain(shape: BaseGeometry) -> Json:
    """A shape as GeoJSON."""
    return dict(mapping(shape))


def _around(plan: BoundaryPlan, draft: Draft) -> list[int]:
    townships = townships_of(plan.parents)
    mine = [cell for cell in draft.ground.cells.values() if cell.parent in townships]
    near = {i for cell in mine for i in draft.ground.near(cell.shape)}
    return sorted(near.union(cell.id for cell in mine))


def _approval(plan: BoundaryPlan) -> Approval:
    valid = plan.approved_by is not None and plan.approved_version == plan.version
    return Approval(
        needed=packs.current().plans.approval,
        by=_person(plan.approved_by) if valid and plan.approved_by else None,
        at=plan.approved_at if valid else None,
    )


def _person(person: User) -> Ref:
    return Ref(id=person.pk, name=person.name)
