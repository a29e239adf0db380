"""Hundreds of random steps, many of them nonsense: what is stored is a whole coverage at every moment."""

import random

import numpy as np
import pytest
import shapely

from factories import make_city
from plan_kit import draw, east_half, new_plan, planner_of, published, wrong_owners
from safegrid.actions import plans
from safegrid.actions.plan_rows import Stepped
from safegrid.domain import coverage
from safegrid.store.models import BoundaryPlan, PlanCell, PlanEdit, SequencerState
from safegrid.store.queries import plans as read

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STEPS = 250


def fresh(plan):
    """The draft as another process reads it."""
    read._drafts._values.clear()
    return read.draft_of(BoundaryPlan.objects.select_related("base").get(pk=plan.pk))


def somewhere(chance, ground):
    """A vertex of the ground, or a place that is none."""
    cell = chance.choice(list(ground.cells.values()))
    places = shapely.get_coordinates(cell.shape)
    at = places[chance.randrange(len(places))].tolist()
    return at if chance.random() < 0.7 else [at[0] + chance.uniform(-0.02, 0.02), at[1]]


def random_step(chance, ground, townships):
    ids = sorted(ground.cells)
    cell = chance.choice(ids)
    near = [i for i in ground.near(ground.cells[cell].shape) if i != cell] or ids
    west, south, east, north = ground.cells[cell].shape.bounds
    x, y = chance.uniform(west, east), chance.uniform(south, north)
    at, jump = somewhere(chance, ground), chance.choice([0.003, 0.03, 3])
    line = [[x, south - 0.01], [x + chance.uniform(-0.02, 0.02), north + 0.01]]
    square = shapely.box(x, y, x + 0.02, y + 0.02)
    return chance.choice(
        [
            {"do": "move_vertex", "at": at, "to": [at[0] + chance.uniform(-jump, jump), at[1] + chance.uniform(-jump, jump)]},
            {"do": "insert_vertex", "start": at, "end": somewhere(chance, ground), "at": [x, y]},
            {"do": "remove_vertex", "at": at},
            {"do": "redraw_edge", "left": cell, "right": chance.choice(near), "path": [at, [x, y], somewhere(chance, ground)]},
            {"do": "split", "cell": cell, "line": line, "side": [x + 0.001, y], "name": "新村"},
            {"do": "transfer", "source": cell, "target": chance.choice(near), "line": line, "side": [x + 0.001, y]},
            {"do": "merge", "into": cell, "cells": chance.sample(near, 1)},
            {"do": "dissolve", "cell": chance.choice([cell, 10**12])},
            {"do": "new_cell", "outline": shapely.geometry.mapping(square), "parent": chance.choice(townships), "name": "区"},
            {"do": "change_parent", "cell": cell, "parent": chance.choice([*townships, 7])},
            {"do": "rename", "cell": cell, "name": chance.choice(["甲村", "", "x" * 99])},
            {"do": chance.choice(["restore", "", "assign"]), "cells": [], "cell": "x"},
        ]
    )  # fmt: skip


def test_a_storm_of_steps_keeps_the_ground_whole():
    SequencerState.objects.get_or_create(pk=1)
    city, chance = make_city(), random.Random(5)
    planner = planner_of(city)
    plan = new_plan(planner, city)
    townships = [city[t].pk for t in ("t1", "t2", "t3")]
    area = shapely.area(
        read.ground_of(city.version).shapes([city[c].pk for c in ("c1", "c2", "c3", "c4", "c5")])
    ).sum()
    v, drawn = 1, 0
    for n in range(STEPS):
        ground = read.draft_of(BoundaryPlan.objects.select_related("base").get(pk=plan.pk)).ground
        act = chance.random()
        if act < 0.15:
            result = plans.undo(planner, plan.pk, v)
        elif act < 0.25:
            result = plans.redo(planner, plan.pk, v)
        else:
            result = plans.edit(planner, plan.pk, v, random_step(chance, ground, townships))
        if isinstance(result, Stepped):
            v, drawn = result.plan.version, drawn + 1
            stored = fresh(plan)
            assert stored.ground.cells == result.draft.ground.cells, n
            shapes = np.array([cell.shape for cell in stored.ground.cells.values()], dtype=object)
            assert shapely.coverage_is_valid(shapes), n
            assert shapely.area(shapes).sum() >= area - 1e-6
    assert drawn > STEPS / 5
    assert BoundaryPlan.objects.get(pk=plan.pk).version == v == 1 + drawn
    assert coverage.problems({i: c.shape for i, c in fresh(plan).ground.cells.items()}) == []


def test_a_long_history_can_be_taken_back_wholly():
    SequencerState.objects.get_or_create(pk=1)
    city, chance = make_city(), random.Random(8)
    planner = planner_of(city)
    plan = new_plan(planner, city)
    start = read.ground_of(city.version)
    v = 1
    for _ in range(80):
        ground = read.draft_of(BoundaryPlan.objects.select_related("base").get(pk=plan.pk)).ground
        step = random_step(chance, ground, [city[t].pk for t in ("t1", "t2", "t3")])
        result = plans.edit(planner, plan.pk, v, step)
        v = result.plan.version if isinstance(result, Stepped) else v
    steps = PlanEdit.objects.count()
    assert steps > 10
    for _ in range(steps):
        result = plans.undo(planner, plan.pk, v)
        v = result.plan.version
    assert fresh(plan).ground.cells == start.cells
    assert PlanCell.objects.filter(plan=plan).exists()
    again = draw(planner, plan, **east_half(city, "c1"))
    published(planner, again)
    assert wrong_owners() == []
