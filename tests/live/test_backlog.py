"""What waits for a slow socket: bounded, and never a lie."""

from hypothesis import given
from hypothesis import strategies as st

from safegrid.live import backlog as backlog_module
from safegrid.live.backlog import MAX_BATCHES, MAX_COALESCED_BYTES, Backlog
from safegrid.live.batch import Batch, part


def batch(*versions):
    """A batch of upserts, each (id, version)."""
    return Batch(tuple(part({"o": "upsert", "e": "point", "d": {"id": i, "v": v}}) for i, v in versions))


def drain(backlog):
    taken = []
    while backlog:
        taken.append(backlog.take())
    return taken


def test_batches_leave_in_the_order_they_came():
    backlog = Backlog()
    for n in range(3):
        backlog.add(batch((n, n)))
    assert [b.text for b in drain(backlog)] == [batch((n, n)).text for n in range(3)]
    assert (backlog.size, bool(backlog)) == (0, False)


def test_too_many_batches_become_one_with_the_latest_of_each():
    backlog = Backlog()
    for v in range(1, MAX_BATCHES + 2):
        backlog.add(batch((1, v), (v, 0)))
    (only,) = drain(backlog)
    kept = dict(only.parts)
    assert len(kept) == len(only.parts) == MAX_BATCHES + 1
    assert '"v":65' in kept[("point", 1)]


def test_a_reader_that_never_comes_back_is_given_up():
    backlog = Backlog()
    for n in range(10**6):
        backlog.add(batch(*((n * 100 + i, 1) for i in range(100))))
        assert backlog.size <= MAX_COALESCED_BYTES
        if backlog.overflowed:
            break
    assert backlog.overflowed
    assert not backlog
    backlog.add(batch((1, 1)))
    assert not backlog


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 99)), max_size=5), max_size=40),
    st.sets(st.integers(0, 39)),
)
def test_whatever_is_coalesced_the_last_word_on_each_object_arrives_last(batches, takes):
    limit, backlog_module.MAX_BATCHES = backlog_module.MAX_BATCHES, 3
    try:
        backlog, sent = Backlog(), []
        for n, versions in enumerate(batches):
            backlog.add(batch(*versions))
            if n in takes and backlog:
                sent.append(backlog.take())
        sent += drain(backlog)
    finally:
        backlog_module.MAX_BATCHES = limit
    heard = {key: text for one in sent for key, text in one.parts}
    told = {key: text for versions in batches for key, text in batch(*versions).parts}
    assert heard == told
