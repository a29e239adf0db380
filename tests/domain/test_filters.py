"""Filters: their text, their areas, and what they hold for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.filter_strategies import filters
from safegrid.domain import areas
from safegrid.domain.filter_text import NAMES, read_filter, write_filter
from safegrid.domain.filters import Facts, Filter, HazardFacts, UnitFacts, matches
from safegrid.domain.refusals import Refusal
from safegrid.domain.sectors import Sector, sector_of, sectors_of

PLANT = UnitFacts("C", "C2614", "chemical", "city", "C", 3, key=True, listing=2, departments=frozenset({4}))
LATE = HazardFacts("rectifying", True, "inspection", 1, 0, False, datetime(2026, 11, 10, 17, 0, tzinfo=UTC))
HERE = Facts(113.85, 34.05, frozenset({1, 2, 7}), 1, 2, PLANT, (LATE,))


@given(filters())
def test_a_filter_survives_its_text(wanted):
    assume(not (wanted.since and wanted.until and wanted.since > wanted.until))
    text = write_filter(wanted)
    assert read_filter(dict(parse_qsl(text))) == wanted
    assert set(dict(parse_qsl(text))) <= set(NAMES)


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30), max_size=4))
def test_no_text_is_too_strange(query):
    found = read_filter(query)
    assert isinstance(found, Filter | Refusal)
    if isinstance(found, Filter):
        assert read_filter(dict(parse_qsl(write_filter(found)))) == found


@pytest.mark.parametrize(
    "query",
    [
        {"lv": "5"}, {"lv": "1,"}, {"in": "Z"}, {"in": "98"}, {"dm": "x"}, {"dp": "-1"}, {"dp": "9" * 12}, {"hc": "x"},
        {"ov": "3"}, {"ls": "0"}, {"fr": "2026-13-01"}, {"fr": "20261101"}, {"fr": "2026-11-02", "to": "2026-11-01"},
        {"bb": "1,2,3,4"}, {"bb": "114,34,113,35"}, {"bf": "113,34,0"}, {"bf": "113,34,1e9"}, {"bf": "nan,34,5"},
        {"pg": "113,34;114,34"}, {"pg": "113,34;114,35;114,34;113,35"}, {"pg": "113,34;114,34;1e20,35"},
        {"bb": "113,34,114,35", "bf": "113,34,500"}, {"cl": "²"}, {"ky": "0"}, {"ul": "3"}, {"sv": "2"}, {"pg": "113,34;" * 600},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused(query):
    refused = read_filter(query)
    assert isinstance(refused, Refusal)
    assert refused.code == "FILTER_BAD"


def test_what_is_not_the_filters_business_is_left_alone():
    assert read_filter({"sel": "unit:1", "z": "9", "at": "34,113", "lv": "1"}) == Filter(live=frozenset({1}))


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"live": {1}}, True), ({"live": {2, 0}}, False), ({"base": {2}}, True), ({"industries": {"C"}}, True),
        ({"industries": {"26"}}, True), ({"industries": {"27"}}, False), ({"sectors": {"chemical"}}, True),
        ({"sectors": {"trade"}}, False), ({"affiliations": {"city"}}, True), ({"departments": {5}}, False),
        ({"classes": {"A"}}, False), ({"grades": {3}}, True), ({"cell": 7}, True), ({"cell": 0}, False),
        ({"area": areas.RingArea(113.85, 34.05, 1)}, True), ({"area": areas.BoxArea(113.85, 34.05, 114, 35)}, True),
        ({"unit_listed": 1}, True),
        ({"unit_listed": 2}, False), ({"survey": 1}, False), ({"listed": 1}, False),
        ({"area": areas.RingArea(113.86, 34.05, 900)}, False), ({"area": areas.RingArea(113.86, 34.05, 930)}, True),
    ],
)  # fmt: skip
def test_each_condition_decides(wanted, holds):
    given_ = {k: frozenset(v) if isinstance(v, set) else v for k, v in wanted.items()}
    assert matches(Filter(**given_), HERE) is holds


def test_conditions_on_hazards_hold_of_one_hazard_together():
    settled = HazardFacts("closed", True, "self", 0, 0, False, datetime(2026, 1, 1, tzinfo=UTC))
    both = Facts(113.85, 34.05, frozenset({1}), 1, 1, PLANT, (LATE, settled))
    assert matches(Filter(severity="major", overdue=1), both)
    assert not matches(Filter(sources=frozenset({"self"}), overdue=1), both)
    assert not matches(Filter(sources=frozenset({"self"})), both), (
        "it is closed, and nobody asked for closed ones"
    )
    assert matches(Filter(sources=frozenset({"self"}), states=frozenset({"closed"})), both)


def test_a_late_survey_is_the_communitys():
    late = replace(HERE, survey_overdue=True)
    assert matches(Filter(survey=1), late)
    assert not matches(Filter(survey=1), HERE)


def test_days_are_those_of_china():
    # 17:00 UTC is already the next day there.
    assert matches(Filter(since=date(2026, 11, 11), until=date(2026, 11, 11)), HERE)
    assert not matches(Filter(until=date(2026, 11, 10)), HERE)


def test_what_has_no_unit_meets_no_condition_on_units():
    bare = Facts(113.85, 34.05, frozenset({0}), 0, 0, None)
    assert matches(Filter(cell=0, live=frozenset({0})), bare)
    assert not matches(Filter(affiliations=frozenset({"other"})), bare)


def test_a_unit_has_one_domain_and_perhaps_occupational_health():
    assert sector_of("C2614", "factory") is Sector.CHEMICAL
    assert sector_of("C2672", "chemical") is Sector.FIREWORKS
    assert sector_of("F5265", "shop") is Sector.CHEMICAL
    assert sector_of("B0610", "mine") is Sector.COAL
    assert sector_of("B1010", "mine") is Sector.MINE
    assert sector_of("C3031", "factory") is Sector.TRADE
    assert sector_of("P8331", "school") is Sector.GENERAL
    assert sectors_of("C3031", "factory", ["dust", "leak"]) == {Sector.TRADE, Sector.HEALTH}


@given(st.floats(113, 115), st.floats(33, 35), st.floats(10, 50_000), st.floats(0, 1), st.floats(0, 1))
def test_the_bounds_of_a_ring_hold_all_of_it(lon, lat, metres, east, north):
    ring = areas.RingArea(lon, lat, metres)
    west, south, right, top = ring.bounds
    at = (lon - 1 + 2 * east, lat - 1 + 2 * north)
    if ring.holds(*at):
        assert west <= at[0] <= right
        assert south <= at[1] <= top
