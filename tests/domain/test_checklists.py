"""Checklists: what the files must say, whom a list is for, and which version is in force."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.checklists import (
    Checked,
    ChecklistError,
    digest,
    fits,
    from_plain,
    items_for,
    newest,
    parse,
    to_plain,
)
from safegrid.domain.terms import GROUPS

FOLDER = Path(__file__).parents[2] / "backend/safegrid/packs/checklists"
CATEGORIES = GROUPS["point_category"]
ITEM = """
[[items]]
id = "{id}"
what = "看"
how = "怎么看"
basis = "依据"
class = "{klass}"
category = "{category}"
only = {only}
"""


def text(
    head="", *, id_="a1", klass="general", category="fire", only="[]", valid_from="2026-01-01", version="1"
):
    top = f'code = "test"\nversion = "{version}"\nvalid_from = {valid_from}\nzh = "表"\nen = "List"\n{head}'
    return top + ITEM.format(id=id_, klass=klass, category=category, only=only)


def one(head="", **said):
    return parse("test.toml", text(head, **said), CATEGORIES)


def every():
    return [parse(path.name, path.read_text("utf-8"), CATEGORIES) for path in sorted(FOLDER.glob("*.toml"))]


def test_every_file_is_right_and_named_by_its_code():
    lists = every()
    assert [c.code for c in lists] == [path.stem for path in sorted(FOLDER.glob("*.toml"))]
    assert {
        "common",
        "hazchem",
        "ammonia",
        "dust",
        "confined",
        "machinery",
        "construction",
        "crowded",
        "shop",
    } <= {c.code for c in lists}
    assert all(len(c.items) >= 7 for c in lists)
    ids = [item.id for c in lists for item in c.items]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"klass": "minor"}, "class"),
        ({"category": "weather"}, "category"),
        ({"id_": "measure:1"}, "编号"),
        ({"only": '"A"'}, "only"),
        ({"valid_from": '"soon"'}, "valid_from"),
        ({"version": ""}, "version"),
        ({"head": 'industries = ["26"]'}, "industries"),
        ({"head": 'colour = "red"'}, "colour"),
        ({"head": "types = 3"}, "types"),
    ],
)
def test_a_mistake_is_named(said, problem):
    with pytest.raises(ChecklistError, match=problem):
        one(**said)


def test_a_file_without_items_or_toml_is_refused():
    with pytest.raises(ChecklistError, match="no items"):
        parse("x.toml", text().split("[[items]]")[0], CATEGORIES)
    with pytest.raises(ChecklistError, match=r"x\.toml"):
        parse("x.toml", "code = ", CATEGORIES)


def test_two_items_of_one_number_are_refused():
    with pytest.raises(ChecklistError, match="twice"):
        parse(
            "x.toml", text() + text().partition("[[items]]")[1] + text().partition("[[items]]")[2], CATEGORIES
        )


def test_what_is_kept_reads_back_the_same():
    for checklist in every():
        again = from_plain(to_plain(checklist))
        assert again == checklist
        assert digest(again) == digest(checklist)


def test_the_digest_names_the_content():
    assert digest(one()) != digest(one(category="leak"))


def codes_for(**said):
    about = {"industry": "C2614", "type": "chemical", "danger_class": "C", "points": ()} | said
    return [c.code for c in newest(every(), date(2026, 6, 1)) if fits(c, Checked(**about))]


def test_a_unit_is_checked_by_trade_type_and_what_stands_there():
    assert codes_for() == ["common", "hazchem"]
    assert codes_for(points=["液氨储罐 R-01", "有限空间·污水池"]) == [
        "common",
        "ammonia",
        "confined",
        "hazchem",
    ]
    assert codes_for(industry="C1353", type="factory") == ["common", "ammonia", "machinery"]
    assert codes_for(industry="E4710", type="building_site") == ["common", "construction"]
    assert codes_for(industry="H6110", type="crowded_place") == ["common", "crowded"]
    assert codes_for(industry="F5226", type="shop") == ["common", "shop"]
    assert codes_for(industry="T9700", type="office") == ["common"]


def test_a_list_for_some_classes_is_for_nobody_else():
    only_c = one('classes = ["C"]')
    assert fits(only_c, Checked("C2614", "chemical", "C"))
    assert not fits(only_c, Checked("C2614", "chemical", "A"))


def test_the_better_class_gets_the_shorter_list():
    common = next(c for c in every() if c.code == "common")
    short, long = items_for(common, "A"), items_for(common, "C")
    assert len(short) < len(long) == len(common.items) == len(items_for(common, ""))
    assert set(short) < set(long)


@given(st.dates(date(2025, 6, 1), date(2027, 12, 1)))
def test_the_version_in_force_is_the_newest_that_has_begun(day):
    versions = [one(version=str(n), valid_from=f"2026-0{n}-01") for n in (3, 1, 2)]
    found = newest(versions, day)
    begun = [c for c in versions if c.valid_from <= day]
    assert found == ([max(begun, key=lambda c: c.valid_from)] if begun else [])
