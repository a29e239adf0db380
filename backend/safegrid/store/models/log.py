"""Outbox, event log and what the sequencer derives from it. Times are `clock_timestamp()`, not the transaction's start."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func
from typing_extensions import override


class ClockTimestamp(Func):
    function = "clock_timestamp"
    output_field = models.DateTimeField()


class Outbox(models.Model):
    """Events written by actions, not yet in the log. `access` ones go first."""

    kind = models.CharField(max_length=10)
    entity = models.CharField(max_length=10, blank=True)
    entity_id = models.BigIntegerField(default=0)
    payload = models.TextField()
    access = models.BooleanField(default=False)
    actor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(db_default=ClockTimestamp())

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.entity} {self.entity_id}"


class EventLog(models.Model):
    """Everything that happened, in one dense order; the audit trail. Each row's hash covers the one before."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=10)
    entity = models.CharField(max_length=10, blank=True)
    entity_id = models.BigIntegerField(default=0)
    payload = models.TextField()
    actor = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    at = models.DateTimeField(db_default=ClockTimestamp())
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["entity", "entity_id", "seq"], name="log_by_entity"),
            models.Index(fields=["at"], name="log_by_time"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class EventItem(models.Model):
    """One object of a bulk event: `payload` is a `Changed`."""

    batch = models.BigIntegerField()
    entity = models.CharField(max_length=10)
    entity_id = models.BigIntegerField()
    payload = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["batch"], name="item_by_batch"),
            models.Index(fields=["entity", "entity_id"], name="item_by_entity"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.batch} {self.entity} {self.entity_id}"


class CellCount(models.Model):
    """Absolute counts of a community in the order of `domain.counts.COLUMNS`; cell 0 is unowned ground."""

    cell_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)
    n = ArrayField(models.IntegerField())

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} v{self.version}"


class RulesInForce(models.Model):
    """One row: the pack that the city is rated by, and how far everything has been rated again since it took force.

    What a rating by these rules does not change keeps the mark of the pack that gave it first; so this row alone says
    what has been judged by them.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    pack_id = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=64)
    since = models.DateTimeField(db_default=ClockTimestamp())
    finished = models.BooleanField(default=False)
    after = models.BigIntegerField(default=0, db_default=0, help_text="points up to this id are done")
    total = models.BigIntegerField(default=0, db_default=0, help_text="points to judge")
    done = models.BigIntegerField(default=0, db_default=0, help_text="of them judged")
    changed = models.BigIntegerField(
        default=0, db_default=0, help_text="of them told of: another level or reason"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_pack_in_force")]

    @override
    def __str__(self) -> str:
        return f"{self.pack_id} {self.pack_version}"


class OwnerCheck(models.Model):
    """One row: how far everything has been asked again whose ground it stands on. `table`: which kind has its turn."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    table = models.CharField(max_length=10)
    after = models.BigIntegerField(default=0, help_text="objects of this table up to this id are done")
    since = models.DateTimeField(db_default=ClockTimestamp())
    finished = models.BooleanField(default=False)
    total = models.BigIntegerField(default=0, help_text="objects to ask")
    done = models.BigIntegerField(default=0, help_text="of them asked")
    changed = models.BigIntegerField(
        default=0, help_text="of them told of: another owner, or other ground entered"
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_owner_check")]

    @override
    def __str__(self) -> str:
        return f"{self.table} {self.done}/{self.total}"


class SequencerState(models.Model):
    """One row. `epoch` changes when the log is not a continuation (a restore), and every client then starts afresh."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.UUIDField(default=uuid.uuid4)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    heartbeat = models.DateTimeField(null=True, blank=True)
    pyramid_seq = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="the pyramid is the sum of the points at this position; null: not built",
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_sequencer_state")]

    @override
    def __str__(self) -> str:
        return f"{self.epoch} {self.seq}"
