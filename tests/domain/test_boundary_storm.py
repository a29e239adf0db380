"""Ten thousand random edits: none leaves anything but an exact coverage of the same ground, and all of them step back.

`SAFEGRID_EDITS` asks for more of them.
"""

import os

import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from domain.test_boundaries import edit_of, exact, ragged, same, seeds, whole
from safegrid.domain import coverage
from safegrid.domain.boundaries import Edited, apply
from safegrid.domain.boundary_edits import ChangeParent, MarkExclave, Recode, Rename
from safegrid.domain.boundary_ground import GRID
from safegrid.domain.refusals import Refusal

EDITS = int(os.environ.get("SAFEGRID_EDITS", "10000"))
CHUNKS, LENGTH = 8, 40
EXAMPLES = -(-EDITS // (CHUNKS * LENGTH))
part = st.floats(0.05, 0.95)
wanted = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 999), part, part, part, part),
    min_size=LENGTH,
    max_size=LENGTH,
)


def an_edit(ground, kind, pick, *shares, new):
    """Some edit of the present ground, of every kind that there is."""
    ids = sorted(ground.cells)
    cell = ground.cells[ids[pick % len(ids)]]
    if kind == 10:
        return ChangeParent(cell.id, 90 + pick % 4)
    if kind == 11:
        return Rename(cell.id, f"村{pick % 5}")
    if kind == 12:
        return MarkExclave(cell.id, bool(pick % 2))
    if kind == 13:
        return Recode(((cell.id, f"n{pick:03d}"),))
    # Cutting more often than joining, or a long sequence ends with a single cell.
    return edit_of(
        ground, 4 if kind == 14 or (kind in (6, 7) and len(ids) < 6) else kind, pick, *shares, new=new
    )


def check(ground, start_area, slack):
    """Quick: valid shapes, an exact coverage, the area that there was."""
    shapes = ground.shapes(ground.cells)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert abs(float(shapely.area(shapes).sum()) - start_area) <= slack


def check_above(ground, outline):
    """Townships are the unions of their communities, and together they are the whole."""
    shapes = {i: c.shape for i, c in ground.cells.items()}
    above = coverage.derive_parents(shapes, {i: c.parent for i, c in ground.cells.items()})
    for parent, union in above.items():
        below = [c.shape for c in ground.cells.values() if c.parent == parent]
        assert union.symmetric_difference(shapely.union_all(below)).area < GRID * union.length
    assert shapely.coverage_is_valid(list(above.values()))
    assert shapely.union_all(list(above.values())).symmetric_difference(outline).area < GRID * outline.length


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_edit_breaks_the_ground(chunk):
    done: list[str] = []
    tried: list[str] = []

    @seed(chunk)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # forty edits are read as easily as they are made fewer
        suppress_health_check=list(HealthCheck),
    )
    @given(seeds, wanted)
    def storm(places, asked):
        start = ground = ragged(places)
        outline, area, undos = whole(start), float(shapely.area(start.shapes(start.cells)).sum()), []
        slack = GRID * float(shapely.length(start.shapes(start.cells)).sum()) * LENGTH
        for n, (kind, *numbers) in enumerate(asked):
            edit = an_edit(ground, kind, *numbers, new=1000 + n)
            tried.append(type(edit).__name__)
            result = apply(ground, edit)
            if isinstance(result, Refusal):
                continue
            done.append(type(edit).__name__)
            ground = result.ground
            undos.append(result.undo)
            check(ground, area, slack)
        assert exact(ground)
        check_above(ground, outline)
        for undo in reversed(undos):
            back = apply(ground, undo)
            assert isinstance(back, Edited)
            ground = back.ground
        assert same(ground, start)

    storm()
    assert len(tried) >= EXAMPLES * LENGTH
    # A storm that is mostly refused would prove little.
    assert len(done) > len(tried) / 4
    assert set(done) == set(tried)
