"""What is wrong with a plan's draft, with everything that the rules must know from the database."""

from collections.abc import Iterable

from django.db.models import Q

from safegrid.domain.boundary_draft import Draft, Posts
from safegrid.domain.boundary_ground import Ground
from safegrid.domain.boundary_problems import Limits, Post, Problem, differing, problems
from safegrid.domain.hierarchy import COMMUNITY
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.models import BoundaryPlan, Duty, Site

from .plans import codes_given, draft_of, ground_of
from .responsible import OF_GRID, in_force

KINDS = ((Role.LEAD, "leaders"), (Role.OFF, "officers"), (Role.INS, "inspectors"))


def problems_of(plan: BoundaryPlan) -> list[Problem]:
    """Problems of the draft as it is now, errors first."""
    draft, base = draft_of(plan), ground_of(plan.base)
    rules = packs.current().plans
    return problems(
        base,
        draft.ground,
        codes=codes_given(),
        posts=_concerned(posts_after(draft), differing(base, draft.ground) | draft.posts.keys()),
        units=_units_near(base, draft.ground),
        limits=Limits(rules.least_m2, rules.narrow_m, rules.most_cells),
        staffed=draft.posts.keys(),
    )


def _concerned(posts: list[Post], cells: frozenset[int]) -> list[Post]:
    """Posts of people who hold one where something changes: how many cells the others hold is not this plan's doing."""
    people = {post.person for post in posts if post.cell in cells}
    return [post for post in posts if post.person in people or post.cell in cells]


def posts_now(cells: Iterable[int] | None = None) -> list[Post]:
    """Who holds the posts of communities now. One query."""
    wanted = Q(cell__level=COMMUNITY) if cells is None else Q(cell_id__in=list(cells))
    held = Duty.objects.filter(in_force(), wanted, role__in=OF_GRID, person__is_active=True)
    return [
        Post(duty.cell_id or 0, duty.person_id, duty.role) for duty in held.only("cell", "person", "role")
    ]


def posts_after(draft: Draft) -> list[Post]:
    """Who would hold the posts of communities after publishing. One query."""
    kept = [post for post in posts_now() if post.cell in draft.ground.cells and post.cell not in draft.posts]
    return kept + [post for cell, posts in draft.posts.items() for post in of_posts(cell, posts)]


def of_posts(cell: int, posts: Posts) -> list[Post]:
    return [Post(cell, person, role.value) for role, kind in KINDS for person in getattr(posts, kind)]


def _units_near(base: Ground, ground: Ground) -> dict[int, tuple[float, float]]:
    """Main sites of units that somebody answers for now, on ground that changes."""
    cells = [i for i in differing(base, ground) if i in base.cells]
    sites = Site.objects.filter(cell_id__in=cells, main=True, unit__closed_at=None)
    return {unit: (geom.x, geom.y) for unit, geom in sites.values_list("unit", "geom")}
