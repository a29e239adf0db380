"""What keeps the open door from being a flood: limits by address and hour, and a challenge that costs a moment's work.

Nothing of it needs another server. Addresses are not kept: a digest under a key that changes daily counts them.
"""

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import altcha
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from safegrid.domain.refusals import Refusal
from safegrid.store.models import PublicCount, SpentChallenge

from .transaction import clock

LIMITS: Mapping[str, int] = {"report": 10, "challenge": 60, "status": 40, "photo": 80}
"""Most in an hour from one address (IPv6: one /64)."""
LIMITS_OF_ALL: Mapping[str, int] = {"report": 600}
EVERYBODY = "*"
KEEP = timedelta(days=2)
ALGORITHM, COST = "SHA-256", 10
WORK = (20_000, 40_000)
"""Tries between which the answer lies: some 300,000 digests, a second on a phone, two milliseconds to check."""
CHALLENGE_LASTS = timedelta(minutes=20)


def count(what: str, address: str) -> Refusal | None:
    """Count one of an address; PUBLIC_BUSY with the minutes until the next hour if that is too much."""
    now = clock()
    return _count(what, _digest(address, now), LIMITS[what], now)


def count_all(what: str) -> Refusal | None:
    """Count one of everybody's, once the challenge is answered: a flood from many addresses costs them work."""
    return _count(what, EVERYBODY, LIMITS_OF_ALL[what], clock())


def challenge() -> dict[str, Any]:
    """Make a challenge as altcha-lib solves it; it says itself when it ends, and nothing is stored."""
    low, high = WORK
    made = altcha.create_challenge(
        ALGORITHM,
        COST,
        counter=low + secrets.randbelow(high - low),
        expires_at=clock() + CHALLENGE_LASTS,
        hmac_secret=_key("challenge"),
        hmac_key_secret=_key("answer"),
    )
    return made.to_dict()


def spend(payload: str) -> Refusal | None:
    """Check an answered challenge and use it up, whatever becomes of the request. Refusal: CHALLENGE_BAD."""
    checked = altcha.verify_solution(payload, _key("challenge"), hmac_key_secret=_key("answer"))
    if not checked.verified:
        return Refusal("CHALLENGE_BAD")
    signature = altcha.Payload.from_base64(payload).challenge.signature or ""
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(signature=signature)
    except IntegrityError:
        return Refusal("CHALLENGE_BAD")
    return None


def forget_old(now: datetime | None = None) -> int:
    """Delete counts and challenges that no limit looks at any more; for a sweep. Returns how many."""
    before = (now or clock()) - KEEP
    counts, _ = PublicCount.objects.filter(hour__lt=before).delete()
    spent, _ = SpentChallenge.objects.filter(at__lt=before).delete()
    return counts + spent


def _count(what: str, who: str, most: int, now: datetime) -> Refusal | None:
    hour = now.replace(minute=0, second=0, microsecond=0)
    mine = PublicCount.objects.filter(what=what, who=who, hour=hour)
    with transaction.atomic():
        PublicCount.objects.bulk_create([PublicCount(what=what, who=who, hour=hour)], ignore_conflicts=True)
        mine.update(n=F("n") + 1)
        n = mine.values_list("n", flat=True).get()
    return Refusal("PUBLIC_BUSY", (("minutes", 60 - now.minute),)) if n > most else None


def _digest(address: str, now: datetime) -> str:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if ip.version == 6:
        ip = ipaddress.IPv6Network((ip, 64), strict=False).network_address
    return hmac.digest(_bytes(f"address {now:%F}"), ip.packed, "sha256").hex()[:32]


def _key(purpose: str) -> str:
    return _bytes(purpose).hex()


def _bytes(purpose: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"public {purpose}".encode(), "sha256")
