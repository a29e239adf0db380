"""Reading PMTiles version 3 (github.com/protomaps/PMTiles, spec/v3): header, directories, tiles."""

import gzip
import json
import os
import struct
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MAGIC = b"PMTiles\x03"
HEADER = 127
NONE, GZIP = 1, 2
PICTURES = frozenset({2, 3, 4})
"""Types of tiles: PNG, JPEG, WebP."""
DEEPEST = 4
"""Directories that may hang below each other; the specification asks for two."""
LONGEST = 64 * 1024 * 1024


@dataclass(frozen=True)
class Header:
    """Offsets and lengths in bytes from the start of the file."""

    root: tuple[int, int]
    metadata: tuple[int, int]
    leaves: int
    tiles: int
    internal: int
    packed: int
    kind: int
    min_zoom: int
    max_zoom: int

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES


@dataclass(frozen=True)
class Directory:
    """Entries in the order of their ids. A run of 0 means another directory, whose place is counted from `leaves`."""

    ids: list[int]
    runs: list[int]
    lengths: list[int]
    offsets: list[int]


class Archive:
    """An open archive. Reads by position, so threads need no lock."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDONLY)
        self.header = self._read_header()
        self._directory = lru_cache(maxsize=256)(self._read_directory)

    def __del__(self) -> None:
        if hasattr(self, "_file"):
            os.close(self._file)

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """Bytes of a tile, unpacked; None if there is none. Raises ValueError for a damaged archive."""
        if not self.header.min_zoom <= z <= self.header.max_zoom:
            return None
        wanted = tile_id(z, x, y)
        place = self.header.root
        for _ in range(DEEPEST):
            directory = self._directory(*place)
            i = bisect_right(directory.ids, wanted) - 1
            if i < 0:
                return None
            offset, length, run = directory.offsets[i], directory.lengths[i], directory.runs[i]
            if run:
                inside = wanted < directory.ids[i] + run
                return (
                    self._unpacked(self.header.tiles + offset, length, self.header.packed) if inside else None
                )
            place = (self.header.leaves + offset, length)
        raise ValueError("directories hang too deep")

    def attribution(self) -> str:
        text = self._unpacked(*self.header.metadata, self.header.internal)
        return str(json.loads(text or b"{}").get("attribution", ""))

    def _read_header(self) -> Header:
        raw = os.pread(self._file, HEADER, 0)
        if len(raw) < HEADER or not raw.startswith(MAGIC):
            raise ValueError("not PMTiles version 3")
        numbers = struct.unpack_from("<11Q", raw, 8)
        _, internal, packed, kind, low, high = struct.unpack_from("<6B", raw, 96)
        if internal not in {NONE, GZIP} or packed not in {0, NONE, GZIP}:
            raise ValueError("packed in a way that is not supported: gzip or none")
        root, metadata = (numbers[0], numbers[1]), (numbers[2], numbers[3])
        return Header(root, metadata, numbers[4], numbers[6], internal, packed, kind, low, high)

    def _unpacked(self, offset: int, length: int, how: int) -> bytes:
        if length > LONGEST:
            raise ValueError("a part is longer than any tile")
        raw = os.pread(self._file, length, offset)
        if len(raw) != length:
            raise ValueError("shorter than its directory says")
        return gzip.decompress(raw) if how == GZIP and raw else raw

    def _read_directory(self, offset: int, length: int) -> Directory:
        numbers = _varints(self._unpacked(offset, length, self.header.internal))
        count = numbers[0]
        if len(numbers) != 1 + 4 * count:
            raise ValueError("a directory is damaged")
        steps, runs, lengths, raw = (numbers[1 + i * count : 1 + (i + 1) * count] for i in range(4))
        ids: list[int] = []
        offsets: list[int] = []
        last = 0
        for step in steps:
            last += step
            ids.append(last)
        for i, number in enumerate(raw):
            # 0: right behind the one before.
            offsets.append(number - 1 if number else offsets[i - 1] + lengths[i - 1])
        return Directory(ids, runs, lengths, offsets)


def tile_id(z: int, x: int, y: int) -> int:
    """Number of a tile: all lower zooms first, then along the Hilbert curve of its own."""
    side = 1 << z
    number = (side * side - 1) // 3
    half = side >> 1
    while half:
        right, low = int(bool(x & half)), int(bool(y & half))
        number += half * half * ((3 * right) ^ low)
        if not low:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        half >>= 1
    return number


def _varints(data: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    return numbers
