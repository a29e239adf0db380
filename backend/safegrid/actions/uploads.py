"""Photos: checked by what they are, drawn anew so that nothing hidden in them is kept, stored by their digest."""

import hashlib
import io
import secrets
import struct
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from safegrid.domain.refusals import Refusal
from safegrid.store.access import Viewer
from safegrid.store.models import Upload

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


@dataclass(frozen=True)
class Photo:
    """A photo drawn anew: JPEG without camera data, place or comments."""

    data: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def store(viewer: Viewer, data: bytes) -> Upload | Refusal:
    """Keep a photo for its uploader. The same photo by the same person is the same upload.

    Refusals: FILE_TOO_BIG, FILE_TYPE (neither JPEG, PNG nor WebP), FILE_BROKEN.
    """
    photo = redraw(data)
    if isinstance(photo, Refusal):
        return photo
    digest = photo.sha256
    known = Upload.objects.filter(owner_id=viewer.person, sha256=digest, hazard=None).first()
    if known is not None:
        return known
    name = f"{digest[:2]}/{digest}.jpg"
    _write(Path(settings.MEDIA_ROOT) / name, photo.data)
    return Upload.objects.create(
        sha256=digest, mime="image/jpeg", size=len(photo.data), file=name, owner_id=viewer.person
    )


def redraw(data: bytes) -> Photo | Refusal:
    """Decode and encode again. The turn that the camera noted is applied before the note is dropped."""
    if not data:
        return Refusal("FILE_TYPE")
    if len(data) > MAX_BYTES:
        return Refusal("FILE_TOO_BIG", (("megabytes", MAX_BYTES // 1024 // 1024),))
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is None:
        return Refusal("FILE_TYPE")
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as image:
            if image.width * image.height > MAX_PIXELS[kind]:
                return Refusal("FILE_TOO_BIG", (("megabytes", MAX_BYTES // 1024 // 1024),))
            return _encode(image)
    except BROKEN:
        return Refusal("FILE_BROKEN")


def _encode(image: Image.Image) -> Photo:
    # Small first: every further copy of a picture of 60 million pixels would cost hundreds of megabytes.
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    turned = ImageOps.exif_transpose(image).convert("RGB")
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Photo(out.getvalue())


def _write(path: Path, data: bytes) -> None:
    """Write under a name of its own first: nobody ever reads half a photo."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
    partial.write_bytes(data)
    partial.replace(path)
