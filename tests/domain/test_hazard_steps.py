"""Every command of the hazard table: who, from where, to where, and every refusal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.kit import (
    CITIZEN,
    DAY,
    DEP_1,
    DEP_2,
    DEP_2B,
    DEP_3,
    DUTY_DESK,
    HEAD,
    INSPECTOR,
    LEADER,
    NOW,
    OFFICER_3,
    OFFICER_4,
    PLANNER,
    SAFETY,
    SUP_1,
    SUP_2,
    SUP_3,
    WORKER,
    actor,
    pack_of,
)
from safegrid.domain.hazards import (
    RULES,
    Around,
    Cmd,
    Command,
    HazardClass,
    HazardFacts,
    State,
    Step,
    available,
    from_plain,
    step,
    to_plain,
)
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role

XUCHANG, QINGXIN = pack_of("411002001001"), pack_of("441803001001")
ON_SPOT = Around(distance_m=50)
SPECIAL = ("report_state", "report_danger", "report_treatment")
FIVE = {
    "responsible": "张工",
    "measures": "更换阀门",
    "time_limit": NOW + 5 * DAY,
    "funds": 3000,
    "contingency": "停泵撤人",
}
WHAT = {"category": "fire", "text": "阀门渗漏", "found_at": NOW, "photos": ["p1"]}
FIELDS = {
    Cmd.REPORT: {**WHAT, "claimed": "general"},
    Cmd.SELF_RECORD: {**WHAT, **FIVE},
    Cmd.SELF_CLOSE: {"after_photos": ["p2"]},
    Cmd.VERIFY: {
        "class": "general",
        "basis": "判定标准 3.2",
        "responsible_unit": "甲厂",
        "responsible_person": "李",
    },
    Cmd.REJECT: {"reason": "不属实", "reply": "已告知"},
    Cmd.RECLASSIFY: {"class": "major", "reason": "范围扩大", "basis": "判定标准 1.1"},
    Cmd.FIX_ON_SPOT: {"before_photos": ["a"], "after_photos": ["b"]},
    Cmd.TRANSFER: {"target": 99, "reason": "不属本辖区"},
    Cmd.TRANSFER_ACCEPT: {},
    Cmd.ORDER: {"order_number": "令2026-1", "demands": "限期整改", "deadline": NOW + 10 * DAY},
    Cmd.PLAN: {**FIVE, **dict.fromkeys(SPECIAL, "专项报告")},
    Cmd.APPROVE_PLAN: {"approve": True, "opinion": "同意"},
    Cmd.SUSPEND: {"scope": "二车间", "basis": "安全生产法", "people_moved": 12},
    Cmd.LIFT: {"reason": "已复查"},
    Cmd.EXTEND_REQUEST: {"deadline": NOW + 15 * DAY, "reason": "设备未到", "interim_measures": "专人值守"},
    Cmd.EXTEND_DECIDE: {"approve": True, "reason": "属实"},
    Cmd.SUBMIT: {"after_photos": ["c"], "done": "已更换", "cost": 2800},
    Cmd.REINSPECT: {"result": "合格", "photos": ["d"], "companions": [DEP_2B.person_id]},
    Cmd.RETURN: {"reason": "未彻底"},
    Cmd.ACCEPT: {"report": "验收报告", "expert_opinion": "专家同意", "companions": [SUP_2.person_id]},
    Cmd.LIST: {"level": 2, "deadline": NOW + 60 * DAY, "public_text": "挂牌督办"},
    Cmd.DELIST: {"public_text": "摘牌"},
    Cmd.REOPEN: {"evidence": "再次渗漏", "photos": ["e"]},
}


def run(hazard, cmd, who, *, at=NOW, pack=XUCHANG, around=ON_SPOT, override=False, drop=(), **changed):
    fields = {k: v for k, v in {**FIELDS[cmd], **changed}.items() if k not in drop}
    return step(hazard, Command(cmd, fields, override=override), who, pack, at, around=around)


def done(hazard, cmd, who, **options) -> HazardFacts:
    result = run(hazard, cmd, who, **options)
    assert isinstance(result, Step), result
    assert result.hazard.version == (hazard.version if hazard else 0) + 1
    assert result.transition.after is result.hazard.state
    assert result.hazard.state in RULES[cmd].targets
    return result.hazard


def refused(hazard, cmd, who, **options) -> str:
    result = run(hazard, cmd, who, **options)
    assert isinstance(result, Refusal), result
    return result.code


def reported(claimed="general", who=INSPECTOR):
    return done(None, Cmd.REPORT, who, claimed=claimed, around=Around(unit_id=7, cell_id=3, point_id=9))


def verified(klass="general"):
    return done(reported(klass), Cmd.VERIFY, DEP_2, **{"class": klass})


def ordered(klass="general"):
    return done(verified(klass), Cmd.ORDER, DEP_2)


def rectifying(klass="general"):
    if klass == "general":
        return done(ordered(), Cmd.PLAN, SAFETY)
    planned = done(ordered("major"), Cmd.PLAN, HEAD)
    assert planned.state is State.ORDERED
    return done(planned, Cmd.APPROVE_PLAN, DEP_2)


def submitted(klass="general"):
    return done(rectifying(klass), Cmd.SUBMIT, HEAD)


def reinspected():
    return done(submitted("major"), Cmd.REINSPECT, DEP_2, around=replace(ON_SPOT, companions=(DEP_2B,)))


def self_found():
    return done(None, Cmd.SELF_RECORD, SAFETY)


WITH_SUP = replace(ON_SPOT, companions=(SUP_2,))


def test_general_hazard_from_report_to_closed():
    closed = done(submitted(), Cmd.REINSPECT, OFFICER_4, drop=("companions",))
    assert closed.state is State.CLOSED
    assert closed.closed_at == NOW


def test_major_hazard_needs_two_people_twice():
    checked = reinspected()
    assert checked.state is State.REINSPECTED
    assert checked.checked_by == (8, 9)
    assert done(checked, Cmd.ACCEPT, DEP_2, around=WITH_SUP).state is State.CLOSED
    same_two = replace(ON_SPOT, companions=(DEP_2B,))
    assert refused(checked, Cmd.ACCEPT, DEP_2, around=same_two) == "TWO_NEEDED"
    assert refused(checked, Cmd.ACCEPT, SUP_2, around=ON_SPOT) == "TWO_NEEDED"
    assert refused(submitted("major"), Cmd.REINSPECT, DEP_2) == "TWO_NEEDED"
    two_sups = replace(ON_SPOT, companions=(SUP_1,))
    assert refused(submitted("major"), Cmd.REINSPECT, SUP_2, around=two_sups) == "TWO_NEEDED"
    with_officer = replace(ON_SPOT, companions=(OFFICER_3,))
    assert done(submitted("major"), Cmd.REINSPECT, DEP_2, around=with_officer).state is State.REINSPECTED
    with_worker = replace(ON_SPOT, companions=(WORKER,))
    assert refused(submitted("major"), Cmd.REINSPECT, DEP_2, around=with_worker) == "TWO_NEEDED"


def test_self_found_is_closed_by_a_second_person():
    hazard = self_found()
    assert (hazard.state, hazard.self_found, hazard.deadline) == (State.RECTIFYING, True, FIVE["time_limit"])
    assert refused(hazard, Cmd.SELF_CLOSE, SAFETY) == "SAME_PERSON"
    assert done(hazard, Cmd.SELF_CLOSE, HEAD).state is State.CLOSED
    assert refused(done(None, Cmd.SELF_RECORD, SAFETY, fixer=3), Cmd.SELF_CLOSE, HEAD) == "SAME_PERSON"
    assert refused(None, Cmd.SELF_RECORD, SAFETY, claimed="major") == "MAJOR_MUST_REPORT"
    assert refused(None, Cmd.SELF_RECORD, SAFETY, drop=("funds",)) == "FIVE_INCOMPLETE"
    assert refused(None, Cmd.SELF_RECORD, SAFETY, time_limit=NOW + 31 * DAY) == "DEADLINE_RANGE"
    assert refused(None, Cmd.SELF_RECORD, OFFICER_3) == "NOT_YOUR_DUTY"


def test_self_close_is_only_for_plain_self_found_ones():
    assert refused(rectifying(), Cmd.SELF_CLOSE, HEAD) == "NOT_SELF_FOUND"
    assert refused(self_found(), Cmd.SELF_CLOSE, HEAD, drop=("after_photos",)) == "NO_AFTER_PHOTO"
    assert refused(done(self_found(), Cmd.SUSPEND, DEP_2), Cmd.SELF_CLOSE, HEAD) == "IS_SUSPENDED"
    late = done(self_found(), Cmd.LIST, SUP_2, at=NOW + 36 * DAY)
    assert refused(late, Cmd.SELF_CLOSE, HEAD) == "IS_LISTED"
    again = done(done(self_found(), Cmd.SELF_CLOSE, HEAD), Cmd.REOPEN, OFFICER_4)
    assert again.state is State.VERIFIED
    planned = done(done(again, Cmd.ORDER, OFFICER_3), Cmd.PLAN, SAFETY)
    assert refused(planned, Cmd.SELF_CLOSE, HEAD) == "WAS_REOPENED"


def test_report_refusals():
    for role in (WORKER, SAFETY, HEAD, INSPECTOR, OFFICER_4, LEADER, DEP_3, SUP_3, DUTY_DESK, CITIZEN):
        assert done(None, Cmd.REPORT, role).state is State.REPORTED
    assert refused(None, Cmd.REPORT, PLANNER) == "NOT_YOUR_DUTY"
    assert refused(None, Cmd.REPORT, INSPECTOR, drop=("photos",)) == "NO_PHOTO"
    assert done(None, Cmd.REPORT, WORKER, drop=("photos",)).reporter_role is Role.ENT_W
    assert refused(None, Cmd.REPORT, INSPECTOR, around=Around(place_ok=False)) == "BAD_PLACE"
    assert refused(None, Cmd.REPORT, INSPECTOR, around=Around(unit_closed=True)) == "UNIT_CLOSED"
    assert refused(None, Cmd.REPORT, INSPECTOR, around=Around(duplicate_of=4)) == "DUPLICATE_OPEN"
    again = run(None, Cmd.REPORT, INSPECTOR, around=Around(duplicate_of=4), override=True)
    assert isinstance(again, Step)
    assert again.transition.overridden == ("DUPLICATE_OPEN",)
    assert again.transition.before is None
    assert refused(None, Cmd.REPORT, INSPECTOR, found_at=NOW + timedelta(minutes=11)) == "FOUND_IN_FUTURE"
    assert done(None, Cmd.REPORT, INSPECTOR, found_at=NOW + timedelta(minutes=9)).state is State.REPORTED
    assert refused(None, Cmd.REPORT, INSPECTOR, drop=("text",)) == "FIELD_MISSING"
    assert refused(None, Cmd.REPORT, INSPECTOR, claimed="huge") == "FIELD_BAD"
    assert refused(None, Cmd.REPORT, INSPECTOR, found_at="yesterday") == "FIELD_BAD"


def test_verify_and_reject():
    assert refused(reported(), Cmd.VERIFY, INSPECTOR) == "NOT_YOUR_DUTY"
    assert refused(reported(), Cmd.VERIFY, OFFICER_4, drop=("basis",)) == "NO_BASIS"
    assert done(reported(who=OFFICER_4), Cmd.VERIFY, OFFICER_4).found is HazardClass.GENERAL
    assert refused(reported("major"), Cmd.VERIFY, OFFICER_3, **{"class": "major"}) == "NOT_YOUR_DUTY"
    assert refused(reported("major"), Cmd.VERIFY, DEP_3) == "NOT_YOUR_DUTY"
    assert refused(reported(), Cmd.VERIFY, OFFICER_3, **{"class": "major"}) == "NOT_YOUR_DUTY"
    assert refused(reported("major", DEP_2), Cmd.VERIFY, DEP_2, **{"class": "major"}) == "SAME_PERSON"
    assert done(reported("major"), Cmd.VERIFY, DEP_1, **{"class": "major"}).major
    assert done(reported(), Cmd.REJECT, OFFICER_4).state is State.REJECTED
    assert refused(reported(), Cmd.REJECT, OFFICER_4, drop=("reason",)) == "NO_REASON"
    assert refused(reported("major", DEP_2), Cmd.REJECT, DEP_2) == "SAME_PERSON"


def test_reclassify():
    up = done(rectifying(), Cmd.RECLASSIFY, DEP_2)
    assert (up.state, up.major, up.ordered_by, up.has_plan, up.deadline) == (
        State.VERIFIED,
        True,
        None,
        False,
        None,
    )
    assert refused(rectifying(), Cmd.RECLASSIFY, DEP_2, **{"class": "general"}) == "FIELD_BAD"
    assert refused(rectifying(), Cmd.RECLASSIFY, OFFICER_3) == "NOT_YOUR_DUTY"
    down = {"class": "general"}
    assert refused(verified("major"), Cmd.RECLASSIFY, OFFICER_3, **down) == "DOWN_NEEDS_COUNTY"
    assert refused(verified("major"), Cmd.RECLASSIFY, DEP_3, **down) == "DOWN_NEEDS_COUNTY"
    assert refused(verified("major"), Cmd.RECLASSIFY, DEP_2, **down) == "SAME_PERSON"
    assert done(verified("major"), Cmd.RECLASSIFY, SUP_2, **down).state is State.VERIFIED
    planned = done(ordered("major"), Cmd.PLAN, HEAD)
    assert done(planned, Cmd.RECLASSIFY, SUP_2, **down).state is State.RECTIFYING
    listed = done(verified("major"), Cmd.LIST, SUP_2)
    assert refused(listed, Cmd.RECLASSIFY, DEP_2B, **down) == "IS_LISTED"
    assert refused(verified("major"), Cmd.RECLASSIFY, SUP_2, drop=("reason",), **down) == "NO_REASON"


def test_fix_on_spot():
    assert done(reported(), Cmd.FIX_ON_SPOT, OFFICER_3).state is State.CLOSED
    assert done(verified(), Cmd.FIX_ON_SPOT, DEP_3).found is HazardClass.GENERAL
    assert refused(reported(), Cmd.FIX_ON_SPOT, OFFICER_4) == "NOT_YOUR_DUTY"
    assert refused(reported("major"), Cmd.FIX_ON_SPOT, DEP_2) == "MAJOR_NOT_ON_SPOT"
    assert refused(done(verified(), Cmd.SUSPEND, DEP_2), Cmd.FIX_ON_SPOT, DEP_2) == "IS_SUSPENDED"
    listed = replace(verified(), listing=done(verified("major"), Cmd.LIST, SUP_2).listing)
    assert refused(listed, Cmd.FIX_ON_SPOT, DEP_2) == "IS_LISTED"
    assert refused(reported(), Cmd.FIX_ON_SPOT, DEP_2, drop=("before_photos",)) == "NO_PHOTO"
    assert refused(reported(), Cmd.FIX_ON_SPOT, DEP_2, drop=("after_photos",)) == "NO_AFTER_PHOTO"


def test_transfer_and_its_acceptance():
    to = Around(target_has_duty=True)
    hazard = reported()
    assert refused(hazard, Cmd.TRANSFER, OFFICER_4) == "TARGET_NO_DUTY"
    assert refused(hazard, Cmd.TRANSFER, INSPECTOR, around=to) == "NOT_YOUR_DUTY"
    for _ in range(3):
        hazard = done(hazard, Cmd.TRANSFER, LEADER, around=to)
    assert refused(hazard, Cmd.TRANSFER, DUTY_DESK, around=to) == "TRANSFER_LOOP"
    assert refused(hazard, Cmd.TRANSFER_ACCEPT, OFFICER_4) == "NOT_YOUR_DUTY"
    assert done(hazard, Cmd.TRANSFER_ACCEPT, actor(99, Role.OFF, 4)).handover is None
    assert refused(reported(), Cmd.TRANSFER, OFFICER_4, around=to, drop=("reason",)) == "NO_REASON"


def test_order():
    assert done(verified(), Cmd.ORDER, OFFICER_3, drop=("deadline",)).deadline == NOW + 15 * DAY
    assert done(verified(), Cmd.ORDER, OFFICER_3, deadline=NOW + 30 * DAY).state is State.ORDERED
    for bad in (NOW, NOW + 30 * DAY + timedelta(seconds=1)):
        assert refused(verified(), Cmd.ORDER, OFFICER_3, deadline=bad) == "DEADLINE_RANGE"
    assert done(verified("major"), Cmd.ORDER, SUP_2, deadline=NOW + 365 * DAY).state is State.ORDERED
    assert refused(verified("major"), Cmd.ORDER, SUP_2, deadline=NOW + 366 * DAY) == "DEADLINE_RANGE"
    assert refused(verified("major"), Cmd.ORDER, SUP_2, drop=("deadline",)) == "FIELD_MISSING"
    for low in (DEP_3, OFFICER_3):
        assert refused(verified("major"), Cmd.ORDER, low) == "LEVEL_TOO_LOW"
    for low in (OFFICER_4, SUP_3):
        assert refused(verified(), Cmd.ORDER, low) == "LEVEL_TOO_LOW"
    assert refused(verified(), Cmd.ORDER, HEAD) == "NOT_YOUR_DUTY"


def test_plan_and_approval():
    assert refused(ordered("major"), Cmd.PLAN, SAFETY) == "NOT_YOUR_DUTY"
    for part in FIVE:
        assert refused(ordered(), Cmd.PLAN, SAFETY, drop=(part,)) == "FIVE_INCOMPLETE"
    assert done(ordered(), Cmd.PLAN, SAFETY, drop=SPECIAL).state is State.RECTIFYING
    for part in SPECIAL:
        assert refused(ordered("major"), Cmd.PLAN, HEAD, drop=(part,)) == "REPORT_MISSING"
    assert refused(ordered(), Cmd.PLAN, SAFETY, time_limit=NOW + 11 * DAY) == "PLAN_AFTER_DEADLINE"
    assert refused(ordered("major"), Cmd.APPROVE_PLAN, DEP_2) == "NO_PLAN"
    planned = done(ordered("major"), Cmd.PLAN, HEAD)
    turned_down = done(planned, Cmd.APPROVE_PLAN, DEP_2, approve=False)
    assert (turned_down.state, turned_down.has_plan) == (State.ORDERED, False)
    reset = done(planned, Cmd.APPROVE_PLAN, DEP_2, deadline=NOW + 200 * DAY)
    assert (reset.deadline, reset.deadline_reset) == (NOW + 200 * DAY, True)
    assert refused(planned, Cmd.APPROVE_PLAN, DEP_2, deadline=NOW + 366 * DAY) == "DEADLINE_RANGE"
    second = replace(planned, deadline_reset=True)
    assert refused(second, Cmd.APPROVE_PLAN, DEP_2, deadline=NOW + 20 * DAY) == "DEADLINE_RANGE"


def test_suspend_and_lift():
    stopped = done(submitted("major"), Cmd.SUSPEND, HEAD)
    assert refused(submitted("major"), Cmd.SUSPEND, DEP_3) == "NOT_YOUR_DUTY"
    assert refused(submitted("major"), Cmd.SUSPEND, DEP_2, drop=("basis",)) == "NO_BASIS"
    assert refused(stopped, Cmd.SUSPEND, DEP_2) == "BAD_STATE"
    assert refused(stopped, Cmd.LIFT, HEAD) == "LIFT_BEFORE_REINSPECT"
    checked = done(stopped, Cmd.REINSPECT, DEP_2, around=replace(ON_SPOT, companions=(DEP_2B,)))
    assert refused(checked, Cmd.LIFT, DEP_2) == "NOT_YOUR_DUTY"
    assert done(checked, Cmd.LIFT, HEAD).suspension is None
    assert refused(reinspected(), Cmd.LIFT, DEP_2) == "BAD_STATE"
    assert done(checked, Cmd.ACCEPT, DEP_2, around=WITH_SUP).suspension is None
    general = done(done(rectifying(), Cmd.SUSPEND, DEP_2), Cmd.SUBMIT, SAFETY)
    assert done(general, Cmd.REINSPECT, OFFICER_4).state is State.REINSPECTED


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Polygon"},
        {"type": "Anything", "coordinates": [1]},
        {"type": "Polygon", "coordinates": [[[1e20, 0], [1, 1], [2, 2], [1e20, 0]]]},
        {"type": "Polygon", "coordinates": [[[113, 34], [114, 35], [113, 35], [114, 34], [113, 34]]]},
        {"type": "Point", "coordinates": [float("nan"), 34]},
    ],
)
def test_a_suspensions_shape_is_a_checked_geometry(shape):
    assert refused(verified("major"), Cmd.SUSPEND, DEP_2, shape=shape) == "FIELD_BAD"


def test_only_the_geometry_of_a_shape_is_kept():
    square = [[[113, 34], [113.1, 34], [113.1, 34.1], [113, 34]]]
    given = {"type": "Polygon", "coordinates": square, "properties": {"secret": "x" * 1000}}
    result = run(verified("major"), Cmd.SUSPEND, DEP_2, shape=given)
    assert result.transition.fields["shape"] == {"type": "Polygon", "coordinates": square}


def test_extension():
    hazard = rectifying()
    asked = done(hazard, Cmd.EXTEND_REQUEST, HEAD)
    assert asked.deadline == hazard.deadline
    assert refused(asked, Cmd.EXTEND_REQUEST, HEAD) == "BAD_STATE"
    assert refused(asked, Cmd.EXTEND_DECIDE, OFFICER_3) == "NOT_YOUR_DUTY"
    granted = done(asked, Cmd.EXTEND_DECIDE, DEP_2B)
    assert (granted.deadline, granted.extensions) == (NOW + 15 * DAY, 1)
    assert refused(granted, Cmd.EXTEND_REQUEST, HEAD, deadline=NOW + 20 * DAY) == "EXT_LIMIT"
    assert done(asked, Cmd.EXTEND_DECIDE, DEP_2, approve=False).deadline == hazard.deadline
    assert refused(hazard, Cmd.EXTEND_DECIDE, DEP_2) == "NO_REQUEST"
    assert refused(hazard, Cmd.EXTEND_REQUEST, SAFETY) == "NOT_YOUR_DUTY"
    assert refused(hazard, Cmd.EXTEND_REQUEST, HEAD, at=NOW + 10 * DAY) == "EXT_TOO_LATE"
    assert refused(hazard, Cmd.EXTEND_REQUEST, HEAD, deadline=NOW + 41 * DAY) == "DEADLINE_RANGE"
    assert refused(hazard, Cmd.EXTEND_REQUEST, HEAD, deadline=NOW + 10 * DAY) == "DEADLINE_RANGE"
    assert refused(self_found(), Cmd.EXTEND_REQUEST, HEAD) == "NO_ORDER"


def test_extension_of_a_listed_hazard_is_decided_by_who_listed():
    long_order = done(verified("major"), Cmd.ORDER, DEP_2, deadline=NOW + 60 * DAY)
    listed = done(long_order, Cmd.LIST, SUP_2)
    asked = done(listed, Cmd.EXTEND_REQUEST, HEAD, deadline=NOW + 90 * DAY)
    assert refused(asked, Cmd.EXTEND_DECIDE, DEP_2) == "NOT_YOUR_DUTY"
    granted = done(asked, Cmd.EXTEND_DECIDE, SUP_2)
    assert granted.listing.deadline == NOW + 90 * DAY
    # 20 workdays before the deadline of 1 May, with 清明 between: 2 April is the last moment to ask.
    late = NOW + 32 * DAY
    assert refused(listed, Cmd.EXTEND_REQUEST, HEAD, at=late, deadline=NOW + 90 * DAY) == "EXT_TOO_LATE"
    assert done(long_order, Cmd.EXTEND_REQUEST, HEAD, at=late, deadline=NOW + 90 * DAY).extension


def test_submit_and_reinspect():
    assert refused(rectifying(), Cmd.SUBMIT, SAFETY, drop=("after_photos",)) == "NO_AFTER_PHOTO"
    assert refused(rectifying("major"), Cmd.SUBMIT, SAFETY) == "NOT_YOUR_DUTY"
    for where in (Around(), Around(distance_m=201)):
        assert refused(submitted(), Cmd.REINSPECT, OFFICER_4, around=where) == "NOT_PRESENT"
    assert done(submitted(), Cmd.REINSPECT, OFFICER_4, around=Around(distance_m=200)).state is State.CLOSED
    no_reason = refused(submitted(), Cmd.REINSPECT, OFFICER_4, around=Around(), override=True)
    assert no_reason == "FIELD_MISSING"
    forced = run(
        submitted(), Cmd.REINSPECT, OFFICER_4, around=Around(), override=True, override_reason="无信号"
    )
    assert isinstance(forced, Step)
    assert forced.transition.overridden == ("NOT_PRESENT",)
    assert refused(submitted("major"), Cmd.REINSPECT, OFFICER_3) == "NOT_YOUR_DUTY"
    assert refused(submitted(), Cmd.REINSPECT, OFFICER_3, drop=("photos",)) == "NO_PHOTO"


def test_return():
    hazard = submitted()
    back = done(hazard, Cmd.RETURN, OFFICER_4)
    assert (back.state, back.deadline) == (State.RECTIFYING, hazard.deadline)
    assert refused(hazard, Cmd.RETURN, SAFETY) == "NOT_YOUR_DUTY"
    assert refused(hazard, Cmd.RETURN, OFFICER_4, drop=("reason",)) == "NO_REASON"
    assert done(reinspected(), Cmd.RETURN, SUP_2).checked_by == ()


def listed_and_accepted(lister=SUP_2, level=2):
    listed = done(rectifying("major"), Cmd.LIST, lister, level=level)
    checked = done(
        done(listed, Cmd.SUBMIT, HEAD), Cmd.REINSPECT, DEP_2, around=replace(ON_SPOT, companions=(DEP_2B,))
    )
    accepter = DEP_2 if level == 2 else DEP_1
    return checked, done(checked, Cmd.ACCEPT, accepter, around=WITH_SUP)


def test_listing_is_ended_by_who_listed():
    _, accepted = listed_and_accepted()
    assert accepted.state is State.ACCEPTED
    assert refused(accepted, Cmd.DELIST, SUP_1) == "OTHER_LEVEL_LISTED"
    assert refused(accepted, Cmd.RETURN, SUP_1) == "NOT_YOUR_DUTY"
    assert done(accepted, Cmd.RETURN, SUP_2).state is State.RECTIFYING
    ended = done(accepted, Cmd.DELIST, SUP_2)
    assert (ended.state, ended.listing) == (State.CLOSED, None)


def test_listing_rules():
    checked, _ = listed_and_accepted(SUP_1, 1)
    assert refused(checked, Cmd.ACCEPT, DEP_2, around=WITH_SUP) == "LEVEL_TOO_LOW"
    assert refused(checked, Cmd.RETURN, DEP_2) == "LEVEL_TOO_LOW"
    assert refused(reinspected(), Cmd.ACCEPT, DEP_3, around=WITH_SUP) == "LEVEL_TOO_LOW"
    listed = done(rectifying("major"), Cmd.LIST, SUP_2)
    assert refused(listed, Cmd.DELIST, SUP_2) == "NOT_ACCEPTED"
    assert refused(listed, Cmd.LIST, SUP_2) == "ALREADY_LISTED"
    assert done(listed, Cmd.LIST, SUP_1, level=1).listing.level == 1
    assert refused(listed, Cmd.LIST, SUP_1, level=2) == "ALREADY_LISTED"
    assert refused(verified("major"), Cmd.LIST, SUP_2, level=1) == "NOT_YOUR_DUTY"
    assert refused(verified("major"), Cmd.LIST, SUP_2, deadline=NOW) == "DEADLINE_RANGE"
    assert refused(ordered(), Cmd.LIST, SUP_2, at=NOW + 39 * DAY) == "NOT_LISTABLE"
    assert done(ordered(), Cmd.LIST, SUP_2, at=NOW + 40 * DAY).listing
    assert refused(verified("major"), Cmd.LIST, SUP_3, level=3) == "NOT_YOUR_DUTY"
    assert done(verified("major"), Cmd.LIST, SUP_3, level=3, pack=QINGXIN).listing.level == 3


def test_reopen():
    closed = done(submitted(), Cmd.REINSPECT, OFFICER_4)
    again = done(closed, Cmd.REOPEN, OFFICER_4, at=NOW + 90 * DAY)
    assert (again.state, again.reopened, again.ordered_by, again.closed_at) == (State.VERIFIED, 1, None, None)
    assert refused(closed, Cmd.REOPEN, OFFICER_4, at=NOW + 91 * DAY) == "TOO_OLD"
    major = done(reinspected(), Cmd.ACCEPT, DEP_2, around=WITH_SUP)
    assert refused(major, Cmd.REOPEN, OFFICER_3) == "NOT_YOUR_DUTY"


def test_version_state_and_sight():
    hazard = reported()
    stale = step(hazard, Command(Cmd.REJECT, FIELDS[Cmd.REJECT], expected_version=9), OFFICER_4, XUCHANG, NOW)
    assert stale == Refusal("STALE_VERSION", (("version", 1),))
    assert refused(hazard, Cmd.SUBMIT, SAFETY) == "BAD_STATE"
    assert refused(None, Cmd.SUBMIT, SAFETY) == "NOT_FOUND"


def test_a_proposal_changes_nothing_but_the_version():
    hazard = reported("major")
    command = Command(Cmd.VERIFY, {**FIELDS[Cmd.VERIFY], "class": "major"}, propose=True)
    result = step(hazard, command, INSPECTOR, XUCHANG, NOW)
    assert isinstance(result, Step)
    assert result.hazard == replace(hazard, version=hazard.version + 1)
    assert result.transition.proposed
    assert step(hazard, command, WORKER, XUCHANG, NOW) == Refusal("NOT_YOUR_DUTY")


def test_available_names_fields_and_evidence():
    offered = {a.name: a for a in available(reported("major"), INSPECTOR, XUCHANG, NOW)}
    assert offered[Cmd.VERIFY].evidence_only
    assert {a.name for a in available(None, SAFETY, XUCHANG, NOW)} == {Cmd.REPORT, Cmd.SELF_RECORD}
    plan = next(a for a in available(ordered("major"), HEAD, XUCHANG, NOW) if a.name is Cmd.PLAN)
    assert {f.name for f in plan.fields if f.required} == {*FIVE, *SPECIAL}
    plan = next(a for a in available(ordered(), HEAD, XUCHANG, NOW) if a.name is Cmd.PLAN)
    assert not set(SPECIAL) & {f.name for f in plan.fields if f.required}
    assert available(done(reported(), Cmd.REJECT, OFFICER_4), OFFICER_4, XUCHANG, NOW) == ()


@pytest.mark.parametrize(
    "make", [reported, ordered, self_found, reinspected, lambda: listed_and_accepted()[1]]
)
def test_facts_survive_storage(make):
    hazard = replace(make(), overdue_told=NOW)
    assert from_plain(to_plain(hazard)) == hazard
    asked = done(rectifying(), Cmd.EXTEND_REQUEST, HEAD)
    assert from_plain(to_plain(asked)) == asked
