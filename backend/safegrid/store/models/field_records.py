"""Columns that every record from the field has: the device's clock and place as it said them, and what they are worth."""

from django.db import models

from safegrid.domain.presence import Fix, Judged, Presence, Stamp


class FieldRecord(models.Model):
    """`made_at`, `sent_at`, `fix_at`: by the device's clock; `received_at`: by the server's. `metres`: to the place."""

    made_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    fix_lon = models.FloatField(null=True, blank=True)
    fix_lat = models.FloatField(null=True, blank=True)
    fix_accuracy = models.FloatField(null=True, blank=True)
    fix_at = models.DateTimeField(null=True, blank=True)
    judged = models.CharField(max_length=8, choices=[(j.value, j.value) for j in Judged])
    metres = models.FloatField(null=True, blank=True)
    clock_off = models.IntegerField(default=0, help_text="seconds that the device's clock is ahead")

    class Meta:
        abstract = True

    def presence(self) -> Presence:
        """What was judged when it was received."""
        return Presence(Judged(self.judged), self.metres, self.fix_accuracy, self.clock_off)

    @property
    def fix(self) -> Fix | None:
        if self.fix_lon is None or self.fix_lat is None or self.fix_accuracy is None or self.fix_at is None:
            return None
        return Fix(self.fix_lon, self.fix_lat, self.fix_accuracy, self.fix_at)


def stamped(stamp: Stamp, presence: Presence) -> dict[str, object]:
    """Columns of a stamp and of its judgement, for a new row; `received_at` is the caller's."""
    fix = stamp.fix
    return {
        "made_at": stamp.made_at,
        "sent_at": stamp.sent_at,
        "fix_lon": fix.lon if fix else None,
        "fix_lat": fix.lat if fix else None,
        "fix_accuracy": fix.accuracy if fix else None,
        "fix_at": fix.at if fix else None,
        "judged": presence.judged.value,
        "metres": presence.metres,
        "clock_off": presence.clock_off,
    }
