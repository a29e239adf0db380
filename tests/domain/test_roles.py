"""The roles × verbs table, cell by cell as the rules print it."""

import pytest

from safegrid.domain.roles import (
    TABLE,
    Actor,
    Duty,
    DutyLevels,
    Limit,
    Permission,
    Role,
    Verb,
    best,
    duty_for,
    grant,
    may,
    too_low,
)

PRINTED = ["PUB", "ENT_W", "ENT_S", "ENT_H", "INS", "OFF", "LEAD", "DEP", "SUP", "CMD", "PLN"]
# Y always, e evidence, - never, n: from level n upwards (below it evidence: ne)
ROWS = {
    Verb.SEE_MAP: "Y Y Y Y Y Y Y Y Y Y Y",
    Verb.REVEAL_PHONE: "- Y Y Y Y Y Y Y Y Y -",
    Verb.REPORT_HAZARD: "e Y Y Y Y Y Y Y Y Y -",
    Verb.SELF_HAZARD: "- - Y Y - - - - - - -",
    Verb.CHECK_GENERAL: "- - - - e Y - Y Y - -",
    Verb.ORDER_GENERAL: "- - - - e 3e - Y 2e - -",
    Verb.MAJOR_STEP: "- - - - e e e 2e 2e - -",
    Verb.SUSPEND: "- - - Y e e e 2e 2e e -",
    Verb.LIST: "- - - - - e e e 2e - -",
    Verb.TRANSFER: "- - - - e Y Y Y Y Y -",
    Verb.DECIDE_EXTENSION: "- - - - - Y - Y Y - -",
    Verb.HANDLE_ALARM: "- - Y Y Y Y Y Y Y Y -",
    Verb.GRADE_UNIT: "- - - - - e e 2e 2e - -",
    Verb.EDIT_UNIT: "- - e Y e Y - Y Y - -",
    Verb.ASSIGN_DUTIES: "- - Y Y - - Y Y 2 - Y",
    Verb.EXPORT: "- - Y Y - Y Y Y Y Y Y",
}


def expected(mark: str, level: int) -> Permission:
    if mark in "Ye-":
        return {"Y": Permission.YES, "e": Permission.EVIDENCE, "-": Permission.NO}[mark]
    below = Permission.EVIDENCE if mark.endswith("e") else Permission.NO
    return Permission.YES if level <= int(mark[0]) else below


@pytest.mark.parametrize("verb", ROWS)
def test_rows(verb):
    for role, mark in zip(PRINTED, ROWS[verb].split(), strict=True):
        for level in (1, 2, 3, 4):
            assert may(Role(role), level, verb) is expected(mark, level), (role, level)


def test_every_verb_has_a_row_and_administrators_see_no_business_data():
    assert set(TABLE) == set(Verb)
    own = {
        Role.ADM_SYS: {Verb.MANAGE_USERS},
        Role.ADM_SEC: {Verb.MANAGE_SECURITY},
        Role.ADM_AUD: {Verb.READ_AUDIT},
    }
    for role, verbs in own.items():
        assert {v for v in Verb if may(role, 1, v)} == verbs
    assert {v for v in Verb if may(Role.KIOSK, 1, v)} == {Verb.SEE_MAP}
    assert grant(Role.KIOSK, Verb.SEE_MAP).limit is Limit.NO_PHONES
    assert may(Role.SUP, 1, Verb.COSIGN_PACK) is Permission.YES
    assert may(Role.SUP, 2, Verb.COSIGN_PACK) is Permission.NO


def test_a_pack_may_let_the_township_list_and_grade():
    township = DutyLevels(listing=3, grading=3)
    assert may(Role.SUP, 3, Verb.LIST) is Permission.EVIDENCE
    assert may(Role.SUP, 3, Verb.LIST, township) is Permission.YES
    assert may(Role.DEP, 3, Verb.GRADE_UNIT, township) is Permission.YES


def test_a_higher_level_never_permits_less():
    for verb in Verb:
        for role in Role:
            grants = [may(role, level, verb) for level in (4, 3, 2, 1)]
            assert grants == sorted(grants)


def test_questions_about_a_person():
    person = Actor(1, (Duty(Role.OFF, 4), Duty(Role.DEP, 2), Duty(Role.DEP, 1)))
    assert best(person, Verb.MAJOR_STEP) is Permission.YES
    assert duty_for(person, Verb.MAJOR_STEP) == Duty(Role.DEP, 1)
    assert duty_for(person, Verb.SELF_HAZARD) is None
    assert not too_low(person, Verb.MAJOR_STEP)
    assert too_low(Actor(2, (Duty(Role.DEP, 3),)), Verb.MAJOR_STEP)
    assert not too_low(Actor(2, (Duty(Role.OFF, 3),)), Verb.MAJOR_STEP)
    assert best(Actor(3), Verb.SEE_MAP) is Permission.NO
