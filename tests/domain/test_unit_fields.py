"""What can be proposed of a unit, and whose record it is (G15)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor, Duty, Role
from safegrid.domain.unit_fields import COLUMNS, entered_by, may_decide, read_fields

PACK = pack_of("411002")
NEW = {"name": " 老王废品站 ", "industry": "f5191"}


def test_a_new_unit_needs_a_name_and_an_industry():
    assert read_fields("new", NEW) == {
        "name": "老王废品站", "industry": "F5191", "type": "other", "affiliation": "other",
    }  # fmt: skip
    for name in NEW:
        rest = {key: value for key, value in NEW.items() if key != name}
        assert read_fields("new", rest) == Refusal("FIELD_MISSING", (("field", name),))
        assert read_fields("correct", rest) == {
            key: value for key, value in read_fields("new", NEW).items() if key in rest
        }


@pytest.mark.parametrize(
    ("field", "good", "stored", "bad"),
    [
        ("uscc", "91350100m000100y43", "91350100M000100Y43", "91350100M000100Y44"),
        ("industry", "2614", "C2614", "E2614"),
        ("type", "shop", "shop", "palace"),
        ("affiliation", "county", "county", "village"),
        ("phone", "0374-2123456", "0374-2123456", "打电话"),
        ("phone", " (0374) 2345678转801 ", "(0374) 2345678转801", "- - - 1234"),
        ("workers", 12, 12, -1),
        ("name", "甲", "甲", "甲" * 121),
        ("scope", "零售", "零售", 7),
    ],
)
def test_each_field_is_read(field, good, stored, bad):
    assert read_fields("correct", {field: good}) == {field: stored}
    assert read_fields("correct", {field: bad}) == Refusal("FIELD_BAD", (("field", field),))
    assert read_fields("correct", {field: ""}) == {}


def test_other_columns_cannot_be_proposed():
    assert read_fields("correct", {"live": 1}) == Refusal("FIELD_BAD", (("field", "live"),))
    assert read_fields("correct", {"blacklisted": None}) == Refusal("FIELD_BAD", (("field", "blacklisted"),))


@given(
    st.dictionaries(
        st.sampled_from([*COLUMNS, "live"]), st.none() | st.text() | st.integers() | st.booleans()
    )
)
def test_whatever_is_given_it_is_read_or_refused(given_):
    found = read_fields("correct", given_)
    assert isinstance(found, Refusal) or set(found) <= set(COLUMNS)


def test_the_department_enters_what_it_leads_and_the_town_the_rest():
    by = {affiliation: entered_by(affiliation, PACK) for affiliation in PACK.lead_level}
    assert by == {
        "central": "department", "province": "department", "city": "department", "county": "department",
        "other": "town",
    }  # fmt: skip

    def decides(role, by, level=3):
        return may_decide(Actor(1, (Duty(role, level),)), by)

    assert [decides(role, "town") for role in (Role.OFF, Role.DEP, Role.SUP)] == [True] * 3
    assert [decides(role, "department") for role in (Role.OFF, Role.DEP, Role.SUP)] == [False, True, True]
    for role in (Role.INS, Role.LEAD, Role.CMD, Role.ENT_H, Role.ENT_S):
        assert not decides(role, "town")
