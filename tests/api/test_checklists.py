"""Checklists of a unit: what is loaded, what never changes, who sees them."""

import pytest

from safegrid.actions import checklists as act
from safegrid.domain.checklists import ChecklistError
from safegrid.store.models import Checklist, ControlMeasure, Enterprise

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FILE = """
code = "{code}"
version = "{version}"
valid_from = {day}
zh = "试"
en = "Trial"
[[items]]
id = "t1"
what = "{what}"
how = "看"
basis = "依据"
class = "general"
category = "fire"
"""


def write(folder, code="trial", version="1", day="2026-01-01", what="看门"):
    (folder / f"{code}.toml").write_text(FILE.format(code=code, version=version, day=day, what=what), "utf-8")


def test_the_files_are_loaded_once():
    made = act.load()
    assert made == len(act.read()) == Checklist.objects.count()
    assert act.load() == 0


def test_a_version_that_is_there_is_never_changed(tmp_path, caplog):
    write(tmp_path)
    assert act.load(tmp_path) == 1
    write(tmp_path, what="改了")
    assert act.load(tmp_path) == 0
    assert Checklist.objects.get().content["items"][0]["what"] == "看门"
    assert "trial: version 1" in caplog.text
    write(tmp_path, version="2", what="改了")
    assert act.load(tmp_path) == 1
    assert Checklist.objects.count() == 2


def test_a_file_that_is_wrong_stops_the_loading_and_is_named(tmp_path):
    write(tmp_path, "good")
    write(tmp_path, "bad", day='"soon"')
    with pytest.raises(ChecklistError, match=r"bad\.toml"):
        act.load(tmp_path)
    assert Checklist.objects.count() == 0


def test_a_unit_gets_the_lists_of_its_trade_and_its_measures(town, as_, django_assert_max_num_queries):
    act.load()
    client = as_(town.inspector)
    with django_assert_max_num_queries(8):
        answer = client.read("/checklists", unit=town.unit.pk)
    assert answer.status_code == 200, answer.content
    lists = answer.json()
    assert [one["code"] for one in lists] == ["common", "ammonia", "hazchem", "machinery", "measures"]
    assert all(one["items"] for one in lists)
    measure = ControlMeasure.objects.get(point=town.point)
    assert lists[-1]["items"] == [
        {
            "id": f"measure:{measure.pk}", "what": "液位报警与紧急切断", "how": "报警有效", "basis": "物理工程",
            "klass": "general", "category": "leak", "point": {"id": town.point.pk, "name": "氨罐一号"},
        }
    ]  # fmt: skip
    assert {"id", "what", "how", "basis"} <= lists[0]["items"][0].keys()


def test_only_the_version_of_today_is_given(town, as_, tmp_path):
    write(tmp_path, "aa", "1", "2026-01-01", "旧")
    act.load(tmp_path)
    write(tmp_path, "aa", "2", "2026-02-01", "新")
    act.load(tmp_path)
    write(tmp_path, "aa", "3", "2199-01-01", "将来")
    act.load(tmp_path)
    lists = as_(town.inspector).read("/checklists", unit=town.unit.pk).json()
    assert [(one["code"], one["version"]) for one in lists[:-1]] == [("aa", "2")]


def test_a_better_class_is_asked_less(town, as_):
    act.load()
    counts = []
    for danger_class in "AC":
        Enterprise.objects.filter(pk=town.unit.pk).update(danger_class=danger_class)
        lists = as_(town.inspector).read("/checklists", unit=town.unit.pk).json()
        counts.append(len(lists[0]["items"]))
    assert counts[0] < counts[1]


def test_who_does_not_see_the_unit_sees_no_list(town, as_):
    act.load()
    assert as_(town.head).read("/checklists", unit=town.unit.pk).status_code == 200
    assert as_(town.far_inspector).read("/checklists", unit=town.unit.pk).status_code == 404
    assert as_(town.system).read("/checklists", unit=town.unit.pk).status_code == 404
    assert as_().read("/checklists", unit=town.unit.pk).status_code == 401
    assert as_(town.inspector).read("/checklists", unit="x").status_code == 422
