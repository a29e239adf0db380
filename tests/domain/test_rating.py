"""LEC, LS and GB 18218, with their edges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import NOW, county_pack_c15, pack_of
from safegrid.domain.explain import explain_point
from safegrid.domain.levels import Level
from safegrid.domain.points import PointFacts
from safegrid.domain.rating import (
    MajorHazard,
    Rating,
    Substance,
    beta_of,
    lec,
    ls,
    ls_chemical,
    major_hazard,
    rate,
)
from safegrid.domain.refusals import Refusal

PACK = pack_of("411002")
L, E, C = PACK.lec.likelihood, PACK.lec.exposure, PACK.lec.consequence


def lec_level(likelihood, exposure, consequence, pack=PACK) -> Level:
    result = lec(likelihood, exposure, consequence, pack.lec)
    assert isinstance(result, Rating)
    return result.level


@pytest.mark.parametrize(
    ("inputs", "value", "level", "band"),
    [
        ((10, 1, 7), 70, 3, 70),
        ((1, 10, 7), 70, 3, 70),
        ((10, 2, 1), 20, 4, 20),
        ((1, 0.5, 40), 20, 4, 20),
        ((0.2, 6, 15), 18, 4, 0),
        ((3, 3, 7), 63, 4, 20),
        ((0.2, 2, 100), 40, 4, 20),
        ((6, 2, 15), 180, 2, 160),
        ((3, 1, 40), 120, 3, 70),
        ((1, 3, 100), 300, 2, 160),
        ((6, 6, 15), 540, 1, 320),
        ((10, 10, 100), 10000, 1, 320),
        ((0.1, 0.5, 1), 0.05, 4, 0),
    ],
)
def test_lec(inputs, value, level, band):
    result = lec(*inputs, PACK.lec)
    assert isinstance(result, Rating)
    assert (result.value, result.level, result.band.start) == (value, level, band)


def test_lec_edges_160_and_320_where_a_scale_reaches_them():
    pack = county_pack_c15(16)
    assert lec_level(10, 1, 16, pack) is Level.ORANGE
    assert lec_level(10, 2, 16, pack) is Level.RED


def test_values_outside_the_scale_are_refused():
    refused = lec(5, 1, 1, PACK.lec)
    assert refused == Refusal("INPUT_NOT_ALLOWED", (("input", "l"), ("value", "5")))
    assert isinstance(ls(6, 1, PACK.ls), Refusal)
    assert isinstance(rate("LEC", {"l": 1}, PACK), Refusal)
    assert isinstance(rate("guess", {}, PACK), Refusal)


@given(
    st.sampled_from(L),
    st.sampled_from(E),
    st.sampled_from(C),
    st.sampled_from(L),
    st.sampled_from(E),
    st.sampled_from(C),
)
def test_lec_never_improves_with_a_worse_input(l1, e1, c1, l2, e2, c2):
    low, high = (min(l1, l2), min(e1, e2), min(c1, c2)), (max(l1, l2), max(e1, e2), max(c1, c2))
    assert lec_level(*high) <= lec_level(*low)


def test_ls_covers_every_product():
    expected = {
        **dict.fromkeys((1, 2, 3, 4, 5, 6, 8), 4),
        **dict.fromkeys((9, 10, 12), 3),
        15: 2,
        16: 2,
        20: 1,
        25: 1,
    }
    for a in range(1, 6):
        for b in range(1, 6):
            result = ls(a, b, PACK.ls)
            assert isinstance(result, Rating)
            assert result.level == expected[a * b]


def test_chemical_matrix():
    cases = (
        ([1] * 10, [1] * 5, 4),
        ([1] * 10, [1, 1, 4, 1, 1], 3),
        ([1] * 9 + [2], [1, 1, 4, 1, 1], 2),
        ([3] * 10, [3] * 5, 2),
        ([4] * 10, [3] * 5, 1),
    )
    for likelihood, severity, level in cases:
        result = ls_chemical(likelihood, severity, PACK.ls_chemical)
        assert isinstance(result, Rating)
        assert result.level == level
    assert isinstance(ls_chemical([1] * 9, [1] * 5, PACK.ls_chemical), Refusal)
    assert rate("LSC", {"l": [4] * 10, "s": [3] * 5}, PACK).level is Level.RED


def hazard(substances, residents) -> MajorHazard:
    result = major_hazard(substances, residents, PACK.major_hazard)
    assert isinstance(result, MajorHazard)
    return result


def test_worked_example_of_gb_18218():
    result = hazard([Substance("SO2", 200, 20, 2)], 60)
    assert (result.ratio, result.alpha, result.index, result.grade, result.level) == (
        10,
        1.5,
        30,
        3,
        Level.ORANGE,
    )


@pytest.mark.parametrize(
    ("residents", "alpha"),
    [(0, 0.5), (1, 1.0), (29, 1.0), (30, 1.2), (49, 1.2), (50, 1.5), (99, 1.5), (100, 2.0)],
)
def test_alpha(residents, alpha):
    assert hazard([Substance("x", 1, 1, 1)], residents).alpha == alpha


@pytest.mark.parametrize(
    ("tonnes", "grade"), [(0.99, 0), (1, 4), (9.99, 4), (10, 3), (50, 2), (99.9, 2), (100, 1)]
)
def test_grades(tonnes, grade):
    assert hazard([Substance("x", tonnes, 1, 1)], 1).grade == grade


def test_betas_are_of_real_cas_numbers():
    for cas in PACK.major_hazard.beta_gas:
        digits = cas.replace("-", "")
        assert sum(i * int(d) for i, d in enumerate(reversed(digits[:-1]), start=1)) % 10 == int(
            digits[-1]
        ), cas
    assert beta_of("7782-50-5", PACK.major_hazard) == 4
    assert beta_of("W5.1", PACK.major_hazard) == 1.5
    assert beta_of("nothing", PACK.major_hazard) is None
    assert isinstance(major_hazard([Substance("x", -1, 1, 1)], 0, PACK.major_hazard), Refusal)


def test_an_installation_by_its_stored_inputs():
    stored = {
        "residents": 60,
        "substances": [{"name": "SO2", "code": "7446-09-5", "quantity": 200, "threshold": 20}],
    }
    result = rate("MHI", stored, PACK)
    assert isinstance(result, Rating)
    assert (result.level, result.value, result.band.zh) == (Level.ORANGE, 30, "三级重大危险源")
    small = rate("MHI", {"residents": 60, "substances": [{**stored["substances"][0], "quantity": 1}]}, PACK)
    assert isinstance(small, Rating)
    assert (small.level, small.band.zh) == (Level.UNRATED, "未构成重大危险源")
    for bad in ({}, {"residents": 1, "substances": [{"name": "?", "quantity": 1, "threshold": 1}]}):
        assert rate("MHI", bad, PACK) == Refusal("INPUT_MISSING", (("method", "MHI"),))
    for rating in (result, small):
        told = explain_point(PointFacts(rating.level, NOW), rating, PACK)
        assert told.band.zh.endswith(rating.band.zh)
