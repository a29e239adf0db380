"""A hazard's row to the list's and the panel's shape."""

from django.utils import timezone

from safegrid.domain.hazard_fields import Field, Kind
from safegrid.domain.hazard_words import is_of_unit_alone, read_by_unit
from safegrid.domain.hazards import Available, available, from_plain
from safegrid.domain.roles import Role
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.drawn import hazard_drawn
from safegrid.store.models import Hazard, HazardStep, Upload
from safegrid.store.queries.hazards import photos_of
from safegrid.store.queries.history import steps_of
from safegrid.store.queries.responsible import responsible_for

from .present import cell_of, path_of, responsible
from .schemas.common import Json, Ref
from .schemas.hazards import CommandSpec, FieldSpec, HazardListed, HazardOut, PhotoOut, StepOut
from .viewer import can

# Whose names are protected, whoever asks (K14): the public's and the workers' who report their own employer.
PROTECTED = {Role.PUB, Role.ENT_W}
CHOICES: dict[Kind, list[str | int]] = {Kind.HAZARD_CLASS: ["general", "major"], Kind.LEVEL: [1, 2, 3, 4]}
# Names of columns that are shown as they are stored.
ROW = (
    "number", "title", "state", "major", "self_found", "overdue", "listing", "suspended", "deadline", "reported_at",
)  # fmt: skip
MORE = ("text", "category", "source", "listing_overdue", "found_at", "closed_at")


def row(hazard: Hazard) -> HazardListed:
    """Write a hazard as a row of the list; reads `unit` and `point`."""
    return HazardListed(
        **{name: getattr(hazard, name) for name in ROW},
        id=hazard.pk,
        v=hazard.version,
        lon=hazard.geom.x,
        lat=hazard.geom.y,
        cell=cell_of(hazard.cell_id),
        unit=Ref(id=hazard.unit.pk, name=hazard.unit.name) if hazard.unit else None,
        point=Ref(id=hazard.point.pk, name=hazard.point.name) if hazard.point else None,
    )


def panel(hazard: Hazard, viewer: Viewer) -> HazardOut:
    """Write everything that the viewer may know of a hazard."""
    pack, drawn = packs.current(), hazard_drawn(hazard)
    facts = from_plain(hazard.facts)
    steps = steps_of(hazard)[::-1]
    actor = viewer.actor_over(drawn)
    next_steps = available(facts, actor, pack, timezone.now())
    told = _told_to_unit if is_of_unit_alone(actor) else _told
    return HazardOut(
        **row(hazard).model_dump(),
        **{name: getattr(hazard, name) for name in MORE},
        lead_level=facts.lead_level,
        path=path_of(hazard.cell_id),
        measure=_measure(hazard),
        reporter=_reporter(hazard, viewer),
        steps=[step_out(s, viewer, told(s)) for s in steps],
        photos=[photo_out(p) for p in photos_of(hazard)],
        commands=[command_out(c) for c in next_steps],
        responsible=responsible(responsible_for(drawn.cell, drawn.unit, drawn.industry), viewer),
        can=can(viewer, drawn),
    )


def _told(step: HazardStep) -> Json:
    return dict(step.note)


def _told_to_unit(step: HazardStep) -> Json:
    fields, proposed = step.note.get("fields", {}), bool(step.note.get("proposed"))
    return {"fields": read_by_unit(step.command, fields, proposed=proposed), "proposed": proposed}


def step_out(step: HazardStep, viewer: Viewer, note: Json) -> StepOut:
    """Write a step; reads `actor`. `note`: what the viewer is told of it."""
    return StepOut(
        n=step.n,
        command=step.command,
        actor=actor_name(step, viewer),
        role=step.role,
        from_state=step.from_state,
        to_state=step.to_state,
        note=note,
        at=step.at,
    )


def actor_name(step: HazardStep, viewer: Viewer) -> str:
    """Name of who took a step, unless it is protected; walls show no reporter at all."""
    if step.actor is None or step.role in PROTECTED:
        return ""
    return "" if step.command in {"report", "self_record"} and not viewer.person else step.actor.name


def photo_out(upload: Upload) -> PhotoOut:
    return PhotoOut(id=str(upload.uuid), url=f"/api/uploads/{upload.uuid}")


def _measure(hazard: Hazard) -> Ref | None:
    # Only a measure of the hazard's own point: another's text may be out of sight.
    if hazard.measure is None or hazard.measure.point_id != hazard.point_id:
        return None
    return Ref(id=hazard.measure.pk, name=hazard.measure.text)


def _reporter(hazard: Hazard, viewer: Viewer) -> str:
    said_by = from_plain(hazard.facts).reporter_role
    if hazard.reporter is None or said_by in PROTECTED or said_by is None or not viewer.person:
        return ""
    return hazard.reporter.name


def command_out(offered: Available) -> CommandSpec:
    """Write a command that may be given, with its fields."""
    return CommandSpec(
        name=offered.name.value,
        required=[field_out(f) for f in offered.fields],
        evidence_only=offered.evidence_only,
    )


def field_out(field: Field, choices: list[str | int] | None = None) -> FieldSpec:
    """Write a field. `choices`: those that make sense here, where the kind alone does not say."""
    return FieldSpec(
        field=field.name,
        type=field.kind.value,
        optional=not field.required,
        choices=choices or CHOICES.get(field.kind),
    )
