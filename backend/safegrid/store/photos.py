"""Where the pictures lie: a folder, or an S3-compatible store by setting. A picture's name is its digest."""

import secrets
from pathlib import Path
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from typing_extensions import override


class LocalPhotos(FileSystemStorage):
    """A folder in which a name always means the same bytes, and never half of them."""

    @override
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: IO[bytes]) -> str:
        # Under a name of its own first: nobody ever reads half a picture, and a crash leaves none behind.
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
        partial.write_bytes(content.read())
        partial.replace(path)
        return name


def name_of(digest: str) -> str:
    """The name of the JPEG with this SHA-256."""
    return f"{digest[:2]}/{digest}.jpg"


def keep(data: bytes, digest: str) -> str:
    """Keep a picture, once however often it comes. Returns its name."""
    name = name_of(digest)
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))


def read(name: str) -> bytes | None:
    """The picture; None if its file is missing."""
    try:
        with default_storage.open(name) as file:
            data: bytes = file.read()
            return data
    except FileNotFoundError:
        return None
