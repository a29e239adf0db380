"""A draft walks its history there and back to the last float, and leaves alone what is outside its plan."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from domain.test_boundaries import SIDE, SOUTH, WEST, edit_of, moves, ragged, same, seeds, squares
from safegrid.domain.boundaries import apply
from safegrid.domain.boundary_draft import Assign, Done, Draft, Posts, act, put, restore
from safegrid.domain.boundary_draft_json import (
    difference_from_plain,
    difference_to_plain,
    step_from_plain,
    step_to_plain,
)
from safegrid.domain.boundary_edits import (
    ChangeParent,
    Dissolve,
    MarkExclave,
    Merge,
    NewCell,
    Recode,
    Rename,
    Transfer,
)
from safegrid.domain.refusals import Refusal

EVERYWHERE = range(90, 100)
STEP = SIDE / 3


def fresh(ground):
    return Draft(ground, {})


def done(draft, step, townships=EVERYWHERE):
    result = act(draft, step, townships)
    assert isinstance(result, Done), result
    return result


def stored(difference):
    plain = json.loads(json.dumps(difference_to_plain(difference)))
    # Test grounds have short codes; the published ones have twelve digits.
    for _, cell in plain["cells"]:
        if cell is not None:
            cell["code"] = "411002001001"
    return difference_from_plain(plain)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seeds, moves, st.booleans())
def test_a_history_is_walked_there_and_back(around, wanted, regular):
    start = draft = fresh(squares() if regular else ragged(around))
    history = []
    for n, (kind, *numbers) in enumerate(wanted):
        result = act(draft, edit_of(draft.ground, kind, *numbers, new=1000 + n), EVERYWHERE)
        if isinstance(result, Done):
            history.append(result)
            draft = result.draft
    end = draft
    for result in reversed(history):
        draft = put(draft, result.back)
    assert same(draft.ground, start.ground)
    for result in history:
        draft = put(draft, result.there)
    assert same(draft.ground, end.ground)


@settings(max_examples=25, deadline=None)
@given(moves)
def test_differences_keep_every_float_when_stored(wanted):
    draft = fresh(squares())
    for n, (kind, *numbers) in enumerate(wanted):
        result = act(draft, edit_of(draft.ground, kind, *numbers, new=1000 + n), EVERYWHERE)
        if isinstance(result, Done):
            for told in (result.there, result.back):
                again = stored(told)
                assert [i for i, _ in again.cells] == [i for i, _ in told.cells]
                for (_, one), (_, other) in zip(told.cells, again.cells, strict=True):
                    assert (one is None) == (other is None)
                    assert one is None or one.shape.equals_exact(other.shape, 0)


def test_posts_come_and_go_with_the_history():
    draft = fresh(squares())
    first = done(draft, Assign(5, Posts((1,), (2, 3), (4,))))
    second = done(first.draft, Assign(5, Posts((9,))))
    assert second.draft.posts == {5: Posts((9,))}
    assert put(second.draft, second.back).posts == {5: Posts((1,), (2, 3), (4,))}
    assert put(put(second.draft, second.back), first.back).posts == {}
    assert act(first.draft, Assign(5, Posts((1,), (2, 3), (4,))), EVERYWHERE) == Refusal("NOTHING_CHANGES")
    gone = done(second.draft, Dissolve(5))
    assert gone.draft.posts == {}
    assert put(gone.draft, gone.back).posts == {5: Posts((9,))}
    assert stored(gone.back).posts == ((5, Posts((9,))),)


@pytest.mark.parametrize(
    ("step", "cell"),
    [
        (Merge(1, (4,)), 4),  # rows of squares are townships 90, 91, 92
        (ChangeParent(1, 92), 92),
        (ChangeParent(9, 90), 9),
        (Rename(9, "别处"), 9),
        (MarkExclave(9, on=True), 9),
        (Assign(9, Posts()), 9),
        (Transfer(1, 4, ((WEST - 0.01, SOUTH + 0.01), (WEST + 0.1, SOUTH + 0.01)), (WEST + 0.01, SOUTH + 0.02)), 4),
        (NewCell(50, "c", "区", 92, box(WEST, SOUTH, WEST + 0.01, SOUTH + 0.01)), 92),
        (NewCell(50, "c", "区", 90, box(WEST, SOUTH, WEST + 0.01, SOUTH + STEP * 1.5)), 4),
    ],
)  # fmt: skip
def test_what_is_outside_stays_as_it_is(step, cell):
    assert act(fresh(squares()), step, [90]) == Refusal("OUTSIDE_PLAN", (("cell", cell),))


def test_unknown_cells_and_unchanged_ones():
    draft = fresh(squares())
    assert act(draft, Assign(77, Posts()), [90]) == Refusal("CELL_UNKNOWN", (("cell", 77),))
    assert act(draft, Rename(1, "村0"), [90]) == Refusal("NOTHING_CHANGES")
    assert act(draft, MarkExclave(1, on=False), [90]) == Refusal("NOTHING_CHANGES")


def test_putting_cells_back_needs_the_ground_of_then():
    before = squares()
    plan = done(fresh(before), Merge(1, (2,)))
    back = [(i, before.cells[i]) for i in (1, 2)]
    again = restore(plan.draft, back)
    assert isinstance(again, Done)
    assert same(again.draft.ground, before)
    later = done(plan.draft, Merge(4, (1,)))
    assert restore(later.draft, back) == Refusal("REVERT_CONFLICT")
    assert restore(fresh(before), back) == Refusal("NOTHING_CHANGES")


@pytest.mark.parametrize(
    "step",
    [
        Rename(3, "新名"),
        MarkExclave(3, on=True),
        Recode(((3, "411002001009"),)),
        Assign(3, Posts((1,), (2,), ())),
        Merge(1, (2, 3)),
    ],
)
def test_steps_survive_being_stored(step):
    assert step_from_plain(json.loads(json.dumps(step_to_plain(step)))) == step


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"do": "assign"}, "cell"),
        ({"do": "assign", "cell": True}, "cell"),
        ({"do": "assign", "cell": 3, "leaders": [0]}, "leaders"),
        ({"do": "assign", "cell": 3, "officers": [True]}, "officers"),
        ({"do": "assign", "cell": 3, "inspectors": {}}, "inspectors"),
        ({"do": "exclave", "cell": 3, "on": 1}, "on"),
        ({"do": "rename", "cell": 3, "name": ""}, "name"),
        ({"do": "recode", "codes": [[3, "x"]]}, "codes"),
        ({"do": "recode", "codes": []}, "codes"),
        ("assign", "do"),
    ],
)
def test_what_is_no_step_is_refused(plain, field):
    assert step_from_plain(plain) == Refusal("FIELD_BAD", (("field", field),))


def test_a_ring_that_begins_elsewhere_is_no_change():
    ground = squares()
    result = apply(ground, Merge(1, (2,)))
    assert not isinstance(result, Refusal)
    assert result.changed == {1, 2}
