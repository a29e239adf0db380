"""Boundary plans as they are read: the ground in force, a plan's own ground, and who may look at it.

Ground is kept per process: that of a published version for good, a draft's under its version.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar, cast

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from shapely import from_wkb, get_parts
from shapely.geometry.base import BaseGeometry

from safegrid.domain import roles
from safegrid.domain.boundary_draft import Draft, Posts
from safegrid.domain.boundary_ground import Community, Ground
from safegrid.domain.hierarchy import CITY, COMMUNITY, TOWNSHIP
from safegrid.domain.roles import Permission, Verb
from safegrid.store import sql
from safegrid.store.access import Viewer
from safegrid.store.celltree import tree
from safegrid.store.models import BoundaryPlan, BoundaryVersion, CellBoundary, GridCell, PlanCell
from safegrid.store.models.plans import OPEN

READERS = (Verb.DRAW_PLAN, Verb.APPROVE_PLAN)
MOST_LISTED = 200
T = TypeVar("T")


class Kept:
    """A few values of this process, the least recently used forgotten first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._values: OrderedDict[Hashable, object] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value under a key; made outside the lock, so that two may make it at once."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return cast("T", self._values[key])
        made = make()
        self.put(key, made)
        return made

    def put(self, key: Hashable, value: object) -> None:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)


_grounds = Kept(3)
_drafts = Kept(12)


def newest_version() -> BoundaryVersion:
    """The boundaries in force. Raises DoesNotExist for a city without any."""
    return BoundaryVersion.objects.latest("published_at", "pk")


def ground_of(version: BoundaryVersion) -> Ground:
    """Communities as a published version has them."""
    return _grounds.get((version.pk, version.published_at), lambda: _read_ground(version))


def draft_of(plan: BoundaryPlan) -> Draft:
    """The plan's draft as it is now. Reads `plan.base`."""
    return _drafts.get(draft_key(plan), lambda: _read_draft(plan))


def keep_draft(plan: BoundaryPlan, draft: Draft) -> None:
    """Keep what a step has made; only once it is committed, or another step could get its version."""
    _drafts.put(draft_key(plan), draft)


def draft_key(plan: BoundaryPlan) -> Hashable:
    return (plan.pk, plan.version, plan.base_id, plan.created_at)


def townships_of(parents: Iterable[int]) -> frozenset[int]:
    """Townships in or under some cells."""
    above = set(parents)
    found = (c.id for c in tree().cells.values() if c.level == TOWNSHIP)
    return frozenset(t for t in found if above & {cell.id for cell in tree().path(t)})


def may_over(viewer: Viewer, verb: Verb, parents: Iterable[int]) -> bool:
    """Whether one of the viewer's duties permits a verb over all of some cells."""
    cells = list(parents)
    return any(
        duty.cell
        and roles.may(duty.role, duty.level, verb) is Permission.YES
        and (duty.level == CITY or all(tree().within(cell, duty.cell) for cell in cells))
        for duty in viewer.duties
    )


def reads_plan(viewer: Viewer, plan: BoundaryPlan) -> bool:
    """Whether the viewer may look at a plan: who draws there or approves there."""
    return any(may_over(viewer, verb, plan.parents) for verb in READERS)


def plan_in_sight(viewer: Viewer, plan_id: int) -> BoundaryPlan | None:
    """A plan with its base and people; None if it is absent or somebody else's ground. One query."""
    plan = _with_people().filter(pk=plan_id).first()
    return plan if plan is not None and reads_plan(viewer, plan) else None


def plans_in_sight(viewer: Viewer, *, everything: bool) -> list[BoundaryPlan]:
    """Plans that the viewer may look at, the last changed first. One query."""
    rows = _with_people()
    if not everything:
        rows = rows.filter(status__in=OPEN)
    return [plan for plan in rows.order_by("-changed_at", "-pk")[:MOST_LISTED] if reads_plan(viewer, plan)]


def codes_given() -> dict[str, int]:
    """Every code that a cell has or had, to the cell."""
    return dict(GridCell.objects.values_list("code", "pk"))


def new_cell_id() -> int:
    """An id that no other cell will get, for one that is only drawn yet."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text("cell_next_id"))
        (found,) = cursor.fetchone()
    return int(found)


def shape_of(geom: GEOSGeometry) -> BaseGeometry:
    """A stored outline as drafts hold it: a polygon, or several only if there are several."""
    shape: BaseGeometry = from_wkb(bytes(geom.wkb))
    parts = get_parts(shape)
    return parts[0] if len(parts) == 1 else shape


def _with_people() -> QuerySet[BoundaryPlan]:
    return BoundaryPlan.objects.select_related(
        "base", "published", "author", "changed_by", "approved_by", "published_by"
    )


def _read_ground(version: BoundaryVersion) -> Ground:
    rows = CellBoundary.objects.filter(cell__level=COMMUNITY, valid_during__contains=version.published_at)
    # What has ended since keeps the name and the parent that it had.
    then = {
        "then_name": Coalesce(NullIf("name", Value("")), "cell__name"),
        "then_parent": Coalesce("parent", "cell__parent"),
    }
    columns = ("cell", "cell__code", *then, "cell__exclave", "geom")
    return Ground.of(
        Community(cell, code, name, parent or 0, shape_of(geom), exclave)
        for cell, code, name, parent, exclave, geom in rows.order_by("cell")
        .annotate(**then)
        .values_list(*columns)
    )


def _read_draft(plan: BoundaryPlan) -> Draft:
    ground = ground_of(plan.base)
    changed = {row.cell_id: community_of(row) for row in plan.cells.all()}
    posts = {
        row.cell_id: Posts(tuple(row.leaders), tuple(row.officers), tuple(row.inspectors))
        for row in plan.posts.all()
    }
    return Draft(ground.with_cells(changed) if changed else ground, posts)


def community_of(row: PlanCell) -> Community | None:
    """A plan's cell as its ground holds it; None if it is no more."""
    if row.geom is None:
        return None
    return Community(row.cell_id, row.code, row.name, row.parent_id, shape_of(row.geom), row.exclave)
