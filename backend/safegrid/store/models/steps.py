"""What a record of something that goes through states has, whatever it is."""

from django.db import models
from typing_extensions import override

from .people import User


class Step(models.Model):
    """One command that was carried out, or what the clock did (no actor), with everything that was said.

    `n`: the version that the thing got by it. A step is never changed.
    """

    n = models.PositiveIntegerField()
    command = models.CharField(max_length=24)
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=8, blank=True)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    note = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @override
    def __str__(self) -> str:
        return f"{self.n} {self.command}"
