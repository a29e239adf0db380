"""The outbox: events of a transaction, until the sequencer gives them their place in the log.

Only `safegrid.actions` and the sequencer may import this module (import-linter).
"""

from collections.abc import Iterable

from safegrid.domain.events import AccessChanged, Changed, Event, encode

from .models import Outbox


def put(events: Iterable[Event], actor: str) -> None:
    """Write events within the caller's transaction, in order. No NOTIFY: the sequencer polls."""
    Outbox.objects.bulk_create([_row(event, actor) for event in events])


def _row(event: Event, actor: str) -> Outbox:
    changed = event if isinstance(event, Changed) else None
    return Outbox(
        kind=event.kind,
        entity=changed.entity if changed else "",
        entity_id=changed.id if changed else 0,
        payload=encode(event),
        access=isinstance(event, AccessChanged),
        actor=actor,
    )
