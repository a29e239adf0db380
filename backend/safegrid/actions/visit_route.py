"""A short way through a day's visits, by networkx: from the most urgent one on, ending anywhere."""

from itertools import pairwise

import networkx as nx

from safegrid.domain.ownership import metres_between

Place = tuple[float, float]
SEED = 1
"""The same visits are walked in the same order on every server."""


def order(places: list[Place]) -> list[int]:
    """Positions in the order of a short way that begins at the first place (degrees)."""
    if len(places) < 3:
        return list(range(len(places)))
    way = nx.DiGraph()
    for a, one in enumerate(places):
        for b, other in enumerate(places):
            if a != b:
                # Nobody walks back to the first visit: the end of the way is free.
                way.add_edge(a, b, weight=0.0 if b == 0 else metres_between(*one, *other))
    first: list[int] = nx.approximation.greedy_tsp(way, source=0)
    found: list[int] = nx.approximation.threshold_accepting_tsp(
        way, first, source=0, seed=SEED, max_iterations=20
    )
    return min(first, found, key=lambda cycle: _length(way, cycle))[:-1]


def metres(places: list[Place]) -> list[int]:
    """Whole metres from each place to the next as the crow flies; the first has 0."""
    legs = [metres_between(*a, *b) for a, b in pairwise(places)]
    return [0, *(round(leg) for leg in legs)][: len(places)]


def _length(way: nx.DiGraph, cycle: list[int]) -> float:
    return sum(float(way[a][b]["weight"]) for a, b in pairwise(cycle))
