"""A screen that follows the log shows what a fresh snapshot would show."""

from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.events import AccessChanged, BoundaryPublished, Bulk, CellsCounted
from safegrid.domain.scope import Scope, Tier, holds
from safegrid.domain.state import ScreenState, apply_all, cuts, ops

from .strategies import histories, scopes

tiers = st.sampled_from(list(Tier))


def snapshot(changes, scope, tier):
    """What the database would give after these changes."""
    left = {(c.entity, c.id): c.after for c in changes}
    return {key: item for key, item in left.items() if holds(scope, tier, item)}


@given(histories(), scopes, tiers, st.data())
def test_snapshot_and_later_events_make_a_fresh_snapshot(changes, scope, tier, data):
    cut = data.draw(st.integers(0, len(changes)))
    replay_from = data.draw(st.integers(0, cut))  # an overlap: events that the snapshot already contains
    state = ScreenState(tier, snapshot(changes[:cut], scope, tier))
    sent = [op for change in changes[replay_from:] for op in ops(change, scope)]
    # An overlapping replay starts from versions that the snapshot does not hold; the newest one still wins.
    assert apply_all(state, sent, scope).objects == snapshot(changes, scope, tier)


@given(histories(), scopes, tiers)
def test_applying_twice_changes_nothing(changes, scope, tier):
    sent = [op for change in changes for op in ops(change, scope)]
    once = apply_all(ScreenState(tier), sent, scope)
    assert apply_all(once, sent, scope).objects == once.objects


@given(histories(), scopes)
def test_a_viewer_hears_only_of_what_it_may_see(changes, scope):
    for change in changes:
        for op in ops(change, scope):
            if op["o"] == "upsert":
                assert holds(scope, Tier.ALL, change.after) or change.entity in {"hazard", "alarm"}
            else:
                assert set(op) == {"o", "e", "id", "v"}


def test_counts_go_only_to_those_who_see_the_cell():
    event = CellsCounted(((1, 5, (1,)), (2, 6, (2,))))
    assert [op["c"] for op in ops(event, Scope(cells=frozenset({2})))] == [2]
    state = apply_all(ScreenState(Tier.ALL), ops(event, Scope(cells=None)), Scope(cells=None))
    older = CellsCounted(((1, 4, (9,)),))
    assert apply_all(state, ops(older, Scope(cells=None)), Scope(cells=None)).counts[1] == (5, (1,))


def test_who_must_start_afresh():
    bulk = Bulk(1, ("point",), (1,), (), (), 0, "load")
    mine, other = Scope(cells=frozenset({1})), Scope(cells=frozenset({2}))
    assert cuts(bulk, mine)
    assert cuts(bulk, Scope(cells=None))
    assert cuts(bulk, Scope(cells=frozenset(), units=frozenset({7})))
    assert not cuts(bulk, other)
    assert cuts(BoundaryPublished(2, (), "publish"), other)
    assert not cuts(AccessChanged("user:1", 2), mine)
    assert ops(AccessChanged("user:1", 2), mine) == []
