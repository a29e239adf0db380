"""One socket as the hub sees it: what waits for it, and why it must end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from safegrid.store.access import Viewer

from .backlog import Backlog
from .batch import Batch

SETTLE_SECONDS, MOST_SETTLING_SECONDS = 2.0, 15.0
"""A bulk change is shown once no other has come for so long, or after so long in all."""
GroupKey = tuple[str, frozenset[str]]


@dataclass(eq=False)
class Connection:
    """All fields are touched in the event loop only. `reset`: a reason of the contract; `doubt`: access may have ended.

    `direct` sends a batch at once, or says that it cannot; set only while nothing that came before is still under way.
    """

    viewer: Viewer
    session: str
    backlog: Backlog = field(default_factory=Backlog)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    reset: str = ""
    doubt: bool = False
    direct: Callable[[Batch], bool] | None = None
    _settle_by: float = 0.0
    _settling: asyncio.TimerHandle | None = None

    @property
    def group(self) -> GroupKey:
        return (self.viewer.scope.hash, self.viewer.scope.mask)

    @property
    def cut(self) -> bool:
        return self.doubt or bool(self.reset)

    def offer(self, batch: Batch) -> None:
        """Send a batch or queue it, or notice that this reader is too slow."""
        if self.reset or self.doubt:
            return
        if self.direct is not None:
            if self.direct(batch):
                return
            self.direct = None  # what waits now goes first
        self.backlog.add(batch)
        if self.backlog.overflowed:
            self.end("slow")
        self.wake.set()

    def end(self, reason: str) -> None:
        """Let the client start afresh; what waits is not sent any more."""
        self.backlog.clear()
        self.reset = self.reset or reason
        self.wake.set()

    @property
    def settling(self) -> bool:
        """A bulk change is in the log that this screen has not been told of: it may not resume after it."""
        return self._settling is not None

    def settle(self, reason: str) -> None:
        """Let the client start afresh once the bulk changes are over: a hundred of them in a row are one new beginning.

        Meanwhile everything else goes on; the counts of cells are told at once.
        """
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._settling is None:
            self._settle_by = now + MOST_SETTLING_SECONDS
        else:
            self._settling.cancel()
        self._settling = loop.call_at(min(now + SETTLE_SECONDS, self._settle_by), self.end, reason)

    def leave(self) -> None:
        """The socket is gone: nothing is due any more."""
        if self._settling is not None:
            self._settling.cancel()

    def question(self) -> None:
        """Stop the stream at once; whether this is a reset or a farewell is found out after."""
        self.backlog.clear()
        self.doubt = True
        self.wake.set()
