"""Risk points from an Excel sheet: the template, all rows or none, and a reason for each cell that is wrong."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from factories import make_person
from safegrid.domain.point_sheet import COLUMNS, MOST_ROWS
from safegrid.domain.roles import Role
from safegrid.store.models import Assessment, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]
HEAD = [column.zh for column in COLUMNS]
GOOD = {
    "风险点名称": "喷漆房", "风险类别": "火灾", "管控层级": "车间", "管控责任人": "李工", "可能诱发的事故": "火灾",
    "物理工程": "可燃气体报警；防爆电气", "评估方法": "LEC", "L 可能性": 3, "E 暴露频率": 6, "C 后果": 15,
}  # fmt: skip


def sheet(*rows, head=HEAD):
    book = Workbook()
    book.active.append(head)
    for row in rows:
        book.active.append([row.get(title) for title in head])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(town, as_, data, *, dry=False, person=None, name="points.xlsx", **headers):
    client = as_(person or town.safety)
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    file = SimpleUploadedFile(name, data)
    path = f"/api/enterprise/{town.unit.pk}/points/import"
    return client.post(path, {"file": file, "dry": str(dry).lower()}, headers=named)


def test_the_template_is_what_the_import_reads(town, as_):
    answer = as_(town.safety).read("/enterprise/points/template")
    assert answer["Content-Disposition"].startswith("attachment")
    book = load_workbook(io.BytesIO(answer.content))
    head = [cell.value for cell in book.worksheets[0][1]]
    assert [title.rstrip("*") for title in head] == HEAD
    assert book.worksheets[0].data_validations.count > 2
    filled = sheet({f"{k}*" if f"{k}*" in head else k: v for k, v in GOOD.items()}, head=head)
    assert send(town, as_, filled, dry=True).json()["problems"] == []


def test_a_sheet_is_looked_at_and_then_imported_once(town, as_):
    data = sheet(GOOD, {**GOOD, "风险点名称": "配电房", "评估方法": None, "L 可能性": None})
    looked = send(town, as_, data, dry=True).json()
    assert (looked["done"], looked["rows"], looked["assessed"], looked["problems"]) == (False, 2, 1, [])
    assert RiskPoint.objects.filter(unit=town.unit).count() == 1
    for _ in range(2):
        made = send(town, as_, data, Idempotency_Key="k").json()
        assert (made["done"], made["rows"]) == (True, 2)
    assert RiskPoint.objects.filter(unit=town.unit).count() == 3
    point = RiskPoint.objects.get(name="喷漆房")
    assert (point.control_level, point.category, point.accident_types, point.base) == (2, "fire", ["08"], 0)
    assert [m.text for m in point.measures.order_by("pk")] == ["可燃气体报警", "防爆电气"]
    assert point.cell_id == town.city["c1"].pk
    assert Assessment.objects.get(point=point).inherent == 2


def test_every_wrong_cell_is_named_and_nothing_is_imported(town, as_):
    lon, lat = town.city.spot("c4")
    data = sheet(
        GOOD,
        {**GOOD, "风险类别": "地震", "L 可能性": "很大"},
        {**GOOD, "风险点名称": None},
        {**GOOD, "风险点名称": "远处", "经度": lon, "纬度": lat},
        {**GOOD, "风险点名称": "氨罐一号", "L 可能性": 5},
        {**GOOD, "经度": 113.9},
        {**GOOD, "风险点名称": "仓库", "责任人电话": "打电话"},
        {**GOOD, "风险点名称": "门卫", "责任人电话": "打电话" * 20},
    )
    answer = send(town, as_, data).json()
    assert not answer["done"]
    found = {(p["row"], p["column"]): p["why"]["zh"] for p in answer["problems"]}
    assert set(found) == {
        (3, "风险类别"), (3, "L 可能性"), (3, "风险点名称"), (3, "评估方法"), (4, "风险点名称"), (5, "经度"),
        (6, "风险点名称"), (6, "评估方法"), (7, "纬度"), (7, "风险点名称"), (8, "责任人电话"), (9, "责任人电话"),
    }  # fmt: skip
    assert len(found) == len(answer["problems"]), "a cell is told one thing"
    assert found[(8, "责任人电话")] == "应为电话号码（5 位以上数字）。"
    assert found[(3, "风险点名称")] == "与第 2 行重名。"
    assert found[(6, "风险点名称")] == "本单位已有同名风险点。"
    assert "5000" in found[(5, "经度")]
    assert RiskPoint.objects.filter(unit=town.unit).count() == 1


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"a,b", "points.csv", "SHEET_TYPE"),
        (b"PK\x03\x04 not a zip", "points.xlsx", "SHEET_BROKEN"),
        (sheet({}), "points.xlsx", "SHEET_EMPTY"),
        (sheet(GOOD, head=["名字"]), "points.xlsx", "SHEET_HEAD"),
        (sheet(*[{"风险点名称": str(i)} for i in range(MOST_ROWS + 1)]), "points.xlsx", "SHEET_BIG"),
    ],
)
def test_what_is_no_sheet_is_refused(town, as_, data, name, code):
    assert send(town, as_, data, name=name).json()["code"] == code


def test_a_bomb_is_not_unpacked(town, as_):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    answer = send(town, as_, out.getvalue())
    assert (answer.status_code, answer.json()["code"]) == (413, "SHEET_BIG")


def test_who_may_import(town, as_):
    data = sheet(GOOD)
    worker = make_person(Role.ENT_W, unit=town.unit)
    other = make_person(Role.ENT_S, unit=town.far_unit)
    assert send(town, as_, data, person=worker).status_code == 403
    assert send(town, as_, data, person=town.head).status_code == 403  # who signs does not assess
    assert send(town, as_, data, person=other).status_code == 404
    assert send(town, as_, data, person=town.officer).status_code == 404
