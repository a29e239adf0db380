"""Replacing a layer over HTTP: who may, what is shown before, what is kept."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from factories import make_feature, make_layer, make_person
from safegrid.domain.events import LayerChanged, decode
from safegrid.domain.roles import Role
from safegrid.store.models import Layer, LayerFeature, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CSV = "名称,类别,经度,纬度\n平定小学,学校,{c1[0]},{c1[1]}\n境外,学校,13.0,34.0\n城外,学校,114.9,34.9\n"


@pytest.fixture
def layer(town):
    made = make_layer("protected")
    make_feature(town.city, made, "c2", name="旧小学")
    return made


@pytest.fixture
def chief(town):
    return make_person(Role.SUP, town.city["city"], name="市安委")


def send(browser, town, name="学校.csv", text=None, **about):
    data = (CSV if text is None else text).format(c1=town.city.spot("c1")).encode("gbk")
    file = SimpleUploadedFile(name, data)
    return browser.post("/api/layers/import", {"code": "protected", **about, "file": file})


def test_a_look_first_changes_nothing(town, as_, layer, chief):
    answer = send(as_(chief), town, dry="true").json()
    assert (answer["dry"], answer["accepted"], answer["refused"], answer["encoding"]) == (
        True,
        2,
        1,
        "gb18030",
    )
    assert (answer["columns"], answer["names"]) == (["名称", "类别"], ["平定小学", "城外"])
    (row,) = answer["rows"]
    assert (row["row"], row["name"], row["code"]) == (2, "境外", "GEOM_OUTSIDE")
    assert row["why"]["zh"]
    assert [f.name for f in LayerFeature.objects.all()] == ["旧小学"]
    assert not Outbox.objects.exists()


def test_rows_that_may_are_kept_and_owned_and_told_of(town, as_, layer, chief):
    answer = send(as_(chief), town).json()
    assert (answer["accepted"], answer["refused"], answer["unowned"], answer["version"]) == (2, 1, 1, 2)
    rows = {f.name: f for f in LayerFeature.objects.all()}
    assert set(rows) == {"平定小学", "城外"}
    assert rows["平定小学"].cell_id == town.city["c1"].pk
    assert rows["城外"].cell_id is None
    assert rows["平定小学"].attrs == {"kind": "school"}
    assert rows["平定小学"].origin == "学校.csv · EPSG:4326"
    (event,) = [decode(o.kind, o.payload) for o in Outbox.objects.all()]
    assert event == LayerChanged("protected", 2, (), "layer.import")


def test_lines_are_seen_from_every_community_that_they_enter(town, as_, chief):
    make_layer("pipelines", kind="line")
    text = 'name,wkt\n干线,"LINESTRING(113.85 34.05, 114.05 34.05)"\n'
    assert send(as_(chief), town, text=text, code="pipelines").json()["accepted"] == 1
    line = LayerFeature.objects.get()
    assert line.cell_id == town.city["c2"].pk
    assert line.touched == sorted([town.city["c1"].pk, town.city["c3"].pk])


def test_the_same_request_twice_acts_once(town, as_, layer, chief):
    browser = as_(chief)
    for _ in range(2):
        data = CSV.format(c1=town.city.spot("c1")).encode()
        answer = browser.post(
            "/api/layers/import",
            {"code": "protected", "file": SimpleUploadedFile("a.csv", data)},
            headers={"Idempotency-Key": "k1"},
        )
        assert answer.json()["version"] == 2
    assert Layer.objects.get().version == 2


def test_nothing_usable_leaves_what_was_there(town, as_, layer, chief):
    answer = send(as_(chief), town, text="name,lon,lat\n远,13,34\n")
    assert (answer.status_code, answer.json()["code"]) == (422, "LAYER_ALL_REFUSED")
    assert LayerFeature.objects.get().name == "旧小学"


def test_only_who_answers_for_the_whole_city(town, as_, layer, chief):
    allowed = {"市安委"}
    planner = make_person(Role.PLN, town.city["city"], name="市规划")
    for person in [*town.everyone().values(), chief, planner]:
        status = send(as_(person), town, dry="true").status_code
        assert (status == 200) == (person.name in allowed | {"市规划"}), person.name
        assert status in {200, 403}
    assert send(as_(), town).status_code == 401


def test_a_new_layer_needs_a_description(town, as_, chief):
    bare = send(as_(chief), town, code="parks")
    assert (bare.status_code, bare.json()["code"]) == (422, "LAYER_DEFINITION")
    assert send(as_(chief), town, code="Parks!", name_zh="公园").json()["code"] == "LAYER_CODE"
    about = {"code": "parks", "name_zh": "公园", "name_en": "Parks", "audience": ["CMD", "SUP"]}
    assert send(as_(chief), town, **about).json()["version"] == 1
    made = Layer.objects.get()
    assert (made.code, made.name_en, made.audience, made.version) == ("parks", "Parks", ["CMD", "SUP"], 1)
    assert as_(town.inspector).read("/layers").json()["layers"] == []


def test_computed_and_hidden_layers_cannot_be_replaced(town, as_, chief):
    make_layer("vacancies", source="vacancies", kind="area")
    text = 'name,wkt\nx,"POLYGON((113.8 34, 113.9 34, 113.9 34.1, 113.8 34))"\n'
    assert send(as_(chief), town, text=text, code="vacancies").json()["code"] == "LAYER_COMPUTED"
    hidden = make_layer("secret", audience=("CMD",))
    assert send(as_(chief), town, code=hidden.code).status_code == 404


def test_files_that_are_too_big_or_of_no_kind(town, as_, layer, chief, monkeypatch):
    assert send(as_(chief), town, name="x.exe").status_code == 415
    monkeypatch.setattr("safegrid.api.routes.layer_import.MOST_BYTES", 10)
    answer = send(as_(chief), town)
    assert (answer.status_code, answer.json()["code"]) == (413, "LAYER_FILE_BIG")


def test_the_command_does_the_same(town, layer, tmp_path, capsys):
    path = tmp_path / "学校.geojson"
    lon, lat = town.city.spot("c1")
    features = [
        {"type": "Feature", "properties": {"name": n}, "geometry": {"type": "Point", "coordinates": at}}
        for n, at in (("新小学", [lon, lat]), ("境外", [1, 1]))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    call_command("import_layer", "protected", str(path), "--dry-run")
    assert LayerFeature.objects.get().name == "旧小学"
    call_command("import_layer", "protected", str(path))
    assert LayerFeature.objects.get().name == "新小学"
    assert "境外" in capsys.readouterr().out
    with pytest.raises(CommandError, match="没有图层"):
        call_command("import_layer", "nothing", str(path))
