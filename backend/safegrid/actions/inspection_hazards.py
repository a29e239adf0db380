"""A failed item becomes a hazard: reported, and by who may do so ordered or put right on the spot as well (H4).

Whoever may only propose has it reported with the demands as a suggestion, and the photos of after as evidence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from safegrid.domain import roles
from safegrid.domain.hazards import Cmd, Command, HazardClass
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.terms import term
from safegrid.store import packs
from safegrid.store.models import ControlMeasure, Enterprise, Hazard, RiskPoint

from . import hazards
from .inspected import NOT_FOUND, Found, Standing, Wrong
from .places import Where
from .transaction import Refused, Work

WORDS, LONGEST = 60, 120
"""Characters of a title: of what was seen, and in all."""
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
    further = _further(spot, _wrong(found))
    try:
        made = _report(spot, found, measure, what, further)
        _go_on(spot, made, found, basis or what, further)
    except Refused as refused:
        known = refused.refusal
        raise Refused(Refusal(known.code, (*known.params, ("item", found.item)))) from refused
    return made


def _wrong(found: Found) -> Wrong:
    assert found.hazard is not None, found.item
    return found.hazard


class Further(Enum):
    """What follows the report."""

    NOTHING = "nothing"
    ORDERED = "ordered"
    FIXED = "fixed"
    FIX_PROPOSED = "fix_proposed"


def _further(spot: Spot, wrong: Wrong) -> Further:
    """How far the inspector may go with a hazard. A major one is nobody's to settle alone, nor ground of another since."""
    if spot.standing.moved or wrong.klass is not HazardClass.GENERAL:
        return Further.NOTHING
    if wrong.fixed:
        may = _permission(spot, Verb.FIX_ON_SPOT)
        return {Permission.YES: Further.FIXED, Permission.EVIDENCE: Further.FIX_PROPOSED}.get(
            may, Further.NOTHING
        )
    wanted = wrong.five or wrong.deadline_days
    ordered = wanted and _permission(spot, Verb.ORDER_GENERAL) is Permission.YES
    return Further.ORDERED if ordered else Further.NOTHING


def _report(spot: Spot, found: Found, measure: ControlMeasure | None, what: str, further: Further) -> int:
    wrong = _wrong(found)
    point = _point(spot, measure.point_id if measure else wrong.point)
    where = Where(point=point) if point else Where(unit=spot.unit.pk)
    # Nothing that was written or photographed is lost where it may not become an order or the end of the matter.
    only_told = further is Further.NOTHING
    fields = {
        "claimed": wrong.klass.value,
        "category": wrong.category,
        "title": _title(wrong.text.strip(), what),
        "text": "\n".join([wrong.text, *(_suggested(wrong) if only_told else ())]),
        "found_at": spot.ended_at,
        "photos": [*found.photos, *(wrong.fixed if only_told else ())],
        "source": "inspection",
        "measure": measure.pk if measure and point else None,
    }
    # Two items that failed at one place are two hazards; the same item twice was looked for before.
    command = Command(Cmd.REPORT, fields, override=True)
    return hazards.add(spot.work, spot.standing.viewer, where, command, spot.now).hazard


def _title(text: str, what: str) -> str:
    """What was seen, with the item in brackets: the item alone reads like a part that is in order."""
    seen = text.splitlines()[0][:WORDS] if text else ""
    return (f"{seen}（{what}）" if seen else what)[:LONGEST]


def _point(spot: Spot, named: int | None) -> int | None:
    """A point of the unit; None where it was taken out of service since. Raises Refused for another unit's."""
    if named is None:
        return None
    point = RiskPoint.objects.filter(pk=named, unit=spot.unit).only("retired_at").first()
    if point is None:
        raise Refused(NOT_FOUND)
    return point.pk if point.retired_at is None else None


def _go_on(spot: Spot, hazard_id: int, found: Found, basis: str, further: Further) -> None:
    """Verify and order a general hazard, or close it as put right; a proposal of that is left as evidence."""
    wrong = _wrong(found)
    if further in {Further.FIXED, Further.FIX_PROPOSED}:
        photos = {"before_photos": list(found.photos), "after_photos": list(wrong.fixed)}
        _command(spot, hazard_id, Cmd.FIX_ON_SPOT, photos, propose=further is Further.FIX_PROPOSED)
    elif further is Further.ORDERED:
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
    fields: dict[str, object] = {
        "order_number": f"{Hazard.objects.get(pk=hazard_id).number}-ZL",
        "demands": "；".join([wrong.text, *_demands(wrong)]),
    }
    if wrong.deadline_days:
        fields["deadline"] = spot.now + timedelta(days=wrong.deadline_days)
    return fields


def _demands(wrong: Wrong) -> list[str]:
    given = dict(wrong.five)
    return [f"{term('field', name).zh}：{given[name]}" for name in FIVE if given.get(name)]


def _suggested(wrong: Wrong) -> list[str]:
    """What the inspector would demand, in the language that records are written in."""
    said = _demands(wrong)
    if wrong.deadline_days:
        said.append(term("suggestion", "days").zh.format(n=wrong.deadline_days))
    return [f"{term('suggestion', 'demands').zh}：{'；'.join(said)}"] if said else []


def _permission(spot: Spot, verb: Verb) -> Permission:
    return roles.best(spot.standing.viewer.actor_over(spot.standing.place), verb, packs.current().duty_levels)


def _command(
    spot: Spot, hazard_id: int, name: Cmd, fields: Mapping[str, object], *, propose: bool = False
) -> None:
    hazard = Hazard.objects.get(pk=hazard_id)
    locked = hazards.lock(hazard_id, hazard.unit_id, hazard.point_id)
    command = Command(name, fields, expected_version=hazard.version, propose=propose)
    hazards.advance(spot.work, spot.standing.viewer, locked, command, spot.now)
