"""Assessments of risk points (C7, R12): the safety officer computes, the head signs; a signed one sets the level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from safegrid.domain.assessment import assess, valid_until
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Assessment, Enterprise, RiskPoint

from . import levels
from .own_unit import NOT_FOUND, locked
from .point_book import renew
from .transaction import Refused, clock, hold_boundaries, unit_of_work

S = Assessment.State


@dataclass(frozen=True)
class Wanted:
    """An assessment as it was computed on screen. `after`: with the measures in `verified` at work; None = no better."""

    method: str
    inputs: Mapping[str, float]
    after: Mapping[str, float] | None = None
    verified: tuple[int, ...] = ()
    reason: str = ""


def propose(viewer: Viewer, point_id: int, wanted: Wanted) -> Assessment | Refusal:
    """Assess a point; it waits for the head, in place of one that waited before.

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, METHOD_UNKNOWN, INPUT_NOT_ALLOWED, INPUT_MISSING, MEASURES_UNVERIFIED, FIELD_BAD.
    """
    try:
        with unit_of_work(viewer.key, "assessment.propose"):
            unit_id = RiskPoint.objects.filter(pk=point_id, retired_at=None).values_list("unit_id", flat=True)
            owner = unit_id.first()
            if owner is None:
                raise Refused(NOT_FOUND)
            locked(viewer, owner, Verb.ASSESS_POINT)
            point = levels.lock_point(point_id)
            assert point is not None
            return put(viewer, point, wanted)
    except Refused as refused:
        return refused.refusal


def put(viewer: Viewer, point: RiskPoint, wanted: Wanted) -> Assessment:
    """Write an assessment of a locked point. Raises Refused."""
    pack = packs.current()
    after = dict(wanted.after) if wanted.after is not None else None
    result = assess(wanted.method, wanted.inputs, after, len(wanted.verified), pack)
    if isinstance(result, Refusal):
        raise Refused(result)
    own = set(point.measures.values_list("pk", flat=True))
    if not own.issuperset(wanted.verified):
        raise Refused(Refusal("FIELD_BAD", (("field", "measures"), ("kind", "whole"))))
    Assessment.objects.filter(point=point, state=S.WAITING).update(state=S.REPLACED)
    made = Assessment.objects.create(
        point=point,
        method=wanted.method,
        inputs=dict(wanted.inputs),
        after=after,
        verified=sorted(wanted.verified),
        inherent=int(result.inherent.level),
        residual=int(result.residual),
        reason=wanted.reason.strip(),
        pack_id=pack.id,
        pack_version=pack.version,
        made_by_id=viewer.person,
    )
    made.refresh_from_db()
    return made


def decide(
    viewer: Viewer, unit_id: int, ids: Sequence[int], *, yes: bool, words: str
) -> list[Assessment] | Refusal:
    """Sign assessments of one's unit, or send them back; all of them or none.

    Refusals: NOT_FOUND, NOT_YOUR_DUTY, ALREADY_DECIDED, SAME_PERSON (one's own), NO_REASON (for a no).
    """
    try:
        with unit_of_work(viewer.key, "assessment.decide") as work:
            hold_boundaries()
            unit = locked(viewer, unit_id, Verb.SIGN_ASSESSMENT)
            points, rows = _locked(unit, sorted(set(ids)))
            for row in rows:
                _settle(row, viewer.person, yes=yes, words=words.strip())
            if yes:
                for row in rows:
                    _apply(points[row.point_id], row)
                renew(work, list(points.values()), unit, clock())
            return rows
    except Refused as refused:
        return refused.refusal


def _locked(unit: Enterprise, ids: Sequence[int]) -> tuple[dict[int, RiskPoint], list[Assessment]]:
    """Assessments of a locked unit and their points, locked in this order. Raises Refused."""
    owned = Assessment.objects.filter(pk__in=ids, point__unit=unit, point__retired_at=None)
    ground = sorted(set(owned.values_list("point_id", flat=True)))
    points = {pk: point for pk in ground if (point := levels.lock_point(pk)) is not None}
    rows = list(owned.select_related("made_by").select_for_update(of=("self",)).order_by("pk"))
    if len(rows) != len(ids) or not ids:
        raise Refused(NOT_FOUND)
    return points, rows


def _settle(row: Assessment, by: int, *, yes: bool, words: str) -> None:
    if not yes and not words:
        raise Refused(Refusal("NO_REASON", (("field", "words"),)))
    if row.state != S.WAITING:
        raise Refused(Refusal("ALREADY_DECIDED"))
    if row.made_by_id == by:
        raise Refused(Refusal("SAME_PERSON"))
    row.state = S.SIGNED if yes else S.REFUSED
    row.decided_by_id, row.decided_at, row.words = by, clock(), words
    row.save(update_fields=["state", "decided_by", "decided_at", "words"])


def _apply(point: RiskPoint, signed: Assessment) -> None:
    assert signed.decided_at is not None
    point.method, point.inputs = signed.method, signed.inputs
    point.inherent, point.residual = signed.inherent, signed.residual
    point.residual_until = valid_until(signed.decided_at, packs.current().point)
    point.save(update_fields=["method", "inputs", "inherent", "residual", "residual_until"])
