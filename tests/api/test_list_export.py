"""Exports of lists: what is in them, who may, and the trace."""

import asyncio
import csv
import io
import json

import pytest
from django.test import RequestFactory

from api.test_lists import report
from domain.test_sheets import read_xlsx
from factories import make_person, make_point, make_unit
from safegrid.api.stream import streamed
from safegrid.domain.roles import Role
from safegrid.store.models import AccessLog, Enterprise, Hazard, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def taken(client, entity, **query):
    answer = client.read(f"/list/{entity}/export", **query)
    assert answer.status_code == 200, answer.content
    return answer, b"".join(answer.streaming_content)


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_meeting_gets_its_list(town, as_):
    hazard = report(town.inspector, town.point, "major", "氨泄漏")
    Hazard.objects.filter(pk=hazard.pk).update(
        overdue=1, state="rectifying", deadline="2026-11-10T00:00+08:00"
    )
    Enterprise.objects.filter(pk=town.unit.pk).update(affiliation="city")
    client = as_(town.committee)
    answer, data = taken(client, "hazards", format="csv", hc="major", af="city")
    (row,) = table(data)
    assert (row["隐患"], row["单位"], row["等级"]) == ("氨泄漏", "鑫源机械有限公司", "重大隐患")
    assert (row["隶属关系"], row["县（市、区）"]) == ("市属", "魏都区")
    assert (row["状态"], int(row["超期天数"]) > 0) == ("整改中", True)
    assert "hazards-" in answer["Content-Disposition"]
    _, data = taken(client, "hazards", format="xlsx", hc="major")
    head, first = read_xlsx(data)
    assert dict(zip(head, first, strict=True))["编号"] == hazard.number
    _, data = taken(client, "hazards", format="geojson", lang="en")
    (feature,) = json.loads(data)["features"]
    assert feature["geometry"]["coordinates"] == [hazard.geom.x, hazard.geom.y]
    assert feature["properties"]["class"] == "Major hazard"


def test_every_kind_goes_out_in_the_order_of_the_list(town, as_, monkeypatch):
    monkeypatch.setattr("safegrid.api.routes.lists.EXPORT_PAGE", 4)
    for n in range(11):
        make_point(town.city, "c1", unit=town.unit, level=n % 5, name=f"泵{n:02d}")
    make_unit(town.city, "c2")
    client = as_(town.officer)
    for entity in ("points", "units"):
        rows = client.read(f"/list/{entity}", sort="name", dir="down").json()["rows"]
        _, data = taken(client, entity, format="csv", sort="name", dir="down")
        assert [row["名称"] for row in table(data)] == [row["name"] for row in rows]


def test_each_export_leaves_a_trace(town, as_):
    taken(as_(town.officer), "points", format="csv", lv="1,2", cl=town.city["c1"].pk)
    log = AccessLog.objects.get(what="export")
    assert log.viewer == f"user:{town.officer.pk}"
    assert log.target == f"points.csv 0 lv=1,2&cl={town.city['c1'].pk}"


def test_who_may_not_export_gets_nothing(town, as_):
    for person in (town.inspector, town.system, make_person(Role.ENT_W, unit=town.unit)):
        assert as_(person).read("/list/points/export", format="csv").status_code == 403
    assert as_().read("/list/points/export", format="csv").status_code == 401
    assert not AccessLog.objects.filter(what="export").exists()
    assert as_(town.officer).read("/list/points/export", format="pdf").status_code == 422
    assert as_(town.officer).read("/list/points/export", format="csv", lv="9").status_code == 422


def test_only_what_an_exporting_duty_reaches_goes_out(town, as_):
    """An officer of t1 who is also an inspector in c4 sees c4, and takes only t1 away."""
    from factories import add_duty

    add_duty(town.officer, Role.INS, town.city["c4"])
    client = as_(town.officer)
    assert client.read("/list/units").json()["total"] == 2
    _, data = taken(client, "units", format="csv")
    assert [row["名称"] for row in table(data)] == ["鑫源机械有限公司"]


def test_no_phone_goes_out(town, as_):
    town.unit.refresh_from_db()
    numbers = [town.unit.principal_phone, *RiskPoint.objects.values_list("manager_phone", flat=True)]
    for entity in ("points", "units", "hazards"):
        for format_ in ("csv", "geojson"):
            _, data = taken(as_(town.command), entity, format=format_)
            assert not [n for n in numbers if n in data.decode()]


def test_under_the_servers_loop_it_comes_in_pieces():
    from django.core.handlers.asgi import ASGIRequest

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    request = ASGIRequest(scope, io.BytesIO())
    answer = streamed(request, iter([b"a", b"b"]), "text/csv", "x.csv")
    assert answer.is_async

    async def read():
        return [piece async for piece in answer]

    assert asyncio.run(read()) == [b"a", b"b"]
    plain = streamed(RequestFactory().get("/"), iter([b"a"]), "text/csv", "x.csv")
    assert list(plain) == [b"a"]


def test_query_budget(town, as_, django_assert_max_num_queries):
    for n in range(30):
        make_point(town.city, "c1", unit=town.unit, name=f"泵{n}")
    client = as_(town.officer)
    with django_assert_max_num_queries(10):
        taken(client, "points", format="csv")
