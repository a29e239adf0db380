"""Risk points of one's own unit: registered, described, assessed and signed."""

from collections.abc import Iterable

from ninja import Router

from safegrid.actions import assessments as act_assess
from safegrid.actions import own_unit
from safegrid.actions import point_book as act
from safegrid.domain.pack_model import Band
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.drawn import SHAPES
from safegrid.store.models import Assessment, RiskPoint
from safegrid.store.queries import enterprise as read

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..present import masked
from ..schemas.common import Ref
from ..schemas.enterprise import VersionIn
from ..schemas.enterprise_points import (
    AssessIn,
    AssessmentList,
    AssessmentOut,
    BandOut,
    LecOut,
    LsOut,
    OwnMeasure,
    OwnPoint,
    OwnPoints,
    PointEdit,
    PointNew,
    PointSaid,
    RulesOut,
    SignIn,
)
from ..viewer import Signed
from .enterprise import own

router = Router(tags=["enterprise"])
SAME = (
    "version", "name", "category", "method", "inputs", "inherent", "residual", "residual_until", "base", "live",
    "control_level", "manager", "accident_types", "consequence", "emergency",
)  # fmt: skip


@router.get("/rules", response=RulesOut)
def rules(request: Signed) -> RulesOut:
    """Tell the scales and bands of the methods, so that a screen computes as the server does."""
    pack = packs.current()
    return RulesOut(
        pack=f"{pack.id} {pack.version}",
        lec=LecOut(
            l=list(pack.lec.likelihood),
            e=list(pack.lec.exposure),
            c=list(pack.lec.consequence),
            bands=_bands(pack.lec.bands),
        ),
        ls=LsOut(size=pack.ls.size, bands=_bands(pack.ls.bands)),
        better=pack.point.residual_max_better,
        months=pack.point.residual_months,
    )


@router.get("/{int:unit}/points", response=OwnPoints)
def index(request: Signed, unit: int) -> OwnPoints:
    """List the unit's points, worst first, with measures and what waits for a signature."""
    viewer = request.auth
    own(viewer, unit)
    rows = read.points(unit)
    waits: dict[int, Assessment] = {}
    if own_unit.keeps(viewer, unit):
        waits = {one.point_id: one for one in read.assessments([p.pk for p in rows])}
    return OwnPoints(points=[_point(p, waits.get(p.pk), viewer) for p in rows])


@router.post("/{int:unit}/points", response=OwnPoint, openapi_extra=KEYED)
def register(request: Signed, unit: int, body: PointNew) -> OwnPoint:
    """Register a point; it has no level until an assessment is signed."""
    viewer = request.auth
    return keyed(
        request,
        OwnPoint,
        lambda: _point(accepted(act.register(viewer, unit, said(body), body.lon, body.lat)), None, viewer),
    )


@router.post("/points/{int:point}", response=OwnPoint, openapi_extra=KEYED)
def describe(request: Signed, point: int, body: PointEdit) -> OwnPoint:
    """Write anew what is said of a point, with its measures, and where it lies."""
    viewer = request.auth
    place = (body.lon, body.lat) if body.lon is not None and body.lat is not None else None
    return keyed(
        request,
        OwnPoint,
        lambda: _point(accepted(act.describe(viewer, point, body.version, said(body), place)), None, viewer),
    )


@router.post("/points/{int:point}/retire", response=OwnPoint, openapi_extra=KEYED)
def retire(request: Signed, point: int, body: VersionIn) -> OwnPoint:
    """Take a point off the map that is there no longer."""
    viewer = request.auth
    return keyed(
        request, OwnPoint, lambda: _point(accepted(act.retire(viewer, point, body.version)), None, viewer)
    )


@router.post("/points/{int:point}/assess", response=AssessmentOut, openapi_extra=KEYED)
def assess(request: Signed, point: int, body: AssessIn) -> AssessmentOut:
    """Assess a point; the head signs."""
    after = {str(k): v for k, v in body.after.items()} if body.after is not None else None
    wanted = act_assess.Wanted(
        body.method, {str(k): v for k, v in body.inputs.items()}, after, tuple(body.verified), body.reason
    )
    return keyed(
        request, AssessmentOut, lambda: _assessment(accepted(act_assess.propose(request.auth, point, wanted)))
    )


@router.get("/{int:unit}/points/{int:point}/assessments", response=AssessmentList)
def assessments(request: Signed, unit: int, point: int) -> AssessmentList:
    """List all assessments of a point, the newest first."""
    own(request.auth, unit)
    if not own_unit.keeps(request.auth, unit):
        raise Refused("NOT_YOUR_DUTY")
    if not RiskPoint.objects.filter(pk=point, unit=unit).exists():
        raise Refused("NOT_FOUND")
    return AssessmentList(assessments=[_assessment(row) for row in read.assessments([point], waiting=False)])


@router.post("/{int:unit}/assessments/decide", response=AssessmentList, openapi_extra=KEYED)
def decide(request: Signed, unit: int, body: SignIn) -> AssessmentList:
    """Sign assessments, or send them back; all or none."""

    def act_() -> AssessmentList:
        rows = accepted(act_assess.decide(request.auth, unit, body.ids, yes=body.yes, words=body.words))
        return AssessmentList(assessments=[_assessment(row) for row in rows])

    return keyed(request, AssessmentList, act_)


def said(body: PointSaid) -> act.PointText:
    """What was sent, as the action takes it."""
    return act.PointText(
        name=body.name.strip(),
        category=body.category,
        control_level=body.control_level,
        manager=body.manager.strip(),
        manager_phone=body.manager_phone,
        accident_types=tuple(dict.fromkeys(body.accident_types)),
        consequence=body.consequence.strip(),
        emergency=body.emergency.strip(),
        measures=tuple(
            act.Measure(m.kind, m.text.strip(), tuple(i.strip() for i in m.check_items if i.strip()), m.id)
            for m in body.measures
        ),
    )


def _bands(bands: Iterable[Band]) -> list[BandOut]:
    return [BandOut(start=b.start, level=int(b.level), zh=b.zh, en=b.en) for b in bands]


def _point(point: RiskPoint, waits: Assessment | None, viewer: Viewer) -> OwnPoint:
    return OwnPoint(
        **{name: getattr(point, name) for name in SAME},
        id=point.pk,
        lon=point.owner_point.x,
        lat=point.owner_point.y,
        shape=SHAPES.get(point.geom.geom_type, "area"),
        provisional=point.live != point.firm,
        manager_phone_masked=masked(point.manager_phone, viewer),
        measures=[
            OwnMeasure(id=m.pk, kind=m.kind, text=m.text, check_items=m.check_items)
            for m in sorted(point.measures.all(), key=lambda m: m.pk)
        ],
        waiting=_assessment(waits) if waits else None,
    )


def _assessment(row: Assessment) -> AssessmentOut:
    by, decided = row.made_by, row.decided_by
    return AssessmentOut(
        id=row.pk,
        point=row.point_id,
        method=row.method,
        inputs=row.inputs,
        after=row.after,
        verified=row.verified,
        inherent=row.inherent,
        residual=row.residual,
        reason=row.reason,
        state=row.state,
        by=Ref(id=by.pk, name=by.name),
        at=row.made_at,
        decided_by=Ref(id=decided.pk, name=decided.name) if decided else None,
        decided_at=row.decided_at,
        words=row.words,
    )
