"""Walls' links, repeated requests, and looks at protected data."""

from django.db import models
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .people import User


class Kiosk(models.Model):
    """A wall's read-only link. Only the token's hash is kept; revoking ends its sockets within a second."""

    name = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="kiosks")
    access_version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="kiosks")
    created_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True, blank=True)

    @override
    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A filter with list and place that somebody keeps: the query of the page's address. `shared`: with colleagues."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="views")
    name = models.CharField(max_length=60)
    shared = models.BooleanField(default=False)
    state = models.CharField(max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("owner", "name", name="view_name_once_per_owner")]

    @override
    def __str__(self) -> str:
        return self.name


class IdempotencyKey(models.Model):
    """The answer to a POST, given again when the same key comes again."""

    viewer = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, help_text="hash of method, path and body")
    status = models.PositiveSmallIntegerField()
    body = models.JSONField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("viewer", "key", name="idempotency_key_once")]
        indexes = [models.Index(fields=["at"], name="idempotency_by_time")]

    @override
    def __str__(self) -> str:
        return f"{self.viewer} {self.key}"


class AccessLog(models.Model):
    """Who looked at a protected value, or exported, and when (K14, domain rules §5)."""

    viewer = models.CharField(max_length=40)
    what = models.CharField(max_length=24)
    target = models.CharField(max_length=500)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["target", "at"], name="access_by_target")]

    @override
    def __str__(self) -> str:
        return f"{self.viewer} {self.what} {self.target}"
