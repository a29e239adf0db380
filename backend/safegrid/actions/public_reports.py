"""The public reports a danger 举报, without log-in; an officer takes it up as a hazard or declines it with a reply.

Who sent it is sealed (`seal`), and opened for one named keeper alone (`identities`).
"""

import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction
from django.db.models import Min

from safegrid.domain.geometry import check_place
from safegrid.domain.hierarchy import CITY
from safegrid.domain.public_reports import code_from, hash_of
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.store.models import CellBoundary, Duty, PublicReport
from safegrid.store.queries.responsible import in_force, responsible_for

from . import public_limits
from .notices import tell_people
from .places import Spot, at_place
from .seal import seal
from .transaction import Work, hold_boundaries, unit_of_work

MOST_PHOTOS = 4
AROUND_CITY = 0.02
"""Degrees beyond the city's own box in which a place is still taken: a shore, a gap, a rough fix."""


@dataclass(frozen=True)
class Given:
    """What somebody sends. Degrees EPSG:4326; `name` and `phone` may be empty. `photos`: names of
    those that follow."""

    lon: float
    lat: float
    category: str
    text: str
    name: str = ""
    phone: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Door:
    """Through which it came. `seed`: a random number of the sender's own; `challenge`: answered, as altcha writes it."""

    address: str
    seed: UUID
    challenge: str


@dataclass(frozen=True)
class Received:
    report: PublicReport
    code: str


def receive(given: Given, door: Door) -> Received | Refusal:
    """Take a report in. A request that is sent again with its seed gets the same code, and makes no second report.

    Its photos come after it (`public_photos`): a line that breaks in the middle of one loses none of the words.
    Refusals: BAD_PLACE, OUTSIDE_CITY, TOO_MANY_PHOTOS, PUBLIC_BUSY, CHALLENGE_BAD, IDEMPOTENCY_CONFLICT.
    """
    code = code_from(settings.SECRET_KEY.encode(), f"public report {door.seed}")
    digest = _digest(code, given)
    known = _known(code, digest)
    if known is not None:
        return known
    refusal = _problem(given) or _shut(door)
    if refusal is not None:
        return refusal
    try:
        with transaction.atomic():
            report = _insert(given, code, digest)
    except IntegrityError:
        # The same request at the same time; anything else that the database refused is no duplicate.
        known = _known(code, digest)
        if known is None:
            raise
        return known
    return Received(report, code)


def _known(code: str, digest: str) -> Received | Refusal | None:
    report = PublicReport.objects.select_related("cell").filter(code_hash=hash_of(code)).first()
    if report is None:
        return None
    return Received(report, code) if report.digest == digest else Refusal("IDEMPOTENCY_CONFLICT")


def _problem(given: Given) -> Refusal | None:
    if check_place(given.lon, given.lat) is not None:
        return Refusal("BAD_PLACE")
    if len(set(given.photos)) > MOST_PHOTOS:
        return Refusal("TOO_MANY_PHOTOS", (("limit", MOST_PHOTOS),))
    return None if _in_city(given.lon, given.lat) else Refusal("OUTSIDE_CITY")


def _shut(door: Door) -> Refusal | None:
    """In the order of what it costs us."""
    return (
        public_limits.count("report", door.address)
        or public_limits.spend(door.challenge)
        or public_limits.count_all("report")
    )


def _in_city(lon: float, lat: float) -> bool:
    near = Point(lon, lat, srid=4326).buffer(AROUND_CITY)
    near.srid = 4326
    shapes = CellBoundary.objects.filter(cell__level=CITY, valid_during__endswith=None)
    return shapes.filter(geom__intersects=near).exists()


def _insert(given: Given, code: str, digest: str) -> PublicReport:
    with unit_of_work("public", "public.report") as work:
        now = hold_boundaries()
        spot = at_place(given.lon, given.lat)
        number = _next_id()
        report = PublicReport(
            pk=number,
            number=f"JB{spot.county_code[:6] or '000000'}-{now:%Y}-{number:06d}",
            code_hash=hash_of(code),
            digest=digest,
            cell_id=spot.place.cell or None,
            geom=spot.geom,
            category=given.category,
            text=given.text,
            contact=bool(given.name or given.phone),
            coming=list(dict.fromkeys(given.photos)),
            received_at=now,
        )
        if report.contact:
            report.sealed = seal(report.number, {"name": given.name, "phone": given.phone, "photos": []})
        report.save(force_insert=True)
        _tell(work, report, spot, now)
    return report


def _tell(work: Work, report: PublicReport, spot: Spot, now: datetime) -> None:
    """Those who answer for the nearest ground that has an officer; for ground of nobody, the city's committee office."""
    officers = [d for d in responsible_for(spot.place.cell) if d.role == Role.OFF] if spot.place.cell else []
    nearest = officers[0].cell_id if officers else None
    people = [duty.person_id for duty in officers if duty.cell_id == nearest]
    if not people:
        office = Duty.objects.filter(in_force(now), role=Role.SUP.value, industry="", person__is_active=True)
        top = office.aggregate(level=Min("cell__level"))["level"]
        people = list(office.filter(cell__level=top).values_list("person_id", flat=True))
    tell_people(work, people, None, "public_report", report.number)


def _digest(code: str, given: Given) -> str:
    """Under the code, which nobody keeps: a plain digest would let a phone number be found by trying."""
    said = json.dumps(asdict(given), sort_keys=True).encode()
    return hmac.new(code.encode(), said, "sha256").hexdigest()


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('store_publicreport', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)
