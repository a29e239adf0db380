"""Where things stand in the demo city: which community owns a place, and draws of likely places."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from safegrid.domain.ownership import OwnerIndex

from .ground import Ground
from .names import village_stem

KM_LAT = 1 / 111.32
NOWHERE = -1
PARK, TOWN, SEAT, COUNTRY = range(4)
TRIES = 12
Lonlat = NDArray[np.float64]
"""Shape (n, 2): longitude, latitude in degrees."""


@dataclass(frozen=True)
class Terrain:
    """Ground with an index; communities are meant by their position in `ground.communities`."""

    ground: Ground

    @cached_property
    def index(self) -> OwnerIndex:
        """Owners by position in `communities` plus one, since 0 means unowned there."""
        return OwnerIndex.of(
            [
                (i + 1, d.code, shape)
                for i, (d, shape) in enumerate(zip(self.ground.communities, self.ground.shapes, strict=True))
            ]
        )

    @cached_property
    def names(self) -> dict[str, str]:
        """Division code to name."""
        return {d.code: d.name for d in self.ground.gazetteer.divisions}

    def above(self, cell: int) -> tuple[str, str]:
        """Names of the county and the township of a community; of the city, for unowned ground."""
        if cell == NOWHERE:
            city = self.ground.gazetteer.city.name
            return city, city
        code = self.ground.communities[cell].code
        return self.names[code[:6] + "000000"], self.names[code[:9] + "000"]

    def village(self, cell: int) -> str:
        """Short name of a community; of the city, for unowned ground."""
        if cell == NOWHERE:
            return self.ground.gazetteer.city.name
        return village_stem(self.ground.communities[cell].name)

    @cached_property
    def counties(self) -> tuple[str, ...]:
        return tuple(sorted(self.ground.centres))

    @cached_property
    def county_of(self) -> NDArray[np.int64]:
        """Index into `counties` of each community."""
        codes = [d.code[:6] + "000000" for d in self.ground.communities]
        return np.searchsorted(np.array(self.counties), codes)

    @cached_property
    def inner(self) -> Lonlat:
        """A point inside each community."""
        return shapely.get_coordinates(shapely.point_on_surface(self.ground.shapes))

    def owner(self, places: Lonlat) -> NDArray[np.int64]:
        """Community of each place, NOWHERE outside; the tie-break is that of `domain.ownership`."""
        return self.index.owners(places[:, 0], places[:, 1]) - 1

    def touched(self, shapes: list[BaseGeometry], owners: NDArray[np.int64]) -> list[tuple[int, ...]]:
        """Further communities that lines and areas enter."""
        found = self.index.touched(np.array(shapes, dtype=object), owners + 1)
        return [tuple(cell - 1 for cell in cells) for cells in found]

    def near(self, township: str, count: int) -> tuple[int, ...]:
        """The community at a township's seat and the nearest others of the township, nearest first."""
        own = np.array([i for i, d in enumerate(self.ground.communities) if d.parent == township])
        at_seat = own[np.argmin(_km(self.inner[own], np.array(self.ground.towns[township])))]
        return tuple(
            own[np.argsort(_km(self.inner[own], self.inner[at_seat]), kind="stable")][:count].tolist()
        )

    @cached_property
    def parks(self) -> NDArray[np.float64]:
        """Two industrial parks a county, (counties, 2, 2): inner points of communities at the town's edge."""
        found = []
        for i, code in enumerate(self.counties):
            own = np.flatnonzero(self.county_of == i)
            gap = np.abs(_km(self.inner[own], np.array(self.ground.centres[code])) - 5)
            first = own[np.argmin(gap)]
            away = _km(self.inner[own], self.inner[first])
            second = own[np.argmin(gap + 20 / (1 + away))]
            found.append(self.inner[[first, second]])
        return np.array(found)

    @cached_property
    def hubs(self) -> list[Lonlat]:
        """Town ground of each county: its centre, and the seats of its streets."""
        hubs = []
        for code in self.counties:
            streets = [
                at
                for t, at in self.ground.towns.items()
                if t[:6] == code[:6] and not 100 <= int(t[6:9]) < 400
            ]
            hubs.append(np.array([self.ground.centres[code], *streets]))
        return hubs

    @cached_property
    def seats(self) -> list[Lonlat]:
        return [
            np.array([at for t, at in sorted(self.ground.towns.items()) if t[:6] == code[:6]])
            for code in self.counties
        ]

    def draw(
        self, county: NDArray[np.int64], setting: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[Lonlat, NDArray[np.int64]]:
        """Draw a place in each given county by its setting: the place and its community.

        Tries that fall outside the county are drawn again; the last resort is a random community of it.
        """
        places = np.zeros((len(county), 2))
        cells = np.full(len(county), NOWHERE)
        for _ in range(TRIES):
            open_ = np.flatnonzero(cells == NOWHERE)
            if not len(open_):
                break
            places[open_] = self._attempt(county[open_], setting[open_], rng)
            owner = self.owner(places[open_])
            inside = (owner != NOWHERE) & (self.county_of[owner] == county[open_])
            cells[open_] = np.where(inside, owner, NOWHERE)
        for i in np.flatnonzero(cells == NOWHERE):
            cells[i] = rng.choice(np.flatnonzero(self.county_of == county[i]))
            places[i] = self.inner[cells[i]]
        return places.round(7), cells

    def _attempt(
        self, county: NDArray[np.int64], setting: NDArray[np.int64], rng: np.random.Generator
    ) -> Lonlat:
        places = np.zeros((len(county), 2))
        for c in np.unique(county):
            sources = (self.parks[c], self.hubs[c], self.seats[c], self.inner[self.county_of == c])
            for s, (sources_of, reach) in enumerate(zip(sources, (0.9, 1.2, 0.9, 0.5), strict=True)):
                here = np.flatnonzero((county == c) & (setting == s))
                chosen = sources_of[rng.integers(len(sources_of), size=len(here))]
                places[here] = chosen + _offsets(len(here), reach, chosen[:, 1], rng)
        return places


def _offsets(count: int, reach: float, lat: NDArray[np.float64], rng: np.random.Generator) -> Lonlat:
    """Steps away whose length falls off exponentially, `reach` kilometres on average."""
    length, angle = rng.exponential(reach, count), rng.uniform(0, 2 * np.pi, count)
    east, north = length * np.cos(angle) * KM_LAT, length * np.sin(angle) * KM_LAT
    return np.column_stack([east / np.cos(np.radians(lat)), north])


def _km(a: Lonlat, b: Lonlat) -> NDArray[np.float64]:
    east = (a[:, 0] - b[0]) * np.cos(np.radians(b[1]))
    return np.asarray(np.hypot(east, a[:, 1] - b[1]) / KM_LAT)
