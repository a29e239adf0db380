"""Filters as people may set them."""

from datetime import date

from hypothesis import strategies as st

from safegrid.domain.areas import BoxArea, PolygonArea, RingArea
from safegrid.domain.filters import Filter
from safegrid.domain.sectors import Sector

WEST, SOUTH = 113.75, 33.95
lons = st.integers(0, 5_000).map(lambda n: round(WEST + n / 10_000, 6))
lats = st.integers(0, 3_000).map(lambda n: round(SOUTH + n / 10_000, 6))


def _box(a: float, b: float, c: float, d: float) -> BoxArea:
    return BoxArea(min(a, b), min(c, d), round(max(a, b) + 0.05, 6), round(max(c, d) + 0.05, 6))


def _triangle(lon: float, lat: float, east: int, north: int) -> PolygonArea:
    return PolygonArea(((lon, lat), (round(lon + east / 1000, 6), lat), (lon, round(lat + north / 1000, 6))))


boxes = st.builds(_box, lons, lons, lats, lats)
polygons = st.builds(_triangle, lons, lats, st.integers(20, 400), st.integers(20, 300))
rings = st.builds(RingArea, lons, lats, st.sampled_from([500.0, 3_000.0, 12_000.0, 40_000.0]))
days = st.dates(date(2026, 11, 1), date(2026, 11, 30))


def sets(*values: object) -> st.SearchStrategy[frozenset[object]]:
    """Mostly nothing: with every kind of condition on at once nothing would be left."""
    some = st.frozensets(st.sampled_from(values), min_size=1, max_size=3)
    return st.one_of(st.just(frozenset()), st.just(frozenset()), st.just(frozenset()), some)


def mostly(value: object, other: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.one_of(st.just(value), st.just(value), st.just(value), other)


ids = st.integers(0, 9)


def filters(
    cells: st.SearchStrategy[int] = ids, departments: st.SearchStrategy[int] = ids
) -> st.SearchStrategy[Filter]:
    few = st.frozensets(departments, min_size=1, max_size=2)
    return st.builds(
        Filter,
        live=sets(0, 1, 2, 3, 4),
        base=sets(0, 1, 2, 3, 4),
        industries=sets("B", "C", "F", "26", "52", "06"),
        sectors=sets(*(s.value for s in Sector)),
        types=sets("factory", "chemical", "mine"),
        departments=mostly(frozenset(), few),
        affiliations=sets("city", "county", "other"),
        classes=sets("A", "C"),
        grades=sets(0, 1, 2, 3, 4),
        key=mostly(False, st.just(True)),
        unit_listed=mostly(0, st.sampled_from([1, 2])),
        states=sets("reported", "rectifying", "closed"),
        severity=mostly("", st.sampled_from(["major", "general"])),
        sources=sets("self", "inspection"),
        overdue=mostly(0, st.sampled_from([1, 2])),
        listed=mostly(0, st.sampled_from([1, 2])),
        since=mostly(None, days),
        until=mostly(None, days),
        cell=mostly(None, cells),
        survey=mostly(0, st.just(1)),
        area=mostly(None, st.one_of(boxes, polygons, rings)),
    )
