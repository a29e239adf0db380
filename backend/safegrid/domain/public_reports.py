"""What the public reports 举报: its tracking code, and what its sender is told of it (K14, domain rules §5)."""

import hashlib
import hmac
import re
from enum import StrEnum

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none of its letters is taken for another or for a digit."""
CODE_LENGTH = 16
GROUP = 4
LEAST_WORDS = 4
_TYPED = str.maketrans("OIL", "011")


# Written for screens that turn lines around, overprint or hide: nothing of it is a word.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_MARK = r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAPS = re.compile(f"({_MARK}{{3}}){_MARK}+")
_GAPS = re.compile(r"\n\s*\n\s*\n\s*")


class State(StrEnum):
    """`WAITING` for an officer's look; `TAKEN` up as a hazard; `DECLINED` with a reply."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"


class Stage(StrEnum):
    """What the sender is told: never who works on it, nor anything of the unit."""

    RECEIVED = "received"
    CHECKING = "checking"
    TREATING = "treating"
    DONE = "done"
    UNFOUNDED = "unfounded"
    DECLINED = "declined"


_OF_HAZARD = {"reported": Stage.CHECKING, "rejected": Stage.UNFOUNDED, "closed": Stage.DONE}


def stage(state: State, hazard_state: str = "") -> Stage:
    """Stage of a report, from its own state and that of the hazard that it became."""
    if state is State.WAITING:
        return Stage.RECEIVED
    if state is State.DECLINED:
        return Stage.DECLINED
    return _OF_HAZARD.get(hazard_state, Stage.TREATING)


def code_from(secret: bytes, seed: str) -> str:
    """Tracking code of 80 bits. `seed`: a random number that the sender made and keeps, so that a request which is sent
    again gets the same code without anybody having stored it."""
    bits = int.from_bytes(hmac.digest(secret, seed.encode(), "sha256")[:10], "big")
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(CODE_LENGTH)))


def plain(text: str) -> str:
    """What somebody wrote, without signs that are not seen, heaps of marks on one letter, or gaps of many lines."""
    lines = re.sub(r"\r\n?|[\u2028\u2029]", "\n", text)
    return _GAPS.sub("\n\n", _HEAPS.sub(r"\1", _UNSEEN.sub("", lines))).strip()


def written(code: str) -> str:
    """In groups of four, as it is shown."""
    return "-".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def read_code(text: str) -> str | None:
    """Read a code as people type it: any case, with or without dashes, O for 0. None if it cannot be one."""
    code = re.sub(r"[\s\-‐-―－]", "", text).upper().translate(_TYPED)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def hash_of(code: str) -> str:
    """What is kept of a code. It has 80 random bits, so a plain digest cannot be searched back."""
    return hashlib.sha256(code.encode()).hexdigest()
