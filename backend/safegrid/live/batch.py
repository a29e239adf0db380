"""Ops of one span of the log for one area of sight, encoded once for all its sockets."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from safegrid.domain.scope import Scope
from safegrid.domain.state import Op, ops
from safegrid.store.queries.log import LogRow

Part = tuple[tuple[str, int], str]
"""What an op is about, (entity or "counts" or the like, id), and the op as JSON."""


@dataclass(frozen=True)
class Batch:
    """Ops in order. Sockets share the parts and the text; each only adds its own envelope."""

    parts: tuple[Part, ...]

    @cached_property
    def text(self) -> str:
        return joined(text for _, text in self.parts)

    @cached_property
    def encoded(self) -> bytes:
        return self.text.encode()

    @cached_property
    def size(self) -> int:
        return sum(len(text) for _, text in self.parts)


def batch_of(rows: Iterable[LogRow], scope: Scope, viewer: str = "") -> Batch:
    """What the rows mean to everybody of this area; with a key, to this viewer, and what is for them alone."""
    return Batch(tuple(part(op) for row in rows for op in ops(row.event, scope, viewer)))


def part(op: Op) -> Part:
    """Name whom an op is about, and encode it."""
    text = json.dumps(op, separators=(",", ":"), ensure_ascii=False)
    match op["o"]:
        case "upsert":
            return (op["e"], op["d"]["id"]), text
        case "remove":
            return (op["e"], op["id"]), text
        case "counts":
            return ("counts", op["c"]), text
        case "notice" | "wall_state" as other:
            return (other, op["id"]), text
        case "layer":
            return (f"layer {op['code']}", 0), text
        case other:
            return (other, 0), text


def latest(parts: Iterable[Part]) -> Batch:
    """Keep the last op of each entity."""
    return Batch(tuple(dict(parts).items()))


def joined(texts: Iterable[str]) -> str:
    """Write encoded ops as one JSON array."""
    return f"[{','.join(texts)}]"
