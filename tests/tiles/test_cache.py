"""Kept tiles never outlive an event that touches them, whenever it comes."""

import asyncio
import threading
from dataclasses import replace

import pytest
from channels.db import database_sync_to_async
from hypothesis import assume, given
from hypothesis import strategies as st

from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import BoundaryPublished, Bulk, CellsCounted, Changed
from safegrid.store.drawn import point_box, point_drawn
from safegrid.store.models import RiskPoint
from safegrid.tiles.address import CELLS, MAX_ZOOM, MIN_ZOOM, POINTS, Address
from safegrid.tiles.app import TileApp
from safegrid.tiles.body import body_of
from safegrid.tiles.cache import OVERHEAD, TileCache

from .client import browser_of, person
from .ground import Ground, Point, inside, point, tile_of

SCOPE = "0" * 18
FAR = (100.0, 20.0)
DRAWN = PointDrawn(1, 1, 7, (), 0, "C", *FAR, "point", "储罐", 4, 4, 4)
BODY = body_of(b"x" * 100)
HERE = (113.8, 34.0, 113.8, 34.0)


def change(*boxes: tuple[float, float, float, float], entity: str = "point") -> Changed:
    return Changed(entity, 1, 2, DRAWN, DRAWN, boxes, "test")


def bulk(entities: tuple[str, ...], *boxes: tuple[float, float, float, float]) -> Bulk:
    return Bulk(1, entities, (), boxes, (), 1, "test")


def address(tile: tuple[int, int, int], source: str = POINTS, scope: str = SCOPE) -> Address:
    return Address(source, scope, 0, *tile)


def keep(cache: TileCache, *addresses: Address) -> None:
    for one in addresses:
        assert cache.finish(cache.begin(one), BODY)


def at(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    return tile_of(Point(lon, lat), z)


def test_an_event_drops_its_place_at_all_zooms_and_in_all_areas() -> None:
    cache = TileCache()
    here = [
        address(at(*HERE[:2], z), scope=s) for z in range(MIN_ZOOM, MAX_ZOOM + 1) for s in (SCOPE, "f" * 18)
    ]
    away = [address(at(115.5, 35.5, z)) for z in range(9, MAX_ZOOM + 1)]
    cells = [address(at(*HERE[:2], z), CELLS) for z in range(MIN_ZOOM, MAX_ZOOM + 1)]
    keep(cache, *here, *away, *cells)
    cache.follow(change(HERE))
    assert [a for a in here if cache.get(a)] == []
    assert [a for a in (*away, *cells) if not cache.get(a)] == []


@given(
    st.integers(MIN_ZOOM, MAX_ZOOM),
    st.floats(110.4, 116.6),
    st.floats(31.4, 36.3),
    st.floats(0, 0.2),
    st.floats(0, 0.2),
    st.integers(-2, 2),
    st.integers(-2, 2),
)
def test_dropped_are_exactly_the_tiles_whose_buffer_meets_the_box(
    z: int, lon: float, lat: float, width: float, height: float, dx: int, dy: int
) -> None:
    _, x, y = at(lon, lat, z)
    one = address((z, x + dx, y + dy))
    # Where the object itself is drawn is dropped too.
    _, far_x, far_y = at(*FAR, z)
    assume(max(abs(one.x - far_x), abs(one.y - far_y)) > 1)
    cache = TileCache()
    keep(cache, one)
    box = (lon, lat, lon + width, lat + height)
    cache.follow(change(box))
    side = 360 / 2**z
    margin = 64 / 4096
    west, east = (one.x - margin) * side - 180, (one.x + 1 + margin) * side - 180
    _, _, top = at(lon, lat + height, z)
    _, _, bottom = at(lon, lat, z)
    if one.x in range(at(lon, lat, z)[1], at(lon + width, lat, z)[1] + 1) and top <= one.y <= bottom:
        assert cache.get(one) is None
    if box[0] > east + side * 1e-5 or box[2] < west - side * 1e-5 or one.y < top - 1 or one.y > bottom + 1:
        assert cache.get(one) is not None


@pytest.mark.parametrize(("units", "dropped"), [(60, True), (70, False)])
def test_the_neighbour_is_dropped_within_the_buffer_alone(units: int, dropped: bool) -> None:
    z, x, y = at(*HERE[:2], 15)
    side = 360 / 2**z
    lon = (x + 1) * side - 180 + side * units / 4096
    cache = TileCache()
    one = address((z, x, y))
    keep(cache, one)
    cache.follow(change((lon, HERE[1], lon, HERE[1])))
    assert (cache.get(one) is None) is dropped


def test_old_and_new_place_of_a_moved_object_are_dropped() -> None:
    cache = TileCache()
    old, new = address(at(113.8, 34.0, 16)), address(at(114.2, 34.2, 16))
    keep(cache, old, new)
    cache.follow(change(HERE, (114.2, 34.2, 114.2, 34.2)))
    assert (cache.get(old), cache.get(new)) == (None, None)


def test_a_bulk_change_drops_its_boxes_or_without_any_everything() -> None:
    cache = TileCache()
    near, away = address(at(113.8, 34.0, 20)), address(at(116.0, 36.0, 20))
    keep(cache, near, away)
    cache.follow(bulk(("hazard",), (113, 33, 117, 37)))
    assert cache.get(near)
    cache.follow(bulk(("point",), (113, 33, 115, 35)))
    assert (cache.get(near), bool(cache.get(away))) == (None, True)
    cache.follow(bulk(("unit",)))
    assert cache.get(away) is None


def test_boundaries_drop_both_sources_and_counts_or_hazards_none() -> None:
    cache = TileCache()
    both = [address(at(*HERE[:2], 12)), address(at(*HERE[:2], 12), CELLS)]
    keep(cache, *both)
    cache.follow(CellsCounted(((1, 1, (1,)),)))
    cache.follow(change(HERE, entity="hazard"))
    assert all(cache.get(a) for a in both)
    cache.follow(BoundaryPublished(2, (), "publish"))
    assert [cache.get(a) for a in both] == [None, None]
    assert cache.bytes == 0


@pytest.mark.parametrize(
    ("after", "dropped"),
    [
        (replace(DRAWN, v=2, live=1), False),
        (replace(DRAWN, v=2, cell=8), True),
        (replace(DRAWN, v=2, touched=(9,)), True),
        (replace(DRAWN, v=2, industry="F"), True),
        (None, True),
    ],
)
def test_outlines_follow_objects_only_to_other_ground(after: PointDrawn | None, dropped: bool) -> None:
    """Sight by unit or industry draws the communities where those objects lie."""
    cache = TileCache()
    cells = address(at(*HERE[:2], 12), CELLS)
    keep(cache, cells)
    running = cache.begin(cells)
    cache.follow(Changed("point", 1, 2, DRAWN, after, (HERE,), "test"))
    assert (cache.get(cells) is None, running.spoilt) == (dropped, dropped)


def test_least_recently_used_goes_first_and_bytes_are_counted() -> None:
    cache = TileCache(limit=3 * (BODY.size + OVERHEAD))
    a, b, c, d = (address((10, x, 10)) for x in range(4))
    keep(cache, a, b, c)
    cache.get(a)
    keep(cache, d)
    assert [bool(cache.get(x)) for x in (a, b, c, d)] == [True, False, True, True]
    assert cache.bytes == 3 * (BODY.size + OVERHEAD)


def test_a_tile_that_an_event_overtook_is_not_kept() -> None:
    cache = TileCache()
    one, other = address(at(*HERE[:2], 14)), address(at(115.0, 35.0, 14))
    overtaken, free = cache.begin(one), cache.begin(other)
    cache.follow(change(HERE))
    assert (cache.finish(overtaken, BODY), cache.finish(free, BODY)) == (False, True)
    assert cache.get(one) is None
    assert cache.finish(cache.begin(one), BODY)
    # a ticket is spoilt only while it runs
    cache.follow(change((115.0, 35.0, 115.0, 35.0)))
    assert cache.get(other) is None


async def test_who_asks_after_an_event_never_joins_a_computation_from_before(
    app: TileApp, lasting_ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event comes between a tile's statement and its end: held open here, so that the order is certain."""
    made = await database_sync_to_async(lambda: point(inside(0.5), lasting_ground.communities[0]))()
    browser = await database_sync_to_async(
        lambda: browser_of(app, person("ins", lasting_ground.communities[0]))
    )()
    tile = tile_of(inside(0.5), 15)
    read, proceed = threading.Event(), threading.Event()
    real = app.database.query

    async def held(work):
        def and_wait(cursor):
            body = work(cursor)
            read.set()
            assert proceed.wait(10)
            return body

        return await real(and_wait)

    monkeypatch.setattr(app.database, "query", held)
    before = asyncio.create_task(browser.points(tile))
    await asyncio.to_thread(read.wait, 10)
    app.follow(await database_sync_to_async(_redden)(made.pk))
    monkeypatch.setattr(app.database, "query", real)
    after = await browser.points(tile)
    proceed.set()
    old = await before
    assert old.layers["point"][0].tags["l"] == 4
    assert after.layers["point"][0].tags["l"] == 1
    assert (await browser.points(tile)).layers["point"][0].tags["l"] == 1


def _redden(pk: int) -> Changed:
    row = RiskPoint.objects.get(pk=pk)
    before = point_drawn(row)
    assert before is not None
    RiskPoint.objects.filter(pk=pk).update(live=1, firm=1, version=before.v + 1)
    after = replace(before, live=1, firm=1, v=before.v + 1)
    return Changed("point", pk, after.v, before, after, (point_box(row),), "test")
