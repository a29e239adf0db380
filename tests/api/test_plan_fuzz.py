"""Plans under whatever a client may send: valid steps and garbage, of several people, against the real database.

Nothing makes the system fail, no draft and no published ground is ever anything but an exact coverage of the same city,
and history stays one version after another. `SAFEGRID_FUZZ` asks for more examples.
"""

import json
import os
from itertools import pairwise

import numpy as np
import pytest
import shapely
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from shapely import from_wkb

from factories import SIDE, SOUTH, WEST, make_person
from leak.probes import API
from plan_kit import WARNINGS, check_ground, wrong_owners
from safegrid.domain.roles import Role
from safegrid.store import celltree
from safegrid.store.models import BoundaryPlan, BoundaryVersion, CellBoundary, GridCell
from safegrid.store.models.plans import OPEN
from safegrid.store.queries.plans import draft_of, ground_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
EXAMPLES = int(os.environ.get("SAFEGRID_FUZZ", "30"))
STEPS = 14
EXACT = 1e-9
"""Areas below this (square degrees) are rounding to the lattice."""
ROUTES = sorted(
    key
    for key in API
    if key.split(" /api/")[1].split("/")[0] in {"plans", "boundaries", "takeovers", "reports"}
)
ACTS = (
    "undo",
    "redo",
    "publish",
    "publish",
    "publish",
    "approve",
    "rebase",
    "revert",
    "revert",
    "abandon",
    "unschedule",
    "rename",
    "schedule",
)
DOS = (
    "move_vertex", "insert_vertex", "remove_vertex", "redraw_edge", "split", "split", "transfer", "merge",
    "dissolve", "new_cell", "change_parent", "rename", "exclave", "recode", "assign",
)  # fmt: skip

numbers = st.integers(0, 10**6)
junk = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(
        [0, -1, 1, 2**31, 2**63, -(10**30), "", "\0", "\ud800", "411071001001", "2199-01-01T00:00:00Z", "9" * 400]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["v", "edit", "do", "cell", "cells", "line", "type", "coordinates", "x"]), inner, max_size=3
    ),
    max_leaves=6,
)  # fmt: skip
spots = st.lists(st.tuples(st.integers(-1, 31), st.integers(-1, 21)), min_size=4, max_size=4)
drawing = st.tuples(st.just("draw"), numbers, st.sampled_from(DOS), numbers, spots)
acting = st.tuples(st.just("act"), numbers, st.sampled_from(ACTS), st.booleans())
making = st.tuples(st.just("make"), numbers, numbers)
spoiling = st.tuples(st.just("spoil"), numbers, st.sampled_from(DOS), numbers, spots, st.integers(0, 9), junk)
guessing = st.tuples(st.just("guess"), numbers, st.sampled_from(ROUTES), numbers, junk)
asked = st.lists(
    st.one_of(making, drawing, drawing, drawing, drawing, acting, acting, acting, spoiling, guessing),
    min_size=STEPS,
    max_size=STEPS,
)


class Storm:
    """People who draw and who do not, and what they send. `area`: of the communities at the start."""

    def __init__(self, town, as_):
        self.town = town
        planners = [make_person(Role.PLN, town.city[where]) for where in ("city", "city", "a")]
        # The first ones draw, so that most steps are somebody's who may.
        everybody = [*planners, town.committee, town.leader, town.inspector, town.head, town.system, None]
        self.browsers = [as_(person) for person in everybody]
        self.area = self._now().area
        self.first = BoundaryVersion.objects.latest("pk").pk
        self.told: list[tuple[str, str, int]] = []

    def send(self, path, body, who=0):
        browser = self.browsers[who % len(self.browsers)]
        return self._checked(browser.send(path, body), "POST", path, body)

    def read(self, path, query, who=0):
        browser = self.browsers[who % len(self.browsers)]
        return self._checked(browser.read(path, **query), "GET", path, query)

    def _checked(self, answer, method, path, body):
        assert answer.status_code < 500, (method, path, body, answer.content)
        celltree.forget()
        kind = path.rsplit("/", 1)[-1]
        self.told.append((method, kind, answer.status_code))
        if answer.status_code >= 400:
            assert answer.json()["code"], (method, path, body)
            return None
        return answer

    def who(self, n):
        """A planner of the city three times of four."""
        return n // 4 % 2 if n % 4 else n // 4

    def plan(self, n):
        plans = list(BoundaryPlan.objects.order_by("-pk")[:4])
        return plans[n % len(plans)] if plans else None

    def one(self, step):
        """Carry out one of the steps that `asked` draws."""
        getattr(self, f"_{step[0]}")(*step[1:])

    def _make(self, n, cells):
        every = list(self.town.city.cells.values())
        parents = [every[cells % len(every)].pk] if cells % 3 == 0 else [self.town.city["city"].pk]
        self.send("/plans", {"name": f"方案{n}", "parents": parents}, self.who(n))

    def _draw(self, n, do, pick, places):
        plan = self.plan(n)
        if plan is not None:
            body = {"v": plan.version, "edit": self.edit(plan, do, pick, places)}
            self.send(f"/plans/{plan.pk}/edits", body, self.who(n))

    def _spoil(self, n, do, pick, places, at, rubbish):
        """A step with one thing in it replaced, or left out."""
        plan = self.plan(n)
        if plan is None:
            return
        edit = self.edit(plan, do, pick, places)
        name = sorted(edit)[at % len(edit)]
        spoilt = {key: value for key, value in edit.items() if key != name}
        if n % 3:
            spoilt[name] = rubbish
        body = {"v": plan.version, "edit": rubbish if n % 7 == 0 else spoilt}
        self.send(f"/plans/{plan.pk}/edits", body, self.who(n))

    def _act(self, n, act, fresh):
        plan = self.plan(n)
        if plan is None:
            return
        v = plan.version if fresh or n % 4 else plan.version + 1
        bodies = {
            "publish": {"v": v, "accepted": list(WARNINGS)},
            "schedule": {"v": v, "accepted": list(WARNINGS), "effective_at": "2199-01-01T00:00:00+08:00"},
            "rename": {"name": "改名"},
            "revert": {},
        }
        path = f"/plans/{plan.pk}/{'publish' if act == 'schedule' else act}"
        self.send(path, bodies.get(act, {"v": v}), self.who(n))

    def _guess(self, n, route, pick, rubbish):
        method, path = route.split(" /api")
        plan = self.plan(n)
        ids = [plan.pk if plan else 1, self.town.city["c1"].pk, 0, 10**9, 2**63]
        while "{" in path:
            name = path[path.index("{") : path.index("}") + 1]
            path = path.replace(name, "point" if name == "{kind}" else str(ids[pick % len(ids)]), 1)
        if method == "POST":
            self.send(path, rubbish if pick % 2 else {"v": 1, "x": rubbish}, n)
        else:
            words = {
                key: str(rubbish).encode("utf-8", "ignore").decode()[:80] for key in ("at", "since", "level")
            }
            self.read(path, words if pick % 2 else {}, n)

    def edit(self, plan, do, pick, places):
        """A step of a kind as a planner's browser would send it, of cells that the draft has."""
        cells = draft_of(plan).ground.cells
        cell = cells[sorted(cells)[pick % len(cells)]]
        beside = [i for i in draft_of(plan).ground.near(cell.shape) if i != cell.id] or [cell.id]
        other = beside[pick // 7 % len(beside)]
        ring = shapely.get_coordinates(cell.shape).tolist()
        corner, following = ring[pick % (len(ring) - 1)], ring[pick % (len(ring) - 1) + 1]
        path = [[round(WEST + x * SIDE / 10, 7), round(SOUTH + y * SIDE / 10, 7)] for x, y in places]
        west, south, east, north = cell.shape.bounds
        x = round(west + (east - west) * (0.2 + pick % 13 / 20), 7)
        line = [[x, round(south - 0.01, 7)], [x, round(north + 0.01, 7)]]
        inside = cell.shape.representative_point()
        town = self.town.city[("t1", "t2", "t3", "c1")[pick % 4]].pk
        near = [round(corner[0] + (pick % 9 - 4) / 1000, 7), round(corner[1] + (pick % 7 - 3) / 1000, 7)]
        middle = [round((corner[0] + following[0]) / 2, 7), round((corner[1] + following[1]) / 2 + 1e-5, 7)]
        person = self.town.inspector.pk
        parts = {
            "move_vertex": {"at": corner, "to": near},
            "insert_vertex": {"start": corner, "end": following, "at": middle},
            "remove_vertex": {"at": corner},
            "redraw_edge": {"left": cell.id, "right": other, "path": [corner, near, following]},
            "split": {"cell": cell.id, "line": line, "side": [round(x + 0.001, 7), inside.y], "name": "新村"},
            "transfer": {"source": cell.id, "target": other, "line": line, "side": [inside.x, inside.y]},
            "merge": {"into": cell.id, "cells": [other]},
            "dissolve": {"cell": cell.id},
            "new_cell": {"name": "经开区", "parent": town, "outline": {"type": "Polygon", "coordinates": [[*path, path[0]]]}},
            "change_parent": {"cell": cell.id, "parent": town},
            "rename": {"cell": cell.id, "name": f"村{pick % 5}"},
            "exclave": {"cell": cell.id, "on": bool(pick % 2)},
            "recode": {"parent": town},
            "assign": {"cell": cell.id, "leaders": [], "officers": [person], "inspectors": []},
        }  # fmt: skip
        zone = {"code": f"411071001{pick % 999:03d}"} if do in {"split", "new_cell"} and pick % 5 == 0 else {}
        return {"do": do, **parts[do], **zone}

    def check(self):
        """Drafts and ground as they are stored; nothing here trusts what the process remembers."""
        for plan in BoundaryPlan.objects.filter(status__in=OPEN).select_related("base"):
            self._whole(draft_of(plan).ground.cells.values())
        made = list(BoundaryVersion.objects.filter(pk__gte=self.first).order_by("pk"))
        for version in made:
            self._whole(ground_of(version).cells.values())
        if len(made) > 1:
            check_ground()
            assert wrong_owners() == []
            self._above()
            self._history(made)

    def _whole(self, cells):
        shapes = np.array([cell.shape for cell in cells], dtype=object)
        assert shapely.is_valid(shapes).all()
        assert shapely.coverage_is_valid(shapes)
        union = shapely.union_all(shapes)
        # Only a new cell takes ground that nobody had, and nothing gives any back.
        assert abs(union.area - shapely.area(shapes).sum()) < EXACT
        assert self.start.difference(union).area < EXACT

    def _now(self):
        rows = CellBoundary.objects.filter(cell__level=4, valid_during__endswith=None)
        self.start = shapely.union_all([from_wkb(bytes(row.geom.wkb)) for row in rows])
        return self.start

    def _above(self):
        """Cells above are the unions of what is below them."""
        rows = CellBoundary.objects.filter(valid_during__endswith=None).select_related("cell")
        shapes = {row.cell_id: from_wkb(bytes(row.geom.wkb)) for row in rows}
        parents = {row.cell_id: row.cell.parent_id for row in rows}
        for cell, shape in shapes.items():
            below = [shapes[i] for i, parent in parents.items() if parent == cell]
            if below:
                assert shapely.symmetric_difference(shapely.union_all(below), shape).area < EXACT

    def _history(self, made):
        """One version after another: a boundary begins with a version and ends with one; a cell has no two at once."""
        moments = {version.published_at for version in made}
        assert sorted(moments) == [version.published_at for version in made]
        retired = dict(GridCell.objects.values_list("pk", "retired_at"))
        spans: dict[int, list[object]] = {}
        for row in CellBoundary.objects.order_by("cell", "valid_during"):
            spans.setdefault(row.cell_id, []).append(row.valid_during)
            assert row.valid_during.lower in moments or row.version_id == self.first
            assert row.valid_during.upper is None or row.valid_during.upper in moments
        for cell, held in spans.items():
            for earlier, later in pairwise(held):
                assert earlier.upper <= later.lower
            assert (held[-1].upper is None) == (retired[cell] is None)
            assert retired[cell] in (None, held[-1].upper)


def test_nothing_that_is_sent_breaks_plans_or_ground(town, as_):
    storm = Storm(town, as_)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],  # making a failure small asks the database a thousand times
        suppress_health_check=list(HealthCheck),
    )
    @given(asked)
    def weather(steps):
        with transaction.atomic():
            storm.send("/plans", {"name": "首个", "parents": [town.city["city"].pk]})
            for step in steps:
                storm.one(step)
            storm.check()
            transaction.set_rollback(True)
        celltree.forget()

    weather()
    told = {(method, kind, status // 100) for method, kind, status in storm.told}
    # A storm of refusals would prove little.
    for kind in ("plans", "edits", "undo", "publish", "revert", "rebase"):
        assert ("POST", kind, 2) in told, (kind, sorted(told))
    assert ("POST", "edits", 4) in told
    json.dumps(sorted(told))
