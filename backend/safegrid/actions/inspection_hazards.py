"""A failed item becomes a hazard: reported, and by who may do so ordered or put right on the spot as well (H4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from safegrid.domain import roles
from safegrid.domain.hazards import Cmd, Command, HazardClass
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.terms import term
from safegrid.store.models import ControlMeasure, Enterprise, Hazard, RiskPoint

from . import hazards
from .inspected import NOT_FOUND, Found, Standing, Wrong
from .transaction import Refused, Work

FIVE = ("responsible", "measures", "funds", "contingency")


@dataclass(frozen=True)
class Spot:
    """Where the results belong: the locked unit, and when the inspection ended by our clock."""

    work: Work
    standing: Standing
    unit: Enterprise
    now: datetime
    ended_at: datetime


def become_hazard(spot: Spot, found: Found, measure: ControlMeasure | None, what: str, basis: str) -> int:
    """Make the hazard of a failed item and return its id. Raises Refused, naming the item."""
    wrong = found.hazard
    assert wrong is not None, found.item
    try:
        made = _report(spot, found, wrong, measure, what)
        if not spot.standing.moved:
            _go_on(spot, made, found, wrong, basis or what)
    except Refused as refused:
        known = refused.refusal
        raise Refused(Refusal(known.code, (*known.params, ("item", found.item)))) from refused
    return made


def _report(spot: Spot, found: Found, wrong: Wrong, measure: ControlMeasure | None, what: str) -> int:
    point = _point(spot, measure.point_id if measure else wrong.point)
    where = hazards.Where(point=point) if point else hazards.Where(unit=spot.unit.pk)
    fields = {
        "claimed": wrong.klass.value,
        "category": wrong.category,
        "title": what[:120],
        "text": wrong.text,
        "found_at": spot.ended_at,
        "photos": list(found.photos),
        "source": "inspection",
        "measure": measure.pk if measure and point else None,
    }
    # Two items that failed at one place are two hazards; the same item twice was looked for before.
    command = Command(Cmd.REPORT, fields, override=True)
    return hazards.add(spot.work, spot.standing.viewer, where, command, spot.now).hazard


def _point(spot: Spot, named: int | None) -> int | None:
    """A point of the unit; None where it was taken out of service since. Raises Refused for another unit's."""
    if named is None:
        return None
    point = RiskPoint.objects.filter(pk=named, unit=spot.unit).only("retired_at").first()
    if point is None:
        raise Refused(NOT_FOUND)
    return point.pk if point.retired_at is None else None


def _go_on(spot: Spot, hazard_id: int, found: Found, wrong: Wrong, basis: str) -> None:
    """Verify and order a general hazard, or close it as put right, as far as the inspector may."""
    if wrong.klass is not HazardClass.GENERAL:
        return
    if wrong.fixed and _may(spot, Verb.FIX_ON_SPOT):
        photos = {"before_photos": list(found.photos), "after_photos": list(wrong.fixed)}
        _command(spot, hazard_id, Cmd.FIX_ON_SPOT, photos)
    elif (wrong.five or wrong.deadline_days) and _may(spot, Verb.ORDER_GENERAL):
        unit = spot.unit
        verified = {
            "class": wrong.klass.value,
            "basis": basis,
            "responsible_unit": unit.name,
            "responsible_person": unit.principal or unit.name,
        }
        _command(spot, hazard_id, Cmd.VERIFY, verified)
        _command(spot, hazard_id, Cmd.ORDER, _order(spot, hazard_id, wrong))


def _order(spot: Spot, hazard_id: int, wrong: Wrong) -> dict[str, object]:
    """The order with its five: 责任、措施、资金、预案 in words, the 时限 as the deadline."""
    given = dict(wrong.five)
    demands = [f"{term('field', name).zh}：{given[name]}" for name in FIVE if given.get(name)]
    fields: dict[str, object] = {
        "order_number": f"{Hazard.objects.get(pk=hazard_id).number}-ZL",
        "demands": "；".join([wrong.text, *demands]),
    }
    if wrong.deadline_days:
        fields["deadline"] = spot.now + timedelta(days=wrong.deadline_days)
    return fields


def _may(spot: Spot, verb: Verb) -> bool:
    return roles.best(spot.standing.viewer.actor_over(spot.standing.place), verb) is Permission.YES


def _command(spot: Spot, hazard_id: int, name: Cmd, fields: Mapping[str, object]) -> None:
    hazard = Hazard.objects.get(pk=hazard_id)
    locked = hazards.lock(hazard_id, hazard.unit_id, hazard.point_id)
    command = Command(name, fields, expected_version=hazard.version)
    hazards.advance(spot.work, spot.standing.viewer, locked, command, spot.now)
