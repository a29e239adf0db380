"""Reads values out of parsed TOML and collects every mistake in words, instead of stopping at the first.

A message says which file, which key, what was expected and what was found, in Chinese and English, because
the people who keep rule packs are civil servants and not programmers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Value = object


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One mistake in a pack."""

    file: str
    key: str
    zh: str
    en: str


_KINDS = {
    str: ("文字", "text"),
    bool: ("true 或 false", "true or false"),
    int: ("整数", "a whole number"),
    float: ("数字", "a number"),
    date: ("日期，如 2026-01-01", "a date such as 2026-01-01"),
    dict: ("表 [...]", "a table [...]"),
    list: ("列表 [..., ...]", "a list [..., ...]"),
}


def _seen(value: Value) -> str:
    return (
        f"“{value}”"
        if isinstance(value, str)
        else str(value).replace("True", "true").replace("False", "false")
    )


@dataclass
class Reader:
    """A view of one table. Keys that nobody asked for are reported by `finish`: they are misspelt."""

    table: Mapping[str, Value]
    path: str
    origin: Mapping[str, str]
    problems: list[PackProblem]
    sources: dict[str, str]
    used: set[str] = field(default_factory=set)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def report(self, key: str, zh: str, en: str) -> None:
        full = self.at(key)
        file = self.origin.get(full) or self.origin.get(self.path) or self.origin.get("", "")
        self.problems.append(PackProblem(file, full, f"{file}：{full} {zh}", f"{file}: {full} {en}"))

    def _want(self, key: str, kind: type) -> Value:
        self.used.add(key)
        zh, en = _KINDS[kind]
        if key not in self.table:
            self.report(key, f"缺少，应为{zh}。", f"is missing; expected {en}.")
            return None
        value = self.table[key]
        wanted: type | tuple[type, ...] = (int, float) if kind is float else kind
        wrong_bool = isinstance(value, bool) and kind is not bool
        if wrong_bool or not isinstance(value, wanted):
            self.report(key, f"应为{zh}，实际是 {_seen(value)}。", f"expected {en}, found {_seen(value)}.")
            return None
        return value

    def number(self, key: str, low: float, high: float) -> float:
        value = self._want(key, float)
        if not isinstance(value, int | float):
            return low
        if not low <= value <= high:
            self.report(
                key,
                f"应在 {low:g} 到 {high:g} 之间，实际是 {value:g}。",
                f"expected {low:g} to {high:g}, found {value:g}.",
            )
            return low
        return float(value)

    def whole(self, key: str, low: int, high: int) -> int:
        value = self._want(key, int)
        if not isinstance(value, int):
            return low
        if not low <= value <= high:
            self.report(
                key,
                f"应在 {low} 到 {high} 之间，实际是 {value}。",
                f"expected {low} to {high}, found {value}.",
            )
            return low
        return value

    def text(self, key: str, allowed: Sequence[str] = (), default: str | None = None) -> str:
        if default is not None and key not in self.table:
            self.used.add(key)
            return default
        value = self._want(key, str)
        if not isinstance(value, str):
            return allowed[0] if allowed else ""
        if allowed and value not in allowed:
            choices = "、".join(allowed)
            self.report(
                key,
                f"应为 {choices} 之一，实际是 {_seen(value)}。",
                f"expected one of {', '.join(allowed)}, found {_seen(value)}.",
            )
            return allowed[0]
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        if default is not None and key not in self.table:
            self.used.add(key)
            return default
        return self._want(key, bool) is True

    def day(self, key: str) -> date:
        value = self._want(key, date)
        return value if isinstance(value, date) else date.min

    def sub(self, key: str) -> "Reader":
        value = self._want(key, dict)
        table = value if isinstance(value, dict) else {}
        reader = Reader(table, self.at(key), self.origin, self.problems, self.sources)
        if isinstance(table.get("source"), str):
            self.sources[self.at(key)] = str(table["source"])
        return reader

    def items(self, key: str) -> list["Reader"]:
        """Tables of a list such as `bands = [{ from = 0, … }, …]`."""
        value = self._want(key, list)
        found: list[Reader] = []
        for i, item in enumerate(value if isinstance(value, list) else []):
            if isinstance(item, dict):
                path = f"{self.at(key)}[{i + 1}]"
                found.append(
                    Reader(item, path, {**self.origin, path: self._file(key)}, self.problems, self.sources)
                )
            else:
                self.report(key, f"第 {i + 1} 项应为表 {{...}}。", f"item {i + 1} must be a table {{...}}.")
        return found

    def _file(self, key: str) -> str:
        return self.origin.get(self.at(key), self.origin.get("", ""))

    def values(self, key: str, kind: type[float] | type[str]) -> tuple[Value, ...]:
        """Plain list of numbers or of texts."""
        value = self._want(key, list)
        items = value if isinstance(value, list) else []
        wanted: tuple[type, ...] = (int, float) if kind is float else (str,)
        zh, en = _KINDS[kind]
        for i, item in enumerate(items):
            if isinstance(item, bool) or not isinstance(item, wanted):
                self.report(
                    key,
                    f"第 {i + 1} 项应为{zh}，实际是 {_seen(item)}。",
                    f"item {i + 1}: expected {en}, found {_seen(item)}.",
                )
                return ()
        return tuple(items)

    def finish(self) -> None:
        """Report keys that no rule knows, and numbers without a source."""
        if "source" in self.table:
            self.text("source")
        elif self.path and "[" not in self.path and _has_number(self.table):
            self.report(
                "source",
                "缺少：请注明这些数字的出处(如 C2、H1、P、X)。",
                "is missing: say where these numbers come from (such as C2, H1, P, X).",
            )
        for key in self.table:
            if key not in self.used:
                self.report(key, "不是已知的项，请检查拼写。", "is not a known key; check the spelling.")


def _has_number(table: Mapping[str, Value]) -> bool:
    return any(isinstance(v, int | float | list) and not isinstance(v, bool) for v in table.values())
