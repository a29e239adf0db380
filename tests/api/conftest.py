"""A small city with people of every kind, and clients that are logged in as them."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_city, make_person, make_point, make_unit
from safegrid.actions import levels
from safegrid.actions.transaction import unit_of_work
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.models import Department, Outbox, SequencerState
from safegrid.store.queries.search import forget_names


class Town:
    """Unit 1 with a blue point in c1 (township t1, county a); unit 2 with its point in c4 (county b)."""

    def __init__(self):
        self.city = city = make_city()
        self.unit = make_unit(city, "c1", name="鑫源机械有限公司")
        self.point = make_point(city, "c1", unit=self.unit, level=4, name="氨罐一号")
        self.far_unit = make_unit(city, "c4", name="远山化工有限公司")
        self.far_point = make_point(city, "c4", unit=self.far_unit, level=1, name="远山储罐")
        self.inspector = make_person(Role.INS, city["c1"], name="王格")
        self.far_inspector = make_person(Role.INS, city["c4"], name="林远")
        self.officer = make_person(Role.OFF, city["t1"], name="简官")
        self.leader = make_person(Role.LEAD, city["t1"], name="冯冠")
        self.department = make_person(Role.DEP, city["a"], name="魏华")
        self.colleague = make_person(Role.DEP, city["a"], name="魏同")
        self.committee = make_person(Role.SUP, city["a"], name="杜办")
        self.command = make_person(Role.CMD, city["city"], name="陈指挥")
        self.head = make_person(Role.ENT_H, unit=self.unit, name="齐业")
        self.safety = make_person(Role.ENT_S, unit=self.unit, name="安全")
        self.system = make_person(Role.ADM_SYS, city["city"], name="管理员")
        self.security = make_person(Role.ADM_SEC, city["city"], name="安保员")
        body = Department.objects.create(name="魏都区应急管理局", kind="industry", cell=city["a"])
        for person in (self.department, self.colleague):
            person.department = body
            person.save()
        self._rate()

    def _rate(self):
        with unit_of_work("test", "settle") as work:
            for unit in (self.unit, self.far_unit):
                levels.rate(work, None, levels.lock_unit(unit.pk), packs.current(), timezone.now())
        Outbox.objects.all().delete()
        SequencerState.objects.get_or_create(pk=1)

    def everyone(self):
        """Name of the role or person to user."""
        return {name: value for name, value in vars(self).items() if type(value).__name__ == "User"}


class As(Client):
    """A browser of one person (None: nobody), speaking JSON."""

    def __init__(self, person=None):
        super().__init__()
        if person is not None:
            self.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            self.read("/me")  # the first request of a minute also writes the session

    def call(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if method == "get":
            return self.get(f"/api{path}", body, headers=named)
        return self.post(
            f"/api{path}", json.dumps(body or {}), content_type="application/json", headers=named
        )

    def read(self, path, **query):
        return self.call("get", path, query)

    def send(self, path, body=None, **headers):
        return self.call("post", path, body, **headers)


@pytest.fixture
def town(db):
    forget_names()
    made = Town()
    yield made
    forget_names()


@pytest.fixture
def as_():
    """Logs a person in: `as_(person).read("/me")`."""
    return As
