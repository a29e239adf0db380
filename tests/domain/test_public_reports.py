"""Tracking codes: read as people type them, and not to be guessed; stages that tell nothing of anybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain.hazards import State as HazardState
from safegrid.domain.public_reports import (
    ALPHABET,
    CODE_LENGTH,
    Stage,
    State,
    code_from,
    hash_of,
    plain,
    read_code,
    stage,
    written,
)

SECRET = b"secret"


@given(st.uuids(version=4))
def test_a_code_is_read_back_however_it_is_typed(seed):
    code = code_from(SECRET, str(seed))
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(ALPHABET)
    shown = written(code)
    for typed in (
        shown,
        shown.lower(),
        code,
        shown.replace("-", " "),
        f"  {shown}\n",
        shown.replace("-", "－"),
    ):
        assert read_code(typed) == code
    assert read_code(shown.replace("0", "o").replace("1", "l")) == code


@given(st.text(max_size=30))
def test_anything_else_is_no_code_and_never_fails(text):
    code = read_code(text)
    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(ALPHABET))


def test_codes_of_seeds_side_by_side_have_nothing_in_common():
    codes = {code_from(SECRET, f"seed {n}") for n in range(20_000)}
    assert len(codes) == 20_000
    for place in range(CODE_LENGTH):
        there = [code[place] for code in codes]
        assert all(450 < there.count(letter) < 800 for letter in ALPHABET)


def test_another_secret_makes_other_codes_and_the_hash_is_of_the_code():
    assert code_from(SECRET, "x") != code_from(b"other", "x")
    assert code_from(SECRET, "x") not in hash_of(code_from(SECRET, "x"))


@pytest.mark.parametrize("state", list(HazardState))
def test_every_state_of_a_hazard_has_a_stage(state):
    told = stage(State.TAKEN, state.value)
    settled = {
        HazardState.REPORTED: Stage.CHECKING,
        HazardState.REJECTED: Stage.UNFOUNDED,
        HazardState.CLOSED: Stage.DONE,
    }
    assert told is settled.get(state, Stage.TREATING)
    assert stage(State.WAITING) is Stage.RECEIVED
    assert stage(State.DECLINED) is Stage.DECLINED


@given(st.text())
def test_words_are_kept_and_what_is_not_seen_is_not(text):
    kept = plain(text)
    assert plain(kept) == kept
    assert not any(sign in kept for sign in "\0\r\x1b\u200b\u202e\u2066\ufeff\u2028")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  仓库\r\n门口 ", "仓库\n门口"),
        ("\u202e倒着写\u202c", "倒着写"),
        ("甲\n\n\n \n\n乙", "甲\n\n乙"),
        ("e" + "\u0301" * 400, "e" + "\u0301" * 3),
        ("制表\t符", "制表\t符"),
    ],
)
def test_what_is_taken_out_of_words(text, kept):
    assert plain(text) == kept
