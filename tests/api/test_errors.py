"""Failures: one shape, words for every code, nothing of the inside."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from ninja import Schema

import safegrid.actions
import safegrid.api
from safegrid.api import errors
from safegrid.api.words import refusal_words
from safegrid.domain.refusals import Refusal
from safegrid.domain.terms import GROUPS
from safegrid.store.queries import points

CODE = re.compile(r'Refus(?:al|ed)\(\s*"([A-Z_]+)"')


@pytest.mark.django_db
@pytest.mark.database
def test_what_nobody_expected_is_logged_and_told_without_details(town, as_, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("secret inside")

    monkeypatch.setattr("safegrid.api.routes.points.point_in_sight", fail)
    answer = as_(town.inspector).read(f"/points/{town.point.pk}")
    assert (answer.status_code, answer.json()["code"]) == (500, "SERVER_ERROR")
    assert "secret" not in answer.content.decode()
    assert "secret inside" in caplog.text
    assert points.point_in_sight is not fail


@pytest.mark.django_db
@pytest.mark.database
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/api/nowhere", 404, None), ("/api/points/1/nowhere", 404, None)],
)
def test_unknown_addresses_are_not_found(as_, path, status, code):
    assert as_().get(path).status_code == status


@pytest.mark.django_db
@pytest.mark.database
def test_a_body_that_is_no_json_is_a_bad_request(town, as_):
    answer = as_(town.inspector).post("/api/hazards", "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")


def codes_in(package):
    folder = Path(next(iter(package.__path__)))
    return {code for file in folder.rglob("*.py") for code in CODE.findall(file.read_text("utf-8"))}


def test_every_code_has_words_in_both_languages():
    codes = codes_in(safegrid.actions) | codes_in(safegrid.api) | set(errors.STATUS)
    assert len(codes) > 30
    assert codes - set(GROUPS["refusal"]) == set()


@pytest.mark.parametrize("code", sorted(GROUPS["refusal"]))
def test_every_refusal_can_be_answered(code):
    said = errors.body_of(Refusal(code, (("field", "class"),)))
    assert said["message"] == refusal_words(Refusal(code, (("field", "class"),)))
    assert 400 <= errors.status_of(code) <= 503


def test_the_schema_describes_every_route_with_a_shape(tmp_path):
    out = tmp_path / "schema.json"
    call_command("export_openapi_schema", "--api", "safegrid.api.root.api", "--output", str(out))
    text = out.read_text("utf-8")
    for shape in ("SnapshotOut", "PointOut", "UnitOut", "CellOut", "HazardOut", "CommandIn", "ErrorOut"):
        assert f'"{shape}"' in text


def shapes_of(kind):
    """All shapes below one, as (name, module)."""
    below = kind.__subclasses__()
    return {(one.__name__, one.__module__) for one in below}.union(*(shapes_of(one) for one in below))


def test_no_two_shapes_of_the_api_share_a_name():
    """In OpenAPI the second of two namesakes takes the place of the first, and a client sends the wrong one."""
    ours = {(name, module) for name, module in shapes_of(Schema) if module.startswith("safegrid.")}
    assert len(ours) > 150
    counted = Counter(name for name, _ in ours)
    assert [name for name, n in counted.items() if n > 1] == []
