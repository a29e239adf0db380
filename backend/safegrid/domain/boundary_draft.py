"""A planner's draft: ground, and who is to answer for cells once it is published. Drawn within the townships of a plan.

Every act gives a draft and two differences, there and back, so that a history can be walked in both directions without
drawing anything again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from .boundaries import Edited, apply, holds_together
from .boundary_edits import ChangeParent, Edit, NewCell, Restore
from .boundary_ground import Community, Ground
from .boundary_problems import other_ground
from .refusals import Refusal


@dataclass(frozen=True, slots=True)
class Posts:
    """People (ids) who are to hold the posts of a community: 分管领导, 安全监管责任人, 网格员."""

    leaders: tuple[int, ...] = ()
    officers: tuple[int, ...] = ()
    inspectors: tuple[int, ...] = ()

    @property
    def people(self) -> frozenset[int]:
        return frozenset((*self.leaders, *self.officers, *self.inspectors))


@dataclass(frozen=True, slots=True)
class Assign:
    """Fill the posts of a cell anew when the plan is published; everybody else who holds one there gives it up."""

    cell: int
    posts: Posts


@dataclass(frozen=True)
class Draft:
    """`posts`: only of the cells that the plan staffs anew."""

    ground: Ground
    posts: Mapping[int, Posts]


@dataclass(frozen=True, slots=True)
class Difference:
    """What cells and posts become; None = there are none any more."""

    cells: tuple[tuple[int, Community | None], ...] = ()
    posts: tuple[tuple[int, Posts | None], ...] = ()


@dataclass(frozen=True)
class Done:
    """A draft after an act, and the differences to it and from it."""

    draft: Draft
    there: Difference
    back: Difference


def act(draft: Draft, step: Edit | Assign, townships: Collection[int]) -> Done | Refusal:
    """Do one act within some townships. Refusals: those of `boundaries.apply`, and OUTSIDE_PLAN."""
    if isinstance(step, Assign):
        return _assign(draft, step, townships)
    if isinstance(step, NewCell | ChangeParent) and step.parent not in townships:
        return Refusal("OUTSIDE_PLAN", (("cell", step.parent),))
    edited = apply(draft.ground, step)
    if isinstance(edited, Refusal):
        return edited
    outside = next((i for i in sorted(edited.changed) if _strays(draft.ground, edited, i, townships)), None)
    if outside is not None:
        return Refusal("OUTSIDE_PLAN", (("cell", outside),))
    return replaced(draft, ((i, edited.ground.cells.get(i)) for i in sorted(edited.changed)))


def replaced(draft: Draft, cells: Iterable[tuple[int, Community | None]]) -> Done:
    """Cells become what they are said to become, unquestioned; posts of those that are no more go with them."""
    there = tuple(cells)
    gone = [(i, draft.posts[i]) for i, now in there if now is None and i in draft.posts]
    done = Difference(there, tuple((i, None) for i, _ in gone))
    back = tuple((i, draft.ground.cells.get(i)) for i, _ in there)
    return Done(put(draft, done), done, Difference(back, tuple(gone)))


def put(draft: Draft, difference: Difference) -> Draft:
    """The draft with a difference applied, unquestioned: it comes from a history."""
    cells = dict(difference.cells)
    posts = {**draft.posts, **dict(difference.posts)}
    return Draft(
        draft.ground.with_cells(cells) if cells else draft.ground,
        {cell: held for cell, held in posts.items() if held is not None},
    )


def restore(draft: Draft, cells: Iterable[tuple[int, Community | None]]) -> Done | Refusal:
    """Put cells back as they were at another time. Refusal REVERT_CONFLICT where what is there now does not fit them."""
    edited = apply(draft.ground, Restore(tuple(cells)))
    if isinstance(edited, Refusal):
        return edited
    around = {j for i in edited.changed for j in _near(draft.ground, i)}
    if not holds_together(edited.ground, edited.changed | (around & edited.ground.cells.keys())):
        return Refusal("REVERT_CONFLICT")
    there = Difference(tuple((i, edited.ground.cells.get(i)) for i in sorted(edited.changed)))
    return Done(put(draft, there), there, Difference(edited.undo.cells))


def _assign(draft: Draft, step: Assign, townships: Collection[int]) -> Done | Refusal:
    cell = draft.ground.cells.get(step.cell)
    if cell is None:
        return Refusal("CELL_UNKNOWN", (("cell", step.cell),))
    if cell.parent not in townships:
        return Refusal("OUTSIDE_PLAN", (("cell", step.cell),))
    before = draft.posts.get(step.cell)
    if before == step.posts:
        return Refusal("NOTHING_CHANGES")
    there = Difference(posts=((step.cell, step.posts),))
    return Done(put(draft, there), there, Difference(posts=((step.cell, before),)))


def _near(ground: Ground, cell: int) -> list[int]:
    held = ground.cells.get(cell)
    return ground.near(held.shape) if held is not None else []


def _strays(before: Ground, edited: Edited, cell: int, townships: Collection[int]) -> bool:
    """Whether a cell outside the plan became anything else than it was, but for vertices on its edges."""
    old, new = before.cells.get(cell), edited.ground.cells.get(cell)
    if all(c is None or c.parent in townships for c in (old, new)):
        return False
    if old is None or new is None or old != replace(new, shape=old.shape):
        return True
    return other_ground(old.shape, new.shape)
