"""Which departments answer for a new unit (G7): by industry, at the level that leads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of
from safegrid.domain.departments import KINDS, Body, answering

RULES = pack_of("411002").departments
BODIES = (
    Body(1, "许昌市安全生产委员会办公室", "general", 1),
    Body(2, "许昌市工业和信息化局", "industry", 1),
    Body(3, "魏都区应急管理局", "general", 2),
    Body(4, "魏都区安全生产委员会办公室", "general", 2),
    Body(5, "魏都区工业和信息化局", "industry", 2),
    Body(6, "魏都区商务局", "industry", 2),
    Body(7, "魏都区消防救援大队", "special", 2),
    Body(8, "西大街道办事处", "territorial", 3),
    Body(9, "魏都区人民政府", "territorial", 2),
)


@pytest.mark.parametrize(
    ("industry", "lead", "expected"),
    [
        ("C", 3, [8, 4, 5, 7]),
        ("F", 2, [8, 4, 6, 7]),
        ("C", 1, [8, 1, 2, 1]),  # the city has no special supervision here, so the committee office takes it
        ("S", 3, [8, 4, 4, 7]),  # nobody is named for the industry
    ],
)
def test_four_duties(industry, lead, expected):
    found = answering(BODIES, industry, lead, RULES)
    assert [one.kind for one in found] == list(KINDS)
    assert [one.body.id for one in found] == expected


def test_what_is_not_there_answers_for_nothing():
    assert answering((), "C", 3, RULES) == ()
    assert [one.kind for one in answering(BODIES[7:8], "C", 3, RULES)] == ["territorial"]
    assert [one.kind for one in answering(BODIES[2:5], "C", 3, RULES)] == ["general", "industry", "special"]


@given(st.permutations(BODIES), st.sampled_from("ABCDEFGHST"), st.integers(1, 3))
def test_the_order_of_the_departments_does_not_matter(bodies, industry, lead):
    assert answering(bodies, industry, lead, RULES) == answering(BODIES, industry, lead, RULES)
