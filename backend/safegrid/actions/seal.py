"""Seals who sent a report: under a key that is neither in the database nor the key of sessions (K14)."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def seal(about: str, identity: Mapping[str, object]) -> bytes:
    """Encrypt. `about`: what it belongs to; it cannot be opened as anything else's."""
    plain = json.dumps({"about": about, "identity": identity}, ensure_ascii=False).encode()
    return _keys().encrypt(plain)


def unseal(about: str, sealed: bytes) -> dict[str, object] | None:
    """Decrypt; None if no key of this place fits, or it was sealed for something else."""
    try:
        opened = json.loads(_keys().decrypt(sealed))
    except InvalidToken:
        return None
    identity: dict[str, object] = opened["identity"]
    return identity if opened["about"] == about else None


def _keys() -> MultiFernet:
    """The first key seals; those after it, of the time before a change, still open."""
    digests = [hashlib.sha256(key.encode()).digest() for key in settings.IDENTITY_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
