"""Lists beside the map: rows, order, pages, positions, marks and counts under a filter."""

import pytest

from factories import make_point, make_unit
from safegrid.actions.hazards import Where, create
from safegrid.domain import counts
from safegrid.domain.hazards import Cmd, Command
from safegrid.store.access import viewer_of_user
from safegrid.store.models import CellCount, Department, DepartmentDuty, Enterprise, Hazard

from factories import make_upload, recount  # isort: skip

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def report(person, point, claimed="general", title="隐患"):
    fields = {
        "claimed": claimed, "category": "leak", "title": title, "text": "详情",
        "found_at": "2026-11-02T08:00:00+08:00", "photos": [str(make_upload(person))],
    }  # fmt: skip
    made = create(viewer_of_user(person.pk), Where(point=point.pk), Command(Cmd.REPORT, fields))
    return Hazard.objects.get(pk=made.hazard)


def listed(client, entity, **query):
    answer = client.read(f"/list/{entity}", **query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def names(answer, field="name"):
    return [row[field] for row in answer["rows"]]


def test_rows_say_what_a_meeting_asks(town, as_):
    hazard = report(town.inspector, town.point, "major", "氨泄漏")
    Hazard.objects.filter(pk=hazard.pk).update(overdue=1, state="rectifying")
    (row,) = listed(as_(town.committee), "hazards", hc="major", ov="1")["rows"]
    assert row["title"] == "氨泄漏"
    assert row["number"] == hazard.number
    assert row["unit_name"] == "鑫源机械有限公司"
    assert row["place"] == ["魏都区", "西大街道", "平定街社区"]
    assert (row["major"], row["overdue"], row["state"]) == (True, 1, "rectifying")
    (point,) = listed(as_(town.committee), "points")["rows"]
    town.point.refresh_from_db()
    assert (point["name"], point["live"], point["open"], point["overdue"]) == (
        "氨罐一号",
        town.point.live,
        1,
        1,
    )
    (unit,) = listed(as_(town.committee), "units")["rows"]
    assert (unit["name"], unit["open"], unit["affiliation"]) == ("鑫源机械有限公司", 1, "other")


def test_the_question_of_tomorrows_meeting(town, as_):
    """Overdue major hazards of municipal chemical units in 魏都区."""
    Enterprise.objects.filter(pk=town.unit.pk).update(affiliation="city", unit_type="chemical")
    other = make_point(town.city, "c2", unit=make_unit(town.city, "c2", affiliation="county"))
    for point in (town.point, other):
        Hazard.objects.filter(pk=report(town.officer, point, "major").pk).update(
            overdue=1, state="rectifying"
        )
    asked = {"hc": "major", "ov": "1", "dm": "chemical", "af": "city", "cl": town.city["a"].pk}
    answer = listed(as_(town.command), "hazards", **asked)
    assert (answer["total"], names(answer, "unit_name")) == (1, ["鑫源机械有限公司"])
    assert listed(as_(town.command), "hazards", **asked | {"cl": town.city["b"].pk})["total"] == 0
    assert names(listed(as_(town.command), "units", **asked)) == ["鑫源机械有限公司"]
    assert names(listed(as_(town.command), "points", **asked)) == ["氨罐一号"]


def test_only_what_is_in_sight(town, as_):
    assert names(listed(as_(town.command), "units", sort="name")) == ["远山化工有限公司", "鑫源机械有限公司"]
    assert names(listed(as_(town.officer), "units")) == ["鑫源机械有限公司"]
    assert listed(as_(town.system), "points") == {"total": 0, "rows": []}
    assert listed(as_(town.officer), "points", cl=town.city["c4"].pk)["total"] == 0
    assert as_().read("/list/points").status_code == 401


def test_pages_fit_together_in_every_order(town, as_):
    for n in range(23):
        make_point(town.city, "c1", unit=town.unit, level=n % 5, name=f"泵{n % 7}")
    client = as_(town.officer)
    for sort in ("", "live", "base", "name", "category", "unit", "place"):
        for direction in ("up", "down"):
            asked = {"sort": sort, "dir": direction}
            whole = [row["id"] for row in listed(client, "points", **asked)["rows"]]
            parts = [
                row["id"]
                for offset in range(0, 24, 7)
                for row in listed(client, "points", **asked, offset=offset, limit=7, count="false")["rows"]
            ]
            assert parts == whole
            assert len(set(whole)) == 24
            at = client.read(f"/list/points/{whole[9]}/position", **asked).json()
            assert at == {"at": 9}


def test_the_most_urgent_come_first(town, as_):
    levels = [make_point(town.city, "c1", level=level).live for level in (0, 3, 1, 2)]
    assert set(levels) == {0, 1, 2, 3}
    found = [row["live"] for row in listed(as_(town.officer), "points")["rows"]]
    assert [level for level in found if level] == sorted(level for level in found if level)
    assert found[-1] == 0
    general = report(town.inspector, town.point)
    major = report(town.inspector, make_point(town.city, "c1"), "major")
    late = report(town.inspector, make_point(town.city, "c1"), "major")
    Hazard.objects.filter(pk=late.pk).update(overdue=2)
    order = [row["id"] for row in listed(as_(town.officer), "hazards")["rows"]]
    assert order == [late.pk, major.pk, general.pk]


def test_what_is_not_in_the_list_has_no_position(town, as_):
    client = as_(town.officer)
    assert client.read(f"/list/points/{town.far_point.pk}/position").json() == {"at": None}
    assert client.read(f"/list/points/{town.point.pk}/position", lv="3").json() == {"at": None}


def test_bad_filters_and_orders_are_refused(town, as_):
    client = as_(town.officer)
    for entity, query in (
        ("points", {"lv": "7"}), ("points", {"sort": "deadline"}), ("points", {"limit": "201"}), ("things", {}),
        ("points", {"pg": "113,34;114,34"}), ("points", {"offset": "-1"}), ("points", {"dir": "sideways"}),
    ):  # fmt: skip
        answer = client.read(f"/list/{entity}", **query)
        assert answer.status_code == 422, (query, answer.content)
    assert client.read("/list/points", lv="7").json()["params"] == {"name": "lv"}
    assert client.read("/list/points", lv="1\0").status_code == 400


def test_marks_are_the_rows_as_places(town, as_):
    client = as_(town.command)
    marks = client.read("/list/points/marks").json()
    assert not marks["cut"]
    by_id = {m[0]: m for m in marks["marks"]}
    assert set(by_id) == {town.point.pk, town.far_point.pk}
    town.point.refresh_from_db()
    at = town.point.owner_point
    assert by_id[town.point.pk] == [
        town.point.pk, at.x, at.y, town.point.live, town.point.base, town.point.firm, town.point.version,
    ]  # fmt: skip
    assert [m[-1] for m in client.read("/list/units/marks", cl=town.city["a"].pk).json()["marks"]] == [
        "鑫源机械有限公司"
    ]
    hazard = report(town.inspector, town.point)
    assert client.read("/list/hazards/marks").json()["marks"] == [[hazard.pk]]


def test_too_many_marks_are_cut_and_said(town, as_, monkeypatch):
    monkeypatch.setattr("safegrid.store.queries.marks.CAP", 1)
    answer = as_(town.command).read("/list/points/marks").json()
    assert answer["cut"]
    assert [m[0] for m in answer["marks"]] == [town.far_point.pk], "the worst is kept"


def test_an_empty_filter_counts_what_the_counters_count(town, as_):
    report(town.inspector, town.point, "major")
    for n in range(5):
        make_point(town.city, "c5", level=n)
    recount()
    counted = dict.fromkeys(counts.COLUMNS, 0)
    for row in CellCount.objects.all():
        for name, n in counts.from_row(row.n).items():
            counted[name] += n
    told = as_(town.command).read("/list/legend").json()["counts"]
    people = {"leaders", "officers"}
    assert {k: v for k, v in told.items() if k not in people} == {
        k: v for k, v in counted.items() if k not in people
    }


def test_departments_of_units_in_sight_can_be_chosen(town, as_):
    near = Department.objects.get(name="魏都区应急管理局")
    far = Department.objects.create(name="远局", kind="industry", cell=town.city["b"])
    DepartmentDuty.objects.create(department=near, unit=town.unit, kind="industry")
    DepartmentDuty.objects.create(department=far, unit=town.far_unit, kind="industry")
    told = as_(town.officer).read("/list/options").json()
    assert told == {
        "departments": [{"id": near.pk, "name": "魏都区应急管理局", "kind": "industry"}], "may_export": True,
    }  # fmt: skip
    assert not as_(town.inspector).read("/list/options").json()["may_export"]
    assert listed(as_(town.command), "units", dp=far.pk)["total"] == 1


def test_query_budgets(town, as_, django_assert_max_num_queries):
    for n in range(30):
        report(town.inspector, make_point(town.city, "c1", unit=town.unit, name=f"泵{n}"))
    client = as_(town.officer)
    for path, most in (
        ("/list/points", 8), ("/list/units", 8), ("/list/hazards", 7), ("/list/points/marks", 6),
        ("/list/hazards/1/position", 6), ("/list/legend", 9), ("/list/options", 6),
    ):  # fmt: skip
        with django_assert_max_num_queries(most):
            assert client.read(path, hc="general", af="other").status_code == 200
