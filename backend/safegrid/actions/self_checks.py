"""Self-checks of units: one transaction keeps the results and makes the hazard of every failed item (H5, H6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from safegrid.domain.checklists import AS_IT_IS, MEASURES, Checklist, from_plain, items_for
from safegrid.domain.hazards import Cmd, Command, HazardClass
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.domain.terms import term
from safegrid.domain.times import china_day
from safegrid.store.access import Viewer
from safegrid.store.models import ControlMeasure, Enterprise, RiskPoint, SelfCheck
from safegrid.store.queries import checklists, self_checks

from . import hazards, tallies
from .own_unit import locked
from .places import Where
from .transaction import Refused, Work, hold_boundaries, unit_of_work

FAST_CLOCK, OLDEST = timedelta(minutes=10), timedelta(days=3)
MEASURE = "measure:"


@dataclass(frozen=True)
class Found:
    """The hazard of a failed item: a general one is recorded by the unit, or reported; a major one is reported.

    `fields`: as those commands take them. `point` None: of the item's own point, else of the unit.
    """

    major: bool
    report: bool
    fields: Mapping[str, object]
    point: int | None = None
    override: bool = False


@dataclass(frozen=True)
class Result:
    """`result`: pass, fail or na."""

    item: str
    result: str
    note: str = ""
    found: Found | None = None


@dataclass(frozen=True)
class Check:
    """A self-check as it was made, by a version of a checklist."""

    unit: int
    code: str
    version: str
    began_at: datetime
    ended_at: datetime
    results: tuple[Result, ...]
    sent_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Done:
    """What was kept: the check and the hazards that it made."""

    check: SelfCheck
    hazards: tuple[int, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Asked:
    """An item as it is kept with its result: its text may be another tomorrow."""

    what: str
    basis: str
    point: int | None = None
    measure: int | None = None


def make(viewer: Viewer, check: Check) -> Done | Refusal:
    """Keep a self-check. Refusals: NOT_FOUND, NOT_YOUR_DUTY, UNIT_CLOSED, CHECKLIST_UNKNOWN, CHECK_INCOMPLETE,
    CHECK_TIMES, FAILED_NEEDS_HAZARD, and those of the hazards (NO_PHOTO, FIVE_INCOMPLETE, DUPLICATE_OPEN …).
    """
    try:
        with unit_of_work(viewer.key, "selfcheck.make") as work:
            now = hold_boundaries()
            unit = locked(viewer, check.unit, Verb.SELF_HAZARD)
            title, asked = _asked(viewer, unit, check)
            _complete(check.results, asked)
            day = _day(check, now)
            made = _hazards(work, viewer, check, asked, now)
            row = _keep(viewer, check, title, day, _plain(check.results, asked, made))
            _tell(work, unit, china_day(now))
            return Done(row, tuple(made.values()))
    except Refused as refused:
        return refused.refusal


def _asked(viewer: Viewer, unit: Enterprise, check: Check) -> tuple[str, dict[str, _Asked]]:
    """The list's title and items. Raises Refused: CHECKLIST_UNKNOWN for one that is not the unit's."""
    if check.code == MEASURES and check.version == AS_IT_IS:
        measures = checklists.measures_of_unit(viewer.scope, unit.pk)
        if measures:
            return term("checklist", MEASURES).zh, dict(_of_measures(measures))
    row = checklists.version_of(check.code, check.version)
    known = from_plain(row.content) if row is not None else None
    today = china_day(check.ended_at)
    if known is None or known not in checklists.of_units([unit], today)[unit.pk]:
        raise Refused(Refusal("CHECKLIST_UNKNOWN"))
    return known.zh, _of_list(known, unit.danger_class)


def _of_measures(measures: Iterable[ControlMeasure]) -> Iterable[tuple[str, _Asked]]:
    for measure in measures:
        basis = term("measure_kind", measure.kind).zh
        yield f"{MEASURE}{measure.pk}", _Asked(measure.text, basis, measure.point_id, measure.pk)


def _of_list(known: Checklist, danger_class: str) -> dict[str, _Asked]:
    return {item.id: _Asked(item.what, item.basis) for item in items_for(known, danger_class)}


def _complete(results: Sequence[Result], asked: Mapping[str, _Asked]) -> None:
    """Every item has one result, and every failed one its hazard."""
    named = [result.item for result in results]
    if len(set(named)) != len(named) or not set(named) <= set(asked):
        raise Refused(Refusal("CHECKLIST_UNKNOWN"))
    if len(named) < len(asked):
        raise Refused(Refusal("CHECK_INCOMPLETE", (("count", len(asked) - len(named)),)))
    for result in results:
        if result.result == "fail" and result.found is None:
            raise Refused(Refusal("FAILED_NEEDS_HAZARD", (("item", asked[result.item].what),)))


def _day(check: Check, now: datetime) -> date:
    """The day on which it was done. A check that is said to be older than some days makes good no period."""
    if not check.began_at <= check.ended_at <= now + FAST_CLOCK or check.ended_at < now - OLDEST:
        raise Refused(Refusal("CHECK_TIMES", (("field", "ended_at"),)))
    return china_day(min(check.ended_at, now))


def _hazards(
    work: Work, viewer: Viewer, check: Check, asked: Mapping[str, _Asked], now: datetime
) -> dict[str, int]:
    """Make the hazards of failed items; item to hazard."""
    made: dict[str, int] = {}
    for result in check.results:
        found = result.found
        if result.result != "fail" or found is None:
            continue
        item = asked[result.item]
        point = item.point if item.point is not None else found.point
        fields = dict(found.fields) | ({"measure": item.measure} if item.measure is not None else {})
        where = Where(point=point) if point is not None else Where(unit=check.unit)
        if found.major or found.report:
            claimed = HazardClass.MAJOR if found.major else HazardClass.GENERAL
            said = fields | {"claimed": claimed.value, "found_at": check.ended_at, "source": "self"}
            command = Command(Cmd.REPORT, said, override=found.override)
        else:
            command = Command(Cmd.SELF_RECORD, fields | {"found_at": check.ended_at})
        _inside(check.unit, point)
        made[result.item] = hazards.add(work, viewer, where, command, now).hazard
    return made


def _inside(unit: int, point: int | None) -> None:
    """A self-check finds hazards at home: another unit's point, though its page may be in sight too, is not there."""
    if point is not None and not RiskPoint.objects.filter(pk=point, unit=unit).exists():
        raise Refused(Refusal("NOT_FOUND"))


def _plain(
    results: Sequence[Result], asked: Mapping[str, _Asked], made: Mapping[str, int]
) -> list[dict[str, object]]:
    return [
        {
            "item": result.item,
            "what": asked[result.item].what,
            "basis": asked[result.item].basis,
            "result": result.result,
            "note": result.note,
            "hazard": made.get(result.item),
        }
        for result in results
    ]


def _keep(viewer: Viewer, check: Check, title: str, day: date, results: list[dict[str, object]]) -> SelfCheck:
    row = SelfCheck.objects.create(
        unit_id=check.unit,
        person_id=viewer.person,
        checklist=check.code,
        checklist_version=check.version,
        title=title,
        day=day,
        began_at=check.began_at,
        ended_at=check.ended_at,
        sent_at=check.sent_at,
        note=check.note,
        results=results,
        passed=sum(result.result == "pass" for result in check.results),
        failed=sum(result.result == "fail" for result in check.results),
    )
    row.refresh_from_db()
    return row


def _tell(work: Work, unit: Enterprise, today: date) -> None:
    """The cell's index is better at once."""
    cell = unit.sites.filter(main=True).values_list("cell_id", flat=True).first()
    if cell is not None:
        tallies.tell(work, "selfcheck_overdue", {cell: self_checks.overdue_in(cell, today)})
