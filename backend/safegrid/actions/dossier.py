"""The base data of a unit, corrected by the unit itself: by its head at once, by its safety officer once the head agrees."""

from collections.abc import Mapping
from datetime import datetime

from safegrid.domain.dossier import OWN_FIELDS
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Permission, Verb
from safegrid.store.access import Viewer
from safegrid.store.drawn import place_box, unit_drawn
from safegrid.store.models import DossierChange, Enterprise

from .own_unit import NOT_FOUND, locked, permission
from .transaction import Refused, Work, clock, unit_of_work

Values = Mapping[str, str | int]


def change(viewer: Viewer, unit_id: int, version: int, values: Values) -> DossierChange | Refusal:
    """Correct base data. Refusals: NOT_FOUND, NOT_YOUR_DUTY, UNIT_CLOSED, STALE_VERSION, NOTHING_CHANGED."""
    try:
        with unit_of_work(viewer.key, "dossier.change") as work:
            unit = locked(viewer, unit_id, Verb.EDIT_UNIT, evidence=True)
            if unit.version != version:
                raise Refused(Refusal("STALE_VERSION"))
            after = {name: _plain(values[name]) for name in OWN_FIELDS if name in values}
            after = {name: value for name, value in after.items() if value != getattr(unit, name)}
            if not after:
                raise Refused(Refusal("NOTHING_CHANGED"))
            before = {name: getattr(unit, name) for name in after}
            made = DossierChange(unit=unit, before=before, after=after, made_by_id=viewer.person)
            now = clock()
            if permission(viewer, unit_id, Verb.EDIT_UNIT) is Permission.YES:
                _apply(work, unit, made, viewer.person, now)
            made.made_at = now
            made.save(force_insert=True)
            return made
    except Refused as refused:
        return refused.refusal


def decide(viewer: Viewer, change_id: int, *, yes: bool, words: str) -> DossierChange | Refusal:
    """Agree to a safety officer's correction, or not. Refusals: NOT_FOUND, NOT_YOUR_DUTY, ALREADY_DECIDED, NO_REASON."""
    try:
        with unit_of_work(viewer.key, "dossier.decide") as work:
            unit_id = DossierChange.objects.filter(pk=change_id).values_list("unit_id", flat=True).first()
            if unit_id is None:
                raise Refused(NOT_FOUND)
            unit = locked(viewer, unit_id, Verb.EDIT_UNIT)
            made = DossierChange.objects.select_for_update().get(pk=change_id)
            if made.state != DossierChange.State.WAITING:
                raise Refused(Refusal("ALREADY_DECIDED"))
            if not yes and not words.strip():
                raise Refused(Refusal("NO_REASON", (("field", "words"),)))
            made.words = words.strip()
            if yes:
                _apply(work, unit, made, viewer.person, clock())
            else:
                made.state = DossierChange.State.REFUSED
                made.decided_by_id, made.decided_at = viewer.person, clock()
            made.save()
            return made
    except Refused as refused:
        return refused.refusal


def _apply(work: Work, unit: Enterprise, made: DossierChange, by: int, now: datetime) -> None:
    sites = list(unit.sites.all())
    before = unit_drawn(unit, sites)
    for name, value in made.after.items():
        setattr(unit, name, value)
    unit.version += 1
    unit.save(update_fields=[*made.after, "version"])
    after = unit_drawn(unit, sites)
    if after is not None:
        work.changed(before, after, place_box(after.lon, after.lat))
    made.state, made.decided_by_id, made.decided_at = DossierChange.State.DONE, by, now


def _plain(value: str | int) -> str | int:
    return value.strip() if isinstance(value, str) else value
