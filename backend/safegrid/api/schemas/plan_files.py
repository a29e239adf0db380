"""Boundaries as files: what an import asks and answers."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from .common import Json
from .layers import RowRefused
from .plans import Seen, SteppedOut

Format = Literal["geojson", "gpkg", "shapefile", "kml"]


class PlanImportIn(Schema):
    """`dry`: only say what would change. `crs`: reference system of the file (EPSG:4547, GCJ-02, BD-09), "" = its own word."""

    v: Seen
    dry: bool = True
    crs: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""


class Differing(Schema):
    """A cell that the file changes. `was`: its name before. `where`: GeoJSON of the ground that changes hands."""

    cell: int
    code: str
    name: str
    kind: Literal["new", "gone", "changed", "renamed"]
    was: str
    gained_m2: Annotated[int, Field(ge=0)]
    lost_m2: Annotated[int, Field(ge=0)]
    where: Json | None


class PlanImportOut(Schema):
    """`rows` were understood, `refused` left out. `stepped`: the step that was done, null after a look.

    `overlaps_m2`, `gaps_m2`: how much ground outlines claimed twice, or left between them.
    """

    dry: bool
    crs: str
    encoding: str
    rows: int
    refused: list[RowRefused]
    differences: list[Differing]
    overlaps_m2: int
    gaps_m2: int
    stepped: SteppedOut | None
