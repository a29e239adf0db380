"""Rows and drawings of the demo city's points, written out one after another."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
import shapely
from numpy.typing import NDArray

from safegrid.domain.drawn import PointDrawn
from safegrid.domain.events import Box
from safegrid.domain.levels import Level
from safegrid.domain.points import PointLevel

from .city import City
from .names import person_name, random_uuid, telephone
from .points import NO_UNIT
from .ratings import Assessed, Rater
from .rows import MeasureRow, PointRow
from .words import PointKind, kinds, words

SRID = 4326
SHAPES = {"Point": "point", "LineString": "line", "Polygon": "area"}
MEASURE_KINDS = {"emergency_plan": "emergency"}


@dataclass(frozen=True, slots=True)
class WrittenPoint:
    row: PointRow
    drawn: PointDrawn
    box: Box


@dataclass
class PointWriter:
    """Writes points in id order. `levels`: of each unit's points so far, by unit id."""

    city: City
    levels: dict[int, set[PointLevel]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(f"point rows {self.city.order.seed}")  # noqa: S311 - invented data, no secret
        self._rater = Rater(self.city.pack, self.city.now)
        self._sites = site_ids(self.city)

    def chunks(self, size: int) -> Iterator[list[WrittenPoint]]:
        points = self.city.points
        for start in range(0, len(points), size):
            stop = min(start + size, len(points))
            hexes = ewkb(np.asarray(shapely.points(points.places[start:stop])))
            yield [self._write(i, hexes[i - start]) for i in range(start, stop)]

    def _write(self, i: int, place: str) -> WrittenPoint:
        city, points = self.city, self.city.points
        kind = kinds()[points.kind[i]]
        until = self._residual_until(i)
        rated = self._rater.point(points, i, until, city.marks[0].get(i + 1, ()))
        unit = int(points.unit[i])
        if unit != NO_UNIT:
            self.levels.setdefault(unit + 1, set()).add(rated.level)
        row = self._row(i, place, kind, rated, until if rated.residual else None)
        return WrittenPoint(row, self._drawn(i, row, unit), self._box(i))

    def _residual_until(self, i: int) -> datetime | None:
        days = int(self.city.points.residual_days[i])
        return self.city.now + timedelta(days=days) if days else None

    def _row(self, i: int, place: str, kind: PointKind, rated: Assessed, until: datetime | None) -> PointRow:
        points, dice = self.city.points, self._dice
        unit, cell = int(points.unit[i]), int(points.cells[i])
        shape = points.shapes.get(i)
        about = words("measures")[kind.category]
        level = rated.level
        return PointRow(
            id=i + 1,
            uuid=random_uuid(dice),
            unit_id=unit + 1 if unit != NO_UNIT else None,
            site_id=self._sites[unit] if unit != NO_UNIT else None,
            responsible=self._responsible(kind, cell) if unit == NO_UNIT else "",
            name=self._name(i, kind),
            category=kind.category,
            geom=place if shape is None else ewkb(np.array([shape]))[0],
            owner_point=place,
            cell_id=self.city.community_ids[cell] or None,
            touched=tuple(self.city.community_ids[c] for c in points.touched.get(i, ())),
            method=rated.method,
            inputs=rated.inputs,
            inherent=int(rated.inherent),
            direct=int(rated.direct),
            residual=int(rated.residual),
            residual_until=until,
            base=int(level.base),
            live=int(level.live),
            firm=int(level.firm),
            reasons=rated.reasons,
            pack_id=self.city.pack.id,
            pack_version=self.city.pack.version,
            control_level=int(rated.inherent or Level.BLUE),
            manager=person_name(dice),
            manager_phone=telephone(50_000_000 + i),
            accident_types=kind.accidents,
            consequence=about["consequence"],
            emergency=about["emergency"],
        )

    def _name(self, i: int, kind: PointKind) -> str:
        number = int(self.city.points.number[i])
        if self.city.points.unit[i] != NO_UNIT:
            return kind.name if number == 1 else f"{number}号{kind.name}"
        village = self.city.terrain.village(int(self.city.points.cells[i]))
        return f"{village}{kind.name}"

    def _responsible(self, kind: PointKind, cell: int) -> str:
        county, township = self.city.terrain.above(cell)
        return kind.responsible.format(county=county, township=township)

    def _drawn(self, i: int, row: PointRow, unit: int) -> PointDrawn:
        lon, lat = self.city.points.places[i].tolist()
        shape = self.city.points.shapes.get(i)
        return PointDrawn(
            id=row.id,
            v=row.version,
            cell=row.cell_id or 0,
            touched=row.touched,
            unit=row.unit_id or 0,
            industry=self.city.units.rows[unit].industry if unit != NO_UNIT else "",
            lon=lon,
            lat=lat,
            shape=SHAPES[shape.geom_type] if shape is not None else "point",
            name=row.name,
            live=row.live,
            firm=row.firm,
            base=row.base,
        )

    def _box(self, i: int) -> Box:
        shape = self.city.points.shapes.get(i)
        if shape is not None:
            west, south, east, north = shape.bounds
            return (west, south, east, north)
        lon, lat = self.city.points.places[i].tolist()
        return (lon, lat, lon, lat)


def measure_rows(city: City) -> Iterator[MeasureRow]:
    """Control measures: one to three a point, ids as `city.measures` counts them."""
    every, number = kinds(), 0
    for i, count in enumerate(city.measures.tolist()):
        about = words("measures")[every[city.points.kind[i]].category]
        offered = [key for key in about if key not in ("consequence", "emergency")]
        for j in range(count):
            number += 1
            key = offered[(i + j) % len(offered)]
            text, items = about[key]
            yield MeasureRow(number, i + 1, MEASURE_KINDS.get(key, key), text, items)


def site_ids(city: City) -> list[int]:
    """Id of each unit's main site, by position. Main sites come first, further ones after them."""
    return list(range(1, len(city.units.rows) + 1))


def ewkb(shapes: NDArray[np.object_], srid: int = SRID) -> list[str]:
    """Geometries as EWKB hex, the form that COPY takes."""
    return list(shapely.to_wkb(shapely.set_srid(shapes, srid), hex=True, include_srid=True))
