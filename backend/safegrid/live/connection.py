"""One socket as the hub sees it: what waits for it, and why it must end."""

import asyncio
from dataclasses import dataclass, field

from safegrid.store.access import Viewer

from .backlog import Backlog
from .batch import Batch

GroupKey = tuple[str, frozenset[str]]


@dataclass(eq=False)
class Connection:
    """All fields are touched in the event loop only. `reset`: a reason of the contract; `doubt`: access may have ended."""

    viewer: Viewer
    session: str
    backlog: Backlog = field(default_factory=Backlog)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    reset: str = ""
    doubt: bool = False

    @property
    def group(self) -> GroupKey:
        return (self.viewer.scope.hash, self.viewer.scope.mask)

    @property
    def cut(self) -> bool:
        return self.doubt or bool(self.reset)

    def offer(self, batch: Batch) -> None:
        """Queue a batch, or notice that this reader is too slow."""
        if self.cut:
            return
        self.backlog.add(batch)
        if self.backlog.overflowed:
            self.end("slow")
        self.wake.set()

    def end(self, reason: str) -> None:
        """Let the client start afresh; what waits is not sent any more."""
        self.backlog.clear()
        self.reset = self.reset or reason
        self.wake.set()

    def question(self) -> None:
        """Stop the stream at once; whether this is a reset or a farewell is found out after."""
        self.backlog.clear()
        self.doubt = True
        self.wake.set()
