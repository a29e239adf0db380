"""Townships in one piece: communities cut off from theirs swap places with a neighbour's."""

import numpy as np
import pytest

from safegrid.ingest.demo.contiguity import pieces, untangle
from safegrid.ingest.divisions import Division


def village(number: int, township: str) -> Division:
    return Division(f"{township}{number:03d}", f"村{number}", 4, township)


def strip(length: int) -> np.ndarray:
    """Cells in a row, each beside the next, in two rows that touch."""
    along = [(i, i + 1) for i in range(length - 1)] + [
        (i + length, i + length + 1) for i in range(length - 1)
    ]
    return np.array(along + [(i, i + length) for i in range(length)])


def townships_of(villages: list[Division], edges: np.ndarray) -> dict[str, int]:
    """Number of pieces of each township."""
    beside: dict[int, set[int]] = {i: set() for i in range(len(villages))}
    for a, b in edges.tolist():
        beside[a].add(b)
        beside[b].add(a)
    cells: dict[str, set[int]] = {}
    for i, v in enumerate(villages):
        cells.setdefault(v.parent, set()).add(i)
    return {township: len(pieces(group, beside)) for township, group in cells.items()}


def test_a_stray_community_comes_home() -> None:
    edges = strip(4)
    letters = "ABBAABBB"
    villages = [village(i, letter) for i, letter in enumerate(letters)]
    assert townships_of(villages, edges)["A"] == 2
    placed = untangle(villages, edges)
    assert townships_of(placed, edges) == {"A": 1, "B": 1}
    assert sorted(v.code for v in placed) == sorted(v.code for v in villages)


def test_what_is_whole_stays_as_it_is() -> None:
    villages = [village(i, letter) for i, letter in enumerate("AABBAABB")]
    assert untangle(villages, strip(4)) == villages


def test_what_cannot_be_joined_is_refused() -> None:
    villages = [village(i, letter) for i, letter in enumerate("BAABB")]
    with pytest.raises(ValueError, match="no community to swap"):
        untangle(villages, np.array([(0, 1), (0, 2), (0, 3), (0, 4)]))
