"""What the field proposes and reports: units to be added, corrected or closed (H1, G15), and illegal operations (G16)."""

from django.contrib.gis.db import models
from django.db.models import Q
from typing_extensions import override

from .cells import GridCell
from .field_records import FieldRecord
from .people import User
from .units import Enterprise

WAITING = "waiting"


class UnitProposal(FieldRecord):
    """A unit is new, wrong on record, or gone; nothing changes until somebody who may decides (`decided_*`).

    `fields`: what is proposed, by the names of `domain.unit_fields`; `was`: what those fields said when it was made.
    `unit`: that it is about; of a new one, that it became. `entered_by`: town or department (G15).
    """

    KINDS = [("new", "新增"), ("correct", "更正"), ("close", "注销")]
    STATES = [(WAITING, "待确认"), ("accepted", "已采纳"), ("rejected", "未采纳")]
    BY = [("town", "乡镇"), ("department", "部门")]
    kind = models.CharField(max_length=8, choices=KINDS)
    unit = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="proposals")
    fields = models.JSONField(default=dict)
    was = models.JSONField(default=dict)
    geom = models.PointField(srid=4326, null=True, blank=True)
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="+")
    industry = models.CharField(max_length=1, blank=True)
    reason = models.TextField(blank=True)
    photos = models.JSONField(default=list, help_text="UUIDs of uploads")
    entered_by = models.CharField(max_length=10, choices=BY)
    person = models.ForeignKey(User, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=8, choices=STATES, default=WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="new", geom__isnull=False) | Q(unit__isnull=False),
                name="proposal_has_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state=WAITING, decided_at=None) | Q(decided_at__isnull=False),
                name="proposal_is_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["cell"], condition=Q(state=WAITING), name="proposal_waiting_by_cell"),
            models.Index(fields=["unit"], name="proposal_by_unit"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id or ''} {self.state}"


class IllegalReport(FieldRecord):
    """Somebody produces or trades without being allowed to 非法生产经营 (G16): no hazard, a kind of its own."""

    STATES = [("open", "待处理"), ("handled", "已处理")]
    RESULTS = [("confirmed", "属实"), ("unfounded", "不属实"), ("referred", "已移送")]
    text = models.TextField()
    geom = models.PointField(srid=4326)
    cell = models.ForeignKey(GridCell, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(
        Enterprise, models.PROTECT, null=True, blank=True, related_name="illegal_reports"
    )
    photos = models.JSONField(default=list, help_text="UUIDs of uploads")
    person = models.ForeignKey(User, models.PROTECT, related_name="illegal_reports")
    state = models.CharField(max_length=8, choices=STATES, default="open")
    result = models.CharField(max_length=10, choices=RESULTS, blank=True)
    words = models.TextField(blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["cell"], condition=Q(state="open"), name="illegal_open_by_cell")]

    @override
    def __str__(self) -> str:
        return f"{self.cell_id or ''} {self.state}"
