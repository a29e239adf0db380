"""Listing of whole units (C3; domain rules §5, §6): who, when, why, and 谁挂牌谁摘牌."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kit import pack_of
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor, Duty, Role
from safegrid.domain.unit_listings import (
    Act,
    Delisted,
    Ground,
    InForce,
    Listed,
    Subject,
    available,
    grounds,
    is_overdue,
    proposed_level,
    put_on,
    take_off,
)

PACK = pack_of("411002")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CITY, COUNTY, TOWN = (Actor(n, (Duty(Role.SUP, n),)) for n in (1, 2, 3))
OFFICER, DEPARTMENT = Actor(4, (Duty(Role.OFF, 3),)), Actor(5, (Duty(Role.DEP, 2),))
FAILED = Subject(grade=4)
ASKED = {
    "level": 2,
    "listing_reason": "grade_4",
    "deadline": (NOW + timedelta(days=60)).isoformat(),
    "public_text": "四类企业，限期整改",
}
SETTLED = {"report": "已整改到位", "companions": [4], "public_text": "已摘牌"}


def listed(level=2, by=2):
    return replace(FAILED, listing=InForce(level, by, NOW + timedelta(days=60)))


def code(result):
    return result.code if isinstance(result, Refusal) else ""


def on(subject=FAILED, actor=COUNTY, now=NOW, **fields):
    return put_on(subject, ASKED | fields, actor, PACK, now)


def off(subject, actor=COUNTY, companions=(OFFICER,), fields=None):
    return take_off(subject, SETTLED | (fields or {}), actor, companions, PACK)


def test_the_county_lists_what_failed_its_grade():
    result = on()
    assert isinstance(result, Listed)
    assert (result.level, result.ground, result.by.role, result.by.level) == (2, Ground.GRADE_4, Role.SUP, 2)


@pytest.mark.parametrize(
    ("actor", "level", "expected"),
    [
        (CITY, 1, ""),
        (CITY, 2, "NOT_YOUR_DUTY"),
        (COUNTY, 1, "NOT_YOUR_DUTY"),
        (TOWN, 3, "LEVEL_TOO_LOW"),
        (OFFICER, 3, "NOT_YOUR_DUTY"),
        (DEPARTMENT, 2, "NOT_YOUR_DUTY"),
        (Actor(6, (Duty(Role.SUP, 1), Duty(Role.SUP, 3))), 3, "LEVEL_TOO_LOW"),
    ],
)
def test_who_lists_and_at_which_level(actor, level, expected):
    assert code(on(actor=actor, level=level)) == expected


def test_a_pack_may_let_townships_list():
    town = replace(PACK, duty_levels=replace(PACK.duty_levels, listing=3))
    result = put_on(FAILED, ASKED | {"level": 3}, TOWN, town, NOW)
    assert isinstance(result, Listed)
    assert result.level == 3


@pytest.mark.parametrize(
    ("subject", "fields", "expected"),
    [
        (Subject(grade=3), {}, "UNIT_NOT_LISTABLE"),
        (Subject(standard=4), {"listing_reason": "not_standard"}, ""),
        (Subject(standard=3), {"listing_reason": "not_standard"}, "UNIT_NOT_LISTABLE"),
        (Subject(), {"listing_reason": "serious"}, "NO_REASON"),
        (Subject(), {"listing_reason": "serious", "reason": "未批先建储罐"}, ""),
        (FAILED, {"listing_reason": "x"}, "FIELD_BAD"),
        (FAILED, {"public_text": " "}, "FIELD_MISSING"),
        (FAILED, {"level": 5}, "FIELD_BAD"),
        (FAILED, {"deadline": NOW.isoformat()}, "DEADLINE_RANGE"),
        (FAILED, {"deadline": (NOW + timedelta(days=366)).isoformat()}, "DEADLINE_RANGE"),
        (FAILED, {"deadline": (NOW + timedelta(days=365)).isoformat()}, ""),
        (replace(FAILED, closed=True), {}, "UNIT_CLOSED"),
    ],
)
def test_why_and_until_when(subject, fields, expected):
    assert code(on(subject, **fields)) == expected


def test_only_a_higher_authority_replaces_a_listing():
    assert code(on(listed(2))) == "ALREADY_LISTED"
    assert code(on(listed(1), COUNTY)) == "ALREADY_LISTED"
    assert isinstance(on(listed(2), CITY, level=1), Listed)


def test_who_listed_delists_with_somebody_beside():
    result = off(listed())
    assert isinstance(result, Delisted)
    assert result.accepted_by == (2, 4)


@pytest.mark.parametrize(
    ("subject", "actor", "companions", "fields", "expected"),
    [
        (FAILED, COUNTY, (OFFICER,), {}, "UNIT_NOT_LISTED"),
        (listed(2), CITY, (OFFICER,), {}, "OTHER_LEVEL_LISTED"),
        (listed(1), COUNTY, (OFFICER,), {}, "OTHER_LEVEL_LISTED"),
        (listed(2), TOWN, (OFFICER,), {}, "LEVEL_TOO_LOW"),
        (listed(2), DEPARTMENT, (OFFICER,), {}, "NOT_YOUR_DUTY"),
        (listed(2), COUNTY, (), {}, "TWO_NEEDED"),
        (listed(2), COUNTY, (COUNTY,), {}, "TWO_NEEDED"),
        (listed(2), COUNTY, (Actor(9, (Duty(Role.ENT_H),)),), {}, "TWO_NEEDED"),
        (listed(2), COUNTY, (Actor(9),), {}, "TWO_NEEDED"),
        (listed(2), COUNTY, (OFFICER,), {"report": ""}, "FIELD_MISSING"),
        (listed(2), COUNTY, (OFFICER,), {"companions": []}, "TWO_NEEDED"),
    ],
)
def test_who_delists(subject, actor, companions, fields, expected):
    assert code(off(subject, actor, companions, fields)) == expected


def test_a_colleague_of_the_same_office_may_delist():
    assert isinstance(off(listed(2, by=77)), Delisted)


def test_the_proper_level():
    assert proposed_level(Subject(), PACK) == 2
    assert proposed_level(Subject(lead_level=1), PACK) == 1
    assert proposed_level(Subject(counties=2), PACK) == 1


def test_what_is_offered():
    both = Actor(8, (Duty(Role.SUP, 1), Duty(Role.SUP, 2)))
    (offer,) = available(FAILED, both, PACK)
    assert (offer.act, offer.levels) == (Act.LIST, (2, 1))
    assert available(replace(FAILED, lead_level=1), both, PACK)[0].levels == (1, 2)
    assert [o.act for o in available(listed(2), COUNTY, PACK)] == [Act.DELIST]
    assert [(o.act, o.levels) for o in available(listed(2), both, PACK)] == [
        (Act.DELIST, ()),
        (Act.LIST, (1,)),
    ]
    assert available(FAILED, TOWN, PACK) == available(FAILED, OFFICER, PACK) == ()
    assert available(replace(FAILED, closed=True), COUNTY, PACK) == ()
    assert grounds(FAILED) == (Ground.GRADE_4, Ground.SERIOUS)


def test_past_its_date():
    assert not is_overdue(NOW, NOW)
    assert is_overdue(NOW, NOW + timedelta(seconds=1))


duties = st.lists(st.builds(Duty, st.sampled_from(list(Role)), st.integers(1, 4)), max_size=3).map(tuple)
subjects = st.builds(
    Subject,
    grade=st.integers(0, 4),
    standard=st.integers(0, 4),
    closed=st.booleans(),
    lead_level=st.integers(1, 3),
    listing=st.none() | st.builds(InForce, st.integers(1, 3), st.integers(1, 9), st.just(NOW)),
)


@given(subjects, duties, st.integers(1, 4), st.sampled_from(["grade_4", "not_standard", "serious"]))
def test_whatever_is_offered_is_accepted_and_nothing_else(subject, held, level, reason):
    actor = Actor(7, held)
    offers = {offer.act: offer for offer in available(subject, actor, PACK)}
    result = on(subject, actor, level=level, listing_reason=reason, reason="x")
    offered = Act.LIST in offers and level in offers[Act.LIST].levels and Ground(reason) in grounds(subject)
    assert isinstance(result, Listed) == offered
    done = off(subject, actor)
    assert isinstance(done, Delisted) == (Act.DELIST in offers)
