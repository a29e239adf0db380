"""Pictures of the base map, judged by what they are and not by what somebody calls them."""

import hashlib
from dataclasses import dataclass

# One transparent pixel: where there is no picture, an image element needs one all the same.
BLANK_BYTES = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001000500010d0a2db40000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it is sent. `mime` is empty for what is no image that a browser draws."""

    data: bytes
    mime: str

    @property
    def tag(self) -> str:
        return hashlib.blake2b(self.data, digest_size=12).hexdigest()


BLANK = Picture(BLANK_BYTES, "image/png")


class Unavailable(Exception):  # noqa: N818 - a state of affairs, told to the screen
    """There may be a picture, but it cannot be had now."""


def picture_of(data: bytes) -> Picture | None:
    """The picture in these bytes; None for anything else, such as a page that says the key is wrong."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Picture(data, "image/png")
    if data.startswith(b"\xff\xd8\xff"):
        return Picture(data, "image/jpeg")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Picture(data, "image/webp")
    return None
