"""Credit codes, industries, accident categories, division codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.accidents import ACCIDENTS, CATEGORIES
from safegrid.domain.hierarchy import Cell, CellTree, is_below, level_of_code, parent_code
from safegrid.domain.industry import SECTIONS, section_of
from safegrid.domain.uscc import ALPHABET, check_character, is_valid


def test_credit_code_vectors():
    assert is_valid("91350100M000100Y43")
    assert not is_valid("91350100M000100Y4Z")
    assert is_valid("91330106673959654P")
    assert check_character("91350100M00000000") == "0"
    assert not is_valid("91310115MA1H8R7C6D")
    for bad in ("", "91350100M000100Y4", "91350100M000100Y43x", "91350100m000100y43", "91350100M000100Y4I"):
        assert not is_valid(bad)
    for bad in ("short", "91350100M0001O0Y4"):
        with pytest.raises(ValueError, match=r"expected|not allowed"):
            check_character(bad)


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found(first, at, other):
    code = first + check_character(first)
    assert is_valid(code)
    changed = code[:at] + other + code[at + 1 :]
    assert is_valid(changed) is (changed == code)


def test_industries_cover_all_divisions_once():
    assert [name for name, _, _ in SECTIONS] == list("ABCDEFGHIJKLMNOPQRST")
    assert [d for _, low, high in SECTIONS for d in range(low, high + 1)] == list(range(1, 98))
    assert (section_of("C2614"), section_of("26"), section_of("8211"), section_of("0111")) == (
        "C",
        "C",
        "O",
        "A",
    )
    for bad in ("A2614", "98", "", "C", "C26145", "00"):
        with pytest.raises(ValueError, match="not an industry code"):
            section_of(bad)


def test_accident_categories_are_printed_as_in_the_standard():
    assert (len(ACCIDENTS), ACCIDENTS[8], ACCIDENTS[9], ACCIDENTS[19]) == (20, "09", "010", "020")
    assert len(CATEGORIES) == 12


def test_division_codes():
    assert [level_of_code(c) for c in ("411000000000", "411002000000", "411002001000", "411002001001")] == [
        1,
        2,
        3,
        4,
    ]
    assert parent_code("411002001001") == "411002001000"
    assert parent_code("411002000000") == "411000000000"
    assert parent_code("411000000000") is None
    assert is_below("411002001001", "411000000000")
    assert is_below("411002001001", "411002001001")
    assert not is_below("411002001001", "411003000000")
    for bad in ("410000000000", "4110", "41100200100x", "000000000000"):
        with pytest.raises(ValueError, match=r"division code|not a cell"):
            level_of_code(bad)


def make_tree() -> CellTree:
    return CellTree.of(
        [
            Cell(1, "411000000000", "许昌市", 1),
            Cell(2, "411002000000", "魏都区", 2, 1),
            Cell(3, "411002001000", "西大街道", 3, 2),
            Cell(5, "411002001002", "乙社区", 4, 3),
            Cell(4, "411002001001", "甲社区", 4, 3),
            Cell(6, "411003000000", "建安区", 2, 1),
        ]
    )


def test_tree():
    tree = make_tree()
    assert [c.id for c in tree.path(4)] == [1, 2, 3, 4]
    assert [c.id for c in tree.ancestors(4)] == [1, 2, 3]
    assert tree.children[3] == (4, 5)
    assert tree.at_level(4, 2).id == 2
    assert tree.at_level(6, 3) is None
    assert tree.communities(1) == {4, 5}
    assert tree.communities(5) == {5}
    assert tree.communities(6) == frozenset()
    assert tree.within(4, 2)
    assert not tree.within(2, 4)
    assert not tree.within(0, 1)
    assert tree.path(99) == ()
    assert tree.by_code["411002001001"].name == "甲社区"
    with pytest.raises(ValueError, match="hangs under"):
        CellTree.of([Cell(4, "411002001001", "甲社区", 4, 3)])
    with pytest.raises(ValueError, match="hangs under"):
        CellTree.of([Cell(3, "411002001000", "西", 3), Cell(4, "411002002000", "东", 3, 3)])
