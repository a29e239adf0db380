"""Panels of supervised units."""

import pytest

from factories import make_point
from safegrid.store.models import AccessLog, DepartmentDuty, Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_unit_shows_its_fields_points_and_departments(town, as_, django_assert_max_num_queries):
    DepartmentDuty.objects.create(department=town.department.department, unit=town.unit, kind="industry")
    worst = make_point(town.city, "c1", unit=town.unit, level=2)
    grey = make_point(town.city, "c1", unit=town.unit, level=0)
    client = as_(town.inspector)
    with django_assert_max_num_queries(12):
        unit = client.read(f"/units/{town.unit.pk}").json()
    assert [p["id"] for p in unit["points"]] == [worst.pk, town.point.pk, grey.pk]
    assert unit["points_total"] == 3
    assert unit["departments"][0]["name"] == "魏都区应急管理局"
    assert unit["sites"][0]["path"][-1]["name"] == "平定街社区"
    assert (unit["principal"], unit["lead_level"]) == ("赵总", 3)


def test_the_enterprise_sees_itself_and_nobody_else(town, as_):
    client = as_(town.head)
    assert client.read(f"/units/{town.unit.pk}").status_code == 200
    assert client.read(f"/units/{town.far_unit.pk}").status_code == 404


def test_another_area_is_not_found(town, as_):
    for path in ("", "/explain", "/history"):
        assert as_(town.inspector).read(f"/units/{town.far_unit.pk}{path}").status_code == 404
    assert as_(town.inspector).send(f"/units/{town.far_unit.pk}/phone").status_code == 404


def test_a_closed_unit_is_not_found(town, as_):
    Enterprise.objects.filter(pk=town.unit.pk).update(closed_at="2026-01-01T00:00:00Z")
    assert as_(town.inspector).read(f"/units/{town.unit.pk}").status_code == 404


def test_the_colour_is_explained(town, as_, django_assert_max_num_queries):
    client = as_(town.inspector)
    with django_assert_max_num_queries(9):
        why = client.read(f"/units/{town.unit.pk}/explain").json()
    assert why["level"] == 4
    assert why["inputs"]["supervision"]["zh"] == "低"
    assert any(r["code"] == "WORST_POINT" and r["binding"] for r in why["reasons"])


def test_looking_at_the_phone_leaves_a_trace(town, as_):
    answer = as_(town.inspector).send(f"/units/{town.unit.pk}/phone")
    assert answer.json() == {"phone": town.unit.principal_phone}
    assert AccessLog.objects.get().target == f"unit:{town.unit.pk}"


def test_the_enterprise_may_look_at_its_own_phone(town, as_):
    assert as_(town.safety).send(f"/units/{town.unit.pk}/phone").status_code == 200
