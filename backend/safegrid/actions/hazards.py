"""Hazards: report, self-record, and every further command of the state machine (domain rules §6).

The rules decide (`domain.hazards.step`); this module finds out what they need to know, writes what they say and tells
of it. Locks are taken in the order boundary, unit, risk point, hazard.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from safegrid.domain.drawn import HazardDrawn
from safegrid.domain.events import Event
from safegrid.domain.geometry import check_place
from safegrid.domain.hazards import Cmd, Command, Step, from_plain, step
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Actor
from safegrid.domain.scope import sees
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_hazards, visible_points, visible_units
from safegrid.store.drawn import hazard_drawn, place_box
from safegrid.store.models import Duty, Enterprise, Hazard, RiskPoint
from safegrid.store.queries.responsible import in_force

from . import evidence, levels, surroundings
from .hazard_rows import next_id, number_of, write_facts, write_step, write_texts
from .places import Spot, Where, at_place, at_point, at_unit
from .then import finder
from .transaction import Refused, Work, hold_boundaries, unit_of_work

NOT_FOUND = Refusal("NOT_FOUND")


@dataclass(frozen=True)
class Outcome:
    """What a command did: the hazard, its version now, and the events, which the caller's own screen applies at once.

    `moved`: it was found while the ground was the reporter's, and is for others to settle.
    """

    hazard: int
    version: int
    events: tuple[Event, ...]
    moved: bool = False


@dataclass(frozen=True)
class Locked:
    """Rows that a command works on, locked until its transaction ends."""

    hazard: Hazard
    unit: Enterprise | None
    point: RiskPoint | None


def create(viewer: Viewer, where: Where, command: Command) -> Outcome | Refusal:
    """Report a hazard (上报) or record one that the enterprise found itself (自查).

    Refusals: NOT_FOUND out of sight, BAD_PLACE, NOT_YOUR_DUTY, NO_PHOTO, DUPLICATE_OPEN, MAJOR_MUST_REPORT, ...
    """
    assert command.name in {Cmd.REPORT, Cmd.SELF_RECORD}, command.name
    try:
        with unit_of_work(viewer.key, f"hazard.{command.name.value}") as work:
            now = hold_boundaries()
            if command.name is not Cmd.REPORT:
                return add(work, viewer, where, command, now)
            who = finder(viewer, where, command.fields.get("found_at"), now)
            if who is viewer:
                return add(work, viewer, where, command, now)
            return _add_as_of_then(work, who, where, command, now)
    except Refused as refused:
        return refused.refusal


def _add_as_of_then(work: Work, who: Viewer, where: Where, command: Command, now: datetime) -> Outcome:
    """A refusal must tell nothing of ground that is out of sight: not which hazards are open there, nor who closed."""
    try:
        return replace(add(work, who, where, replace(command, override=True), now), moved=True)
    except Refused as refused:
        raise (Refused(NOT_FOUND) if refused.refusal.code == "UNIT_CLOSED" else refused) from refused


def run(viewer: Viewer, hazard_id: int, command: Command) -> Outcome | Refusal:
    """Carry out any other command. Refusals: NOT_FOUND out of sight, STALE_VERSION, BAD_STATE, NOT_YOUR_DUTY, ..."""
    seen = visible_hazards(viewer.scope).filter(pk=hazard_id).values_list("unit_id", "point_id").first()
    if seen is None:
        return NOT_FOUND
    try:
        with unit_of_work(viewer.key, f"hazard.{command.name.value}") as work:
            now = hold_boundaries()
            locked = lock(hazard_id, *seen)
            return advance(work, viewer, locked, command, now)
    except Refused as refused:
        return refused.refusal


def add(
    work: Work,
    viewer: Viewer,
    where: Where,
    command: Command,
    now: datetime,
    *,
    evidence: bool = False,
    reporter: Actor | None = None,
) -> Outcome:
    """Make a hazard within a unit of work. `evidence`: an alarm or a public report stands for the photo.

    `reporter`: on whose behalf the viewer reports it, if not on their own. Raises Refused.
    """
    spot = find_spot(viewer, where)
    _check_measure(spot, command)
    _check_fixer(spot, command)
    around = replace(surroundings.of_new(spot, command.fields), evidence=evidence)
    actor = reporter or viewer.actor_over(spot.place)
    result = step(None, command, actor, packs.current(), now, around=around)
    if isinstance(result, Refusal):
        raise Refused(result)
    hazard = _insert(actor, spot, result, now)
    _record(viewer, hazard, result)
    tell(work, hazard, None)
    levels.rate(work, spot.point, spot.unit, packs.current(), now)
    return Outcome(hazard.pk, hazard.version, tuple(work.events))


def lock(hazard_id: int, unit_id: int | None, point_id: int | None) -> Locked:
    """Lock a hazard with its unit and point, in the order that everybody keeps."""
    unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
    hazard = Hazard.objects.select_for_update(of=("self",)).select_related("unit").get(pk=hazard_id)
    return Locked(hazard, unit, point)


def advance(work: Work, viewer: Viewer, locked: Locked, command: Command, now: datetime) -> Outcome:
    """Carry out a command on a locked hazard within a unit of work. Raises Refused."""
    pack, hazard, unit = packs.current(), locked.hazard, locked.unit
    before = hazard_drawn(hazard)
    around = surroundings.of(hazard, before, command, now)
    result = step(from_plain(hazard.facts), command, viewer.actor_over(before), pack, now, around=around)
    if isinstance(result, Refusal):
        raise Refused(result)
    write_facts(hazard, result.hazard, pack, now)
    hazard.save()
    _record(viewer, hazard, result)
    tell(work, hazard, before)
    if unit is not None and before.suspended != hazard.suspended:
        levels.mark_stopped(work, unit)
    levels.rate(work, locked.point, unit, pack, now)
    return Outcome(hazard.pk, hazard.version, tuple(work.events))


def tell(work: Work, hazard: Hazard, before: HazardDrawn | None) -> None:
    """Tell of a hazard that was made or changed."""
    after = hazard_drawn(hazard)
    work.changed(before, after, place_box(after.lon, after.lat))


def find_spot(viewer: Viewer, where: Where) -> Spot:
    """The place in sight that somebody names, its unit and point locked. Raises Refused: NOT_FOUND, BAD_PLACE."""
    if where.point is not None:
        return _spot_at_point(viewer, where.point)
    if where.unit is not None:
        return _spot_at_unit(viewer, where.unit)
    if where.lon is None or where.lat is None or check_place(where.lon, where.lat) is not None:
        raise Refused(Refusal("BAD_PLACE"))
    spot = at_place(where.lon, where.lat)
    if not sees(viewer.scope, spot.place):
        raise Refused(NOT_FOUND)
    return spot


def _check_measure(spot: Spot, command: Command) -> None:
    """The measure that failed is one of the point's own; another's would be a look at what is out of sight."""
    measure = command.fields.get("measure")
    if measure is None:
        return
    point = spot.point if isinstance(measure, int) else None
    if point is None or measure not in point.measures.values_list("pk", flat=True):
        raise Refused(Refusal("FIELD_BAD", (("field", "measure"), ("kind", "whole"))))


def _check_fixer(spot: Spot, command: Command) -> None:
    """Who put it right works there: naming somebody who does not exist would let one person record and close alone."""
    fixer = command.fields.get("fixer")
    if not isinstance(fixer, int):
        return
    works_here = Duty.objects.filter(in_force(), unit=spot.unit, person_id=fixer, person__is_active=True)
    if spot.unit is None or not works_here.exists():
        raise Refused(Refusal("FIELD_BAD", (("field", "fixer"), ("kind", "person"))))


def _spot_at_point(viewer: Viewer, point_id: int) -> Spot:
    found = visible_points(viewer.scope).filter(pk=point_id).values_list("unit_id").first()
    if found is None:
        raise Refused(NOT_FOUND)
    unit, point = levels.lock_unit(found[0]), levels.lock_point(point_id)
    if point is None or point.retired_at is not None:
        raise Refused(NOT_FOUND)
    return at_point(point, unit)


def _spot_at_unit(viewer: Viewer, unit_id: int) -> Spot:
    if not visible_units(viewer.scope).filter(pk=unit_id).exists():
        raise Refused(NOT_FOUND)
    unit = levels.lock_unit(unit_id)
    spot = at_unit(unit) if unit is not None else None
    if spot is None:
        raise Refused(Refusal("BAD_PLACE"))
    return spot


def _insert(actor: Actor, spot: Spot, result: Step, now: datetime) -> Hazard:
    fields: Mapping[str, object] = result.transition.fields
    found = fields.get("found_at")
    found_at = found if isinstance(found, datetime) else now
    hazard_id = next_id()
    hazard = Hazard(
        pk=hazard_id,
        number=number_of(hazard_id, spot.county_code, found_at),
        point=spot.point,
        unit=spot.unit,
        cell_id=spot.place.cell or None,
        touched=list(spot.place.touched),
        geom=spot.geom,
        reporter_id=actor.person_id or None,
        found_at=found_at,
    )
    write_texts(hazard, fields)
    write_facts(hazard, result.hazard, packs.current(), now)
    hazard.save(force_insert=True)
    return hazard


def _record(viewer: Viewer, hazard: Hazard, result: Step) -> None:
    refusal = evidence.attach(viewer.person, hazard, result.transition.fields)
    if refusal is not None:
        raise Refused(refusal)
    write_step(hazard, result)
