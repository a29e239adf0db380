"""The search box."""

import pytest

from api.test_lists import report
from factories import make_person, make_point, make_unit
from safegrid.store.models import Enterprise
from safegrid.store.pinyin import spelling, spells
from safegrid.store.queries.search import LIMIT, forget_names

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(client, q):
    return [(r["e"], r["title"]) for r in client.read("/search", q=q).json()["results"]]


def test_units_are_found_by_name_code_and_pinyin(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(uscc="91350100M000100Y43")
    client = as_(town.inspector)
    for q in ("鑫源", "91350100", "91350100m", "xyjx", "xinyuan"):
        assert ("unit", "鑫源机械有限公司") in found(client, q), q


def test_cells_are_found_by_name_code_and_pinyin(town, as_):
    client = as_(town.officer)
    for q in ("平定街", "411002001001", "pdj", "pingding"):
        assert ("cell", "平定街社区") in found(client, q), q
    result = client.read("/search", q="平定街").json()["results"][0]
    assert (result["sub"], result["lon"]) == ("许昌市 魏都区 西大街道", 113.85)


def test_points_hazards_and_people_are_found(town, as_):
    client = as_(town.officer)
    assert found(client, "氨罐") == [("point", "氨罐一号")]
    assert ("person", "王格") in found(client, "王格")
    assert ("person", "王格") in found(client, "wg")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("储槽", {"甲醇储槽", "储槽区"}),
        ("槽区", {"储槽区"}),
        ("醇槽", set()),
        ("储储", set()),
        ("储", {"储槽区"}),
        ("100%", {"酒精100%槽"}),
        ("0_", set()),
    ],
)
def test_two_characters_side_by_side_are_found_wherever_they_stand(town, as_, typed, expected):
    for name in ("甲醇储槽", "储槽区", "酒精100%槽"):
        make_point(town.city, unit=town.unit, name=name)
    assert {title for kind, title in found(as_(town.command), typed) if kind == "point"} == expected


def test_units_are_found_by_their_address(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(address="魏都区平定街二十七号")
    Enterprise.objects.filter(pk=town.far_unit.pk).update(address="建安区平定街一号")
    town.unit.sites.update(address="厂区东门七里店")
    client = as_(town.officer)
    for q in ("平定街二十七", "七里店"):
        (result,) = client.read("/search", q=q).json()["results"]
        assert (result["e"], result["title"]) == ("unit", "鑫源机械有限公司")
        assert q in result["sub"]
    make_unit(town.city, "c2", name="平定街二十七号院")
    assert found(client, "平定街二十七")[0] == ("unit", "平定街二十七号院"), "a name goes before an address"


def test_hazards_are_found_by_the_number_of_their_order(town, as_):
    from safegrid.store.models import HazardStep

    hazard = report(town.inspector, town.point, title="液位计失灵")
    HazardStep.objects.create(
        hazard=hazard, n=9, command="order", to_state="ordered", at=hazard.reported_at,
        note={"order_number": "责改〔2026〕88号"},
    )  # fmt: skip
    assert found(as_(town.officer), "〔2026〕88") == [("hazard", "液位计失灵")]
    assert found(as_(town.far_inspector), "〔2026〕88") == []


def test_coordinates_lead_to_their_place(town, as_):
    for q in ("113.85,34.05", "34.05 113.85", "34°3′N 113°51′E"):
        (result,) = as_(town.officer).read("/search", q=q).json()["results"]
        assert (result["e"], result["lon"], result["lat"]) == ("place", 113.85, 34.05)
        assert result["sub"] == "魏都区 西大街道 平定街社区"
    (far,) = as_(town.far_inspector).read("/search", q="113.85,34.05").json()["results"]
    assert far["sub"] == "", "whose ground it is out of sight is not said"


def test_nothing_outside_ones_area_is_found(town, as_):
    client = as_(town.inspector)
    for q in ("远山", "林远", "将官池", "411003", "yshg", "ysch", "ly", "南关"):
        assert found(client, q) == [], q
    assert ("unit", "远山化工有限公司") in found(as_(town.command), "远山")


def test_the_head_of_the_enterprise_finds_only_what_is_its_own(town, as_):
    assert found(as_(town.head), "有限公司") == [("unit", "鑫源机械有限公司")]


def test_at_most_twenty_and_a_share_for_every_kind(town, as_, django_assert_max_num_queries):
    for n in range(30):
        make_unit(town.city, "c1", name=f"王格机械{n}")
        make_point(town.city, "c1", name=f"王格泵{n}")
        make_person("INS", town.city["c1"], name=f"王格{n}")
    forget_names()
    client = as_(town.officer)
    found(client, "warm")
    with django_assert_max_num_queries(13):
        results = found(client, "王格")
    assert len(results) == LIMIT
    assert {e for e, _ in results} == {"unit", "point", "person"}


def test_empty_and_too_long_questions(town, as_):
    client = as_(town.officer)
    assert found(client, "   ") == []
    assert client.read("/search", q="长" * 65).status_code == 422


@pytest.mark.parametrize("typed", ["cgs", "changgeshi", "changgs", "gs", "zgs"])
def test_every_reading_of_a_character_counts(typed):
    assert spells(typed, spelling("长葛市"))


@pytest.mark.parametrize("typed", ["xcs", "cgx", "changgeshix"])
def test_other_letters_do_not(typed):
    assert not spells(typed, spelling("长葛市"))
