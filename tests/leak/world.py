"""Two areas. In the far one everything is named after a canary; in the near one there is somebody of every role."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone

from factories import (
    City,
    make_city,
    make_feature,
    make_layer,
    make_person,
    make_point,
    make_unit,
    make_upload,
    recount,
    viewer,
)
from safegrid.actions import alarms, checklists, illegal_reports, plans, surveys, unit_proposals
from safegrid.actions.hazards import Outcome, create
from safegrid.actions.kiosks import hash_of
from safegrid.actions.places import Where
from safegrid.actions.plan_rows import Stepped
from safegrid.actions.seal import seal
from safegrid.domain.alarm_types import AlarmCmd, AlarmCommand
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.presence import Stamp
from safegrid.domain.roles import Role
from safegrid.store.access import KIOSK_SESSION_KEY
from safegrid.store.models import (
    Alarm,
    Assessment,
    BoundaryPlan,
    ControlMeasure,
    Department,
    DepartmentDuty,
    Device,
    DossierChange,
    Enterprise,
    GridCell,
    Handover,
    Hazard,
    IllegalReport,
    Inspection,
    InspectionResult,
    Kiosk,
    Layer,
    Notice,
    PublicReport,
    RiskPoint,
    Round,
    SavedView,
    SelfCheck,
    SequencerState,
    Shift,
    Site,
    Survey,
    Takeover,
    Transfer,
    UnitListing,
    UnitProposal,
    UnitRecord,
    Upload,
    UploadUse,
    User,
    Visit,
)
from safegrid.store.queries.enterprise import RECORD
from safegrid.store.queries.search import forget_names

PEOPLE = "people"
GROUND = "ground"
PLACE = "place"
PHONE = "phone"


@dataclass
class World:
    """`canaries`: text to its kind. `far`: ids of what a near viewer must not learn of, by the name of the parameter."""

    city: City
    canaries: dict[str, str] = field(default_factory=dict)
    far: dict[str, int | str] = field(default_factory=dict)
    near: dict[str, int] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    kiosk: Kiosk | None = None

    def canary(self, kind: str, text: str) -> str:
        self.canaries[text] = kind
        return text

    def browsers(self) -> dict[str, Client]:
        """A logged-in browser of every near viewer, and nobody's."""
        made = {"nobody": Client()}
        for role, person in self.people.items():
            made[role] = browser_of(person)
        wall = Client()
        session = wall.session
        assert self.kiosk is not None
        session[KIOSK_SESSION_KEY] = self.kiosk.pk
        session.save()
        wall.cookies["sessionid"] = session.session_key
        return made | {"KIOSK": wall}


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def make_world() -> World:
    """Near: township t1 with c1, c2. Far: township t3 in another county, with the canaries."""
    forget_names()
    world = World(make_city())
    SequencerState.objects.get_or_create(pk=1)
    _near(world)
    _far(world)
    recount()
    return world


def _near(world: World) -> None:
    city = world.city
    unit = make_unit(city, "c1", name="近处机械有限公司", industry="E")
    point = make_point(city, "c1", unit=unit, level=1, name="近处储罐")
    world.near = {"unit": unit.pk, "point": point.pk, "cell": city["c1"].pk}
    areas = {
        "INS": "c1", "OFF": "t1", "LEAD": "t1", "DEP": "a", "SUP": "a", "CMD": "a", "PLN": "a",
        "ADM_SYS": "city", "ADM_SEC": "city", "ADM_AUD": "city", "PUB": "city",
    }  # fmt: skip
    for role, where in areas.items():
        world.people[role] = make_person(role, city[where], name=f"近{role}")
    for role in ("ENT_W", "ENT_S", "ENT_H"):
        world.people[role] = make_person(role, unit=unit, name=f"近{role}")
    # A department for one industry sees that industry in its county, and nothing else there.
    world.people["DEP of E"] = make_person(Role.DEP, city["a"], industry="E", name="近专项")
    world.people["without duty"] = make_person(name="近无职")
    world.kiosk = Kiosk.objects.create(
        name="近大屏", cell=city["t1"], token_hash=hash_of("near"), made_by=world.people["ADM_SEC"]
    )


def _far(world: World) -> None:
    city, say = world.city, world.canary
    GridCell.objects.filter(pk=city["c4"].pk).update(name=say(GROUND, "金丝雀一村"), code="411003100277")
    say(GROUND, "411003100277")
    # Where somebody has a post is the business of those who give posts: a unit by its name as well as a cell.
    unit = make_unit(city, "c4", name=say(GROUND, "金丝雀二厂"))
    Enterprise.objects.filter(pk=unit.pk).update(
        uscc=say(PLACE, "91350100M000100Y43"),
        address=say(PLACE, "金丝雀三路"),
        principal=say(PLACE, "金四雀"),
        principal_phone=say(PHONE, "13700000001"),
    )
    Site.objects.filter(unit=unit).update(address="金丝雀三路")
    point = make_point(city, "c4", unit=unit, level=1, name=say(PLACE, "金丝雀五罐"))
    RiskPoint.objects.filter(pk=point.pk).update(
        manager=say(PLACE, "金六雀"),
        manager_phone=say(PHONE, "13700000002"),
        consequence=say(PLACE, "金丝雀七"),
    )
    ControlMeasure.objects.filter(point=point).update(text=say(PLACE, "金丝雀八措施"))
    holder = make_person(Role.INS, city["c4"], name=say(PEOPLE, "金九雀"))
    User.objects.filter(pk=holder.pk).update(phone=say(PHONE, "13700000003"))
    body = Department.objects.create(name=say(PEOPLE, "金丝雀十局"), kind="industry", cell=city["b"])
    DepartmentDuty.objects.create(department=body, unit=unit, kind="industry")
    kiosk = Kiosk.objects.create(name=say(PEOPLE, "金丝雀大屏"), token_hash=hash_of("far"), made_by=holder)
    hazard = _far_hazard(world, holder, point)
    loose = make_upload(holder)
    hazard.uploads.update(evidence={"camera": say(PLACE, "金丝雀相机"), "taken": "2026-01-01T08:00:00"})
    transfer = Transfer.objects.create(uuid=uuid4(), owner=holder, of=2)
    User.objects.filter(pk=holder.pk).update(department=body)
    view = SavedView.objects.create(owner=holder, name=say(PEOPLE, "金丝雀视图"), shared=True, state="lv=1")
    layer = make_layer("protected")
    school = make_feature(
        city, layer, "c4", name=say(PLACE, "金丝雀小学"), kind="school", phone=say(PHONE, "13700000004")
    )
    # Near enough, and not for anybody here.
    hidden = make_layer(say(PLACE, "canary-layer"), audience=("LEAD",))
    Layer.objects.filter(pk=hidden.pk).update(name_zh=say(PLACE, "金丝雀图层"), audience=["CANARY"])
    secret = make_feature(city, hidden, "c1", name=say(PLACE, "金丝雀密点"))
    alarm = _far_alarm(world, holder, point)
    desk = _far_desk(world, holder, point, alarm) | _far_plan(world, hazard)
    desk |= _far_field(world, holder, unit, point)
    desk |= _far_records(world, holder, unit)
    desk |= _far_books(world, unit, point)
    desk |= _far_public(world)
    world.far = {
        "cell_id": city["c4"].pk, "unit_id": unit.pk, "point_id": point.pk, "hazard_id": hazard.pk,
        "person": holder.pk, "duty": holder.duties.get().pk, "kiosk": kiosk.pk, "view": view.pk, "uuid": str(loose),
        "evidence": str(hazard.uploads.get().uuid), "layer": layer.code, "feature": school.pk,
        "transfer": str(transfer.uuid),
        "hidden_layer": hidden.code, "hidden_feature": secret.pk, "alarm_id": alarm.pk,
        "county_id": city["b"].pk, **desk,
    }  # fmt: skip


def _far_records(world: World, holder: User, unit: Enterprise) -> dict[str, int]:
    """What somebody recorded on the far ground: a survey, a proposal on the unit, a report."""
    now, them = timezone.now(), viewer(holder)
    stamp, cell = Stamp(now, now), world.city["c4"].pk
    survey = surveys.record(them, surveys.NewSurvey(cell, stamp, world.canary(PLACE, "金丝雀二十排查")))
    assert isinstance(survey, Survey), survey
    fields = {"name": world.canary(PLACE, "金丝雀廿一新名"), "head": world.canary(PLACE, "金丝雀廿二")}
    new = unit_proposals.NewProposal(
        "correct", stamp, unit.pk, fields, reason=world.canary(PLACE, "金丝雀廿三由")
    )
    UnitListing.objects.create(
        unit=unit, level=2, reason="serious", words=world.canary(PLACE, "金丝雀卅一事由"), listed_by=holder,
        public_text=world.canary(PLACE, "金丝雀卅二公示"), deadline=now, listed_at=now - timedelta(days=900),
        ended_at=now - timedelta(days=800), ended_how="delisted", ended_by=holder,
    )  # fmt: skip
    proposal = unit_proposals.propose(them, new)
    assert isinstance(proposal, UnitProposal), proposal
    said = illegal_reports.NewReport(world.canary(PLACE, "金丝雀廿四黑作坊"), *world.city.spot("c4"), stamp)
    report = illegal_reports.report(them, said)
    assert isinstance(report, IllegalReport), report
    return {"proposal": proposal.pk, "report": report.pk}


def _far_books(world: World, unit: Enterprise, point: RiskPoint) -> dict[str, int | str]:
    """What the far unit keeps of itself, and its people."""
    say = world.canary
    head = make_person(Role.ENT_H, unit=unit, name=say(PEOPLE, "金厂长"))
    person = make_person(Role.ENT_S, unit=unit, name=say(PEOPLE, "金安全"))
    record = UnitRecord.objects.create(
        unit=unit, kind="card", title=say(PLACE, "金丝雀二十岗"), note=say(PLACE, "金丝雀处置"), made_by=head
    )
    change = DossierChange.objects.create(
        unit=unit, before={"scale": ""}, after={"scale": say(PLACE, "金丝雀规模")}, made_by=person
    )
    assessment = Assessment.objects.create(
        point=point, method="LS", inputs={"l": 1, "s": 1}, inherent=4, residual=4,
        reason=say(PLACE, "金丝雀理由"), pack_id="x", pack_version="x", made_by=person,
    )  # fmt: skip
    check = SelfCheck.objects.create(
        unit=unit, person=person, checklist="common", checklist_version="1", title=say(PLACE, "金丝雀自查表"),
        day=timezone.now().date(), began_at=timezone.now(), ended_at=timezone.now(), passed=0, failed=0, results=[],
    )  # fmt: skip
    shown = make_upload(head)
    UploadUse.objects.create(upload=Upload.objects.get(uuid=shown), kind=RECORD, record=record.pk)
    made = {
        "record": record,
        "change": change,
        "assessment": assessment,
        "check": check,
        "far_head": head,
        "far_safety": person,
    }
    return {name: row.pk for name, row in made.items()} | {"record_photo": str(shown)}


def _far_alarm(world: World, holder: User, point: RiskPoint) -> Alarm:
    fields = {
        "kind": "officer",
        "severity": "hh",
        "title": world.canary(PLACE, "金丝雀十三报警"),
        "text": world.canary(PLACE, "金丝雀十四泄漏"),
    }
    made = alarms.create(viewer(holder), Where(point=point.pk), AlarmCommand(AlarmCmd.RAISE, fields))
    assert isinstance(made, alarms.Outcome), made
    alarm = Alarm.objects.get(pk=made.alarm)
    world.canary(PLACE, alarm.number)
    return alarm


def _far_desk(world: World, holder: User, point: RiskPoint, alarm: Alarm) -> dict[str, int]:
    """A sensor, a shift and a line in the book of the far county, and a notice."""
    county, now = world.city["b"], timezone.now()
    device = Device.objects.create(
        name=world.canary(GROUND, "金丝雀十五仪表"), token_hash=hash_of("far sensor"), point=point, parameter="gas",
        unit="ppm", high=20, last_value=13.70137,
    )  # fmt: skip
    deputy = make_person(Role.CMD, county, name=world.canary(PEOPLE, "金副雀"))
    shift = Shift.objects.create(
        cell=county, person=holder, deputy=deputy, starts_at=now, ends_at=now + timedelta(hours=8)
    )
    said = world.canary(PLACE, "金丝雀十六交班")
    handover = Handover.objects.create(
        cell=county, giver=holder, taker=deputy, summary=said, given_at=now, digest="0" * 64
    )
    notice = Notice.objects.create(
        person=holder, alarm=alarm, code="alarm_notify", text=world.canary(PLACE, "金丝雀十七通知")
    )
    return {"device": device.pk, "shift": shift.pk, "handover": handover.pk, "notice": notice.pk}


def _far_field(world: World, holder: User, unit: Enterprise, point: RiskPoint) -> dict[str, int]:
    """A visit that was planned, an inspection that was made, with words that only its readers know."""
    checklists.load()
    now = timezone.now()
    walk = Round.objects.create(day=timezone.localdate(), person=holder)
    visit = Visit.objects.create(
        round=walk, unit=unit, n=1, regime="focus", due_state="overdue", since=walk.day, until=walk.day,
        reason=world.canary(PLACE, "金丝雀二十未查"),
    )  # fmt: skip
    inspection = Inspection.objects.create(
        unit=unit, person=holder, role="INS", began_at=now, ended_at=now, made_at=now, sent_at=now, received_at=now,
        judged="there", metres=13.70138, note=world.canary(PLACE, "金丝雀二十一检查"), cell=world.city["c4"],
    )  # fmt: skip
    measure = point.measures.get()
    InspectionResult.objects.create(
        inspection=inspection, n=1, item=f"measure:{measure.pk}", what=measure.text, result="pass", measure=measure,
        note=world.canary(PLACE, "金丝雀二十二合格"),
    )  # fmt: skip
    return {"visit": visit.pk, "inspection": inspection.pk, "measure": measure.pk}


def _far_public(world: World) -> dict[str, int]:
    """What the public reported on far ground, and who sent it."""
    number = world.canary(PLACE, "JB金丝雀-2026-000001")
    report = PublicReport.objects.create(
        number=number, code_hash="0" * 64, digest="0" * 64, cell=world.city["c4"],
        geom=Point(*world.city.spot("c4"), srid=4326), category="fire", text=world.canary(PLACE, "金丝雀二十举报"),
        contact=True, received_at=timezone.now(),
        sealed=seal(number, {"name": world.canary(PEOPLE, "金举雀"), "phone": world.canary(PHONE, "13700000009"), "photos": []}),
    )  # fmt: skip
    return {"public_report": report.pk}


def _far_plan(world: World, hazard: Hazard) -> dict[str, int]:
    """A draft over the far township, and a hazard to be taken over there."""
    county = world.city["b"]
    author = make_person(Role.PLN, county, name=world.canary(PEOPLE, "金划雀"))
    new = plans.NewPlan(world.canary(PLACE, "金丝雀十八方案"), (world.city["t3"].pk,))
    plan = plans.create(viewer(author), new)
    assert isinstance(plan, BoundaryPlan), plan
    edit = {"do": "rename", "cell": world.city["c5"].pk, "name": world.canary(PLACE, "金丝雀十九村")}
    stepped = plans.edit(viewer(author), plan.pk, 1, edit)
    assert isinstance(stepped, Stepped), stepped
    task = Takeover.objects.create(plan=plan, hazard=hazard, target=world.city["c4"], at=timezone.now())
    return {"plan": plan.pk, "takeover": task.pk}


def _far_hazard(world: World, holder: User, point: RiskPoint) -> Hazard:
    fields = {
        "claimed": "major",
        "category": "leak",
        "title": world.canary(PLACE, "金丝雀十一"),
        "text": world.canary(PLACE, "金丝雀十二详情"),
        "found_at": "2026-01-01T08:00:00+08:00",
        "photos": [str(make_upload(holder))],
    }
    made = create(viewer(holder), Where(point=point.pk), Command(Cmd.REPORT, fields))
    assert isinstance(made, Outcome), made
    hazard = Hazard.objects.get(pk=made.hazard)
    world.canary(PLACE, hazard.number)
    return hazard
