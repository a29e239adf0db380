"""四查 (H1): the surveys of cells, the clock of each cell, and what is counted of communities without being drawn."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from typing_extensions import override

from .cells import GridCell
from .field_records import FieldRecord
from .people import User


class Survey(FieldRecord):
    """Somebody went through a cell. `day`: China's, on which it was done; `first`, `last`: the period that this lies in.

    `counts`: it is the first of its cell and period; further ones are kept beside it.
    """

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="surveys")
    person = models.ForeignKey(User, models.PROTECT, related_name="surveys")
    day = models.DateField()
    first = models.DateField()
    last = models.DateField()
    counts = models.BooleanField()
    note = models.TextField(blank=True)
    photos = models.JSONField(default=list, help_text="UUIDs of uploads")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cell", "first", "last"],
                condition=Q(counts=True),
                name="survey_counts_once_per_period",
            ),
        ]
        indexes = [models.Index(fields=["cell", "-day"], name="survey_by_cell")]

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} {self.day}"


class SurveyClock(models.Model):
    """When a cell's surveys are asked for from (`begins`, a day in China), and its latest one."""

    cell = models.OneToOneField(GridCell, models.PROTECT, primary_key=True, related_name="survey_clock")
    begins = models.DateField()
    latest = models.ForeignKey(Survey, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} since {self.begins}"


class CellTally(models.Model):
    """What the log was told of a column that nothing drawn makes up (`actions.tallies`)."""

    cell = models.ForeignKey(GridCell, models.PROTECT, related_name="+")
    column = models.CharField(max_length=20)
    n = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("column", "cell", name="cell_tally_once")]

    @override
    def __str__(self) -> str:
        return f"{self.cell_id} {self.column} {self.n}"
