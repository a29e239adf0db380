"""The hazard table (domain rules §6) as data: command, from → to, who, required fields, guards, effect."""

from collections.abc import Mapping
from types import MappingProxyType

from . import hazard_effects as do
from . import hazard_guards as g
from .hazard_case import Rule, VerbOf
from .hazard_fields import Field, Kind
from .hazard_types import OPEN_VERIFIED, Cmd, FieldValue, HazardClass, HazardFacts, State
from .verbs import Verb

S = State


def _always(verb: Verb) -> VerbOf:
    return lambda hazard, fields: verb


def _by_class(general: Verb, major: Verb) -> VerbOf:
    return lambda hazard, fields: major if hazard.major else general


def _verifier(hazard: HazardFacts, fields: Mapping[str, FieldValue]) -> Verb:
    major = hazard.claimed is HazardClass.MAJOR or fields.get("class") is HazardClass.MAJOR
    return Verb.MAJOR_STEP if major else Verb.CHECK_GENERAL


_checker = _by_class(Verb.CHECK_GENERAL, Verb.MAJOR_STEP)
_accepter = _by_class(Verb.ACCEPT_GENERAL, Verb.MAJOR_STEP)
_rectifier = _by_class(Verb.RECTIFY_GENERAL, Verb.RECTIFY_MAJOR)


def _next_step(hazard: HazardFacts, fields: Mapping[str, FieldValue]) -> Verb:
    if hazard.state is S.ACCEPTED:
        return Verb.LIST
    return (_accepter if hazard.state is S.REINSPECTED else _checker)(hazard, fields)


def _five(missing: str = "FIVE_INCOMPLETE") -> tuple[Field, ...]:
    """S1's 五到位: 责任、措施、时限、资金、预案."""
    return (
        Field("responsible", Kind.TEXT, missing=missing),
        Field("measures", Kind.TEXT, missing=missing),
        Field("time_limit", Kind.WHEN, missing=missing),
        Field("funds", Kind.MONEY, missing=missing),
        Field("contingency", Kind.TEXT, missing=missing),
    )


REASON = Field("reason", Kind.TEXT, missing="NO_REASON")
BASIS = Field("basis", Kind.TEXT, missing="NO_BASIS")
AFTER = Field("after_photos", Kind.PHOTOS, missing="NO_AFTER_PHOTO")
PUBLIC = Field("public_text", Kind.TEXT)
DEADLINE = Field("deadline", Kind.WHEN)
WHAT = (
    Field("category", Kind.TEXT),
    Field("text", Kind.TEXT),
    Field("title", Kind.TEXT, required=False),
    Field("measure", Kind.WHOLE, required=False),
)

SPECIAL_REPORT = tuple(
    Field(name, Kind.TEXT, missing="REPORT_MISSING", only="major")
    for name in ("report_state", "report_danger", "report_treatment")
)
"""16 号令: 现状及原因、危害程度和整改难易程度、治理方案 (H7)."""

_RULES = (
    Rule(
        Cmd.REPORT, (), (S.REPORTED,), _always(Verb.REPORT_HAZARD),
        (
            Field("claimed", Kind.HAZARD_CLASS), *WHAT, Field("found_at", Kind.WHEN),
            Field("photos", Kind.PHOTOS, required=False), Field("source", Kind.TEXT, required=False),
        ),
        do.report, after=(g.found_in_future, g.bad_place, g.unit_closed, g.no_photo, g.duplicate), evidence_counts=True,
    ),
    Rule(
        Cmd.SELF_RECORD, (), (S.RECTIFYING,), _always(Verb.SELF_HAZARD),
        (
            Field("claimed", Kind.HAZARD_CLASS, required=False), *WHAT, *_five(),
            Field("fixer", Kind.PERSON, required=False), Field("photos", Kind.PHOTOS, required=False),
            Field("found_at", Kind.WHEN, required=False),
        ),
        do.self_record, after=(g.found_in_future, g.must_report, g.bad_place, g.unit_closed, g.own_limit_range),
    ),
    Rule(
        Cmd.SELF_CLOSE, (S.RECTIFYING,), (S.CLOSED,), _always(Verb.SELF_HAZARD), (AFTER,), do.close,
        before=(g.was_reopened, g.not_self_found, g.is_listed, g.is_suspended, g.fixed_it_himself),
    ),
    Rule(
        Cmd.VERIFY, (S.REPORTED,), (S.VERIFIED,), _verifier,
        (
            Field("class", Kind.HAZARD_CLASS), BASIS,
            Field("responsible_unit", Kind.TEXT), Field("responsible_person", Kind.TEXT),
        ),
        do.verify, after=(g.verifies_own_major,),
    ),
    Rule(
        Cmd.REJECT, (S.REPORTED,), (S.REJECTED,), _verifier, (REASON, Field("reply", Kind.TEXT)), do.reject,
        before=(g.verifies_own_major,),
    ),
    Rule(
        Cmd.RECLASSIFY, OPEN_VERIFIED, OPEN_VERIFIED, _always(Verb.MAJOR_STEP),
        (Field("class", Kind.HAZARD_CLASS), REASON, BASIS),
        do.reclassify, after=(g.same_class, g.down_rules), low="DOWN_NEEDS_COUNTY",
    ),
    Rule(
        Cmd.FIX_ON_SPOT, (S.REPORTED, S.VERIFIED), (S.CLOSED,), _always(Verb.FIX_ON_SPOT),
        (Field("before_photos", Kind.PHOTOS, missing="NO_PHOTO"), AFTER),
        do.close, before=(g.major_not_on_spot, g.is_listed, g.is_suspended),
    ),
    Rule(
        Cmd.TRANSFER, (S.REPORTED, S.VERIFIED), (S.REPORTED, S.VERIFIED), _always(Verb.TRANSFER),
        (Field("target", Kind.PERSON), REASON),
        do.transfer, before=(g.transfer_loop,), after=(g.no_target_duty,),
    ),
    Rule(
        Cmd.TRANSFER_ACCEPT, (S.REPORTED, S.VERIFIED), (S.REPORTED, S.VERIFIED), _always(Verb.TRANSFER), (),
        do.transfer_accept, before=(g.not_the_target,),
    ),
    Rule(
        Cmd.ORDER, (S.VERIFIED,), (S.ORDERED,), _by_class(Verb.ORDER_GENERAL, Verb.MAJOR_STEP),
        (
            Field("order_number", Kind.TEXT), Field("demands", Kind.TEXT),
            Field("deadline", Kind.WHEN, only="major"),
        ),
        do.order, after=(g.order_range,), low="LEVEL_TOO_LOW",
    ),
    Rule(
        Cmd.PLAN, (S.ORDERED,), (S.ORDERED, S.RECTIFYING), _rectifier,
        (*_five(), *SPECIAL_REPORT),
        do.plan, after=(g.plan_too_late,),
    ),
    Rule(
        Cmd.APPROVE_PLAN, (S.ORDERED,), (S.ORDERED, S.RECTIFYING), _always(Verb.MAJOR_STEP),
        (Field("approve", Kind.FLAG), Field("opinion", Kind.TEXT), Field("deadline", Kind.WHEN, required=False)),
        do.approve_plan, before=(g.no_plan,), after=(g.reset_range,),
    ),
    Rule(
        Cmd.SUSPEND, OPEN_VERIFIED, OPEN_VERIFIED, _always(Verb.SUSPEND),
        (
            Field("scope", Kind.TEXT), Field("shape", Kind.SHAPE, required=False), BASIS,
            Field("people_moved", Kind.WHOLE),
        ),
        do.suspend, before=(g.already_suspended,),
    ),
    Rule(
        Cmd.LIFT, OPEN_VERIFIED, OPEN_VERIFIED, _always(Verb.SUSPEND), (REASON,), do.lift,
        before=(g.not_suspended, g.lift_too_early, g.not_who_suspended),
    ),
    Rule(
        Cmd.EXTEND_REQUEST, (S.ORDERED, S.RECTIFYING), (S.ORDERED, S.RECTIFYING),
        _always(Verb.REQUEST_EXTENSION), (DEADLINE, REASON, Field("interim_measures", Kind.TEXT)),
        do.extend_request,
        before=(g.no_order, g.extension_pending, g.extension_limit, g.extension_too_late),
        after=(g.extension_range,),
    ),
    Rule(
        Cmd.EXTEND_DECIDE, (S.ORDERED, S.RECTIFYING), (S.ORDERED, S.RECTIFYING),
        _always(Verb.DECIDE_EXTENSION), (Field("approve", Kind.FLAG), REASON), do.extend_decide,
        before=(g.no_request, g.not_the_decider),
    ),
    Rule(
        Cmd.SUBMIT, (S.RECTIFYING,), (S.SUBMITTED,), _rectifier,
        (AFTER, Field("done", Kind.TEXT), Field("cost", Kind.MONEY)), do.submit,
    ),
    Rule(
        Cmd.REINSPECT, (S.SUBMITTED,), (S.REINSPECTED, S.CLOSED), _checker,
        (
            Field("result", Kind.TEXT), Field("photos", Kind.PHOTOS, missing="NO_PHOTO"),
            Field("companions", Kind.PEOPLE, missing="TWO_NEEDED", only="major"),
            Field("override_reason", Kind.TEXT, required=False),
        ),
        do.reinspect, after=(g.two_at_reinspection, g.not_present),
    ),
    Rule(
        Cmd.RETURN, (S.SUBMITTED, S.REINSPECTED, S.ACCEPTED), (S.RECTIFYING,), _next_step, (REASON,),
        do.send_back, before=(g.return_level,),
    ),
    Rule(
        Cmd.ACCEPT, (S.REINSPECTED,), (S.ACCEPTED, S.CLOSED), _accepter,
        (
            Field("report", Kind.TEXT), Field("expert_opinion", Kind.TEXT, only="major"),
            Field("companions", Kind.PEOPLE, missing="TWO_NEEDED"),
        ),
        do.accept, before=(g.accepts_too_low,), after=(g.two_at_acceptance,), low="LEVEL_TOO_LOW",
    ),
    Rule(
        Cmd.LIST, OPEN_VERIFIED, OPEN_VERIFIED, _always(Verb.LIST),
        (Field("level", Kind.LEVEL), DEADLINE, PUBLIC), do.list_hazard,
        before=(g.not_listable, g.already_listed),
        after=(g.lists_again, g.lists_at_own_level, g.listing_range),
    ),
    Rule(
        Cmd.DELIST, (S.ACCEPTED,), (S.CLOSED,), _always(Verb.LIST), (PUBLIC,), do.delist,
        before=(g.other_level,),
    ),
    Rule(
        Cmd.REOPEN, (S.CLOSED,), (S.VERIFIED,), _checker,
        (Field("evidence", Kind.TEXT), Field("photos", Kind.PHOTOS, required=False)),
        do.reopen, before=(g.too_old,),
    ),
)  # fmt: skip

RULES: Mapping[Cmd, Rule] = MappingProxyType({rule.command: rule for rule in _RULES})
