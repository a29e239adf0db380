from dataclasses import replace

from hypothesis import given

from safegrid.domain.scope import NOTHING, Scope, Tier, holds, sees, sees_cell, tier_for

from .strategies import alarms, drawn, hazards, points, scopes

CITY = Scope(cells=None)


@given(drawn)
def test_the_city_sees_everything_and_nobody_nothing(item):
    assert sees(CITY, item)
    assert not sees(NOTHING, item)


@given(scopes, drawn)
def test_a_wider_scope_never_sees_less(scope, item):
    if scope.cells is not None and sees(scope, item):
        assert sees(replace(scope, cells=scope.cells | {1, 2}), item)


@given(scopes, drawn)
def test_sight_needs_a_cell_a_unit_or_an_industry(scope, item):
    if scope.cells is None or not sees(scope, item):
        return
    cells = {item.cell, *item.touched}
    by_industry = any(i == item.industry and (a is None or cells & a) for i, a in scope.industries)
    assert cells & scope.cells or item.unit in scope.units or by_industry


def test_unowned_ground_and_unitless_points_match_no_one_by_accident():
    scope = Scope(cells=frozenset({1}), units=frozenset({0}), industries=frozenset({("", None)}))
    assert not sees_cell(scope, 0)
    assert not sees(Scope(cells=frozenset(), units=frozenset({0})), _bare())


@given(scopes, drawn)
def test_what_is_held_is_seen(scope, item):
    for tier in Tier:
        if holds(scope, tier, item):
            assert sees(scope, item)


@given(points)
def test_tiers_keep_the_worst(point):
    assert holds(CITY, Tier.HOT, replace(point, live=1))
    assert not holds(CITY, Tier.HOT, replace(point, live=3))
    assert not holds(CITY, Tier.HOT, replace(point, live=0))
    assert not holds(CITY, Tier.RED, replace(point, live=2))
    assert holds(CITY, Tier.ALL, replace(point, live=0))


@given(hazards)
def test_settled_hazards_leave_the_screen(hazard):
    assert not holds(CITY, Tier.ALL, replace(hazard, state="closed"))
    assert holds(CITY, Tier.RED, replace(hazard, state="ordered"))


@given(alarms)
def test_settled_alarms_leave_the_screen(alarm):
    for state in ("false", "reviewed"):
        assert not holds(CITY, Tier.ALL, replace(alarm, state=state))
    assert holds(CITY, Tier.RED, replace(alarm, state="resolved"))


def test_tier_by_number():
    assert tier_for(5_000, 5_000) is Tier.ALL
    assert tier_for(5_001, 20_000) is Tier.HOT
    assert tier_for(1_000_000, 20_001) is Tier.RED


def test_equal_areas_have_equal_hashes():
    a = Scope(cells=frozenset({1, 2}), industries=frozenset({("C", frozenset({3, 4}))}))
    b = Scope(
        cells=frozenset({2, 1}), industries=frozenset({("C", frozenset({4, 3}))}), mask=frozenset({"phones"})
    )
    assert a.hash == b.hash
    assert a.hash != CITY.hash != NOTHING.hash


def _bare():
    from safegrid.domain.scope import Place

    return Place(cell=1)
