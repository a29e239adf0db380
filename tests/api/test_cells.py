"""Panels of cells."""

import pytest

from factories import make_person, make_point, recount
from safegrid.domain.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_community_shows_counts_colour_and_people(town, as_, django_assert_max_num_queries):
    recount()
    client = as_(town.officer)
    with django_assert_max_num_queries(12):
        cell = client.read(f"/cells/{town.city['c1'].pk}").json()
    assert cell["counts"]["p4"] == 1
    assert (cell["colour"], cell["index"]) == (4, 17)
    assert cell["note"] == "示意"
    assert [step["name"] for step in cell["path"]] == ["许昌市", "魏都区", "西大街道", "平定街社区"]
    assert [p["person"]["name"] for p in cell["people"]][:3] == ["王格", "冯冠", "简官"]
    assert cell["vacancies"] == {"leaders": 1, "officers": 2}


def test_phones_are_masked(town, as_):
    people = as_(town.officer).read(f"/cells/{town.city['c1'].pk}").json()["people"]
    assert all(p["phone_masked"].startswith("199****") for p in people)


def test_a_township_sums_up_and_lists_its_communities(town, as_):
    make_point(town.city, "c2", level=2)
    recount()
    cell = as_(town.officer).read(f"/cells/{town.city['t1'].pk}").json()
    assert (cell["counts"]["p2"], cell["counts"]["p4"]) == (1, 1)
    assert [(c["name"], c["colour"]) for c in cell["children"]] == [("平定街社区", 4), ("南关社区", 4)]
    assert cell["vacancies"] == {"leaders": 0, "officers": 1}


def test_another_area_and_a_cell_seen_in_part_are_not_found(town, as_):
    client = as_(town.inspector)
    for name in ("c4", "t1", "city"):
        assert client.read(f"/cells/{town.city[name].pk}").status_code == 404
    assert client.read("/cells/999999").status_code == 404


def test_unowned_ground_is_shown_to_those_who_see_the_city(town, as_):
    make_point(town.city, "c0", level=3)
    recount()
    cell = as_(town.command).read("/cells/0").json()
    assert (cell["name"], cell["counts"]["p3"]) == ("无归属区域", 1)
    assert as_(town.officer).read("/cells/0").status_code == 404
    assert as_(town.command).read("/cells/0/explain").status_code == 200
    assert as_(town.command).read("/cells/0/history").status_code == 200


def test_the_colour_is_explained(town, as_, django_assert_max_num_queries):
    recount()
    client = as_(town.officer)
    with django_assert_max_num_queries(8):
        why = client.read(f"/cells/{town.city['c1'].pk}/explain").json()
    assert why["level"] == 4
    assert why["inputs"]["x"] == 1
    assert why["pack"]["id"]
    assert why["reasons"][0]["code"] == "INDEX"
    above = client.read(f"/cells/{town.city['t1'].pk}/explain").json()
    assert above["inputs"]["children"] == 1


def test_a_wrong_id_is_a_bad_input(town, as_):
    answer = as_(town.officer).read("/cells/abc")
    assert (answer.status_code, answer.json()["code"]) == (422, "BAD_INPUT")


def test_the_budget_does_not_grow_with_people(town, as_, django_assert_max_num_queries):
    for _ in range(20):
        make_person(Role.INS, town.city["c1"])
    client = as_(town.officer)
    with django_assert_max_num_queries(12):
        assert client.read(f"/cells/{town.city['c1'].pk}").status_code == 200
