"""Boundaries in and out as files: what was taken away comes back unchanged, what another program drew becomes whole ground."""

import json

import pytest
import shapely
from django.core.files.uploadedfile import SimpleUploadedFile
from shapely.geometry import mapping, shape

from api.plan_kit import split
from factories import make_person
from safegrid.domain.roles import Role
from safegrid.ingest.layers.crs import _to_gcj
from safegrid.store.models import AccessLog, BoundaryPlan, PlanEdit

SUFFIX = {"geojson": ".geojson", "gpkg": ".gpkg", "shapefile": ".zip", "kml": ".kml"}


@pytest.fixture
def desk(town, as_):
    return as_(make_person(Role.PLN, town.city["a"], name="郭化"))


@pytest.fixture
def plan(desk, town):
    made = desk.send("/plans", {"name": "东扩", "parents": [town.city["t1"].pk, town.city["t2"].pk]})
    assert made.status_code == 200, made.content
    return made.json()


def bring(browser, plan, data, name="cells.geojson", v=1, **about):
    file = SimpleUploadedFile(name, data)
    return browser.post(f"/api/plans/{plan['id']}/import", {"v": v, **about, "file": file})


def drawing(*rows):
    """A GeoJSON file of (code, name, shape)."""
    features = [
        {"type": "Feature", "properties": {"代码": code, "名称": name}, "geometry": mapping(outline)}
        for code, name, outline in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def outline_of(town, name="c1", east=1.0):
    (west, south), (right, north) = town.city.spot(name, 0, 0), town.city.spot(name, east, 1)
    return shapely.box(west, south, right, north)


@pytest.mark.parametrize("form", SUFFIX)
def test_what_was_taken_away_comes_back_unchanged(desk, plan, form):
    taken = desk.get(f"/api/plans/{plan['id']}/export", {"format": form})
    assert taken.status_code == 200, taken.content
    assert SUFFIX[form] in taken["Content-Disposition"]
    answer = bring(desk, plan, taken.content, "cells" + SUFFIX[form])
    assert (answer.status_code, answer.json()["code"]) == (422, "NOTHING_CHANGES"), answer.content
    assert AccessLog.objects.filter(what="export").count() == 1


def test_a_shifted_file_is_brought_to_its_place(desk, plan, town):
    """GCJ-02, as Chinese web maps write: half a kilometre off, and centimetres lost on the way back."""
    taken = desk.get(f"/api/plans/{plan['id']}/export", {"format": "geojson"}).json()
    for feature in taken["features"]:
        moved = shapely.transform(shape(feature["geometry"]), lambda xy: _to_gcj(xy).round(6))
        feature["geometry"] = mapping(moved)
    data = json.dumps(taken).encode()
    assert bring(desk, plan, data, crs="GCJ-02").json()["code"] == "NOTHING_CHANGES"
    # Taken for plain degrees the same file lies beside its ground, and the look shows it.
    shown = bring(desk, plan, data)
    assert shown.status_code == 200, shown.content
    assert {row["kind"] for row in shown.json()["differences"]} == {"changed"}


def test_a_look_first_then_one_step_that_can_be_undone(desk, plan, town):
    half = outline_of(town, east=0.5)
    rest = shapely.difference(outline_of(town), half)
    data = drawing((town.city["c1"].code, "平定街社区", half), ("", "新东社区", rest))
    look = bring(desk, plan, data).json()
    assert (look["dry"], look["rows"], look["refused"], look["stepped"]) == (True, 2, [], None)
    assert sorted((row["kind"], row["name"]) for row in look["differences"]) == [
        ("changed", "平定街社区"),
        ("new", "新东社区"),
    ]
    changed, made = sorted(look["differences"], key=lambda row: row["kind"])
    assert changed["lost_m2"] == pytest.approx(made["gained_m2"], rel=0.001)
    assert changed["where"]["type"] in {"Polygon", "MultiPolygon"}
    assert not PlanEdit.objects.exists()

    done = bring(desk, plan, data, dry="false")
    assert done.status_code == 200, done.content
    stepped = done.json()["stepped"]
    assert stepped["v"] == 2
    assert stepped["entry"]["label"]["zh"] == "导入“cells.geojson”"
    new = next(cell for cell in stepped["cells"] if cell["name"] == "新东社区")
    assert new["code"].startswith(town.city["t1"].code[:9])
    problems = desk.read(f"/plans/{plan['id']}/problems").json()
    assert problems["errors"] == 0
    undone = desk.send(f"/plans/{plan['id']}/undo", {"v": 2}).json()
    assert undone["gone"] == [new["id"]]
    assert desk.send(f"/plans/{plan['id']}/redo", {"v": 3}).status_code == 200


def test_rows_that_cannot_be_taken_say_why(desk, plan, town):
    far = shapely.box(120.0, 30.0, 120.01, 30.01)
    data = drawing(
        (town.city["c4"].code, "外县的村", outline_of(town, "c4")),
        ("", "", outline_of(town, east=0.3)),
        ("", "远方", far),
        (town.city["c1"].code, "新名字", outline_of(town)),
    )
    answer = bring(desk, plan, data).json()
    assert [(row["row"], row["code"]) for row in answer["refused"]] == [
        (1, "IMPORT_OTHER_GROUND"),
        (2, "IMPORT_NO_NAME"),
        (3, "IMPORT_OUTSIDE"),
    ]
    assert all(row["why"]["zh"] for row in answer["refused"])
    (renamed,) = answer["differences"]
    assert (renamed["kind"], renamed["was"], renamed["name"]) == ("renamed", "平定街社区", "新名字")


def test_overlaps_and_cracks_are_closed_and_told(desk, plan, town):
    c1, c2 = town.city["c1"], town.city["c2"]
    wide = shapely.affinity.scale(outline_of(town), 1.02, 1.0)
    data = drawing((c1.code, c1.name, wide), (c2.code, c2.name, outline_of(town, "c2")))
    answer = bring(desk, plan, data, dry="false")
    assert answer.status_code == 200, answer.content
    assert answer.json()["overlaps_m2"] > 0
    shapes = [shape(cell["shape"]) for cell in desk.read(f"/plans/{plan['id']}/ground").json()["cells"]]
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize(
    ("name", "data", "code", "status"),
    [
        ("cells.exe", b"MZ", "LAYER_FILE_TYPE", 415),
        ("cells.geojson", b"{", "LAYER_FILE_BROKEN", 415),
        ("cells.zip", b"PK", "LAYER_FILE_BROKEN", 415),
        (
            "cells.geojson",
            drawing(("", "远方", shapely.box(120.0, 30.0, 120.01, 30.01))),
            "IMPORT_NO_ROWS",
            422,
        ),
        ("cells.geojson", drawing(("", "点", shapely.Point(113.8, 34.0))), "IMPORT_NO_ROWS", 422),
    ],
)
def test_a_file_that_is_none_is_refused_and_the_draft_stays(desk, plan, name, data, code, status):
    answer = bring(desk, plan, data, name, dry="false")
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert BoundaryPlan.objects.get().version == 1


def test_whoever_saw_an_older_draft_must_look_again(desk, plan, town):
    assert split(desk, plan, town).status_code == 200
    answer = bring(desk, plan, drawing((town.city["c2"].code, "新名", outline_of(town, "c2"))), dry="false")
    assert (answer.status_code, answer.json()["code"]) == (409, "PLAN_CHANGED")


def test_only_planners_of_the_ground_bring_and_take_files(desk, plan, town, as_):
    data = drawing((town.city["c1"].code, "新名", outline_of(town)))
    neighbour = as_(make_person(Role.PLN, town.city["b"]))
    assert bring(neighbour, plan, data).status_code == 404
    assert neighbour.get(f"/api/plans/{plan['id']}/export").status_code == 404
    inspector = as_(make_person(Role.INS, town.city["c1"]))
    assert bring(inspector, plan, data).status_code == 403
    assert inspector.get(f"/api/plans/{plan['id']}/export").status_code == 403
    assert inspector.get("/api/boundaries/export").status_code == 403


def test_the_boundaries_in_force_are_taken_away_within_ones_area(town, as_):
    chief = as_(make_person(Role.SUP, town.city["a"]))
    taken = chief.get("/api/boundaries/export", {"format": "geojson"}).json()
    assert {f["properties"]["code"] for f in taken["features"]} == {
        town.city[c].code for c in ("c1", "c2", "c3")
    }
    (one,) = [f for f in taken["features"] if f["properties"]["code"] == town.city["c1"].code]
    assert one["properties"]["parent"] == town.city["t1"].code
    assert one["properties"]["area_km2"] > 0
    townships = chief.get("/api/boundaries/export", {"format": "geojson", "level": 3}).json()
    assert len(townships["features"]) == 2
    assert chief.get("/api/boundaries/export", {"format": "dwg"}).status_code == 422


def test_query_budget(desk, plan, town, django_assert_max_num_queries):
    data = drawing((town.city["c1"].code, "新名", outline_of(town)))
    with django_assert_max_num_queries(14):
        assert bring(desk, plan, data).status_code == 200
    with django_assert_max_num_queries(14):
        assert desk.get(f"/api/plans/{plan['id']}/export", {"format": "geojson"}).status_code == 200
