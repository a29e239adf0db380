"""The alarm table as data: command, from → to, who, required fields, guards, effect.

Who: `handle_alarm` of the roles × verbs table (domain rules §5); an enterprise acknowledges its own alarms and reports
its own accident, an inspector arrives. Raising takes the verb of whoever may report a danger.
"""

from collections.abc import Mapping
from types import MappingProxyType

from . import alarm_effects as do
from . import alarm_guards as g
from .alarm_case import AlarmRule
from .alarm_types import AlarmCmd, AlarmState
from .hazard_fields import Field, Kind
from .verbs import Verb

S = AlarmState
JUDGED = (S.HAZARD, S.ACCIDENT, S.DISPATCHED, S.ON_SCENE)
KNOWN = (S.ACKNOWLEDGED, *JUDGED)
"""Somebody has taken it, and it is not over."""
TEXT = Field("text", Kind.TEXT)
RADIUS = Field("radius", Kind.WHOLE)
NOTE = Field("note", Kind.TEXT, required=False)

_RULES = (
    AlarmRule(
        AlarmCmd.RAISE, (), (S.RAISED,),
        (
            Field("kind", Kind.TEXT), Field("severity", Kind.TEXT), Field("title", Kind.TEXT),
            Field("text", Kind.TEXT, required=False), Field("photos", Kind.PHOTOS, required=False),
        ),
        do.nothing, after=(g.bad_kind, g.bad_severity), own=True, arrival=True, verb=Verb.REPORT_HAZARD,
    ),
    AlarmRule(
        AlarmCmd.ACKNOWLEDGE, (S.RAISED,), (S.ACKNOWLEDGED, S.RAISED), (NOTE,), do.acknowledge,
        before=(g.unit_knows,), own=True,
    ),
    AlarmRule(
        AlarmCmd.JUDGE_FALSE, (S.ACKNOWLEDGED,), (S.FALSE,),
        (Field("reason", Kind.TEXT, missing="NO_REASON"),), do.judge_false, before=(g.still_evacuated,),
    ),
    AlarmRule(
        AlarmCmd.JUDGE_HAZARD, (S.ACKNOWLEDGED,), (S.HAZARD,),
        (Field("claimed", Kind.HAZARD_CLASS), Field("category", Kind.TEXT), TEXT), do.judge_hazard,
    ),
    AlarmRule(
        AlarmCmd.JUDGE_ACCIDENT, KNOWN, (S.ACCIDENT, S.DISPATCHED, S.ON_SCENE),
        (Field("deaths", Kind.WHOLE), Field("injuries", Kind.WHOLE), TEXT), do.judge_accident,
    ),
    AlarmRule(
        AlarmCmd.DISPATCH, JUDGED, (S.DISPATCHED, S.ON_SCENE), (Field("person", Kind.PERSON), NOTE),
        do.dispatch, after=(g.no_target_duty,),
    ),
    AlarmRule(AlarmCmd.ARRIVE, (S.DISPATCHED,), (S.ON_SCENE,), (NOTE,), do.arrive, arrival=True),
    AlarmRule(
        AlarmCmd.RESOLVE, (S.ON_SCENE,), (S.RESOLVED,), (Field("report", Kind.TEXT),), do.resolve,
        before=(g.still_evacuated,),
    ),
    AlarmRule(AlarmCmd.REVIEW, (S.RESOLVED,), (S.REVIEWED,), (Field("opinion", Kind.TEXT),), do.review),
    AlarmRule(
        AlarmCmd.EVACUATE, KNOWN, KNOWN, (RADIUS, Field("basis", Kind.TEXT, missing="NO_BASIS")), do.evacuate,
        before=(g.evacuated,), after=(g.radius_range,),
    ),
    AlarmRule(
        AlarmCmd.LIFT_EVACUATION, KNOWN, KNOWN, (Field("reason", Kind.TEXT, missing="NO_REASON"),),
        do.lift_evacuation, before=(g.not_evacuated,),
    ),
    AlarmRule(AlarmCmd.NOTIFY, KNOWN, KNOWN, (RADIUS, TEXT), do.nothing, after=(g.radius_range,)),
    AlarmRule(
        AlarmCmd.REPORT_UP, (*JUDGED, S.RESOLVED), (*JUDGED, S.RESOLVED), (TEXT,), do.report_up,
        before=(g.nothing_to_report, g.not_the_unit_s), own=True,
    ),
)  # fmt: skip

ALARM_RULES: Mapping[AlarmCmd, AlarmRule] = MappingProxyType({rule.command: rule for rule in _RULES})
