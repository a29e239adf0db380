"""Files for layers: formats, reference systems, letters, and rows that are refused one by one."""

import io
import json
import zipfile
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.layer_table import BY_CODE
from safegrid.domain.ownership import metres_between
from safegrid.domain.refusals import Refusal
from safegrid.ingest.layers import crs, files
from safegrid.ingest.layers.read import read_layer

POINTS, LINES, AREAS = BY_CODE["protected"], BY_CODE["pipelines"], BY_CODE["zones"]
HERE = [(113.82, 34.02), (113.91, 34.11)]
NAMES = ["平定小学", "建安中学"]


def frame(**columns: object) -> geopandas.GeoDataFrame:
    data = {"名称": NAMES, "类别": ["学校", "学校"], "people": [320, 1800], **columns}
    return geopandas.GeoDataFrame(data, geometry=[shapely.Point(p) for p in HERE], crs="EPSG:4326")


def written(made: geopandas.GeoDataFrame, folder: Path, name: str, **options: object) -> bytes:
    made.to_file(folder / name, engine="pyogrio", **options)
    return (folder / name).read_bytes()


def shapefile(
    made: geopandas.GeoDataFrame, folder: Path, encoding: str, parts=(".shp", ".shx", ".dbf", ".prj", ".cpg")
) -> bytes:
    made.to_file(folder / "单位.shp", engine="pyogrio", encoding=encoding)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.glob("单位.*")):
            if path.suffix in parts:
                archive.write(path, f"资料/{path.name}")
    return out.getvalue()


def accepted(name: str, data: bytes, layer=POINTS, wanted: str = ""):
    read = read_layer(name, data, layer, wanted)
    assert not isinstance(read, Refusal), read
    return read


def told(read) -> list[tuple]:
    return [(f.name, f.attrs, tuple(np.round(f.shape.coords[0], 6))) for f in read.features]


EXPECTED = [
    ("平定小学", {"kind": "school", "people": 320}, HERE[0]),
    ("建安中学", {"kind": "school", "people": 1800}, HERE[1]),
]


def test_geopackage_in_a_projected_system(tmp_path):
    read = accepted("a.gpkg", written(frame().to_crs(4547), tmp_path, "a.gpkg", driver="GPKG"))
    assert (told(read), read.crs, read.refused) == (EXPECTED, "EPSG:4547", ())


def test_zone_numbers_in_front_of_eastings_are_understood(tmp_path):
    read = accepted("a.gpkg", written(frame().to_crs(4526), tmp_path, "a.gpkg", driver="GPKG"))
    assert (told(read), read.crs) == (EXPECTED, "EPSG:4526")


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("cpg", [True, False])
def test_shapefiles_in_both_kinds_of_letters(tmp_path, encoding, cpg):
    parts = (".shp", ".shx", ".dbf", ".prj", *([".cpg"] if cpg else []))
    read = accepted("单位.zip", shapefile(frame(), tmp_path, encoding, parts))
    assert told(read) == EXPECTED
    assert read.encoding == ("utf-8" if encoding == "UTF-8" else "gb18030")


def test_a_field_name_that_is_cut_within_a_letter_costs_nothing_else(tmp_path):
    made = frame(PLACEHOLD=["甲", "乙"])
    made.to_file(tmp_path / "单位.shp", engine="pyogrio", encoding="UTF-8")
    dbf = tmp_path / "单位.dbf"
    dbf.write_bytes(dbf.read_bytes().replace(b"PLACEHOLD\0", "常驻人数".encode()[:10]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in tmp_path.glob("单位.*"):
            archive.write(path, path.name)
    read = accepted("a.zip", out.getvalue())
    assert [f.attrs["常驻人"] for f in read.features] == ["甲", "乙"]
    assert [f.name for f in read.features] == NAMES


def test_a_shapefile_without_a_system_needs_one_if_it_is_in_metres(tmp_path):
    data = shapefile(frame().to_crs(4547), tmp_path, "UTF-8", (".shp", ".shx", ".dbf"))
    assert read_layer("a.zip", data, POINTS) == Refusal("LAYER_CRS", (("crs", "?"),))
    assert told(accepted("a.zip", data, wanted="EPSG:4547")) == EXPECTED
    assert read_layer("a.zip", data, POINTS, "EPSG:999999") == Refusal("LAYER_CRS", (("crs", "EPSG:999999"),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_text(encoding, separator):
    rows = [["名称", "类别", "常驻人数", "经度", "纬度"]]
    rows += [
        [name, "学校", str(n), str(x), str(y)]
        for name, n, (x, y) in zip(NAMES, (320, 1800), HERE, strict=True)
    ]
    text = "\n".join(separator.join(row) for row in rows)
    read = accepted("表.csv", text.encode(encoding))
    assert [(name, place) for name, _, place in told(read)] == [
        (n, p) for n, p in zip(NAMES, HERE, strict=True)
    ]
    assert read.features[0].attrs == {"kind": "school", "people": "320"}


def test_spreadsheets(tmp_path):
    made = frame(lon=[p[0] for p in HERE], lat=[p[1] for p in HERE])
    pyogrio.write_dataframe(made.drop(columns="geometry"), tmp_path / "t.xlsx", driver="XLSX")
    assert told(accepted("t.xlsx", (tmp_path / "t.xlsx").read_bytes())) == EXPECTED


def test_well_known_text_in_a_column():
    data = 'name,wkt\n支线,"LINESTRING(113.8 34, 113.9 34.1)"\n坏,"LINESTRING(113.8"\n空,\n'.encode()
    read = accepted("a.csv", data, LINES)
    assert [f.name for f in read.features] == ["支线"]
    assert [(r.row, r.name, r.refusal.code) for r in read.refused] == [
        (2, "坏", "GEOM_UNREADABLE"),
        (3, "空", "ROW_NO_GEOMETRY"),
    ]


def collection(*geometries: object) -> bytes:
    features = [
        {"type": "Feature", "properties": {"name": f"n{i}"}, "geometry": geometry}
        for i, geometry in enumerate(geometries, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def at(*coordinates: float) -> dict:
    return {"type": "Point", "coordinates": list(coordinates)}


def test_each_row_is_judged_by_itself():
    ring = [[113.8, 34.0], [113.9, 34.1], [113.9, 34.0], [113.8, 34.1], [113.8, 34.0]]
    read = accepted(
        "a.geojson",
        collection(
            at(113.8, 34.0, 55.5),  # with a height
            at(13.8, 34.0),  # not in this country
            at(1e20, 34.0),
            None,
            {"type": "Polygon", "coordinates": [ring]},
            {"type": "MultiPoint", "coordinates": [[113.85, 34.05]]},
        ),
    )
    assert [(f.name, f.shape.wkt) for f in read.features] == [
        ("n1", "POINT (113.8 34)"),
        ("n6", "POINT (113.85 34.05)"),
    ]
    assert [(r.row, r.refusal.code) for r in read.refused] == [
        (2, "GEOM_OUTSIDE"),
        (3, "GEOM_NOT_FINITE"),
        (4, "ROW_NO_GEOMETRY"),
        (5, "ROW_KIND"),
    ]
    crossed = accepted("a.geojson", collection({"type": "Polygon", "coordinates": [ring]}), AREAS)
    assert [r.refusal.code for r in crossed.refused] == ["GEOM_INVALID"]


def test_a_monstrous_coordinate_never_reaches_a_transform(tmp_path, monkeypatch):
    asked = []

    def transform(xy):
        asked.append(xy)
        return xy

    monkeypatch.setattr("safegrid.ingest.layers.read.to_degrees", lambda system: transform)
    monster = shapely.Polygon([(0, 0), (1e20, 0), (1e20, 1e20)])
    made = geopandas.GeoDataFrame({"name": ["x"]}, geometry=[monster], crs="EPSG:4547")
    read = accepted("a.gpkg", written(made, tmp_path, "a.gpkg", driver="GPKG"), AREAS)
    assert [r.refusal.code for r in read.refused] == ["GEOM_NOT_FINITE"]
    assert asked == []


def test_shapes_with_too_many_vertices_are_left_out():
    line = {"type": "LineString", "coordinates": [[113 + i / 50_001, 34.0] for i in range(50_001)]}
    read = accepted("a.geojson", collection(line), LINES)
    assert [r.refusal.code for r in read.refused] == ["GEOM_TOO_MANY_VERTICES"]


def test_names_that_are_too_long_and_numbers_that_are_none():
    data = f"name,lon,lat\n{'长' * 121},113.8,34\n坏,x,34\n好,113.8,34\n".encode()
    read = accepted("a.csv", data)
    assert [f.name for f in read.features] == ["好"]
    assert [(r.row, r.refusal.code) for r in read.refused] == [(1, "ROW_NAME_LONG"), (2, "ROW_BAD_NUMBER")]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.exe", b"MZ", "LAYER_FILE_TYPE"),
        ("a", b"", "LAYER_FILE_TYPE"),
        ("a.gpkg", b"not a database", "LAYER_FILE_TYPE"),
        ("a.geojson", b"{", "LAYER_FILE_BROKEN"),
        ("a.zip", b"PK no zip", "LAYER_FILE_BROKEN"),
        ("a.xlsx", b"PK no zip", "LAYER_FILE_BROKEN"),
        ("a.csv", b"name,lon,lat\n", "LAYER_EMPTY"),
        ("a.csv", "名称,地址\n甲,乙\n".encode(), "LAYER_NO_PLACE"),
        ("a.csv", b"\xff\xff\xff\xff", "LAYER_FILE_BROKEN"),
        ("a.geojson", collection(), "LAYER_EMPTY"),
    ],
)
def test_files_that_cannot_be_read_say_why(name, data, code):
    refusal = read_layer(name, data, POINTS)
    assert isinstance(refusal, Refusal), refusal
    assert refusal.code == code


def test_a_zip_that_unpacks_to_more_than_a_layer_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", b"0" * 2_000)
    assert read_layer("a.zip", out.getvalue(), POINTS).code == "LAYER_FILE_BIG"
    assert read_layer("a.xlsx", out.getvalue(), POINTS).code == "LAYER_FILE_BIG"


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(files, "MOST_ROWS", 2)
    data = b"name,lon,lat\n" + b"a,113.8,34\n" * 3
    assert read_layer("a.csv", data, POINTS) == Refusal("LAYER_TOO_MANY", (("limit", 2),))


@given(st.floats(73.5, 135), st.floats(18, 53))
def test_shifted_systems_come_back_to_a_centimetre(lon, lat):
    place = np.array([[lon, lat]])
    shifted = crs._to_gcj(place)
    assert 50 < metres_between(lon, lat, *shifted[0]) < 1_500
    (back,) = crs.to_degrees(crs.GCJ02)(shifted)
    assert metres_between(lon, lat, *back) < 0.05


def test_shifted_systems_against_known_places():
    """天安门 as commonly published in the three systems; they agree to some metres."""
    wgs = np.array([116.39123, 39.90711])
    for system, place in ((crs.GCJ02, (116.39747, 39.90851)), (crs.BD09, (116.40387, 39.91482))):
        (found,) = crs.to_degrees(system)(np.array([place]))
        assert metres_between(*wgs, *found) < 15
    assert crs.named("gcj02") == crs.GCJ02
    assert crs.named("百度") == crs.BD09
