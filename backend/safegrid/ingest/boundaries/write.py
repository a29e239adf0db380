"""Cells as a file that other programs open: GeoJSON, GeoPackage, a Shapefile in a zip, KML. Degrees, EPSG:4326."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import geopandas
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from safegrid.actions.plan_files import Written
from safegrid.store.queries.plan_files import CellRow

NAME = "cells"
DRIVERS = {
    "geojson": ("GeoJSON", ".geojson", "application/geo+json"),
    "gpkg": ("GPKG", ".gpkg", "application/geopackage+sqlite3"),
    "shapefile": ("ESRI Shapefile", ".shp", "application/zip"),
    "kml": ("LIBKML", ".kml", "application/vnd.google-earth.kml+xml"),
}
SHORT = {"parent_name": "parent_nam"}
"""A Shapefile's column heads have ten letters at most."""


def write_cells(form: str, rows: Sequence[CellRow]) -> Written:
    """Write cells. `form`: a key of `DRIVERS`; raises KeyError for any other."""
    driver, suffix, content_type = DRIVERS[form]
    columns = [{k: v for k, v in asdict(row).items() if k != "shape"} for row in rows]
    shapes = [_several(row.shape) for row in rows]
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
    frame["exclave"] = frame["exclave"].astype("int32")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, NAME + suffix)
        if form == "shapefile":
            frame.rename(columns=SHORT).to_file(path, driver=driver, engine="pyogrio", encoding="utf-8")
            return Written(_zipped(Path(folder)), content_type, ".zip")
        more = {"COORDINATE_PRECISION": "7"} if form == "geojson" else {}
        frame.to_file(path, driver=driver, engine="pyogrio", layer=NAME, **more)
        return Written(path.read_bytes(), content_type, suffix)


def _several(shape: BaseGeometry) -> BaseGeometry:
    """One type for a whole layer, as files want it."""
    return MultiPolygon([shape]) if isinstance(shape, Polygon) else shape


def _zipped(folder: Path) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
    return content.getvalue()
