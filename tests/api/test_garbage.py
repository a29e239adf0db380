"""What no form ever sends: every answer says that it is wrong, and none that the system failed."""

from itertools import product

import pytest
from django.utils import timezone

from factories import make_person, make_upload

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NUL = "氨\0罐"
HALF = "\ud800"
BEYOND = 2**63
EARLY = "0001-01-01T00:00:00+08:00"
LATE = "9999-12-31T23:59:59-08:00"
NAIVE = "2026-01-01T00:00:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *((field, NUL) for field in ("title", "text", "category", "source")),
        ("text", HALF),
        *(("found_at", moment) for moment in (EARLY, LATE, NAIVE, "9999-12-31T23:59:59Z", NUL)),
        *(("measure", number) for number in (BEYOND, -1, 999_999)),
        ("photos", [NUL]),
        ("point", BEYOND),
        ("lon", float("nan")),
    ],
)
def test_a_report_with_garbage_is_refused(town, as_, field, value):
    body = {
        "point": town.point.pk,
        "claimed": "general",
        "category": "leak",
        "text": "x",
        "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(town.inspector))],
    }
    answer = as_(town.inspector).send("/hazards", body | {field: value})
    assert answer.status_code in {400, 404, 422}, answer.json()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("starts_at", NAIVE), ("starts_at", EARLY), ("ends_at", NAIVE), ("ends_at", LATE),
        ("person", BEYOND), ("cell", BEYOND), ("role", NUL), ("industry", "\0"), ("industry", "ß"),
    ],
)  # fmt: skip
def test_a_duty_with_garbage_is_refused(town, as_, field, value):
    body = {"person": make_person().pk, "role": "DEP", "cell": town.city["a"].pk, "industry": "C"}
    answer = as_(town.security).send("/duties", body | {field: value})
    assert answer.status_code in {400, 404, 422}, answer.json()


@pytest.mark.parametrize("unit", [0, 999_999, BEYOND])
def test_a_duty_at_a_unit_that_does_not_exist_is_refused(town, as_, unit):
    body = {"person": make_person().pk, "role": "ENT_S", "unit": unit}
    assert as_(town.security).send("/duties", body).status_code in {400, 404}


@pytest.mark.parametrize("path", ["/search", "/people"])
def test_a_search_for_nothing_that_exists_is_refused(town, as_, path):
    assert as_(town.inspector).get(f"/api{path}?q=%00").json()["code"] == "BAD_REQUEST"


def test_a_filter_by_what_does_not_exist_finds_nothing_or_is_refused(town, as_):
    command = as_(town.command)
    names = ("cell", "unit", "point", "person", "before", "after")
    for path, name, number in product(
        ("/hazards", "/people", "/duties"), names, (0, -1, 999_999, BEYOND, -(10**30))
    ):
        answer = command.read(path, **{name: number})
        assert answer.status_code in {200, 400, 422}, (path, name, number, answer.json())


def test_names_with_nul_are_refused(town, as_):
    person = {"username": "neu", "name": NUL, "phone": ""}
    assert as_(town.system).send("/people", person).json()["code"] == "BAD_REQUEST"
    assert as_(town.security).send("/kiosks", {"name": NUL}).json()["code"] == "BAD_REQUEST"
    assert as_().send("/login", {"username": NUL, "password": "x"}).json()["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"a":' * 5_000 + "1" + "}" * 5_000,
        "1" * 5_000,
        '{"point":' + "9" * 5_000 + "}",
        "null",
        "[]",
    ],
)
def test_json_that_is_no_report_is_refused(town, as_, body):
    answer = as_(town.inspector).post("/api/hazards", body, content_type="application/json")
    assert answer.status_code in {400, 422}


def test_more_json_than_any_form_sends_is_refused(town, as_):
    body = '{"text":"' + "x" * 3_000_000 + '"}'
    answer = as_(town.inspector).post("/api/hazards", body, content_type="application/json")
    assert answer.json()["code"] == "BAD_REQUEST"


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=\0", "text/plain"])
def test_an_upload_that_is_none_is_refused(town, as_, kind):
    answer = as_(town.inspector).post("/api/uploads", b"--x", content_type=kind)
    assert answer.status_code in {400, 422}
