"""Invented units: types, the twelve base fields, codes, and that nobody takes them for real."""

from collections import Counter
from dataclasses import replace

from safegrid.domain.uscc import is_valid
from safegrid.ingest.demo import listed
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.logins import STORY_CELLS, story_of

TYPES = {
    "factory", "chemical", "mine", "fuel_station", "warehouse", "building_site",
    "school", "hospital", "crowded_place", "shop", "public_facility",
}  # fmt: skip


def test_units_are_more_than_factories(city: City) -> None:
    types = Counter(row.unit_type for row in city.units.rows)
    assert set(types) == TYPES
    assert len(city.units.rows) == city.order.enterprises


def test_credit_codes_are_valid_and_some_are_missing(city: City) -> None:
    codes = [row.uscc for row in city.units.rows]
    given = [code for code in codes if code is not None]
    assert all(is_valid(code) for code in given)
    assert len(set(given)) == len(given)
    assert 0.01 < codes.count(None) / len(codes) < 0.2
    assert all(code[8:12] == "MADE" for code in given)


def test_the_twelve_base_fields_are_filled(city: City) -> None:
    for row in city.units.rows:
        texts = (row.name, row.address, row.business_code, row.industry4, row.registration_type, row.scale)
        assert all(texts)
        assert row.business_scope
        assert row.principal
        assert row.workers > 0
        assert row.industry == row.industry4[0]
    assert any(row.major_hazard for row in city.units.rows)
    assert any(row.special_equipment for row in city.units.rows)


def test_nothing_can_be_taken_for_real(city: City) -> None:
    assert all("演示" in row.address and "虚构" in row.business_scope for row in city.units.rows)
    phones = [row.principal_phone for row in city.units.rows]
    phones += [person.phone for person in city.society.roster.people]
    assert all(len(phone) == 11 and phone.startswith("100") for phone in phones)


def test_names_are_not_given_twice(city: City) -> None:
    names = [row.name for row in city.units.rows]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 40


def test_some_units_have_several_sites(city: City) -> None:
    assert 0.01 < len(city.units.seconds) / len(city.units.rows) < 0.1


def test_units_gather_in_and_around_towns(city: City) -> None:
    cells = Counter(city.units.cells.tolist())
    fullest = sum(n for _, n in cells.most_common(len(city.terrain.ground.communities) // 20))
    assert fullest > 0.4 * len(city.units.rows)


def test_affiliation_and_danger_are_mixed(city: City) -> None:
    rows = city.units.rows
    assert {row.affiliation for row in rows} == set(city.pack.lead_level)
    assert {row.danger_class for row in rows} == set(city.pack.unit.class_order)
    assert {row.annual_grade for row in rows} == {0, 1, 2, 3, 4}


def test_the_storys_unit_stands_in_the_inspectors_first_community(city: City) -> None:
    first, *_ = city.terrain.near(story_of(city.gazetteer).township, STORY_CELLS)
    assert city.units.cells[0] == first


def test_counties_have_listed_a_unit_that_failed_and_one_listing_is_late(city: City) -> None:
    rows = [replace(row) for row in city.units.rows]
    listed.mark(replace(city, units=replace(city.units, rows=rows)))
    found = [i for i, row in enumerate(rows) if row.listing]
    counties = [int(city.terrain.county_of[city.units.cells[i]]) for i in found]
    assert len(found) > 1
    assert len(set(counties)) == len(found)
    assert all(rows[i].annual_grade == 4 and rows[i].listing == 2 for i in found)
    assert sum(rows[i].listing_overdue for i in found) == 1
