"""The pack for a phone that goes where there is no network: one's own ground, for a limited time."""

import hashlib
import json

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from ninja import Router

from safegrid.domain.scope import Scope
from safegrid.store.access import Viewer
from safegrid.store.queries.field_pack import ground_of, position
from safegrid.store.queries.tiles import latest_boundary

from ..errors import Refused
from ..field_pack import Beside, expires, make
from ..schemas.field_pack import FieldPack
from ..viewer import Signed
from . import surveys, takeovers
from .session import duties_held

router = Router(tags=["inspections"])
EXPIRES = "X-Pack-Expires"
"""When the pack ends that the answer gives, or says to be the same still."""


@router.get("/pack", response={200: FieldPack, 304: None})
def pack(request: Signed) -> HttpResponse:
    """Give the viewer's pack; 304 with a new end if nothing in it changed since the one that is named."""
    viewer = request.auth
    ground = ground_of(viewer)
    if ground is None:
        raise Refused("NOT_YOUR_DUTY")
    known, head = _asked(request), _head(viewer, ground.scope)
    if known.partition(".")[0] == head:
        return _answer(b"", known, viewer, status=304)
    beside = Beside(duties_held(viewer), takeovers.index(request).takeovers, surveys.mine(request).clocks)
    found = make(viewer, ground, beside)
    plain = found.model_dump(mode="json")
    tag = f"{head}.{_digest({k: v for k, v in plain.items() if k not in {'made_at', 'expires_at'}})}"
    if known.partition(".")[2] == tag.partition(".")[2]:
        return _answer(b"", tag, viewer, status=304)
    body = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    return _answer(body, tag, viewer, status=200)


def _answer(body: bytes, tag: str, viewer: Viewer, *, status: int) -> HttpResponse:
    response = HttpResponse(body, status=status, content_type="application/json")
    response["ETag"] = f'"{tag}"'
    response[EXPIRES] = expires(viewer, timezone.now()).isoformat()
    patch_cache_control(response, private=True, no_store=True)
    return response


def _asked(request: Signed) -> str:
    return request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')


def _head(viewer: Viewer, scope: Scope) -> str:
    """Everything that a pack could have changed with, before it is made."""
    known = (viewer.key, viewer.version, scope.hash, timezone.localdate().isoformat(), latest_boundary())
    return _digest([*map(str, known), position(viewer)])


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
