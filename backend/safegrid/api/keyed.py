"""`Idempotency-Key` on actions: a phone that sends twice, because the first answer was lost, acts once."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Schema

from safegrid.actions.idempotency import Answer, fingerprint, once

from .errors import Refused, accepted
from .viewer import Signed

HEADER = "Idempotency-Key"
LONGEST = 80
KEYED: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": HEADER,
            "required": False,
            "schema": {"type": "string", "maxLength": LONGEST},
            "description": "One key per intended action: a repeated request is answered as the first one was.",
        }
    ]
}
"""For `openapi_extra` of every route that uses `keyed`."""
T = TypeVar("T", bound=Schema)


def keyed(
    request: Signed, shape: type[T], act: Callable[[], T], *, body: bytes | None = None, shown_once: str = ""
) -> T:
    """Act once per key. A refusal is an exception, undoes everything and leaves the key free.

    `body`: what was asked, where the request's own body can no longer be read (a file). `shown_once`: a field that is shown
    once and never stored; a repeated request gets null there.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return act()
    if len(key) > LONGEST:
        raise Refused("BAD_REQUEST")
    fresh: list[T] = []

    def run() -> Answer:
        fresh.append(act())
        kept = fresh[0].model_dump(mode="json")
        return Answer(200, kept | {shown_once: None} if shown_once else kept)

    asked = fingerprint(request.method or "", request.path, _meant(request.body) if body is None else body)
    answer = accepted(once(request.auth.key, key, asked, run))
    return fresh[0] if fresh else shape.model_validate(answer.body)


def _meant(body: bytes) -> bytes:
    """What a request asks for: not when this try left the device (`sent_at`), which a second try tells anew."""
    if b'"sent_at"' not in body:
        return body
    fields = json.loads(body)  # the route has read it already, so it is JSON
    if not isinstance(fields, dict):
        return body
    return json.dumps({**fields, "sent_at": ""}, sort_keys=True).encode()
