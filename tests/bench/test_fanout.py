"""Who heard what: nothing that a client missed may be overlooked."""

from safegrid_bench.fanout import Round, missing, upserts

TOLD = {(1, 2): 0.0, (1, 3): 0.0, (2, 9): 0.0}


def test_a_later_word_of_the_same_point_is_enough():
    assert missing(TOLD, {(1, 3): 0.5, (2, 9): 0.6}) == set()
    assert missing(TOLD, {(1, 2): 0.5, (2, 9): 0.6}) == {(1, 3)}
    assert missing(TOLD, {}) == set(TOLD)


def test_only_points_are_asked_for():
    message = b'{"t":"ops","i":3,"ops":[{"o":"counts","c":1,"v":2,"n":[]},{"o":"upsert","e":"point","d":{"id":7,"v":4}}]}'
    assert upserts(message) == [(7, 4)]


def test_cpu_is_shared_by_those_who_heard():
    assert Round([1.0] * 4, 0.001, 0, 4).cpu_per_delivery == 250
    assert Round([], 0.001, 4, 0).cpu_per_delivery is None
