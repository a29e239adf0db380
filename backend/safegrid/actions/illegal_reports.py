"""Illegal production and trade 非法生产经营 (G16): reported by who walks, handled by who answers for the ground."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from safegrid.domain import roles
from safegrid.domain.geometry import check_place
from safegrid.domain.presence import Stamp
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.scope import Place, sees
from safegrid.domain.surveys import done_at
from safegrid.store.access import Viewer, visible_units
from safegrid.store.models import IllegalReport
from safegrid.store.models.field_records import stamped
from safegrid.store.queries.ownership import owner_at
from safegrid.store.queries.proposals import answered_then, deciders, reports_in_sight

from . import evidence, field_place
from .notices import tell_people
from .transaction import Refused, Work, hold_boundaries, unit_of_work

NOT_FOUND, NOT_YOURS = Refusal("NOT_FOUND"), Refusal("NOT_YOUR_DUTY")
SHORT = 60


@dataclass(frozen=True)
class NewReport:
    """`lon`, `lat`: degrees, EPSG:4326. `unit`: where a unit on record is behind it."""

    text: str
    lon: float
    lat: float
    stamp: Stamp
    unit: int | None = None
    photos: tuple[str, ...] = ()


def report(viewer: Viewer, new: NewReport, received: datetime | None = None) -> IllegalReport | Refusal:
    """Keep a report. Refusals: NOT_FOUND, NOT_YOUR_DUTY, BAD_PLACE, FIELD_MISSING, FIELD_BAD."""
    try:
        with unit_of_work(viewer.key, "illegal.report") as work:
            now = hold_boundaries()
            return _report(work, viewer, new, received or now)
    except Refused as refused:
        return refused.refusal


def handle(viewer: Viewer, report_id: int, result: str, words: str) -> IllegalReport | Refusal:
    """Say what came of it. Refusals: NOT_FOUND, NOT_YOUR_DUTY, ILLEGAL_HANDLED, NO_REASON."""
    seen = reports_in_sight(viewer).filter(pk=report_id).first()
    if seen is None:
        return NOT_FOUND
    if not handleable(viewer, seen):
        return NOT_YOURS
    if not words.strip():
        return Refusal("NO_REASON")
    with unit_of_work(viewer.key, "illegal.handle") as work:
        now = hold_boundaries()
        row = IllegalReport.objects.select_for_update().get(pk=report_id)
        if row.handled_at is not None:
            return Refusal("ILLEGAL_HANDLED", (("who", row.handled_by.name if row.handled_by else ""),))
        row.state, row.result, row.words = "handled", result, words.strip()
        row.handled_by_id, row.handled_at = viewer.person, now
        row.save(update_fields=["state", "result", "words", "handled_by", "handled_at"])
        if row.person_id != viewer.person:
            tell_people(work, [row.person_id], None, "illegal_handled", row.text[:SHORT])
    return row


def handleable(viewer: Viewer, row: IllegalReport) -> bool:
    """Whether the viewer answers for the ground of a report: whoever verifies hazards there."""
    unit = row.unit
    place = Place(row.cell_id or 0, (), row.unit_id or 0, unit.industry if unit else "")
    return roles.best(viewer.actor_over(place), Verb.CHECK_GENERAL) is Permission.YES


def _report(work: Work, viewer: Viewer, new: NewReport, received: datetime) -> IllegalReport:
    if not new.text.strip():
        raise Refused(Refusal("FIELD_MISSING", (("field", "text"),)))
    if check_place(new.lon, new.lat) is not None:
        raise Refused(Refusal("BAD_PLACE"))
    place = Place(cell=owner_at(new.lon, new.lat))
    done = done_at(new.stamp.made_at, new.stamp.sent_at, received)
    able = roles.best(viewer.actor_over(place), Verb.CHECK_GENERAL) is not Permission.NO
    if not able and not answered_then(viewer.person, new.lon, new.lat, done):
        raise Refused(NOT_YOURS if sees(viewer.scope, place) else NOT_FOUND)
    if new.unit is not None and not visible_units(viewer.scope).filter(pk=new.unit).exists():
        raise Refused(NOT_FOUND)
    row = IllegalReport.objects.create(
        text=new.text.strip(),
        geom=Point(new.lon, new.lat, srid=4326),
        cell_id=place.cell or None,
        unit_id=new.unit,
        photos=list(new.photos),
        person_id=viewer.person,
        received_at=received,
        **stamped(new.stamp, field_place.judged(new.stamp, (new.lon, new.lat), received)),
    )
    if refusal := evidence.use(viewer.person, "illegal", row.pk, list(new.photos)):
        raise Refused(refusal)
    told = [person for person in deciders(place.cell) if person != viewer.person]
    tell_people(work, told, None, "illegal_new", row.text[:SHORT])
    return row
