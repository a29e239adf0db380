"""Townships in one piece: the few communities cut off from their township swap places with a neighbour's."""

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from safegrid.ingest.divisions import Division


def untangle(villages: list[Division], neighbours: NDArray[np.int64]) -> list[Division]:
    """Reorder villages over the cells until each township is connected.

    `villages[i]` stands on cell i; `neighbours` are pairs of cells that share an edge. Raises ValueError if a
    township cannot be brought together.
    """
    beside = _graph(neighbours)
    placed = list(villages)
    for _ in range(len(villages)):
        stray = _stray(placed, beside)
        if stray is None:
            return placed
        partner = _partner(placed, beside, stray)
        placed[stray], placed[partner] = placed[partner], placed[stray]
    raise ValueError("townships stay in pieces")


def pieces(cells: set[int], beside: dict[int, set[int]]) -> list[set[int]]:
    """Connected groups of cells, largest first."""
    left, groups = set(cells), []
    while left:
        group, edge = set(), [min(left)]
        while edge:
            at = edge.pop()
            if at in left:
                left.discard(at)
                group.add(at)
                edge += beside[at] & left
        groups.append(group)
    return sorted(groups, key=lambda g: (-len(g), min(g)))


def _graph(neighbours: NDArray[np.int64]) -> dict[int, set[int]]:
    beside: dict[int, set[int]] = defaultdict(set)
    for a, b in neighbours.tolist():
        beside[a].add(b)
        beside[b].add(a)
    return beside


def _townships(placed: list[Division]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for cell, village in enumerate(placed):
        found[village.parent].add(cell)
    return found


def _stray(placed: list[Division], beside: dict[int, set[int]]) -> int | None:
    for cells in _townships(placed).values():
        groups = pieces(cells, beside)
        if len(groups) > 1:
            return min(groups[-1])
    return None


def _partner(placed: list[Division], beside: dict[int, set[int]], stray: int) -> int:
    """A cell of a township around the stray that touches the stray's main part and is not needed to hold its own."""
    townships = _townships(placed)
    main = pieces(townships[placed[stray].parent], beside)[0]
    for around in sorted({placed[n].parent for n in beside[stray]} - {placed[stray].parent}):
        for cell in sorted(townships[around]):
            if beside[cell] & main and len(pieces(townships[around] - {cell} | {stray}, beside)) == 1:
                return cell
    raise ValueError("no community to swap with")
