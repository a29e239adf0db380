"""Photos are checked by what they are and drawn anew, so that nothing hidden in them is kept."""

import hashlib
import io
import struct
from dataclasses import dataclass, field

from PIL import Image, ImageOps, UnidentifiedImageError

from safegrid.domain.refusals import Refusal

from . import photo_notes
from .photo_notes import Notes

MAX_BYTES = 8 * 1024 * 1024
MAX_PIXELS = {"JPEG": 60_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
"""Cameras write JPEG, which opens at a fraction of its size; others take 4 bytes a pixel however small their file."""
LONGEST_SIDE = 2560
QUALITY = 85
# What Pillow raises for files that are damaged, or made to be; struct.error and the lookups come from their notes.
BROKEN = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, LookupError, ArithmeticError, struct.error,
    EOFError, Image.DecompressionBombError,
)  # fmt: skip
MAGIC = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
TOO_BIG = Refusal("FILE_TOO_BIG", (("megabytes", MAX_BYTES // 1024 // 1024),))


@dataclass(frozen=True)
class Photo:
    """A photo drawn anew: JPEG without camera data, place or comments. `notes`: what was beside it, and its own digest."""

    data: bytes
    notes: Notes = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def redraw(data: bytes) -> Photo | Refusal:
    """Decode and encode again. The turn that the camera noted is applied before the note is dropped.

    Refusals: FILE_TOO_BIG, FILE_TYPE (neither JPEG, PNG nor WebP), FILE_BROKEN.
    """
    if not data:
        return Refusal("FILE_TYPE")
    if len(data) > MAX_BYTES:
        return TOO_BIG
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        return Refusal("FILE_TYPE")
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MAX_PIXELS[kind]:
                return TOO_BIG
            notes = _notes(image) | {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
            return Photo(_encode(image), notes)
    except BROKEN:
        return Refusal("FILE_BROKEN")


def _notes(image: Image.Image) -> Notes:
    try:
        return photo_notes.read(image)
    except BROKEN:  # the picture may still be whole
        return {}


def _encode(image: Image.Image) -> bytes:
    # Small first: every further copy of a picture of 60 million pixels would cost hundreds of megabytes.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(image).convert("RGB")
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
