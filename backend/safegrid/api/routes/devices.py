"""Sensors, and the door that their readings come in by."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from ninja.security import HttpBearer
from typing_extensions import override

from safegrid.actions import devices as act
from safegrid.actions.kiosks import hash_of
from safegrid.actions.readings import take
from safegrid.domain.readings import Reading, Thresholds
from safegrid.domain.roles import Verb
from safegrid.domain.scope import Scope
from safegrid.store import packs
from safegrid.store.models import Device
from safegrid.store.queries import devices as read

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..schemas.devices import (
    DeviceIn,
    DeviceList,
    ReadingResult,
    ReadingsIn,
    ReadingsOut,
    TokenOut,
)
from ..schemas.people import IdOut
from ..sensors import device_out, share_of
from ..viewer import Signed

router = Router(tags=["devices"])
intake = Router(tags=["readings"])
THRESHOLDS = ("low", "high", "high_high", "hysteresis")


class FromDevice(HttpRequest):
    """A request of a sensor."""

    auth: Device


class DeviceToken(HttpBearer):
    """`Authorization: Bearer` with a sensor's token; there is no cookie, so no other site can use it."""

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Device:
        device = read.device_of_token(hash_of(token))
        if device is None:
            raise Refused("NOT_LOGGED_IN")
        return device


class DeviceFilters(Schema):
    point: int | None = None
    silent: bool = Field(False, description="only those silent for longer than they should be, of any point")


@router.get("", response=DeviceList)
def index(request: Signed, filters: Annotated[DeviceFilters, Query()]) -> DeviceList:
    """List sensors at points in sight; who manages tokens sees all of them, without the ground."""
    pack, now = packs.current(), timezone.now()
    if request.auth.may_anywhere(Verb.MANAGE_SECURITY):
        return DeviceList(devices=[device_out(d, pack, now, ground=False) for d in read.all_devices()])
    rows = _in_sight(request.auth.scope, filters, share_of(pack), now)
    return DeviceList(devices=[device_out(d, pack, now, ground=True) for d in rows])


def _in_sight(scope: Scope, filters: DeviceFilters, share: float, now: datetime) -> list[Device]:
    if filters.silent:
        return read.silent_in_sight(scope, share, now)
    return read.devices_in_sight(scope, filters.point)


@router.post("", response=TokenOut, openapi_extra=KEYED)
def create(request: Signed, body: DeviceIn) -> TokenOut:
    """Register a sensor at a point; its token is shown once."""
    limits = Thresholds(**{name: getattr(body, name) for name in THRESHOLDS})
    new = act.NewDevice(body.name, body.point, body.parameter, body.unit, limits, body.silent_hours)

    def make() -> TokenOut:
        made = accepted(act.create(request.auth, new))
        return TokenOut(id=made.device, token=made.token)

    return keyed(request, TokenOut, make, shown_once="token")


@router.post("/{int:device}/revoke", response=IdOut, openapi_extra=KEYED)
def revoke(request: Signed, device: int) -> IdOut:
    """Shut a sensor out."""
    return keyed(request, IdOut, lambda: IdOut(id=accepted(act.revoke(request.auth, device)).pk))


@intake.post("", response=ReadingsOut, auth=DeviceToken())
def send(request: FromDevice, body: ReadingsIn) -> ReadingsOut:
    """Take a batch of readings from a sensor. The same reading twice is one; they may come late and in any order."""
    taken = take(request.auth.pk, [Reading(r.at, r.value) for r in body.readings])
    results = [
        ReadingResult(id=sent.id, at=kept.at, result=kept.result, code=kept.code)
        for sent, kept in zip(body.readings, taken.results, strict=True)
    ]
    return ReadingsOut(results=results, alarm=bool(taken.alarm))
