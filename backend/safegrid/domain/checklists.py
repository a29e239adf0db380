"""Checklists are data: 做什么 and 怎么做 for each trade and class, in versions that never change (H6, C9).

A list is one TOML file. What an inspection found is kept with the version that it used, so a list is never edited: it
gets a new version. Beside the lists a unit is checked by what its own risk points promise: their control measures (R5).
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .hazard_types import HazardClass

MEASURES = "measures"
"""Code of the list that a unit's own control measures make; it has no versions: the text is kept with each result."""
AS_IT_IS = "live"
_CODE = re.compile(r"[a-z][a-z0-9-]{1,31}")
_INDUSTRY = re.compile(r"[A-T]\d{0,4}")
_KEYS = {"code", "version", "valid_from", "zh", "en", "industries", "types", "points", "classes", "items"}
_ITEM_KEYS = {"id", "what", "how", "basis", "class", "category", "only"}


class ChecklistError(ValueError):
    """A list cannot be used; the message says which file and why, in Chinese and English."""


@dataclass(frozen=True, slots=True)
class Item:
    """`klass`: the class of hazard that a failed item usually is; `only`: danger classes it is for, () = all."""

    id: str
    what: str
    how: str
    basis: str
    klass: HazardClass
    category: str
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """For a unit of one of the `industries` (beginnings of its code) or `types`, or with a point named by `points`.

    A list without any of the three is for everybody. `classes`: danger classes it is for, () = all.
    """

    code: str
    version: str
    valid_from: date
    zh: str
    en: str
    items: tuple[Item, ...]
    industries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What of a unit decides its lists. `points`: names of its risk points."""

    industry: str
    type: str
    danger_class: str
    points: Collection[str] = ()


def parse(file: str, text: str, categories: Collection[str]) -> Checklist:
    """Read one file. Raises ChecklistError with every mistake found."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ChecklistError(f"{file}：不是有效的 TOML。{file}: not valid TOML ({error}).") from error
    problems = [*_problems(raw), *_item_problems(raw.get("items"), categories)]
    if problems:
        raise ChecklistError("\n".join(f"{file}: {problem}" for problem in problems))
    return from_plain(raw | {"valid_from": raw["valid_from"].isoformat()})


def from_plain(raw: Mapping[str, Any]) -> Checklist:
    """Build a list from plain values that were checked."""
    items = tuple(
        Item(
            i["id"],
            i["what"],
            i["how"],
            i["basis"],
            HazardClass(i["class"]),
            i["category"],
            tuple(i.get("only", ())),
        )
        for i in raw["items"]
    )
    named = {name: tuple(raw.get(name, ())) for name in ("industries", "types", "points", "classes")}
    day = date.fromisoformat(raw["valid_from"])
    return Checklist(raw["code"], raw["version"], day, raw["zh"], raw["en"], items, **named)


def to_plain(checklist: Checklist) -> dict[str, Any]:
    """Write a list as plain JSON values; `from_plain` reads them."""
    plain = asdict(checklist)
    plain["valid_from"] = checklist.valid_from.isoformat()
    plain["items"] = [
        {name: value for name, value in item.items() if name != "klass"} | {"class": item["klass"].value}
        for item in plain["items"]
    ]
    return plain


def digest(checklist: Checklist) -> str:
    """Names the content of a version."""
    text = json.dumps(to_plain(checklist), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def fits(checklist: Checklist, unit: Checked) -> bool:
    """Whether a unit is checked by a list."""
    if checklist.classes and unit.danger_class not in checklist.classes:
        return False
    if not (checklist.industries or checklist.types or checklist.points):
        return True
    return (
        unit.industry.startswith(checklist.industries)
        or unit.type in checklist.types
        or any(word in name for name in unit.points for word in checklist.points)
    )


def items_for(checklist: Checklist, danger_class: str) -> tuple[Item, ...]:
    """Items that a unit of a danger class is checked by: the better class gets the shorter list (C9)."""
    return tuple(i for i in checklist.items if not i.only or not danger_class or danger_class in i.only)


def newest(checklists: Iterable[Checklist], day: date) -> list[Checklist]:
    """Of each code the version in force on a day, in the order of the codes; `common` first."""
    found: dict[str, Checklist] = {}
    for one in checklists:
        if one.valid_from > day:
            continue
        known = found.get(one.code)
        if known is None or (known.valid_from, known.version) < (one.valid_from, one.version):
            found[one.code] = one
    return sorted(found.values(), key=lambda c: (c.code != "common", c.code))


def _problems(raw: Mapping[str, Any]) -> list[str]:
    found = [f"多余的键 {key} · unknown key" for key in sorted(raw.keys() - _KEYS)]
    if not _CODE.fullmatch(str(raw.get("code", ""))) or raw.get("code") == MEASURES:
        found.append("code 应为小写字母、数字和连字符 · must be lower-case letters, digits and hyphens")
    found += [f"缺少 {key} · missing" for key in ("version", "zh", "en") if not _is_text(raw.get(key), 80)]
    if type(raw.get("valid_from")) is not date:
        found.append("valid_from 应为日期 · must be a date")
    for key in ("industries", "types", "points", "classes"):
        if not _are_texts(raw.get(key, [])):
            found.append(f"{key} 应为文字列表 · must be a list of texts")
        elif key == "industries" and not all(_INDUSTRY.fullmatch(code) for code in raw.get(key, [])):
            found.append("industries 应为 GB/T 4754 代码的开头 · must be beginnings of industry codes")
    return found


def _item_problems(raw: object, categories: Collection[str]) -> list[str]:
    if not isinstance(raw, Sequence) or not raw or isinstance(raw, str):
        return ["没有检查项 · no items"]
    found: list[str] = []
    seen: set[str] = set()
    for n, item in enumerate(raw, start=1):
        name = str(item.get("id", f"#{n}"))
        missing = [k for k in ("id", "what", "how", "basis") if not _is_text(item.get(k), 300)]
        found += [f"{name}: 缺少 {key} · missing" for key in missing]
        found += [f"{name}: 多余的键 {key} · unknown key" for key in sorted(item.keys() - _ITEM_KEYS)]
        if item.get("class") not in tuple(HazardClass) or item.get("category") not in categories:
            found.append(f"{name}: class 或 category 不对 · class or category is not right")
        if not _are_texts(item.get("only", [])):
            found.append(f"{name}: only 应为文字列表 · must be a list of texts")
        if name in seen or ":" in name:
            found.append(f"{name}: 编号重复或不对 · twice, or not right")
        seen.add(name)
    return found


def _is_text(value: object, most: int) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= most


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one for one in value)
