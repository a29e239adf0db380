"""A unit's own page: its dossier with how complete it is, its records, and the clock of its self-check."""

from django.utils import timezone
from ninja import Router

from safegrid.actions import dossier as act_dossier
from safegrid.actions import own_unit
from safegrid.actions import records as act_records
from safegrid.domain.levels import Level
from safegrid.domain.records import KINDS, OPEN, Standing, standing
from safegrid.domain.roles import Permission, Verb
from safegrid.domain.times import china_day
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import DossierChange, Enterprise, UnitRecord
from safegrid.store.queries import enterprise as read
from safegrid.store.queries.units import sites_of

from ..errors import Refused, accepted, found
from ..keyed import KEYED, keyed
from ..present import masked
from ..schemas.common import Ref
from ..schemas.enterprise import (
    CheckClock,
    CompleteOut,
    DossierChangeOut,
    DossierDecideIn,
    DossierIn,
    EnterpriseOut,
    ExpiringOut,
    LackOut,
    OwnUnit,
    OwnUnits,
    RecordEdit,
    RecordIn,
    RecordKindOut,
    RecordList,
    RecordOut,
    VersionIn,
)
from ..schemas.unit_fields import STORED
from ..viewer import Signed

router = Router(tags=["enterprise"])
VERBS = (
    Verb.REPORT_HAZARD, Verb.SELF_HAZARD, Verb.ASSESS_POINT, Verb.SIGN_ASSESSMENT, Verb.EDIT_UNIT,
    Verb.ASSIGN_DUTIES,
)  # fmt: skip


@router.get("", response=OwnUnits)
def index(request: Signed) -> OwnUnits:
    """List the units that the viewer belongs to."""
    roles: dict[int, str] = {}
    for duty in request.auth.duties:
        if duty.unit and duty.unit not in roles:
            roles[duty.unit] = own_unit.duties_at(request.auth, duty.unit)[0].role.value
    names = Enterprise.objects.filter(pk__in=roles, closed_at=None).order_by("pk")
    rows = names.values_list("pk", "name")
    return OwnUnits(units=[OwnUnit(id=pk, name=name, role=roles[pk]) for pk, name in rows])


@router.get("/{int:unit}", response=EnterpriseOut)
def detail(request: Signed, unit: int) -> EnterpriseOut:
    """Show a unit to its own people."""
    return _unit(request.auth, own(request.auth, unit))


@router.post("/{int:unit}/dossier", response=DossierChangeOut, openapi_extra=KEYED)
def change(request: Signed, unit: int, body: DossierIn) -> DossierChangeOut:
    """Correct base data: the head at once, the safety officer as a proposal to the head."""
    values = body.model_dump(exclude={"version"}, exclude_none=True)
    return keyed(
        request,
        DossierChangeOut,
        lambda: _change(accepted(act_dossier.change(request.auth, unit, body.version, values)), request.auth),
    )


@router.post("/changes/{int:change_id}/decide", response=DossierChangeOut, openapi_extra=KEYED)
def decide(request: Signed, change_id: int, body: DossierDecideIn) -> DossierChangeOut:
    """Agree to a correction, or not."""
    return keyed(
        request,
        DossierChangeOut,
        lambda: _change(
            accepted(act_dossier.decide(request.auth, change_id, yes=body.yes, words=body.words)),
            request.auth,
        ),
    )


@router.get("/{int:unit}/records", response=RecordList)
def records(request: Signed, unit: int) -> RecordList:
    """List the unit's records; workers see plans, drills and post cards."""
    viewer = request.auth
    own(viewer, unit)
    keeps = own_unit.keeps(viewer, unit)
    rows = read.records(unit, all_kinds=keeps)
    photos = read.photos_of_records(row.pk for row in rows)
    return RecordList(
        kinds=[
            RecordKindOut(code=k.code, theme=k.theme.value, columns=list(k.columns), needed=sorted(k.needed))
            for k in KINDS.values()
            if keeps or k.code in OPEN
        ],
        records=[_record(row, photos.get(row.pk, [])) for row in rows],
    )


@router.post("/{int:unit}/records", response=RecordOut, openapi_extra=KEYED)
def add_record(request: Signed, unit: int, body: RecordIn) -> RecordOut:
    """Keep a record."""
    values, photos = body.model_dump(exclude={"kind", "photos"}), [str(photo) for photo in body.photos]
    return keyed(
        request,
        RecordOut,
        lambda: _shown_record(accepted(act_records.add(request.auth, unit, body.kind, values, photos))),
    )


@router.post("/records/{int:record}", response=RecordOut, openapi_extra=KEYED)
def correct_record(request: Signed, record: int, body: RecordEdit) -> RecordOut:
    """Write a record anew."""
    values = body.model_dump(exclude={"version", "photos"})
    photos = None if body.photos is None else [str(photo) for photo in body.photos]
    return keyed(
        request,
        RecordOut,
        lambda: _shown_record(
            accepted(act_records.correct(request.auth, record, body.version, values, photos))
        ),
    )


@router.post("/records/{int:record}/remove", response=RecordOut, openapi_extra=KEYED)
def remove_record(request: Signed, record: int, body: VersionIn) -> RecordOut:
    """Take a record away."""
    return keyed(
        request,
        RecordOut,
        lambda: _shown_record(accepted(act_records.remove(request.auth, record, body.version))),
    )


def own(viewer: Viewer, unit: int) -> Enterprise:
    """The unit, for its own people; for everybody else there is none."""
    if not own_unit.duties_at(viewer, unit):
        raise Refused("NOT_FOUND")
    return found(read.unit(unit))


def _unit(viewer: Viewer, unit: Enterprise) -> EnterpriseOut:
    keeps = own_unit.keeps(viewer, unit.pk)
    sites = sites_of(unit)
    may = {verb: own_unit.permission(viewer, unit.pk, verb) for verb in VERBS}
    return EnterpriseOut(
        **{name: getattr(unit, name) for name in STORED},
        id=unit.pk,
        principal_phone_masked=masked(unit.principal_phone, viewer),
        lon=sites[0].geom.x if sites else None,
        lat=sites[0].geom.y if sites else None,
        point_metres=packs.current().enterprise.point_metres,
        role=own_unit.duties_at(viewer, unit.pk)[0].role.value,
        may=[verb.value for verb, how in may.items() if how is Permission.YES],
        proposes=[verb.value for verb, how in may.items() if how is Permission.EVIDENCE],
        complete=_complete(unit) if keeps else None,
        check=_clock(unit),
        figures=read.counted(unit),
        expiring=_expiring(unit.pk) if keeps else [],
        changes=[_change(row, viewer) for row in read.waiting_changes(unit.pk)] if keeps else [],
    )


def _complete(unit: Enterprise) -> CompleteOut:
    result = read.complete(unit, china_day(timezone.now()))
    lacking = [LackOut(part=i.part, code=i.code, count=i.count) for i in result.lacking]
    total = len(result.items)
    return CompleteOut(percent=result.percent, done=total - len(lacking), total=total, lacking=lacking)


def _clock(unit: Enterprise) -> CheckClock:
    pack = packs.current()
    clock, latest = read.clock_of(unit, china_day(timezone.now()), pack)
    return CheckClock(
        cadence=pack.enterprise.selfcheck[Level(unit.supervision)],
        state=clock.state.value,
        first=clock.period.first,
        last=clock.period.last,
        missed=clock.missed,
        latest=latest,
    )


def _expiring(unit: int) -> list[ExpiringOut]:
    """What runs out soon or has run out, the first first."""
    worn = [
        ExpiringOut(
            id=row.pk, kind=row.kind, title=row.title, person=row.person, until=row.until, standing=how.value
        )
        for row in read.records(unit, all_kinds=True)
        if row.until is not None and (how := _standing(row)) is not Standing.VALID
    ]
    return sorted(worn, key=lambda one: (one.until, one.id))


def _standing(row: UnitRecord) -> Standing:
    return standing(row.until, china_day(timezone.now()), packs.current().enterprise.soon_days)


def _shown_record(row: UnitRecord) -> RecordOut:
    return _record(row, read.photos_of_records([row.pk]).get(row.pk, []))


def _record(row: UnitRecord, photos: list[str]) -> RecordOut:
    return RecordOut(
        id=row.pk,
        version=row.version,
        kind=row.kind,
        title=row.title,
        number=row.number,
        person=row.person,
        body=row.body,
        on=row.on,
        until=row.until,
        people=row.people,
        result=row.result,
        note=row.note,
        standing=_standing(row).value,
        photos=photos,
    )


def _change(row: DossierChange, viewer: Viewer) -> DossierChangeOut:
    return DossierChangeOut(
        id=row.pk,
        state=row.state,
        before=_shown(row.before, viewer),
        after=_shown(row.after, viewer),
        by=Ref(id=row.made_by_id, name=row.made_by.name),
        at=row.made_at,
        words=row.words,
    )


def _shown(values: dict[str, object], viewer: Viewer) -> dict[str, object]:
    """Numbers are looked at elsewhere, where the look is logged."""
    return {name: masked(str(v), viewer) if name == "principal_phone" else v for name, v in values.items()}
