"""Further layers: who sees which, what a feature tells, and whose look at a phone is written down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_feature, make_layer
from safegrid.actions import layers as act
from safegrid.domain.layer_table import STANDARD
from safegrid.store.models import AccessLog, Layer

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def school(town):
    layer = make_layer("protected")
    layer.fields = [
        {"key": "kind", "zh": "类别", "en": "Kind"},
        {"key": "people", "zh": "人数", "en": "People"},
        {"key": "phone", "zh": "电话", "en": "Phone"},
    ]
    layer.save()
    make_feature(town.city, layer, "c4", name="远小学", kind="school")
    return make_feature(
        town.city, layer, "c1", name="平定小学", kind="school", people=900, phone="10000001234", secret="x"
    )


def test_the_list_counts_what_is_in_sight(town, as_, school):
    answer = as_(town.inspector).read("/layers").json()
    (layer,) = answer["layers"]
    assert (layer["code"], layer["count"], layer["version"]) == ("protected", 1, 1)
    assert layer["kinds"] == [{"code": "school", "name": {"zh": "学校", "en": "School"}, "n": 1}]
    assert layer["tiles"].endswith("/protected/1/{z}/{x}/{y}")
    assert as_(town.command).read("/layers").json()["layers"][0]["count"] == 2
    assert not answer["may_import"]


def test_a_layer_for_some_is_not_there_for_others(town, as_, school):
    Layer.objects.update(audience=["CMD"])
    assert as_(town.inspector).read("/layers").json()["layers"] == []
    assert as_(town.system).read("/layers").json()["layers"] == []
    path = f"/layers/protected/features/{school.pk}"
    assert as_(town.inspector).read(path).status_code == 404
    assert as_(town.inspector).send(f"{path}/phone").status_code == 404
    assert as_(town.command).read(path).status_code == 200


def test_a_feature_tells_its_fields_in_order_and_hides_the_phone(town, as_, school):
    told = as_(town.inspector).read(f"/layers/protected/features/{school.pk}").json()
    assert (told["name"], told["kind"], told["shape"]) == (
        "平定小学",
        {"zh": "学校", "en": "School"},
        "point",
    )
    assert [(v["key"], v["value"]["zh"]) for v in told["values"]] == [
        ("people", "900"),
        ("phone", "100****1234"),
    ]
    assert [c["name"] for c in told["path"]] == ["许昌市", "魏都区", "西大街道", "平定街社区"]
    assert "10000001234" not in str(told)
    reveal = told["values"][1]["reveal"]
    assert as_(town.inspector).send(reveal).json() == {"phone": "10000001234"}
    assert AccessLog.objects.get().target == f"feature:{school.pk}"


def test_absent_far_and_wrong_layer_look_the_same(town, as_, school):
    make_layer("cameras")
    for path in (
        f"/layers/protected/features/{school.pk - 1}",
        "/layers/protected/features/999999",
        f"/layers/cameras/features/{school.pk}",
        f"/layers/nothing/features/{school.pk}",
    ):
        answer = as_(town.inspector).read(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND"), path
    assert as_().read(f"/layers/protected/features/{school.pk}").status_code == 401


def test_lines_and_areas_tell_their_size(town, as_):
    layer = make_layer("zones", kind="area")
    (west, south), (east, north) = town.city.spot("c1", 0.1, 0.1), town.city.spot("c1", 0.2, 0.2)
    ring = f"{west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}"
    area = make_feature(town.city, layer, "c1", shape=f"POLYGON(({ring}))")
    line = make_feature(town.city, layer, "c1", shape=f"LINESTRING({west} {south}, {west} {north})")
    told = as_(town.command).read(f"/layers/zones/features/{area.pk}").json()
    assert (told["metres"], told["hectares"]) == (None, pytest.approx(102.4, abs=0.3))
    told = as_(town.command).read(f"/layers/zones/features/{line.pk}").json()
    assert (told["metres"], told["hectares"]) == (pytest.approx(1_109, abs=2), None)


def test_every_city_has_the_standard_layers_once(town, as_):
    assert act.ensure_standard() == len(STANDARD)
    assert act.ensure_standard() == 0
    listed = as_(town.command).read("/layers").json()["layers"]
    assert [layer["code"] for layer in listed] == [layer.code for layer in STANDARD]


def test_the_number_of_queries_does_not_grow(town, as_, school):
    act.ensure_standard()
    browser = as_(town.command)
    with CaptureQueriesContext(connection) as few:
        browser.read("/layers")
    for i in range(30):
        make_feature(town.city, school.layer, "c1", name=f"{i}", kind=f"k{i}")
    with CaptureQueriesContext(connection) as many:
        browser.read("/layers")
    assert len(few) == len(many) <= 13
