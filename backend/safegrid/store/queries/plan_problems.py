"""What is wrong with a plan's draft, with everything that the rules must know from the database."""

from collections.abc import Iterable
from datetime import datetime

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
    # How many cells somebody holds who has nothing to do with this change is not this plan's doing.
    posts = posts_of(differing(base, draft.ground) | draft.posts.keys(), draft)
    return problems(
        base,
        draft.ground,
        codes=codes_given(),
        posts=after(draft, posts),
        units=_units_near(base, draft.ground),
        limits=Limits(rules.least_m2, rules.narrow_m, rules.most_cells),
        staffed=draft.posts.keys(),
    )


def posts_of(cells: Iterable[int], draft: Draft, at: datetime | None = None) -> list[Post]:
    """Who holds the posts of some communities, and every other post of these people and of those who are to come.

    `at`: at which moment, default now.
    """
    grid = Duty.objects.filter(in_force(at), cell__level=COMMUNITY, role__in=OF_GRID, person__is_active=True)
    here = grid.filter(cell__in=list(cells)).values("person")
    coming = {person for posts in draft.posts.values() for person in posts.people}
    rows = grid.filter(Q(person__in=here) | Q(person__in=coming)).order_by("cell", "person")
    return [
        Post(cell or 0, person, role) for cell, person, role in rows.values_list("cell", "person", "role")
    ]


def after(draft: Draft, now: Iterable[Post]) -> list[Post]:
    """Who of them would hold which posts once the draft is published."""
    kept = [post for post in now if post.cell in draft.ground.cells and post.cell not in draft.posts]
    return kept + [post for cell, posts in draft.posts.items() for post in of_posts(cell, posts)]


def of_posts(cell: int, posts: Posts) -> list[Post]:
    return [Post(cell, person, role.value) for role, kind in KINDS for person in getattr(posts, kind)]


def _units_near(base: Ground, ground: Ground) -> dict[int, tuple[float, float]]:
    """Main sites of units that somebody answers for now, on ground that changes."""
    cells = [i for i in differing(base, ground) if i in base.cells]
    sites = Site.objects.filter(cell_id__in=cells, main=True, unit__closed_at=None)
    return {unit: (geom.x, geom.y) for unit, geom in sites.values_list("unit", "geom")}
