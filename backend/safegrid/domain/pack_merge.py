"""Layers of a pack: national → province → city → county, each file dated, later layers winning key by key."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .pack_model import Layer
from .pack_reader import PackProblem, Reader, Value

NATIONAL = "000000"


@dataclass(frozen=True, slots=True)
class LayerText:
    """One parsed file: its header and all its tables."""

    layer: Layer
    data: Mapping[str, Value]


def parse_layers(texts: Iterable[tuple[str, str]]) -> list[LayerText] | list[PackProblem]:
    """Parse (file name, TOML text) pairs; every file that cannot be read is one problem."""
    layers: list[LayerText] = []
    problems: list[PackProblem] = []
    for name, text in texts:
        try:
            data: Mapping[str, Value] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            zh = f"{name}：不是有效的 TOML 文件({error})。常见原因：缺少引号、等号或方括号。"
            en = f"{name}: not valid TOML ({error}). Often a quote, an equals sign or a bracket is missing."
            problems.append(PackProblem(name, "", zh, en))
            continue
        layers.append(LayerText(_header(name, data, problems), data))
    return problems or layers


def _header(name: str, data: Mapping[str, Value], problems: list[PackProblem]) -> Layer:
    top = Reader(data, "", {"": name}, problems, {})
    head = top.sub("pack")
    code = head.text("jurisdiction")
    if not (len(code) == 6 and code.isdigit()):
        head.report(
            "jurisdiction",
            f"应为六位行政区划代码(全国为 000000)，实际是“{code}”。",
            f'expected a six-digit division code (000000 = national), found "{code}".',
        )
    names = head.sub("name")
    layer = Layer(name, head.text("id"), code, head.day("valid_from"), names.text("zh"), names.text("en"))
    names.finish()
    head.finish()
    return layer


def depth(jurisdiction: str) -> int:
    """0 national, 1 province, 2 city, 3 county."""
    if jurisdiction == NATIONAL:
        return 0
    if jurisdiction.endswith("0000"):
        return 1
    return 2 if jurisdiction.endswith("00") else 3


def _applies(jurisdiction: str, division: str) -> bool:
    significant = {0: 0, 1: 2, 2: 4, 3: 6}[depth(jurisdiction)]
    return division[:significant] == jurisdiction[:significant]


def pick(layers: Sequence[LayerText], division: str, on: date) -> list[LayerText]:
    """Layers in force at a place on a day: per jurisdiction the newest that has begun, widest area first.

    `division`: a division code of 6 or 12 digits; "" takes the layers of all places.
    """
    newest: dict[str, LayerText] = {}
    for item in sorted(layers, key=lambda item: item.layer.valid_from):
        if item.layer.valid_from <= on and (not division or _applies(item.layer.jurisdiction, division)):
            newest[item.layer.jurisdiction] = item
    return sorted(newest.values(), key=lambda item: (depth(item.layer.jurisdiction), item.layer.jurisdiction))


def merge(layers: Sequence[LayerText]) -> tuple[dict[str, Value], dict[str, str]]:
    """Merge tables key by key, lists and values whole; and tell which file set each dotted key."""
    merged: dict[str, Value] = {}
    origin: dict[str, str] = {}
    for item in layers:
        _into(merged, item.data, "", item.layer.file, origin)
        origin.setdefault("", item.layer.file)
    return merged, origin


def _into(
    target: dict[str, Value], data: Mapping[str, Value], path: str, file: str, origin: dict[str, str]
) -> None:
    for key, value in data.items():
        full = f"{path}.{key}" if path else key
        origin[full] = file
        if isinstance(value, dict):
            below = target.get(key)
            copy: dict[str, Value] = below if isinstance(below, dict) else {}
            target[key] = copy
            _into(copy, value, full, file, origin)
        else:
            target[key] = value


def digest(data: Mapping[str, Value]) -> str:
    """Short name of the content, independent of order and of the machine."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
