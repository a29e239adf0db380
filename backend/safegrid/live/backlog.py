"""What waits for one socket. Bounded: a slow reader costs the server little, and is cut off before it costs more."""

from safegrid.live.batch import Batch, latest

MAX_BATCHES = 64
MAX_BYTES = 512 * 1024
MAX_ENTITIES = 10_000
MAX_COALESCED_BYTES = 2 * 1024 * 1024


class Backlog:
    """Batches in order; too many of them become one with the latest op of each entity; too many of those overflow."""

    def __init__(self) -> None:
        self._batches: list[Batch] = []
        self._bytes = 0
        self._coalesced = False
        self.overflowed = False

    def __bool__(self) -> bool:
        return bool(self._batches)

    @property
    def size(self) -> int:
        """Characters that wait."""
        return self._bytes

    def add(self, batch: Batch) -> None:
        """Append a batch; nothing is kept once the backlog has overflowed."""
        if self.overflowed or not batch.parts:
            return
        self._batches.append(batch)
        self._bytes += batch.size
        # A coalesced backlog is folded again only when it has doubled in batches, not with every new one.
        if len(self._batches) > MAX_BATCHES or self._bytes > (
            MAX_COALESCED_BYTES if self._coalesced else MAX_BYTES
        ):
            self._coalesce()

    def take(self) -> Batch:
        """Remove and return the oldest batch."""
        batch = self._batches.pop(0)
        self._bytes -= batch.size
        self._coalesced = self._coalesced and bool(self._batches)
        return batch

    def clear(self) -> None:
        """Forget everything that waits."""
        self._batches.clear()
        self._bytes = 0
        self._coalesced = False

    def _coalesce(self) -> None:
        whole = latest(part for batch in self._batches for part in batch.parts)
        self._batches, self._bytes, self._coalesced = [whole], whole.size, True
        if len(whole.parts) > MAX_ENTITIES or whole.size > MAX_COALESCED_BYTES:
            self.clear()
            self.overflowed = True
