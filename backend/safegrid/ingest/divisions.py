"""Reading the division codes, outlines and known places that a city is built on. Coordinates are WGS 84 degrees."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

GIS_DATA = Path(__file__).resolve().parents[3] / "gis_data"
DIVISION_FILE = "division_codes_demo.csv"
OUTLINE_FILE = "admin_boundaries_tianditu.geojson"
SEAT_FILE = "township_seats_geonames.csv"
PLACE_FILE = "basemap_xuchang.geojson"
SOURCE_FILES = (DIVISION_FILE, OUTLINE_FILE, SEAT_FILE, PLACE_FILE)

# The statistical codes count from the nation: 2 city, 3 county, 4 township, 5 village. Cells count from the city (G1).
_NATION_ABOVE_CITY = 1


@dataclass(frozen=True, slots=True)
class Division:
    """One row of the 12-digit division codes. `level`: 1 city, 2 county, 3 township, 4 community."""

    code: str
    name: str
    level: int
    parent: str

    @property
    def urban(self) -> bool:
        """Streets (001-099) and development zones (400 and up) among townships; 居委会 (001-199) among communities."""
        if self.level == 3:
            return not 100 <= int(self.code[6:9]) < 400
        return self.level == 4 and int(self.code[9:]) < 200


@dataclass(frozen=True)
class Gazetteer:
    """Everything real that is known of one city.

    `divisions`: parents before children; `outlines`: by 12-digit code, city and counties only;
    `seats`: township code to (lon, lat); `places`: (name, lon, lat) of towns on the base map.
    """

    divisions: tuple[Division, ...]
    outlines: dict[str, BaseGeometry]
    seats: dict[str, tuple[float, float]]
    places: tuple[tuple[str, float, float], ...]

    def children(self, code: str) -> list[Division]:
        return [d for d in self.divisions if d.parent == code]

    @property
    def city(self) -> Division:
        return self.divisions[0]


def read_gazetteer(city: str = "411000", folder: Path = GIS_DATA) -> Gazetteer:
    """Read one city's files. `city` is the 6-digit code; raises ValueError if it is not among the divisions."""
    divisions = tuple(_divisions(folder / DIVISION_FILE, city))
    if not divisions:
        raise ValueError(f"{DIVISION_FILE} has no city {city}")
    codes = {d.code for d in divisions}
    outlines = {c: g for c, g in _outlines(folder / OUTLINE_FILE).items() if c in codes}
    seats = {c: at for c, at in _seats(folder / SEAT_FILE).items() if c in codes}
    return Gazetteer(divisions, outlines, seats, _places(folder / PLACE_FILE))


def _divisions(path: Path, city: str) -> list[Division]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["code12"].startswith(city[:4]) and int(r["level"]) > 1]
    found = [
        Division(r["code12"], r["name"], int(r["level"]) - _NATION_ABOVE_CITY, r["parent_code12"])
        for r in rows
    ]
    return sorted(found, key=lambda d: (d.level, d.code))


def _outlines(path: Path) -> dict[str, BaseGeometry]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {
        f["properties"]["code"].ljust(12, "0"): shapely.from_geojson(json.dumps(f["geometry"]))
        for f in features
    }


def _seats(path: Path) -> dict[str, tuple[float, float]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {r["code12"]: (float(r["lon"]), float(r["lat"])) for r in csv.DictReader(file)}


def _places(path: Path) -> tuple[tuple[str, float, float], ...]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    points = [f for f in features if f["geometry"]["type"] == "Point" and f["properties"].get("name_zh")]
    return tuple((f["properties"]["name_zh"], *f["geometry"]["coordinates"][:2]) for f in points)
