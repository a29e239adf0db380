"""Edits survive being stored and sent; nothing else becomes an edit."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from domain.test_boundaries import SIDE, SOUTH, WEST, edit_of, same, squares
from safegrid.domain.boundaries import Edited, apply
from safegrid.domain.boundary_edits import ChangeParent, Merge, NewCell
from safegrid.domain.boundary_json import from_plain, to_plain
from safegrid.domain.refusals import Refusal

numbers = st.floats(0.05, 0.95)


@given(st.integers(0, 9), st.integers(0, 99), numbers, numbers, numbers, numbers)
def test_an_edit_and_its_undo_do_the_same_after_a_journey(kind, pick, a, b, c, d):
    ground = squares()
    edit = edit_of(ground, kind, pick, a, b, c, d, new=50)
    plain = json.loads(
        json.dumps(to_plain(edit) | ({"code": "411002000050"} if "code" in to_plain(edit) else {}))
    )
    again = from_plain(plain)
    assert not isinstance(again, Refusal), again
    assert from_plain(json.loads(json.dumps(to_plain(again)))) == again
    result, other = apply(ground, edit), apply(ground, again)
    if isinstance(result, Refusal):
        assert other == result
        return
    assert isinstance(other, Edited)
    assert result.ground.cells.keys() == other.ground.cells.keys()
    undo = from_plain(json.loads(json.dumps(to_plain(other.undo))))
    assert not isinstance(undo, Refusal), undo
    back = apply(other.ground, undo)
    assert isinstance(back, Edited)
    assert same(back.ground, ground)


GOOD = to_plain(NewCell(50, "411071000000", "经开区", 95, box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(GOOD)), anything)
def test_a_field_of_another_kind_is_refused_and_named(field, value):
    read = from_plain({**GOOD, field: value})
    if isinstance(read, Refusal):
        assert read.code.startswith(("FIELD_", "GEOM_"))
    else:
        assert isinstance(read, NewCell)
        assert to_plain(read)["do"] == "new_cell"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (None, "FIELD_BAD"),
        ({"do": "explode"}, "FIELD_BAD"),
        ({"do": "merge", "into": 1}, "FIELD_MISSING"),
        ({"do": "merge", "into": 1, "cells": list(range(1, 1_002))}, "FIELD_BAD"),
        ({"do": "change_parent", "cell": True, "parent": 2}, "FIELD_BAD"),
        ({"do": "move_vertex", "at": [113, 34], "to": [1e20, 34]}, "GEOM_OUTSIDE"),
        ({"do": "move_vertex", "at": [113, 34], "to": [float("nan"), 34]}, "GEOM_NOT_FINITE"),
        ({"do": "restore", "cells": [[1, {"id": 1}]]}, "FIELD_BAD"),
        ({**GOOD, "code": "41107100000"}, "FIELD_BAD"),
        ({**GOOD, "outline": {"type": "Point", "coordinates": [113, 34]}}, "FIELD_BAD"),
    ],
)
def test_refusals(data, code):
    read = from_plain(data)
    assert isinstance(read, Refusal)
    assert read.code == code


def test_plain_forms_are_readable():
    assert to_plain(Merge(1, (2, 3))) == {"do": "merge", "into": 1, "cells": [2, 3]}
    assert from_plain({"do": "change_parent", "cell": 1, "parent": 2}) == ChangeParent(1, 2)
