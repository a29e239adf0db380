import pytest
from hypothesis import given

from safegrid.domain.events import (
    AccessChanged,
    BoundaryPublished,
    Bulk,
    CellsCounted,
    Changed,
    DutiesCounted,
    LayerChanged,
    Tallied,
    decode,
    encode,
    flat,
    tally,
)

from .strategies import drawn

OTHERS = [
    AccessChanged("user:7", 3, "abc", "session.logout"),
    DutiesCounted(((1, "leaders", 1), (1, "officers", -1)), "duty.hand_over"),
    BoundaryPublished(2, (1, 2), "plan.publish"),
    Bulk(5, ("point",), (1, 2), ((113.0, 34.0, 113.5, 34.5),), ((1, "p1", 3),), 3, "city.load"),
    CellsCounted(((1, 4, (0, 1, 2)),)),
    LayerChanged("cameras", 3, ("CMD", "SUP"), "layer.import"),
    Tallied(((1, "survey_overdue", 1), (2, "selfcheck_overdue", -3)), "tally.survey_overdue"),
]


@given(drawn)
def test_changes_survive_the_log(item):
    event = Changed(item.entity, item.id, item.v, None, item, ((113.0, 34.0, 113.1, 34.1),), "test")
    assert decode(event.kind, encode(event)) == event


@pytest.mark.parametrize("event", OTHERS, ids=lambda e: e.kind)
def test_events_survive_the_log(event):
    assert decode(event.kind, encode(event)) == event


@given(drawn)
def test_payloads_are_canonical(item):
    event = Changed(item.entity, item.id, item.v, item, None, (), "test")
    assert encode(decode(event.kind, encode(event))) == encode(event)


def test_an_older_process_reads_a_newer_event():
    text = encode(OTHERS[0]).replace("{", '{"added_later":1,', 1)
    assert decode("access", text) == OTHERS[0]


def test_tallies_of_duties_and_bulk():
    assert tally(OTHERS[1]) == {1: {"leaders": 1, "officers": -1}}
    assert flat(tally(OTHERS[3])) == ((1, "p1", 3),)
    assert tally(OTHERS[6]) == {1: {"survey_overdue": 1}, 2: {"selfcheck_overdue": -3}}
    assert tally(OTHERS[0]) == {}
