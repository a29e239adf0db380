"""Random days of a small city: people report, verify, order and repair; duties, sites and levels change."""

from collections import Counter
from datetime import timedelta

from django.utils import timezone
from shapely.geometry import box

from factories import add_duty, make_person, make_point, make_unit, make_upload, viewer
from live.facts import change_point, change_unit
from plan_kit import WARNINGS, new_plan, planner_of
from safegrid.actions import alarms, duties, plan_publish, plans, surveys, sweeps, tallies, unit_listings
from safegrid.actions.duty_rights import Post
from safegrid.actions.hazards import Outcome, Where, create, run
from safegrid.domain.alarm_types import AlarmCmd, AlarmCommand
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.presence import Stamp
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.domain.unit_listings import Act
from safegrid.store.models import Alarm, Duty, Enterprise, Hazard, RiskPoint, Survey, SurveyClock
from safegrid.store.queries.plans import draft_of

MOST_PLANS = 2
PLACES = ["c1", "c2", "c3", "c4", "c5", "c0"]


class Life:
    """One random history; `done` counts what really happened, refusals left out."""

    def __init__(self, city, chance):
        self.city, self.chance, self.done = city, chance, Counter()
        self.units = [
            make_unit(city, where, industry=letter) for where, letter in zip(PLACES, "CBCBCA", strict=True)
        ]
        self.points = [self._point(where, unit) for where in PLACES for unit in (*self.units[:3], None)]
        self.watchers = {
            "city": make_person(Role.CMD, city["city"]),
            "county": make_person(Role.SUP, city["a"]),
            "township": make_person(Role.LEAD, city["t1"]),
            "community": make_person(Role.INS, city["c4"]),
            "industry in a county": make_person(Role.DEP, city["a"], industry="C"),
            "industry everywhere": make_person(Role.DEP, city["city"], industry="B"),
            "enterprise": make_person(Role.ENT_H, unit=self.units[0]),
        }
        self.watchers["community and enterprise"] = make_person(Role.INS, city["c2"])
        add_duty(self.watchers["community and enterprise"], Role.ENT_S, unit=self.units[4])
        self.workers = [
            make_person(Role.DEP, city["city"]),
            make_person(Role.DEP, city["city"]),
            make_person(Role.SUP, city["city"]),
            *(make_person(Role.OFF, city[name]) for name in ("t1", "t2", "t3")),
            *(make_person(Role.ENT_H, unit=unit) for unit in self.units),
        ]
        self.surveyors = [make_person(Role.INS, city[name]) for name in PLACES[:5]]
        self.idle = [make_person() for _ in range(4)]
        self.planner = planner_of(city)

    def _point(self, where, unit):
        shape = ""
        if self.chance.random() < 0.2:
            (west, south), (east, north) = self.city.spot(where, 0.2, 0.2), self.city.spot(where, 0.4, 0.4)
            shape = f"LINESTRING({west} {south}, {east} {north})"
        return make_point(self.city, where, unit=unit, level=self.chance.randrange(5), shape=shape)

    def live(self, n):
        """Let `n` things happen, some of them refused."""
        acts = [
            *[self.report] * 2,
            *[self.handle] * 6,
            self.self_record,
            self.rerate,
            self.move,
            self.retire,
            self.unit,
            self.listing,
            *[self.raise_alarm] * 3,
            *[self.handle_alarm] * 5,
            self.publish,
            *[self.survey] * 2,
        ]
        for _ in range(n):
            act = self.chance.choice([*acts, self.duty, self.clock])
            result = act()
            if result is not None and not isinstance(result, Refusal):
                self.done[act.__name__] += 1

    def _any(self, rows):
        """By our own dice: the same history with the same seed."""
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def report(self):
        person = self.chance.choice(self.workers)
        lon, lat = self.city.spot(self.chance.choice(PLACES), self.chance.random(), self.chance.random())
        where = self.chance.choice(
            [
                Where(point=self.chance.choice(self.points).pk),
                Where(unit=self.chance.choice(self.units).pk),
                Where(lon=lon, lat=lat),
            ]
        )
        fields = {
            "claimed": self.chance.choice(["major", "general"]),
            "category": "leak",
            "text": "渗漏",
            "found_at": timezone.now().isoformat(),
            "photos": [str(make_upload(person))],
            "override_duplicate": True,
        }
        return create(viewer(person), where, Command(Cmd.REPORT, fields))

    def self_record(self):
        person = self.chance.choice(self.workers[-6:])
        unit = Duty.objects.get(person=person).unit_id
        fields = _plan() | {"category": "electric", "text": "插座破损", "photos": [str(make_upload(person))]}
        fields["fixer"] = self.workers[0].pk
        return create(viewer(person), Where(unit=unit), Command(Cmd.SELF_RECORD, fields))

    def handle(self):
        hazard = self._any(Hazard.objects.exclude(state__in=["closed", "rejected"]))
        if hazard is None:
            return None
        likely = {
            "reported": [Cmd.VERIFY, Cmd.VERIFY, Cmd.REJECT],
            "verified": [Cmd.ORDER, Cmd.ORDER, Cmd.LIST, Cmd.SUSPEND],
            "ordered": [Cmd.PLAN, Cmd.APPROVE_PLAN, Cmd.SUSPEND],
            "rectifying": [Cmd.SUBMIT, Cmd.SELF_CLOSE],
            "submitted": [Cmd.REINSPECT, Cmd.RETURN],
            "reinspected": [Cmd.ACCEPT, Cmd.RETURN],
            "accepted": [Cmd.DELIST],
        }
        command = self.chance.choice(likely[hazard.state])
        for person in self.chance.sample(self.workers, len(self.workers)):
            fields = self._fields(command, hazard, person)
            result = run(viewer(person), hazard.pk, Command(command, fields, expected_version=hazard.version))
            if isinstance(result, Outcome):
                self.done[command.value] += 1
                return result
        return None

    def _fields(self, command, hazard, person):
        photo = [str(make_upload(person))]
        others = [p.pk for p in self.workers[:3] if p != person][:1]
        soon = (timezone.now() + timedelta(days=10)).isoformat()
        given = {
            Cmd.VERIFY: {
                "class": self.chance.choice(["major", "general"]),
                "basis": "第五条",
                "responsible_unit": "单位",
                "responsible_person": "赵总",
            },
            Cmd.REJECT: {"reason": "不属实", "reply": "谢谢"},
            Cmd.ORDER: {"order_number": "1", "demands": "更换", "deadline": soon},
            Cmd.PLAN: _plan() | {"report_state": "老化", "report_danger": "较大", "report_treatment": "更换"},
            Cmd.APPROVE_PLAN: {"approve": True, "opinion": "同意"},
            Cmd.SUSPEND: {"scope": "全部", "shape": "停产", "basis": "第五条", "people_moved": 3},
            Cmd.LIST: {"level": 1, "deadline": soon, "public_text": "挂牌督办"},
            Cmd.DELIST: {"public_text": "摘牌"},
            Cmd.SUBMIT: {"after_photos": photo, "done": "已更换", "cost": 10},
            Cmd.SELF_CLOSE: {"after_photos": photo},
            Cmd.REINSPECT: {
                "result": "已消除",
                "photos": photo,
                "companions": others,
                "position": {"lon": hazard.geom.x, "lat": hazard.geom.y},
            },
            Cmd.RETURN: {"reason": "不合格"},
            Cmd.ACCEPT: {"report": "合格", "expert_opinion": "同意", "companions": others},
        }
        return given[command]

    def raise_alarm(self):
        person = self.chance.choice(self.workers[: self.chance.choice([3, 6])])  # three see the whole city
        lon, lat = self.city.spot(self.chance.choice(PLACES), self.chance.random(), self.chance.random())
        where = self.chance.choice(
            [
                Where(point=self.chance.choice(self.points).pk),
                Where(unit=self.chance.choice(self.units).pk),
                Where(lon=lon, lat=lat),
            ]
        )
        fields = {
            "kind": self.chance.choice(["officer", "public"]),
            "severity": self.chance.choice(["hh", "h", "manual"]),
            "title": "氨味",
        }
        return alarms.create(viewer(person), where, AlarmCommand(AlarmCmd.RAISE, fields))

    def handle_alarm(self):
        alarm = self._any(Alarm.objects.exclude(state__in=["false", "reviewed"]))
        if alarm is None:
            return None
        person = self.chance.choice(self.workers[: self.chance.choice([3, 6])])  # three see the whole city
        likely = {
            "raised": ["acknowledge"],
            "acknowledged": ["judge_false", "judge_hazard", "judge_hazard", "judge_accident"],
            "hazard": ["dispatch"],
            "accident": ["dispatch"],
            "dispatched": ["arrive", "evacuate", "judge_accident"],
            "on_scene": ["resolve", "lift_evacuation"],
            "resolved": ["review"],
        }
        fields = {
            "reason": "仪表故障", "claimed": "major", "category": "leak", "text": "氨气泄漏", "deaths": 0, "injuries": 1,
            "person": self.workers[0].pk, "radius": 500, "basis": "第五条", "report": "已关阀", "opinion": "同意",
        }  # fmt: skip
        command = AlarmCmd(self.chance.choice(likely[alarm.state]))
        return alarms.run(viewer(person), alarm.pk, AlarmCommand(command, fields, alarm.version))

    def rerate(self):
        level = self.chance.randrange(5)
        claim = self.chance.random() < 0.3
        point = self.chance.choice(self.points)
        return change_point(point.pk, base=level, firm=level, live=1 if claim else level)

    def move(self):
        cell = self.chance.choice([*(self.city[c] for c in PLACES[:5]), None])
        touched = [self.city[c].pk for c in self.chance.sample(PLACES[:5], self.chance.randrange(3))]
        return change_point(self.chance.choice(self.points).pk, cell=cell, touched=touched)

    def retire(self):
        point = RiskPoint.objects.get(pk=self.chance.choice(self.points).pk)
        return change_point(point.pk, retired_at=None if point.retired_at else timezone.now())

    def unit(self):
        unit = Enterprise.objects.get(pk=self.chance.choice(self.units).pk)
        level = self.chance.randrange(5)
        return change_unit(unit.pk, supervision=level, live=level, stopped=self.chance.random() < 0.5)

    def listing(self):
        unit = Enterprise.objects.get(pk=self.chance.choice(self.units).pk)
        soon = (timezone.now() + timedelta(days=10)).isoformat()
        told = {
            "public_text": "挂牌",
            "deadline": soon,
            "level": 1,
            "listing_reason": "serious",
            "reason": "x",
        }
        done = {"public_text": "摘牌", "report": "合格", "companions": [self.workers[0].pk]}
        act, given = (Act.DELIST, done) if unit.listing else (Act.LIST, told)
        return unit_listings.run(viewer(self.workers[2]), unit.pk, act, given)

    def duty(self):
        boss = viewer(self.workers[2])
        held = self._any(Duty.objects.filter(person__in=self.idle, ends_at=None))
        if held is not None and self.chance.random() < 0.5:
            return duties.end(boss, held.pk)
        role, cell = self.chance.choice([Role.OFF, Role.LEAD]), self.city[self.chance.choice(PLACES[:5])]
        return duties.assign(
            boss, duties.NewDuty(self.chance.choice(self.idle).pk, Post(role.value, cell.pk))
        )

    def survey(self):
        """Somebody walks a community; seldom of one that is no more, for a phone may be that late."""
        person = self.chance.choice(self.surveyors)
        now = timezone.now()
        cell = Duty.objects.filter(person=person).order_by("pk").first().cell_id
        return surveys.record(viewer(person), surveys.NewSurvey(cell, Stamp(now, now)))

    def publish(self):
        """Split or merge a community, and put that in force. Seldom: whoever answered for it no longer does."""
        if self.done["publish"] >= MOST_PLANS:
            return None
        plan = new_plan(self.planner, self.city)
        every = list(draft_of(plan).ground.cells.values())
        township = self.chance.choice(every).parent
        cells = [cell for cell in every if cell.parent == township]
        cell = self.chance.choice(cells)
        if len(cells) > 2:
            step = {"do": "dissolve", "cell": cell.id}
        else:
            west, south, east, north = cell.shape.bounds
            x = round(self.chance.uniform(west, east), 7)
            beside = cell.shape.intersection(box(x, south, east, north)).representative_point()
            line = [(x, south - 0.01), (x, north + 0.01)]
            step = {
                "do": "split",
                "cell": cell.id,
                "name": "新村",
                "line": line,
                "side": (beside.x, beside.y),
            }
        drawn = plans.edit(self.planner, plan.pk, 1, step)
        if isinstance(drawn, Refusal):
            return drawn
        return plan_publish.publish(self.planner, plan.pk, 2, WARNINGS)

    def clock(self):
        """Let deadlines pass, and the sweeps find out."""
        for hazard in Hazard.objects.filter(state__in=["ordered", "rectifying"], overdue__lt=2):
            late = timezone.now() - timedelta(days=self.chance.choice([1, 20]))
            Hazard.objects.filter(pk=hazard.pk).update(
                deadline=late, facts=hazard.facts | {"deadline": late.isoformat()}
            )
        long_ago = (timezone.now() - timedelta(days=40)).date()
        surveys.begin_clocks()
        for clock in self.chance.sample(list(SurveyClock.objects.order_by("pk")), 2):
            SurveyClock.objects.filter(pk=clock.pk).update(begins=long_ago)
            Survey.objects.filter(cell_id=clock.pk).update(
                day=long_ago, first=long_ago, last=long_ago, counts=False
            )
        self.done["overdue"] += (turned := tallies.settle())
        swept = sweeps.mark_overdue() + sweeps.rerate_expired() + sweeps.count_duties()
        return swept + turned or None


def _plan():
    return {
        "responsible": "赵总",
        "measures": "更换阀门",
        "time_limit": (timezone.now() + timedelta(days=5)).isoformat(),
        "funds": 8000,
        "contingency": "停车预案",
    }
