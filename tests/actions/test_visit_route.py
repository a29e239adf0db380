"""The way through a day's visits: all of them, once each, from the most urgent one on, and short."""

import random
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safegrid.actions.visit_route import metres, order
from safegrid.domain.ownership import metres_between

PLACES = st.lists(st.tuples(st.floats(113.5, 114.2), st.floats(33.9, 34.3)), max_size=12)


def length(places, way):
    return sum(metres_between(*places[a], *places[b]) for a, b in pairwise(way))


@settings(deadline=None, max_examples=40)
@given(PLACES)
def test_every_place_once_from_the_first_one_on(places):
    way = order(places)
    assert sorted(way) == list(range(len(places)))
    assert way[:1] == ([0] if places else [])
    assert order(places) == way


@pytest.mark.parametrize("seed", range(12))
def test_the_way_is_near_the_shortest_there_is(seed):
    dice = random.Random(seed)
    places = [(dice.uniform(113.8, 113.9), dice.uniform(34.0, 34.1)) for _ in range(7)]
    best = min(length(places, (0, *rest)) for rest in permutations(range(1, 7)))
    assert length(places, order(places)) <= 1.25 * best


def test_legs_are_told_from_place_to_place():
    assert metres([]) == []
    assert metres([(113.8, 34.0)]) == [0]
    (first, second, third) = metres([(113.8, 34.0), (113.8, 34.01), (113.8, 34.01)])
    assert (first, third) == (0, 0)
    assert 1_100 < second < 1_125
