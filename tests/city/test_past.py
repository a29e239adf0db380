"""The past of hazards: replayed through the rules, so in every state and never in a wrong one."""

from safegrid.domain.hazards import State, listing_overdue, overdue_band
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.lives import LIVES
from safegrid.ingest.demo.logins import STORY_CELLS, STORY_UNIT, story_of


def test_there_is_a_hazard_in_every_state(city: City) -> None:
    assert {past.facts.state for past in city.pasts} == set(State)
    assert len(city.pasts) >= len(LIVES)


def test_flags_and_clocks_occur(city: City) -> None:
    facts = [past.facts for past in city.pasts]
    assert {overdue_band(f, city.pack, city.now) for f in facts} == {0, 1, 2}
    assert any(f.listing for f in facts)
    assert any(listing_overdue(f, city.now) for f in facts)
    assert any(f.suspension for f in facts)
    assert any(f.extension for f in facts)
    assert any(f.handover for f in facts)
    assert any(f.self_found and f.state is State.RECTIFYING for f in facts)
    assert any(f.reopened for f in facts)
    assert any(f.major and f.state is State.REPORTED for f in facts)


def test_places_differ(city: City) -> None:
    spots = [past.spot for past in city.pasts]
    at_points = [s.point for s in spots if s.point]
    assert len(set(at_points)) == len(at_points)
    assert any(s.unit and not s.point for s in spots)
    assert any(not s.unit for s in spots)


def test_history_is_whole_and_past(city: City) -> None:
    for past in city.pasts:
        times = [step.transition.at for step in past.steps]
        assert times == sorted(times)
        assert times[-1] < city.now
        assert [step.hazard.version for step in past.steps] == list(range(1, len(past.steps) + 1))
        last = past.steps[-1].hazard
        assert (past.facts.state, past.facts.deadline) == (last.state, last.deadline)


def test_overdue_is_told_once_already(city: City) -> None:
    for past in city.pasts:
        late = overdue_band(past.facts, city.pack, city.now) > 0
        assert (past.facts.overdue_told == past.facts.deadline) == (late or past.facts.deadline is None)


def test_the_storys_ground_is_quiet(city: City) -> None:
    codes = city.terrain.ground.communities
    quiet = {
        city.cell_ids[codes[i].code]
        for township in (story_of(city.gazetteer).township, story_of(city.gazetteer).other)
        for i in city.terrain.near(township, STORY_CELLS)
    }
    assert not quiet & {past.spot.cell for past in city.pasts}
    assert STORY_UNIT not in {past.spot.unit for past in city.pasts}
