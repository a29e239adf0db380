"""Reads Mapbox vector tiles (specification 2.1): enough to look at what a tile holds."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Feature:
    """`points`: vertices in units of 4096 from the tile's north-west corner, rings and parts after each other."""

    id: int
    kind: int  # 1 point, 2 line, 3 polygon
    tags: dict[str, Any]
    points: list[tuple[int, int]]


def decode(data: bytes) -> dict[str, list[Feature]]:
    layers: dict[str, list[Feature]] = {}
    for number, layer in _fields(data):
        assert number == 3
        name, features = _layer(layer)
        assert name not in layers, f"layer {name} twice"
        layers[name] = features
    return layers


def _layer(data: bytes) -> tuple[str, list[Feature]]:
    name, keys, values, raw = "", [], [], []
    for number, value in _fields(data):
        match number:
            case 1:
                name = value.decode()
            case 2:
                raw.append(value)
            case 3:
                keys.append(value.decode())
            case 4:
                values.append(_value(value))
            case 5:
                assert value == 4096
            case 15:
                assert value == 2
    return name, [_feature(item, keys, values) for item in raw]


def _feature(data: bytes, keys: list[str], values: list[Any]) -> Feature:
    fields = dict(_fields(data))
    tags = list(_varints(fields.get(2, b"")))
    pairs = {keys[k]: values[v] for k, v in zip(tags[::2], tags[1::2], strict=True)}
    return Feature(fields.get(1, 0), fields[3], pairs, list(_vertices(fields[4])))


def _vertices(data: bytes) -> Iterator[tuple[int, int]]:
    numbers, x, y = list(_varints(data)), 0, 0
    at = 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        for _ in range(count if command in {1, 2} else 0):
            x += _zigzag(numbers[at])
            y += _zigzag(numbers[at + 1])
            at += 2
            yield x, y


def _value(data: bytes) -> Any:
    ((number, value),) = _fields(data)
    match number:
        case 1:
            return value.decode()
        case 2:
            return struct.unpack("<f", value)[0]
        case 3:
            return struct.unpack("<d", value)[0]
        case 4 | 5:
            return value
        case 6:
            return _zigzag(value)
        case 7:
            return bool(value)
    raise AssertionError(number)


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == 0:
            value, at = _varint(data, at)
        elif kind == 2:
            length, at = _varint(data, at)
            value, at = data[at : at + length], at + length
        else:
            length = {1: 8, 5: 4}[kind]
            value, at = data[at : at + length], at + length
        yield tag >> 3, value


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        shift += 7
        if byte < 128:
            return value, at


def _zigzag(number: int) -> int:
    return (number >> 1) ^ -(number & 1)
