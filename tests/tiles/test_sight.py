"""A tile shows what `domain.scope.sees` lets be seen, at every zoom: no more, no less."""

from collections import Counter

import pytest
from django.db import connection

from safegrid.domain import counts
from safegrid.domain.scope import Scope, sees
from safegrid.store import sql
from safegrid.store.queries import tiles as queries

from .ground import CITY_SCOPE, Ground, ids, inside, point, points_in, tile_of, tiles_over, unit
from .town import Town, scopes

CLOSE, FAR = (14, 16), (5, 9, 13)


@pytest.fixture(params=[64, 0], ids=["few cells", "many cells"])
def _statement(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which a statement looks for cells."""
    monkeypatch.setattr(queries, "FEW", request.param)


@pytest.mark.usefixtures("_statement")
@pytest.mark.parametrize("z", CLOSE)
def test_close_tiles_show_exactly_what_is_in_sight(town: Town, z: int) -> None:
    for scope in scopes(town):
        shown: dict[str, set[int]] = {"point": set(), "shape": set(), "unit": set()}
        for tile in tiles_over(z):
            for layer, features in points_in(scope, tile).items():
                shown[layer] |= ids(features)
        assert shown["point"] == {p.id for p in town.points if sees(scope, p)}
        assert shown["shape"] == {p.id for p in town.points if p.shape != "point" and sees(scope, p)}
        assert shown["unit"] == {u.id for u in town.units if sees(scope, u)}


@pytest.mark.usefixtures("_statement")
@pytest.mark.parametrize("z", FAR)
def test_bins_count_exactly_what_is_in_sight(town: Town, z: int) -> None:
    for scope in scopes(town):
        seen = [p for p in town.points if sees(scope, p)]
        total: Counter[str] = Counter()
        hot: set[int] = set()
        for tile in tiles_over(z):
            layers = points_in(scope, tile)
            hot |= ids(layers.get("point", []))
            for feature in layers.get("bin", []):
                total.update({k: v for k, v in feature.tags.items() if k.startswith("n")})
        tally = counts.add([(counts.of(p), 1) for p in seen]).values()
        assert total.total() == len(seen)
        for level in range(5):
            assert total[f"n{level}"] == sum(columns.get(f"p{level}", 0) for columns in tally)
        assert hot == {p.id for p in seen if {p.live, p.base} & {1, 2}}


@pytest.mark.usefixtures("_statement")
def test_canary_of_a_neighbour_is_in_no_tile_of_any_zoom(ground: Ground) -> None:
    mine, theirs, *_ = ground.communities
    point(inside(0.999), mine, live=1, base=1)
    canary = point(inside(1.001), theirs, live=1, base=1)
    keeper = unit(inside(1.001), theirs)
    scope = Scope(frozenset({mine}))
    for z in range(5, 21):
        layers = points_in(scope, tile_of(inside(1.001), z))
        assert canary.pk not in ids(layers.get("point", []))
        assert keeper.pk not in ids(layers.get("unit", []))
        assert sum(n for f in layers.get("bin", []) for k, n in f.tags.items() if k[0] == "n") <= 1


def test_unowned_ground_is_for_the_whole_city_alone(ground: Ground) -> None:
    stray = point(inside(-0.1), None, live=1)
    for z in (10, 15):
        tile = tile_of(inside(-0.1), z)
        assert stray.pk in ids(points_in(CITY_SCOPE, tile)["point"])
        assert points_in(Scope(frozenset(ground.communities)), tile) == {}


@pytest.mark.parametrize("statement", ["tile_points", "tile_points_dense"])
def test_the_whole_city_joins_and_filters_nothing(ground: Ground, statement: str) -> None:
    """The literal scope lets the planner drop its branches, so that a city tile costs no more than a plain one."""
    parameters = (
        queries.sight(CITY_SCOPE)
        | queries.frame(14, *tile_of(inside(0.5), 14)[1:])
        | queries.close_limits(14)
    )
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + sql.text(statement), parameters)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    seen = plan[plan.index("CTE seen") : plan.index("CTE ", plan.index("CTE seen") + 4)]
    assert "store_enterprise" not in seen
    assert "touched" not in plan
    assert "Scan on duty" not in plan


def test_the_condition_of_sight_is_the_same_wherever_it_is_written():
    """It is copied, because a function would cost every tile (`tile_points.sql` says how much)."""
    start, end = "      AND (%(whole)s\n           OR p.cell_id", "))))))\n"
    found = [
        part.partition(end)[0]
        for name in ("tile_points", "tile_points_dense", "tile_bins_object")
        for part in sql.text(name).split(start)[1:]
    ]
    assert len(found) == 4
    assert len(set(found)) == 1
    bins = sql.text("tile_bins").split(start)[1:]
    assert len(bins) == 2
    ground = found[0].partition("\n           OR p.unit_id")[0]
    assert all(part.startswith(ground) for part in bins)
