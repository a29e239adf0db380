"""Pictures of another server, kept on disk up to a size; least recently used go first."""

import hashlib
import json
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

SLACK = 0.9
"""What is left of the limit after clearing, so that not every new picture clears again."""


@dataclass(frozen=True)
class Kept:
    """A kept answer: `fresh_until` in seconds since 1970; `etag`, `modified` to ask whether it still holds.

    `missing`: the other server has no such picture.
    """

    data: bytes
    fresh_until: float
    etag: str = ""
    modified: str = ""
    missing: bool = False


class DiskCache:
    """One file for each picture: a line of JSON, then the bytes. Threads share it; processes may too."""

    def __init__(self, folder: Path, limit: int, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._limit, self.clock = folder, limit, clock
        self._lock = threading.Lock()
        self._sizes: OrderedDict[str, int] = OrderedDict()
        folder.mkdir(parents=True, exist_ok=True)
        found = [(path.stat(), path.name) for path in folder.glob("??/*.tile")]
        for stat, name in sorted(found, key=lambda item: item[0].st_mtime):
            self._sizes[name] = stat.st_size
        self.bytes = sum(self._sizes.values())

    def get(self, key: str) -> Kept | None:
        """What is kept, fresh or not; None also for a file that somebody cut short."""
        path = self._path(key)
        try:
            head, _, data = path.read_bytes().partition(b"\n")
            about = json.loads(head)
            size = about.pop("size")
            kept = Kept(data=data, **about)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if len(data) != size:
            return None
        with self._lock:
            if path.name in self._sizes:
                self._sizes.move_to_end(path.name)
        return kept

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer. Written under a name of its own first: nobody reads half a picture."""
        path = self._path(key)
        about = {k: v for k, v in asdict(kept).items() if k != "data"} | {"size": len(kept.data)}
        text = json.dumps(about).encode() + b"\n" + kept.data
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
        partial.write_bytes(text)
        partial.replace(path)
        with self._lock:
            self.bytes += len(text) - self._sizes.pop(path.name, 0)
            self._sizes[path.name] = len(text)
            gone = self._overdue()
        for name in gone:
            (self._folder / name[:2] / name).unlink(missing_ok=True)

    def _overdue(self) -> list[str]:
        if self.bytes <= self._limit:
            return []
        gone = []
        while self._sizes and self.bytes > self._limit * SLACK:
            name, size = self._sizes.popitem(last=False)
            self.bytes -= size
            gone.append(name)
        return gone

    def _path(self, key: str) -> Path:
        name = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
        return self._folder / name[:2] / f"{name}.tile"
