"""The cookie that opens tiles without Django's request path: who, at which access version, in which session and area.

Encrypted and signed (Fernet), because it names the session: a process that has not met the session yet looks it up.
"""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils import timezone

from .access import Viewer

COOKIE = "sg_tile"
PATH = "/tiles"
LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class Claims:
    """What a token says. `scope` is `Scope.hash`; `expires` is in seconds since 1970."""

    viewer: str
    version: int
    session: str
    scope: str
    expires: float


def issue(viewer: Viewer, session_key: str, now: datetime | None = None) -> str:
    """Write a token: 15 minutes, or until a duty of the viewer starts or ends."""
    begin = now or timezone.now()
    end = min(begin + LIFETIME, viewer.scope.valid_until or datetime.max.replace(tzinfo=begin.tzinfo))
    claims = Claims(viewer.key, viewer.version, session_key, viewer.scope.hash, end.timestamp())
    return _fernet(settings.SECRET_KEY).encrypt(json.dumps(asdict(claims)).encode()).decode()


def cookie(viewer: Viewer, session_key: str) -> dict[str, Any]:
    """Arguments for `HttpResponse.set_cookie`."""
    return {
        "key": COOKIE,
        "value": issue(viewer, session_key),
        "max_age": LIFETIME,
        "path": PATH,
        "httponly": True,
        "secure": settings.SESSION_COOKIE_SECURE,
        "samesite": "Lax",
    }


@lru_cache(maxsize=4096)
def read(token: str) -> Claims | None:
    """Read a token, None if it is not one of ours. Whether it is still valid is the gate's question."""
    try:
        plain = json.loads(_fernet(settings.SECRET_KEY).decrypt(token.encode()))
        return Claims(**plain)
    except (InvalidToken, UnicodeEncodeError, ValueError, TypeError):
        return None


@lru_cache(maxsize=2)
def _fernet(secret: str) -> Fernet:
    key = hashlib.blake2b(secret.encode(), digest_size=32, person=b"sg tile token").digest()
    return Fernet(base64.urlsafe_b64encode(key))
