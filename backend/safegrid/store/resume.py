"""The token with which a screen takes up the stream again. Encrypted: a `seq` would tell of other areas."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

PURPOSE = b"safegrid resume token 1"


@dataclass(frozen=True)
class Resume:
    """Who held what, and up to which event. `at`: seconds since 1970, by the clock of who minted it."""

    viewer: str
    scope: str
    epoch: str
    seq: int
    tier: str
    at: float


def mint(resume: Resume) -> str:
    """Encrypt."""
    return _cipher(settings.SECRET_KEY).encrypt(json.dumps(asdict(resume)).encode()).decode()


def read(token: str) -> Resume | None:
    """Decrypt; None for anything that this server did not mint."""
    try:
        return Resume(**json.loads(_cipher(settings.SECRET_KEY).decrypt(token.encode())))
    except (InvalidToken, UnicodeEncodeError, ValueError, TypeError):
        return None


@lru_cache(maxsize=2)
def _cipher(secret: str) -> Fernet:
    key = hashlib.blake2b(PURPOSE, key=secret.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(key))
