"""Invented risk points: places, kinds, and levels that the rules computed."""

import numpy as np
import pytest

from safegrid.domain.ownership import owner_of, owner_point
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.logins import STORY_POINT, STORY_POINT_NAME, STORY_UNIT
from safegrid.ingest.demo.point_rows import PointWriter, WrittenPoint, measure_rows
from safegrid.ingest.demo.points import NO_UNIT
from safegrid.ingest.demo.terrain import NOWHERE


@pytest.fixture(scope="module")
def written(city: City) -> list[WrittenPoint]:
    return [point for chunk in PointWriter(city).chunks(500) for point in chunk]


def share(written: list[WrittenPoint], level: int) -> float:
    return sum(w.row.base == level for w in written) / len(written)


def test_levels_are_mixed_as_in_a_city(written: list[WrittenPoint], city: City) -> None:
    assert len(written) == city.order.risk_points
    assert 0.003 < share(written, 1) < 0.015
    assert 0.03 < share(written, 2) < 0.06
    assert 0.16 < share(written, 3) < 0.25
    assert 0.01 < share(written, 0) < 0.03


def test_points_without_an_assessment_have_no_inputs(written: list[WrittenPoint]) -> None:
    for w in written:
        assert (w.row.method == "") == (w.row.inputs == "{}") == (w.row.inherent == 0)


def test_some_points_are_lines_and_areas(written: list[WrittenPoint], city: City) -> None:
    shapes = {
        shape: sum(w.drawn.shape == shape for w in written) / len(written) for shape in ("line", "area")
    }
    assert 0.005 < shapes["line"] < 0.03
    assert 0.005 < shapes["area"] < 0.05
    assert all(shape.is_valid for shape in city.points.shapes.values())
    assert any(w.row.touched for w in written)


def test_owners_follow_the_rule(city: City) -> None:
    ground = city.terrain.ground
    communities = [
        (city.cell_ids[d.code], d.code, shape)
        for d, shape in zip(ground.communities, ground.shapes, strict=True)
    ]
    for i in [*range(0, len(city.points), 400), *list(city.points.shapes)[:20]]:
        lon, lat = city.points.places[i].tolist()
        assert city.community_ids[city.points.cells[i]] == owner_of(lon, lat, communities)
    for i, shape in city.points.shapes.items():
        at = owner_point(shape)
        assert np.allclose(city.points.places[i], (at.x, at.y), atol=1e-7)


def test_unowned_ground_is_legal(city: City) -> None:
    assert 0 < (city.points.cells == NOWHERE).sum() < 0.01 * len(city.points)


def test_some_points_belong_to_no_unit(written: list[WrittenPoint], city: City) -> None:
    public = [w.row for w in written if w.row.unit_id is None]
    assert len(public) == (city.points.unit == NO_UNIT).sum() > 0
    assert all(row.responsible and row.site_id is None for row in public)
    assert all(w.row.site_id for w in written if w.row.unit_id)


def test_every_point_has_measures_with_check_items(city: City) -> None:
    rows = list(measure_rows(city))
    assert {row.point_id for row in rows} == set(range(1, len(city.points) + 1))
    assert {row.kind for row in rows} == {
        "rules", "engineering", "monitoring", "video", "automation", "emergency",
    }  # fmt: skip
    assert all(row.text and row.check_items for row in rows)
    assert [row.id for row in rows] == list(range(1, int(city.measures.sum()) + 1))


def test_the_storys_point_is_clean_and_blue(written: list[WrittenPoint], city: City) -> None:
    point = written[STORY_POINT - 1]
    own = [w.row for w in written if w.row.unit_id == STORY_UNIT]
    assert (point.row.name, point.row.unit_id) == (STORY_POINT_NAME, STORY_UNIT)
    assert (point.drawn.lon, point.drawn.lat) == tuple(city.units.places[0].tolist())
    assert (point.row.base, point.row.live, point.row.firm) == (4, 4, 4)
    assert {row.live for row in own} <= {3, 4}


def test_writing_twice_gives_the_same(written: list[WrittenPoint], city: City) -> None:
    again = next(PointWriter(city).chunks(500))
    assert [w.row for w in again] == [w.row for w in written[:500]]
