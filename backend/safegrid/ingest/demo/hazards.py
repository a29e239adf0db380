"""Hazards of the demo city in every state, made by replaying `domain.hazards.step` at past times.

So facts, steps and history are what the rules would have written, and refusals are bugs of a life, not data.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from safegrid.domain.hazards import (
    Around,
    Cmd,
    Command,
    HazardFacts,
    Step,
    step,
    tell_overdue,
)
from safegrid.domain.hierarchy import CITY, COUNTY, TOWNSHIP
from safegrid.domain.pack_model import RulePack
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor, Duty, Role

from .lives import LIVES, Act, Life
from .names import random_uuid
from .words import words

PHOTOS_OF: Mapping[Cmd, tuple[str, ...]] = {
    Cmd.REPORT: ("photos",),
    Cmd.FIX_ON_SPOT: ("before_photos", "after_photos"),
    Cmd.SELF_CLOSE: ("after_photos",),
    Cmd.SUBMIT: ("after_photos",),
    Cmd.REINSPECT: ("photos",),
}


@dataclass(frozen=True)
class Spot:
    """Where a hazard is. Ids, 0 for none. `path`: city, county, township and community cell ids."""

    point: int
    unit: int
    measure: int
    cell: int
    lon: float
    lat: float
    category: str
    industry: str
    unit_type: str
    lead_level: int
    path: tuple[int, int, int, int]
    county_code: str


class Cast:
    """Who plays which part at a spot: finds the holders of duties.

    `holders`: (role, cell, unit) to person ids; `departments`: person to department; `industries`: person to letter.
    """

    def __init__(
        self,
        holders: Mapping[tuple[str, int, int], list[int]],
        departments: Mapping[int, int | None],
        industries: Mapping[int, str],
    ) -> None:
        self._holders, self._departments, self._industries = holders, departments, industries

    def play(self, part: str, spot: Spot) -> Actor:
        city, county, township, community = spot.path
        place = {
            "INS": ("INS", community, 4, 0),
            "OFF4": ("OFF", community, 4, 0),
            "OFF3": ("OFF", township, TOWNSHIP, 0),
            "DEP2": ("DEP", county, COUNTY, 0),
            "DEP2b": ("DEP", county, COUNTY, 1),
            "SUP2": ("SUP", county, COUNTY, 0),
            "SUP1": ("SUP", city, CITY, 0),
        }.get(part)
        if place is None:
            return self._enterprise(part, spot)
        role, cell, level, turn = place
        found = [
            p for p in self._holders[(role, cell, 0)] if self._industries.get(p, "") in ("", spot.industry)
        ]
        person = found[turn % len(found)]
        return Actor(person, (Duty(Role(role), level, self._departments.get(person)),))

    def _enterprise(self, part: str, spot: Spot) -> Actor:
        """A unit without a safety officer leaves the officer's steps to its head."""
        for role in (part, "ENT_H"):
            people = self._holders.get((role, 0, spot.unit))
            if people:
                return Actor(people[0], (Duty(Role(role)),))
        raise LookupError(f"nobody plays {part} at unit {spot.unit}")


@dataclass(frozen=True)
class Past:
    """A replayed hazard: facts now, all that was done, and the photos as (uuid, owner, moment)."""

    spot: Spot
    uuid: str
    facts: HazardFacts
    steps: tuple[Step, ...]
    photos: tuple[tuple[str, int, datetime], ...]


@dataclass
class Replay:
    """One life in progress."""

    life: Life
    spot: Spot
    cast: Cast
    pack: RulePack
    dice: random.Random
    photos: list[tuple[str, int, datetime]] = field(default_factory=list)

    def run(self, now: datetime) -> Past:
        """Play every act; the last one `age` days before `now`. Raises ValueError on a refusal."""
        age = timedelta(days=self.dice.uniform(*self.life.age))
        at = now - age - timedelta(days=sum(act.days for act in self.life.acts))
        facts: HazardFacts | None = None
        steps: list[Step] = []
        for act in self.life.acts:
            at += timedelta(days=act.days)
            result = self._play(facts, act, at)
            if isinstance(result, Refusal):
                raise ValueError(f"{self.life.name}: {act.command} refused with {result}")
            facts = result.hazard
            steps.append(result)
        assert facts is not None
        told = tell_overdue(facts, now)
        uuid = random_uuid(self.dice)
        return Past(self.spot, uuid, told or facts, tuple(steps), tuple(self.photos))

    def _play(self, facts: HazardFacts | None, act: Act, at: datetime) -> Step | Refusal:
        actor = self.cast.play(act.who, self.spot)
        companions = tuple(self.cast.play(part, self.spot) for part in act.companions)
        command = Command(act.command, self._fields(act, actor, companions, at), override=act.override)
        spot = self.spot
        around = Around(
            target_has_duty=True,
            distance_m=self.dice.uniform(5, 90),
            companions=companions,
            cell_id=spot.cell,
            unit_id=spot.unit,
            point_id=spot.point,
            lead_level=spot.lead_level,
        )
        return step(facts, command, actor, self.pack, at, around=around)

    def _fields(
        self, act: Act, actor: Actor, companions: tuple[Actor, ...], at: datetime
    ) -> dict[str, object]:
        fields = _said(act.command, self.life, self.spot, self.dice, at) | act.fields
        for name in [n for n in fields if n.endswith("_days")]:
            fields[name.removesuffix("_days")] = at + timedelta(days=float(str(fields.pop(name))))
        if isinstance(fields.get("target"), str):
            fields["target"] = self.cast.play(str(fields["target"]), self.spot).person_id
        if companions:
            fields["companions"] = tuple(c.person_id for c in companions)
        for name in PHOTOS_OF.get(act.command, ()):
            photo = random_uuid(self.dice)
            self.photos.append((photo, actor.person_id, at))
            fields[name] = (photo,)
        return fields


def _said(command: Cmd, life: Life, spot: Spot, dice: random.Random, at: datetime) -> dict[str, object]:
    """What people say with a command."""
    source = words("hazards")
    orders = source["orders"]
    five = {k: orders[k] for k in ("responsible", "measures", "contingency")}
    if command in (Cmd.REPORT, Cmd.SELF_RECORD):
        pool = source["major" if life.major else "general"]
        found = pool.get(spot.category) or pool["other"]
        title, category = dice.choice(found), spot.category
        own = source["major_at"].get(spot.unit_type) if life.major else None
        if own:  # one number is drawn either way, so that the rest of the city does not depend on these words
            category, title = own[found.index(title) % len(own)]
        said = {
            "title": title,
            "text": f"现场检查发现：{title}。（演示数据）",
            "category": category,
            "found_at": at - timedelta(minutes=dice.randint(5, 90)),
        }
        if command is Cmd.SELF_RECORD:
            return said | five
        return said | {"source": "enforcement" if life.major else "inspection"}
    return {
        Cmd.VERIFY: {
            "basis": orders["basis"],
            "responsible_unit": "本单位",
            "responsible_person": orders["responsible"],
        },
        Cmd.REJECT: {"reason": "经现场核实，不构成隐患", "reply": "已向上报人说明情况"},
        Cmd.TRANSFER: {"reason": "请属地镇办处理"},
        Cmd.ORDER: {
            "order_number": f"责改〔{at:%Y}〕{dice.randint(1, 9999)}号",
            "demands": orders["demands"],
        },
        Cmd.PLAN: {**five, **(orders["report"] if life.major else {})},
        Cmd.APPROVE_PLAN: {"opinion": "方案可行，同意按期整改"},
        Cmd.SUSPEND: {"scope": "相关生产线停产，撤出作业人员", "basis": orders["basis"]},
        Cmd.EXTEND_REQUEST: {"reason": "配件到货延迟"},
        Cmd.EXTEND_DECIDE: {"reason": "情况属实，同意延期"},
        Cmd.SUBMIT: {"done": orders["measures"]},
        Cmd.REINSPECT: {"result": "已按要求整改到位"},
        Cmd.RETURN: {"reason": "整改不彻底，部分问题仍存在"},
        Cmd.ACCEPT: {"report": "验收合格，资料齐全", "expert_opinion": "专家组同意通过验收"},
        Cmd.LIST: {"public_text": "由安委办挂牌督办，责令限期整改"},
        Cmd.DELIST: {"public_text": "该隐患已整改完毕，予以摘牌"},
        Cmd.REOPEN: {"evidence": "复查发现同一问题再次出现"},
    }.get(command, {})


def lives(count: int, dice: random.Random) -> list[Life]:
    """Every life at least once, the rest by weight."""
    found = list(LIVES)
    found += dice.choices(LIVES, [life.weight for life in LIVES], k=max(0, count - len(found)))
    return found


def without_unit(spot: Spot) -> Spot:
    """The same place as open ground, with neither point nor unit."""
    return replace(spot, point=0, unit=0, measure=0, industry="", unit_type="", lead_level=3)
