"""Photos, the records that name them, and those that are still on their way."""

import uuid

from django.db import models
from django.db.models.functions import Now
from typing_extensions import override

from .hazards import Hazard
from .people import User


class Upload(models.Model):
    """A photo. It belongs to its uploader until a command uses it as evidence of a hazard or an alarm.

    `owner` is empty if the public sent it. `evidence`: what the camera wrote (`actions.photo_notes`), kept apart from the
    picture that is shown: {taken, offset, lon, lat, accuracy, camera, sha256, size}, each only if known.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=32)
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=200, help_text="name in the storage of photos")
    owner = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="uploads")
    hazard = models.ForeignKey(Hazard, models.PROTECT, null=True, blank=True, related_name="uploads")
    alarm = models.ForeignKey("store.Alarm", models.PROTECT, null=True, blank=True, related_name="uploads")
    evidence = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["owner", "created_at"], name="upload_by_owner")]

    @override
    def __str__(self) -> str:
        return str(self.uuid)


class UploadUse(models.Model):
    """A record of another kind than hazards and alarms that names a photo. `kind`: see `store.queries.uploads.SIGHT`."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=16)
    record = models.BigIntegerField()

    class Meta:
        constraints = [
            # One photo does not prove two inspections.
            models.UniqueConstraint("upload", "kind", name="upload_used_once_per_kind"),
        ]
        indexes = [models.Index(fields=["kind", "record"], name="upload_use_by_record")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.record}"


class Transfer(models.Model):
    """A photo on its way in parts. Its `uuid`, chosen by the sender, becomes the photo's."""

    uuid = models.UUIDField(unique=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="transfers")
    of = models.PositiveSmallIntegerField(help_text="number of parts")
    at = models.DateTimeField(db_default=Now(), help_text="when the last part came")

    class Meta:
        indexes = [models.Index(fields=["at"], name="transfer_by_time")]

    @override
    def __str__(self) -> str:
        return str(self.uuid)


class TransferPart(models.Model):
    """A part of a photo that has arrived: in the database, where every web process finds it."""

    transfer = models.ForeignKey(Transfer, models.CASCADE, related_name="parts")
    n = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("transfer", "n", name="transfer_part_once")]

    @override
    def __str__(self) -> str:
        return f"{self.transfer_id}/{self.n}"
