"""What this process knows of layers: their versions, for whom they are, where their features come from."""

import threading
from collections.abc import Callable

from safegrid.domain.events import BoundaryPublished, Event, LayerChanged
from safegrid.store.queries.layers import LayerHead, layer_head


class LayerHeads:
    """Layers by code, kept true by the tail. `get` is memory only; `load` reads the database and runs in a thread."""

    def __init__(self, read: Callable[[str], LayerHead | None] = layer_head) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._heads: dict[str, LayerHead] = {}
        self._told: dict[str, int] = {}

    def get(self, code: str, version: int) -> LayerHead | None:
        """The layer if it is known to have this version; another version is a matter for `load`."""
        with self._lock:
            head = self._heads.get(code)
            return head if head is not None and head.version == version else None

    def load(self, code: str) -> None:
        """Read a layer; what the tail tells meanwhile wins."""
        head = self._read(code)
        with self._lock:
            if head is not None and head.version >= self._told.get(code, 0):
                self._heads[code] = head

    def follow(self, event: Event) -> None:
        """Forget what an event makes old. Called by the tail, in order."""
        with self._lock:
            if isinstance(event, BoundaryPublished):
                self._heads.clear()
            elif isinstance(event, LayerChanged):
                self._heads.pop(event.code, None)
                self._told[event.code] = max(event.version, self._told.get(event.code, 0))
