"""What the public reports 举报, without log-in; who sent it is sealed (K14)."""

from django.contrib.gis.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from typing_extensions import override

from safegrid.domain.public_reports import State

from .cells import GridCell
from .hazards import Hazard
from .people import User


class PublicReport(models.Model):
    """A danger that somebody pointed at. It becomes a hazard only when an officer takes it up.

    `code_hash`: of the sender's tracking code, which is kept nowhere. `sealed`: {name, phone, notes of the photos} under
    a key that is not in the database (`actions.seal`); empty if nothing was left, or since `erased_at`. `metres`: from
    where the first photo was taken to the place; the place of the camera itself is sealed.
    """

    number = models.CharField(max_length=32, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, help_text="of what was sent, so that a repeat is known")
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="public_reports")
    geom = models.PointField(srid=4326)
    category = models.CharField(max_length=24)
    text = models.TextField()
    contact = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    metres = models.PositiveIntegerField(null=True, blank=True)
    coming = models.JSONField(
        default=list, db_default=[], help_text="names of photos that were announced and are not here"
    )
    state = models.CharField(max_length=12, default=State.WAITING.value)
    reply = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="public_reports")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="public_report_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state="taken") & Q(hazard__isnull=False))
                | (~Q(state="taken") & Q(hazard__isnull=True)),
                name="public_report_taken_is_hazard",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(sealed__isnull=True),
                name="public_report_erased_is_empty",
            ),
        ]
        indexes = [
            models.Index(fields=["cell", "state"], name="public_report_by_cell"),
            models.Index(F("received_at").desc(), name="public_report_by_time"),
            models.Index(fields=["id"], condition=Q(sealed__isnull=False), name="public_report_sealed"),
        ]

    @override
    def __str__(self) -> str:
        return self.number


class IdentityKeeper(models.Model):
    """The one person who may see who sent a report, from when the security administrator names them."""

    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(until__isnull=True), name="identity_keeper_is_one"
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.person_id} {self.since:%F}"


class PublicCount(models.Model):
    """How often an address did something within an hour. `who`: a keyed digest that changes daily, not the address."""

    what = models.CharField(max_length=12)
    who = models.CharField(max_length=32)
    hour = models.DateTimeField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("what", "who", "hour", name="public_count_once")]
        indexes = [models.Index(fields=["hour"], name="public_count_by_hour")]

    @override
    def __str__(self) -> str:
        return f"{self.what} {self.hour:%F %R}: {self.n}"


class SpentChallenge(models.Model):
    """A challenge that was used: it counts once."""

    signature = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["at"], name="spent_challenge_by_time")]

    @override
    def __str__(self) -> str:
        return self.signature[:8]
