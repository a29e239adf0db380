"""The same request twice has one effect: its answer is kept with its key and given again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from safegrid.domain.refusals import Refusal
from safegrid.store.models import IdempotencyKey

KEEP = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """What the first request was answered, as plain JSON."""

    status: int
    body: Any


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Digest of what was asked, so that a key is not used for two different things."""
    head = f"{method} {path}\n".encode()
    return hashlib.sha256(head + body).hexdigest()


def once(viewer: str, key: str, asked: str, act: Callable[[], Answer]) -> Answer | Refusal:
    """Act, or give again what the first request with this key was answered.

    The key's row is written first and in the same transaction: a second request at the same time waits for the first.
    If `act` raises, nothing is kept and the key is free again. Refusal: IDEMPOTENCY_CONFLICT.
    """
    with transaction.atomic():
        if not _claim(viewer, key, asked):
            kept = IdempotencyKey.objects.get(viewer=viewer, key=key)
            if kept.fingerprint != asked:
                return Refusal("IDEMPOTENCY_CONFLICT")
            return Answer(kept.status, kept.body)
        answer = act()
        IdempotencyKey.objects.filter(viewer=viewer, key=key).update(status=answer.status, body=answer.body)
    return answer


def forget_old(now: datetime | None = None) -> int:
    """Delete keys that no client will send again; for a sweep. Returns how many."""
    deleted, _ = IdempotencyKey.objects.filter(at__lt=(now or timezone.now()) - KEEP).delete()
    return deleted


def _claim(viewer: str, key: str, asked: str) -> bool:
    try:
        with transaction.atomic():
            IdempotencyKey.objects.create(viewer=viewer, key=key, fingerprint=asked, status=0, body={})
    except IntegrityError:
        return False
    return True
