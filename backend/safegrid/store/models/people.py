"""People, departments and duties: who answers for which ground or unit, and when (G3, G7, G10)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain.roles import Role

from .cells import GridCell


class Department(models.Model):
    """A body of government. `kind`: territorial, general, industry or special supervision (G7)."""

    KINDS = [
        ("territorial", "属地管理"),
        ("general", "综合监管"),
        ("industry", "行业主管"),
        ("special", "专项监管"),
    ]
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=KINDS)
    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="departments")

    class Meta:
        constraints = [models.UniqueConstraint("name", "cell", name="department_name_once_per_cell")]

    @override
    def __str__(self) -> str:
        return self.name


class PeopleManager(BaseUserManager["User"]):
    """Lookup by username; people are made by `safegrid.actions.people`."""


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a log-in. `access_version` grows with every change of what the person may see."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=64)
    phone = models.CharField(max_length=32, blank=True)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    access_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    objects = PeopleManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        indexes = [models.Index(fields=["name"], name="user_by_name")]

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.username})"


class Duty(models.Model):
    """A person answers for a cell or a unit in a role during [starts_at, ends_at). `counted`: in the cell's counts now."""

    person = models.ForeignKey(User, models.PROTECT, related_name="duties")
    role = models.CharField(max_length=8, choices=[(r.value, r.name) for r in Role])
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="duties")
    unit = models.ForeignKey("store.Enterprise", models.PROTECT, null=True, blank=True, related_name="duties")
    industry = models.CharField(max_length=1, blank=True, help_text="门类 letter; empty = every industry")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    counted = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(cell__isnull=False, unit__isnull=True) | Q(cell__isnull=True, unit__isnull=False),
                name="duty_for_a_cell_or_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")),
                name="duty_ends_after_start",
            ),
            ExclusionConstraint(
                name="duty_not_twice_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Func(F("cell"), 0, function="COALESCE"), RangeOperators.EQUAL),
                    (Func(F("unit"), 0, function="COALESCE"), RangeOperators.EQUAL),
                    ("industry", RangeOperators.EQUAL),
                    (Func(F("starts_at"), F("ends_at"), function="TSTZRANGE"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["person", "ends_at"], name="duty_by_person"),
            models.Index(fields=["cell", "role"], name="duty_by_cell"),
            models.Index(fields=["unit", "role"], name="duty_by_unit"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.role} {self.person_id} @ {self.cell_id or self.unit_id}"


class DepartmentDuty(models.Model):
    """Which department answers for a unit, in which of the four kinds of duty (G7)."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="unit_duties")
    unit = models.ForeignKey("store.Enterprise", models.CASCADE, related_name="department_duties")
    kind = models.CharField(max_length=12, choices=Department.KINDS)

    class Meta:
        constraints = [models.UniqueConstraint("unit", "kind", "department", name="department_duty_once")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.department_id} > {self.unit_id}"
