"""The outbox: events of a transaction, until the sequencer gives them their place in the log.

Only `safegrid.actions` and the sequencer may import this module (import-linter).
"""

from collections.abc import Iterable

from safegrid.domain.events import AccessChanged, Bulk, Changed, Event, encode

from .models import Outbox


def put(events: Iterable[Event], actor: str) -> None:
    """Write events within the caller's transaction, in order. No NOTIFY: the sequencer polls."""
    Outbox.objects.bulk_create([_row(event, actor) for event in events])


def _row(event: Event, actor: str) -> Outbox:
    about, key = _about(event)
    return Outbox(
        kind=event.kind,
        entity=about,
        entity_id=key,
        payload=encode(event),
        access=isinstance(event, AccessChanged),
        actor=actor,
    )


def _about(event: Event) -> tuple[str, int]:
    """What the log's index finds an event by: the object, or the batch whose items name the objects."""
    if isinstance(event, Changed):
        return event.entity, event.id
    return (event.kind, event.batch) if isinstance(event, Bulk) else ("", 0)
