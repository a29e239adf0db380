"""The ground of the demo city: real codes and outlines of city and counties, generated 示意 shapes inside.

Township seats are real where known. Villages are seeded around the seats, denser in towns; a township is the union of
its communities, so its border follows theirs as real ones do.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safegrid.ingest.divisions import Division, Gazetteer

from .contiguity import untangle
from .coverage import Geometries, cover, edges_within
from .seeding import KM, Points, bump, nearest, pick, relax, scatter

SAMPLES_PER_VILLAGE = 40
TOWN_REACH = 3.5 * KM
SEAT_REACH = 1.1 * KM
SEAT_GAP = 4 * KM
STREET_GAP = 1.2 * KM


@dataclass(frozen=True)
class Ground:
    """Shapes of one city in degrees.

    `communities`: those with a county outline, in code order; `shapes`: their polygons; `towns`: township code to
    seat (lon, lat); `centres`: county code to its town (lon, lat).
    """

    gazetteer: Gazetteer
    communities: tuple[Division, ...]
    shapes: Geometries
    towns: dict[str, tuple[float, float]]
    centres: dict[str, tuple[float, float]]


@dataclass(frozen=True)
class _CountySeeds:
    villages: tuple[Division, ...]
    seeds: Points
    townships: tuple[Division, ...]
    seats: Points
    centre: Points
    lines: Geometries


def build_ground(gazetteer: Gazetteer, seed: int) -> Ground:
    """Build the communities of every county that has an outline. The same seed gives the same ground."""
    counties = [d for d in gazetteer.divisions if d.level == 2 and d.code in gazetteer.outlines]
    outlines = np.array([gazetteer.outlines[d.code] for d in counties], dtype=object)
    shrink = math.cos(math.radians(shapely.union_all(outlines).centroid.y))
    scale = np.array([shrink, 1.0])
    parts = [
        _seed_county(d, gazetteer, scale, np.random.default_rng([seed, int(d.code[:6])])) for d in counties
    ]
    lines = np.concatenate([p.lines for p in parts])
    cells = cover(
        shapely.transform(lines, lambda xy: xy / scale),
        outlines,
        np.concatenate([p.seeds for p in parts]) / scale,
    )
    villages = untangle([v for p in parts for v in p.villages], cells.neighbours)
    order = np.argsort([v.code for v in villages])
    return Ground(
        gazetteer=gazetteer,
        communities=tuple(villages[i] for i in order),
        shapes=cells.shapes[order],
        towns={
            t.code: _degrees(at, scale) for p in parts for t, at in zip(p.townships, p.seats, strict=True)
        },
        centres={d.code: _degrees(p.centre[0], scale) for d, p in zip(counties, parts, strict=True)},
    )


def _degrees(at: NDArray[np.float64], scale: NDArray[np.float64]) -> tuple[float, float]:
    lon, lat = (at / scale).round(6)
    return float(lon), float(lat)


def _seed_county(
    county: Division, gazetteer: Gazetteer, scale: NDArray[np.float64], rng: np.random.Generator
) -> _CountySeeds:
    outline = shapely.transform(gazetteer.outlines[county.code], lambda xy: xy * scale)
    townships = tuple(t for t in gazetteer.children(county.code) if gazetteer.children(t.code))
    centre = _county_town(county, gazetteer, outline, scale)
    known = {code: np.array(at) * scale for code, at in gazetteer.seats.items()}
    seats = _place_seats(townships, known, outline, centre, rng)
    regions = _regions(outline, seats)
    villages: list[Division] = []
    seeds: list[Points] = []
    for township, seat, region in zip(townships, seats, regions, strict=True):
        inside = gazetteer.children(township.code)
        villages += sorted(inside, key=lambda v: (not v.urban, v.code))
        seeds.append(_place_villages(len(inside), seat, region, centre, rng))
    placed = np.concatenate(seeds)
    return _CountySeeds(tuple(villages), placed, townships, seats, centre, edges_within(outline, placed, rng))


def _county_town(
    county: Division, gazetteer: Gazetteer, outline: BaseGeometry, scale: NDArray[np.float64]
) -> Points:
    """The county's town: a place of its name inside it, a known first seat, else what is nearest the city."""
    for name, lon, lat in gazetteer.places:
        at = np.array([lon, lat]) * scale
        if name.startswith(county.name[:-1]) and outline.contains(shapely.Point(at)):
            return at[None]
    first = gazetteer.seats.get(gazetteer.children(county.code)[0].code)
    if first:
        return np.array([first]) * scale
    city = gazetteer.outlines[gazetteer.city.code]
    named = [p for p in gazetteer.places if p[0].startswith(gazetteer.city.name[:-1]) and _holds(city, p)]
    lon, lat = named[0][1:] if named else (city.centroid.x, city.centroid.y)
    return np.array([[lon, lat]]) * scale


def _holds(shape: BaseGeometry, place: tuple[str, float, float]) -> bool:
    return bool(shape.contains(shapely.Point(place[1:])))


def _place_seats(
    townships: tuple[Division, ...],
    known_at: dict[str, NDArray[np.float64]],
    outline: BaseGeometry,
    centre: Points,
    rng: np.random.Generator,
) -> Points:
    """Known seats stay; streets gather at the county's town; the rest spread over what is left."""
    samples = scatter(outline, 80 * len(townships), rng)
    urban = bump(centre, TOWN_REACH)(samples)
    gap = np.hypot(*(samples - centre[0]).T).min()
    # A county that surrounds the city's town has no samples near it: reach out to its nearest ground.
    urban = urban if gap < KM else bump(centre, gap + TOWN_REACH)(samples)
    known = np.array([t.code in known_at for t in townships])
    street = np.array([t.urban for t in townships])
    seats = np.zeros((len(townships), 2))
    for i in np.flatnonzero(known):
        seats[i] = known_at[townships[i].code]
    if (street & ~known).any():
        seats[street & ~known] = pick(samples, urban + 1e-12, int((street & ~known).sum()), STREET_GAP, rng)
    if (~street & ~known).any():
        taken = seats[street | known]
        far = 1 - bump(taken, SEAT_GAP)(samples) if len(taken) else np.ones(len(samples))
        seats[~street & ~known] = pick(
            samples, far + 1e-9, int((~street & ~known).sum()), SEAT_GAP * 1.4, rng
        )
    return relax(seats, samples, 0.06 + urban, rounds=5, fixed=known)


def _regions(outline: BaseGeometry, seats: Points) -> list[BaseGeometry]:
    """The ground nearest each seat; where the outline cuts it in pieces, the piece with the seat."""
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(seats), extend_to=outline.envelope.buffer(1.0))
    )
    seat_of, cell_of = shapely.STRtree(cells).query(shapely.points(seats), predicate="intersects")
    regions: list[BaseGeometry] = []
    for i in range(len(seats)):
        pieces = shapely.get_parts(shapely.intersection(cells[cell_of[seat_of == i][0]], outline))
        gaps = shapely.distance(pieces, shapely.Point(seats[i]))
        regions.append(pieces[int(np.argmin(gaps))])
    return regions


def _place_villages(
    count: int, seat: NDArray[np.float64], region: BaseGeometry, centre: Points, rng: np.random.Generator
) -> Points:
    """Seeds of one township, those nearest its seat first."""
    samples = scatter(region, SAMPLES_PER_VILLAGE * count + 40, rng)
    weights = 0.12 + bump(seat[None], SEAT_REACH)(samples) + 0.6 * bump(centre, TOWN_REACH)(samples)
    seeds = samples[rng.choice(len(samples), count, replace=False, p=weights / weights.sum())]
    seeds = relax(seeds, samples, weights, rounds=8)
    # The centre of a bent piece of ground may lie outside it.
    outside = ~shapely.contains_xy(region, seeds)
    seeds[outside] = samples[nearest(samples, seeds[outside])]
    return seeds[np.argsort(np.hypot(*(seeds - seat).T))]
