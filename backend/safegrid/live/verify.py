"""Reads the whole log again and checks that nothing in it was changed, dropped, inserted or cut off."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safegrid.store.models import EventLog, SequencerState
from safegrid.store.queries.steady import one_moment

from .chain import START, Content, link

CHUNK = 5_000


@dataclass(frozen=True)
class Verdict:
    """`checked`: events that fit, from the first on. `broken_at`: seq of the first that does not, None if all do."""

    checked: int
    broken_at: int | None


def verify() -> Verdict:
    """Check every event against the chain of hashes, at one moment, while the city goes on working."""
    with one_moment():
        state = SequencerState.objects.first()
        return follow(_rows(), state.seq if state else 0, state.hash if state else START)


def follow(rows: Iterable[tuple[Content, str]], seq: int, tip: str) -> Verdict:
    """Follow the chain from its start to the tip that the sequencer remembers."""
    at, chain = 0, START
    for content, found in rows:
        chain = link(chain, content)
        if content[0] != at + 1 or chain != found:
            return Verdict(at, at + 1)
        at += 1
    return Verdict(at, None if (at, chain) == (seq, tip) else at + 1)


def _rows() -> Iterator[tuple[Content, str]]:
    columns = ("seq", "kind", "entity", "entity_id", "payload", "actor", "created_at", "hash")
    for *content, found in EventLog.objects.order_by("seq").values_list(*columns).iterator(CHUNK):
        yield tuple(content), found
