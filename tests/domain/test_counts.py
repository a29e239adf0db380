from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain import counts
from safegrid.domain.counts import COLUMNS, Tally

from .strategies import alarms, drawn, hazards, histories, points


@given(st.lists(drawn, max_size=8))
def test_differences_add_up_to_the_objects(objects):
    running: Tally = {}
    before = None
    for after in objects:
        running = counts.add([(running, 1), (counts.change(before, after), 1)])
        before = after
    assert running == counts.of(before)


@given(histories())
def test_counts_of_a_history_are_the_counts_of_what_is_left(changes):
    running = counts.add([(counts.change(c.before, c.after), 1) for c in changes])
    left = {(c.entity, c.id): c.after for c in changes}
    assert running == counts.add([(counts.of(item), 1) for item in left.values()])


@given(points)
def test_a_claim_is_counted_at_the_firm_level(point):
    claimed = replace(point, live=1, firm=4)
    row = counts.of(claimed)[claimed.cell]
    assert row["p4"] == 1
    assert "p1" not in row
    assert row["provisional"] == 1


@given(hazards)
def test_settled_hazards_are_not_counted_and_waiting_ones_burden_nothing(hazard):
    for state in ("closed", "rejected"):
        assert counts.of(replace(hazard, state=state)) == {}
    burden = {"general", "general_overdue", "major", "major_overdue", "self_found", "self_found_late"}
    for state in ("reported", "accepted"):
        assert not counts.of(replace(hazard, state=state))[hazard.cell].keys() & burden
    assert len(counts.of(replace(hazard, state="submitted"))[hazard.cell].keys() & burden) == 1


@given(alarms)
def test_an_open_alarm_counts_and_one_that_acts_reddens_even_when_handled(alarm):
    for state, open_ in (("raised", {"alarms_open": 1}), ("false", {}), ("reviewed", {})):
        still = replace(alarm, state=state, acting=False)
        assert counts.of(still) == ({alarm.cell: open_} if open_ else {})
        assert counts.of(replace(still, acting=True)) == {alarm.cell: {**open_, "alarms": 1}}


@given(st.dictionaries(st.sampled_from(COLUMNS), st.integers(0, 1000)))
def test_rows_keep_their_names(columns):
    row = counts.to_row(columns)
    assert {name: n for name, n in counts.from_row(row).items() if n} == {
        k: v for k, v in columns.items() if v
    }
    assert counts.from_row(row[:3])["alarms"] == 0
