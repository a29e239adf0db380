"""Who is to be called for an alarm, and in which order: those who can shut a valve first, then those who answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from safegrid.store.access import Viewer
from safegrid.store.models import Alarm, User
from safegrid.store.queries.desk import desks_over, shifts_now
from safegrid.store.queries.responsible import responsible_for

from .present import masked
from .schemas.alarms import CallOut
from .schemas.common import Text
from .words import words

MOST = 14


@dataclass(frozen=True)
class _Line:
    role: Text
    name: str
    person: int | None
    phone: str
    reveal: str


def calls(alarm: Alarm, viewer: Viewer) -> list[CallOut]:
    """Two queries. Nobody is named twice."""
    listed: list[CallOut] = []
    seen: set[tuple[str, str]] = set()
    for line in _lines(alarm):
        key = (line.name, line.phone)
        if key in seen or not line.name or len(listed) >= MOST:
            continue
        seen.add(key)
        number = masked(line.phone, viewer)
        reveal = line.reveal if number else ""
        listed.append(
            CallOut(
                order=len(listed) + 1, role=line.role, name=line.name, person=line.person, phone_masked=number,
                reveal=reveal,
            )
        )  # fmt: skip
    return listed


def role_words(role: str) -> Text:
    return words("role", role)


def _lines(alarm: Alarm) -> Iterator[_Line]:
    point, unit = alarm.point, alarm.unit
    if point is not None:
        reveal = f"/points/{point.pk}/phone"
        yield _Line(words("call", "manager"), point.manager, None, point.manager_phone, reveal)
    duties = responsible_for(alarm.cell_id or 0, alarm.unit_id or 0, unit.industry if unit else "")
    on_site = [d for d in duties if d.unit_id or d.cell_id == alarm.cell_id]
    yield from (_person(role_words(d.role), d.person) for d in on_site)
    if unit is not None:
        reveal = f"/units/{unit.pk}/phone"
        yield _Line(words("call", "principal"), unit.principal, None, unit.principal_phone, reveal)
    for shift in shifts_now(desks_over(alarm.cell_id or 0)):
        yield _person(words("call", "desk"), shift.person)
        yield _person(words("call", "deputy"), shift.deputy)
    yield from (_person(role_words(d.role), d.person) for d in duties if d not in on_site)


def _person(role: Text, person: User) -> _Line:
    return _Line(role, person.name, person.pk, person.phone, f"/people/{person.pk}/phone")
