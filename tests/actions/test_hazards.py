"""A hazard from its report to its removal, with the levels it moves and the events it tells of."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from factories import add_duty, make_city, make_person, make_point, make_unit, make_upload, viewer
from safegrid.actions import levels
from safegrid.actions.hazards import Outcome, create, run
from safegrid.actions.places import Where
from safegrid.actions.transaction import unit_of_work
from safegrid.domain.events import decode
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.domain.scope import sees
from safegrid.store import packs
from safegrid.store.access import visible_hazards
from safegrid.store.models import Hazard, HazardStep, Outbox, RiskPoint

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def town():
    return Town()


class Town:
    """A unit with a blue point in c1, its people, and the people of government."""

    def __init__(self):
        self.city = make_city()
        self.unit = make_unit(self.city, "c1")
        self.point = make_point(self.city, "c1", unit=self.unit, level=4)
        self.inspector = make_person(Role.INS, self.city["c1"])
        self.stranger = make_person(Role.INS, self.city["c3"])
        self.department = make_person(Role.DEP, self.city["a"])
        self.colleague = make_person(Role.DEP, self.city["a"])
        self.committee = make_person(Role.SUP, self.city["a"])
        self.head = make_person(Role.ENT_H, unit=self.unit)
        with unit_of_work("test", "settle") as work:
            levels.rate(work, None, levels.lock_unit(self.unit.pk), packs.current(), timezone.now())
        Outbox.objects.all().delete()

    def report(self, claimed="major", by=None, **fields):
        person = by or self.inspector
        given = {
            "claimed": claimed,
            "category": "leak",
            "text": "储罐阀门渗漏，有刺激性气味",
            "found_at": timezone.now().isoformat(),
            "photos": [str(make_upload(person))],
        } | fields
        return create(viewer(person), Where(point=self.point.pk), Command(Cmd.REPORT, given))

    def do(self, person, hazard, name, **fields):
        version = Hazard.objects.get(pk=hazard).version
        return run(viewer(person), hazard, Command(Cmd(name), fields, expected_version=version))

    def levels(self):
        self.point.refresh_from_db()
        self.unit.refresh_from_db()
        return self.point.live, self.point.firm, self.unit.live


def in_days(n):
    return (timezone.now() + timedelta(days=n)).isoformat()


def told():
    return [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]


def test_a_claim_colours_the_point_alone(town):
    outcome = town.report()
    assert isinstance(outcome, Outcome)
    assert town.levels() == (1, 4, 4)
    assert [(e.entity, e.after.live if e.entity == "point" else e.after.state) for e in told()] == [
        ("hazard", "reported"),
        ("point", 1),
    ]
    assert tuple(told()) == outcome.events


def test_the_whole_way_of_a_major_hazard(town):
    hazard = town.report().hazard
    done = [
        town.do(
            town.department,
            hazard,
            "verify",
            **{"class": "major"},
            basis="《判定标准》第五条",
            responsible_unit="示例化工",
            responsible_person="赵总",
        ),
    ]
    assert town.levels() == (1, 1, 1)
    done += [
        town.do(
            town.department,
            hazard,
            "order",
            order_number="许安监 12 号",
            demands="停用并更换阀门",
            deadline=in_days(20),
        ),
        town.do(
            town.head,
            hazard,
            "plan",
            responsible="赵总",
            measures="更换阀门",
            time_limit=in_days(10),
            funds=8000,
            contingency="停车预案",
            report_state="阀门老化",
            report_danger="氨气中毒，需停用更换",
            report_treatment="更换阀门并试压",
        ),
        town.do(town.department, hazard, "approve_plan", approve=True, opinion="同意"),
        town.do(
            town.head, hazard, "submit", after_photos=[str(make_upload(town.head))], done="已更换", cost=7600
        ),
        town.do(
            town.department,
            hazard,
            "reinspect",
            result="已消除",
            photos=[str(make_upload(town.department))],
            companions=[town.colleague.pk],
            position=_beside(town.point),
        ),
    ]
    assert Hazard.objects.get(pk=hazard).state == "reinspected"
    done.append(
        town.do(
            town.department,
            hazard,
            "accept",
            report="验收合格",
            expert_opinion="同意销号",
            companions=[town.committee.pk],
        )
    )
    assert all(isinstance(step, Outcome) for step in done), done
    assert Hazard.objects.get(pk=hazard).state == "closed"
    assert town.levels() == (4, 4, 4)
    assert list(HazardStep.objects.values_list("command", flat=True).order_by("n")) == [
        "report", "verify", "order", "plan", "approve_plan", "submit", "reinspect", "accept",
    ]  # fmt: skip


def _beside(point):
    return {"lon": point.owner_point.x, "lat": point.owner_point.y}


def test_versions_of_one_object_are_told_in_order(town):
    hazard = town.report().hazard
    town.do(
        town.department,
        hazard,
        "verify",
        **{"class": "major"},
        basis="x",
        responsible_unit="x",
        responsible_person="x",
    )
    for entity in ("hazard", "point", "unit"):
        chain = [e for e in told() if e.entity == entity]
        assert [e.v for e in chain] == sorted({e.v for e in chain})
        assert all(b.before == a.after for a, b in pairwise(chain))


def test_out_of_sight_is_not_found_for_every_command(town):
    hazard = town.report().hazard
    for command in Cmd:
        if command not in {Cmd.REPORT, Cmd.SELF_RECORD}:
            assert town.do(town.stranger, hazard, command.value) == Refusal("NOT_FOUND"), command
    assert town.report(by=town.stranger) == Refusal("NOT_FOUND")


def test_a_refusal_leaves_nothing_behind(town):
    before = (Hazard.objects.count(), Outbox.objects.count())
    assert town.report(photos=[]) == Refusal("NO_PHOTO")
    foreign = str(make_upload(town.stranger))
    refusal = town.report(photos=[foreign])
    assert isinstance(refusal, Refusal)
    assert refusal.code == "FIELD_BAD"
    assert (Hazard.objects.count(), Outbox.objects.count()) == before
    assert town.levels() == (4, 4, 4)


def test_who_may_see_but_not_decide_is_told_so(town):
    hazard = town.report().hazard
    refusal = town.do(
        town.head,
        hazard,
        "verify",
        **{"class": "major"},
        basis="x",
        responsible_unit="x",
        responsible_person="x",
    )
    assert refusal == Refusal("NOT_YOUR_DUTY")


def test_an_old_version_is_refused(town):
    hazard = town.report().hazard
    stale = Command(Cmd.REJECT, {"reason": "不属实", "reply": "谢谢"}, expected_version=0)
    refusal = run(viewer(town.department), hazard, stale)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "STALE_VERSION"


def test_a_second_report_of_the_same_is_pointed_at_the_first(town):
    first = town.report().hazard
    refusal = town.report()
    assert refusal == Refusal(
        "DUPLICATE_OPEN", (("hazard", first), ("number", Hazard.objects.get(pk=first).number))
    )


def test_self_found_general_hazards_colour_nothing(town):
    fixer = make_person(Role.ENT_S, unit=town.unit)
    fields = {
        "category": "electric", "text": "插座破损", "responsible": "李工", "measures": "更换", "time_limit": in_days(3),
        "funds": 20, "contingency": "断电", "photos": [str(make_upload(town.head))], "fixer": fixer.pk,
    }  # fmt: skip
    made = create(viewer(town.head), Where(point=town.point.pk), Command(Cmd.SELF_RECORD, fields))
    assert isinstance(made, Outcome), made
    assert town.levels()[:2] == (4, 4)
    closed = town.do(town.head, made.hazard, "self_close", after_photos=[str(make_upload(town.head))])
    assert isinstance(closed, Outcome), closed
    assert town.levels()[:2] == (4, 4)


def test_a_hazard_on_open_ground_belongs_to_the_community(town):
    lon, lat = town.city.spot("c2")
    person = make_person(Role.OFF, town.city["t1"])
    fields = {
        "claimed": "general",
        "category": "fire",
        "text": "堆放可燃物",
        "found_at": in_days(0),
        "photos": [str(make_upload(person))],
    }
    made = create(viewer(person), Where(lon=lon, lat=lat), Command(Cmd.REPORT, fields))
    assert isinstance(made, Outcome), made
    assert Hazard.objects.get(pk=made.hazard).cell == town.city["c2"]


def test_unowned_ground_is_for_the_city_to_report(town):
    lon, lat = town.city.spot("c0")
    duty_officer = make_person(Role.CMD, town.city["city"])
    fields = {
        "claimed": "general",
        "category": "fire",
        "text": "荒地起火",
        "found_at": in_days(0),
        "photos": [str(make_upload(duty_officer))],
    }
    made = create(viewer(duty_officer), Where(lon=lon, lat=lat), Command(Cmd.REPORT, fields))
    assert isinstance(made, Outcome), made
    assert Hazard.objects.get(pk=made.hazard).cell is None
    refused = create(viewer(town.inspector), Where(lon=lon, lat=lat), Command(Cmd.REPORT, fields))
    assert refused == Refusal("NOT_FOUND")


@pytest.mark.parametrize("place", [(1e20, 34.0), (float("nan"), 34.0), (10.0, 34.0)])
def test_impossible_places_are_refused(town, place):
    assert create(
        viewer(town.department), Where(lon=place[0], lat=place[1]), Command(Cmd.REPORT, {})
    ) == Refusal("BAD_PLACE")


def test_duties_that_ended_give_no_sight(town):
    hazard = town.report().hazard
    former = make_person(Role.DEP)
    add_duty(
        former,
        Role.DEP,
        town.city["a"],
        since=timezone.now() - timedelta(days=9),
        until=timezone.now() - timedelta(days=1),
    )
    assert town.do(former, hazard, "verify") == Refusal("NOT_FOUND")


def test_points_keep_why_they_are_red(town):
    town.report()
    reasons = RiskPoint.objects.get(pk=town.point.pk).reasons
    assert {(r["code"], r["binding"]) for r in reasons} == {("INHERENT", False), ("HZ_MAJOR_SUSPECT", True)}


def test_who_reports_at_a_pipeline_of_the_neighbours_sees_what_becomes_of_it(town):
    line = make_point(town.city, "c2", shape="LINESTRING(113.85 34.05, 113.95 34.05)")
    RiskPoint.objects.filter(pk=line.pk).update(touched=[town.city["c1"].pk])
    seen = viewer(town.inspector)
    given = {
        "claimed": "general",
        "category": "leak",
        "text": "管道渗漏",
        "found_at": timezone.now().isoformat(),
    }
    photos = [str(make_upload(town.inspector))]
    made = create(seen, Where(point=line.pk), Command(Cmd.REPORT, given | {"photos": photos}))
    assert isinstance(made, Outcome), made
    hazard = visible_hazards(seen.scope).get(pk=made.hazard)
    assert hazard.cell_id == town.city["c2"].pk
    assert sees(seen.scope, made.events[0].after)
    assert not visible_hazards(viewer(town.stranger).scope).filter(pk=made.hazard).exists()
