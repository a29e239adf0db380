"""An encoded tile as it is sent: plain and compressed, with the name of its content."""

import gzip
import hashlib
from dataclasses import dataclass

WORTH_COMPRESSING = 1_000
LEVEL = 1
"""Of gzip."""


@dataclass(frozen=True, slots=True)
class Body:
    """Bytes of a tile. `packed` is gzip, empty where it would not be smaller. `tag` names the content strongly."""

    plain: bytes
    packed: bytes
    tag: str

    @property
    def void(self) -> bool:
        """There is no such tile, as distinct from an empty one."""
        return not self.tag

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


VOID = Body(b"", b"", "")


def body_of(plain: bytes) -> Body:
    """Name and compress a tile."""
    packed = gzip.compress(plain, LEVEL, mtime=0) if len(plain) > WORTH_COMPRESSING else b""
    tag = hashlib.blake2b(plain, digest_size=12).hexdigest()
    return Body(plain, packed if len(packed) < len(plain) else b"", tag)
