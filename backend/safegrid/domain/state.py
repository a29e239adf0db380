"""What one screen holds, and how an event changes it. Pure; `frontend/src/state/apply.ts` is its twin.

`ops(event, scope)` is what the socket sends; `apply(state, op)` is what a screen does with it. Both together keep
`apply(snapshot, ops of later events) == fresh snapshot` (tested in both languages on the same fixtures).
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .drawn import Drawn
from .events import (
    BoundaryPublished,
    Bulk,
    CellsCounted,
    Changed,
    Event,
    LayerChanged,
    Noticed,
    RulesChanged,
    WallChanged,
    drawn_from,
)
from .scope import Scope, Tier, covers, holds, sees, sees_cell, sees_something

Op = dict[str, Any]
Key = tuple[str, int]


@dataclass(frozen=True)
class ScreenState:
    """Objects by (entity, id), counts by community as (version, row), versions of objects that were removed."""

    tier: Tier
    objects: dict[Key, Drawn] = field(default_factory=dict)
    counts: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)
    removed: dict[Key, int] = field(default_factory=dict)


def ops(event: Event, scope: Scope, viewer: str = "") -> list[Op]:
    """Translate an event into what a viewer may know of it. `viewer`: their key; "" = nobody in particular."""
    if isinstance(event, Changed):
        return _ops_of_change(event, scope)
    if isinstance(event, CellsCounted):
        return [
            {"o": "counts", "c": cell, "v": version, "n": list(row)}
            for cell, version, row in event.cells
            if sees_cell(scope, cell)
        ]
    if isinstance(event, BoundaryPublished):
        return [{"o": "boundary", "version": event.version}]
    if isinstance(event, LayerChanged) and sees_something(scope):
        # A layer that is not for everybody is not named: whoever may see it asks for the list again.
        return [{"o": "layer", "code": "" if event.audience else event.code, "version": event.version}]
    if isinstance(event, WallChanged):
        return _ops_of_wall(event, scope, viewer)
    return _ops_of_notice(event) if isinstance(event, Noticed) and event.viewer == viewer else []


def addressee(event: Event) -> str:
    """The key of the one viewer that an event is for; "" = whoever sees what it is about."""
    return event.viewer if isinstance(event, Noticed | WallChanged) else ""


def _ops_of_wall(event: WallChanged, scope: Scope, viewer: str) -> list[Op]:
    """The wall itself gets its view; who sees all of its ground may know what hangs there."""
    if event.viewer == viewer:
        return [{"o": "wall", "view": event.view, "v": event.v}]
    if not covers(scope, event.cells):
        return []
    state = {"id": event.id, "name": event.name, "view": event.view, "v": event.v, "online": event.online}
    return [{"o": "wall_state", **state}]


def _ops_of_notice(event: Noticed) -> list[Op]:
    told = {"id": event.id, "alarm": event.alarm, "code": event.code, "text": event.text, "at": event.at}
    return [{"o": "notice", **told}]


def _ops_of_change(event: Changed, scope: Scope) -> list[Op]:
    if sees(scope, event.after):
        assert event.after is not None
        return [{"o": "upsert", "e": event.entity, "d": asdict(event.after)}]
    if sees(scope, event.before):
        return [{"o": "remove", "e": event.entity, "id": event.id, "v": event.v}]
    return []


def cuts(event: Event, scope: Scope) -> str | None:
    """Tell why a viewer must start afresh: other ground, other rules, or a bulk change that it may see a part of."""
    if isinstance(event, BoundaryPublished | RulesChanged):
        return event.kind
    if not isinstance(event, Bulk):
        return None
    whole = scope.cells is None or bool(scope.units or scope.industries)
    return event.kind if whole or any(cell in (scope.cells or ()) for cell in event.cells) else None


def apply(state: ScreenState, op: Op, scope: Scope) -> ScreenState:
    """Apply one op. Idempotent, and older versions change nothing, so overlapping replays do no harm."""
    match op["o"]:
        case "upsert":
            return _upsert(state, drawn_from(op["e"], op["d"]), scope)
        case "remove":
            return _forget(state, (op["e"], op["id"]), op["v"])
        case "counts":
            return _count(state, op["c"], op["v"], tuple(op["n"]))
        case _:
            return state


def apply_all(state: ScreenState, many: Iterable[Op], scope: Scope) -> ScreenState:
    """Apply ops in order."""
    for op in many:
        state = apply(state, op, scope)
    return state


def _known_version(state: ScreenState, key: Key) -> int:
    held = state.objects.get(key)
    return max(held.v if held else 0, state.removed.get(key, 0))


def _upsert(state: ScreenState, drawn: Drawn, scope: Scope) -> ScreenState:
    key = (drawn.entity, drawn.id)
    if drawn.v <= _known_version(state, key):
        return state
    if not holds(scope, state.tier, drawn):
        return _forget(state, key, drawn.v)
    removed = {k: v for k, v in state.removed.items() if k != key}
    return replace(state, objects=state.objects | {key: drawn}, removed=removed)


def _forget(state: ScreenState, key: Key, version: int) -> ScreenState:
    if version <= _known_version(state, key):
        return state
    objects = {k: d for k, d in state.objects.items() if k != key}
    return replace(state, objects=objects, removed=state.removed | {key: version})


def _count(state: ScreenState, cell: int, version: int, row: tuple[int, ...]) -> ScreenState:
    if version <= state.counts.get(cell, (0, ()))[0]:
        return state
    return replace(state, counts=state.counts | {cell: (version, row)})
