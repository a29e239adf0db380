"""The record sets that a unit keeps of itself (L6, R11, R13): kinds as data, what each of them notes, and what runs out.

A record is a row of a few plain columns; a kind says which of them it has, and which must be filled. Days are China's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from .workdays import DAY

COLUMNS = ("title", "number", "person", "body", "on", "until", "people", "result", "note")
"""`on`, `until`: days; `people`: a count; the others are texts. Their words are in the catalogue, also by kind."""
DAYS, COUNTS = frozenset({"on", "until"}), frozenset({"people"})


class Theme(StrEnum):
    """Where a kind is listed."""

    EMERGENCY = "emergency"
    STAFF = "staff"
    HEALTH = "health"
    PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`columns` in the order of the form; `open`: every worker of the unit may read it (plans, drills, post cards)."""

    code: str
    theme: Theme
    columns: tuple[str, ...]
    needed: frozenset[str]
    open: bool = False


def _kind(code: str, theme: Theme, needed: str, more: str = "", *, open_: bool = False) -> RecordKind:
    asked = frozenset(needed.split())
    there = asked | frozenset(more.split())
    return RecordKind(code, theme, tuple(c for c in COLUMNS if c in there), asked, open_)


_ALL = (
    _kind("plan", Theme.EMERGENCY, "title on until", "number body note", open_=True),
    _kind("drill", Theme.EMERGENCY, "title on people result", "note", open_=True),
    _kind("rescue", Theme.EMERGENCY, "title body", "person people until note"),
    _kind("card", Theme.EMERGENCY, "title note", "on person", open_=True),
    _kind("certificate", Theme.STAFF, "person title number until", "body on"),
    _kind("manager", Theme.STAFF, "person title number until", "body on"),
    _kind("training", Theme.STAFF, "title on people", "body result note"),
    _kind("health", Theme.HEALTH, "title on people result", "body until note"),
    _kind("detection", Theme.HEALTH, "title on result", "body until number note"),
    _kind("protection", Theme.HEALTH, "title on people", "note"),
    _kind("permit", Theme.PAPERS, "title number until", "body on"),
    _kind("standardisation", Theme.PAPERS, "title on until", "number body result"),
    _kind("equipment", Theme.PAPERS, "title number until", "on body note"),
    _kind("injury", Theme.PAPERS, "title on people result", "person note"),
    _kind("enforcement", Theme.PAPERS, "title on body", "number until result note"),
)
KINDS: Mapping[str, RecordKind] = MappingProxyType({kind.code: kind for kind in _ALL})
OPEN = frozenset(kind.code for kind in _ALL if kind.open)


class Standing(StrEnum):
    """How a record stands today. Without a last day it stands as long as it is there."""

    VALID = "valid"
    SOON = "soon"
    EXPIRED = "expired"


def standing(until: date | None, today: date, soon_days: int) -> Standing:
    """A record counts up to and including its last day; `soon_days` before that it is time to renew it."""
    if until is None:
        return Standing.VALID
    if until < today:
        return Standing.EXPIRED
    return Standing.SOON if until - today <= soon_days * DAY else Standing.VALID


@dataclass(frozen=True, slots=True)
class Kept:
    """The little that completeness needs to know of a record."""

    kind: str
    on: date | None
    until: date | None


def holds(kind: str, kept: Iterable[Kept], today: date) -> bool:
    """Whether there is a valid record of a kind; a drill is one of the last twelve months (R11)."""
    fit = [one for one in kept if one.kind == kind and (one.until is None or one.until >= today)]
    if kind != "drill":
        return bool(fit)
    year_ago = today.replace(year=today.year - 1, day=min(today.day, 28 if today.month == 2 else today.day))
    return any(one.on is not None and year_ago < one.on <= today for one in fit)
