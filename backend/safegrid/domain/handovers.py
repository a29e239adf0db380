"""The book of a desk 交接班记录: what is signed, and the chain that shows a changed or missing line."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """One handing over, as the giver signs it. `open_alarms`: numbers of the alarms that were open."""

    cell: int
    giver: int
    taker: int
    summary: str
    open_items: str
    open_alarms: tuple[str, ...]
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A line as it stands in the book."""

    line: Line
    digest: str
    signed_at: datetime | None = None
    signed_digest: str = ""


def digest_of(before: str, line: Line) -> str:
    """The giver's signature: over everything that is said, and the line before it."""
    plain = asdict(line) | {"given_at": line.given_at.astimezone(UTC).isoformat()}
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{before}\n{text}".encode()).hexdigest()


def signature_of(digest: str, taker: int, signed_at: datetime) -> str:
    """The taker's signature, over what the giver signed."""
    text = f"{digest}\n{taker}\n{signed_at.astimezone(UTC).isoformat()}"
    return hashlib.sha256(text.encode()).hexdigest()


def broken(book: Iterable[Signed]) -> int | None:
    """Position of the first line of a desk's book that does not fit, oldest first; None if all is well."""
    before = FIRST
    for i, entry in enumerate(book):
        if entry.digest != digest_of(before, entry.line):
            return i
        if entry.signed_digest != _taken(entry):
            return i
        before = entry.digest
    return None


def _taken(entry: Signed) -> str:
    """The taker's signature as it must be; empty while it is awaited."""
    at = entry.signed_at
    return "" if at is None else signature_of(entry.digest, entry.line.taker, at)
