"""Risk points as rows of a sheet: the template's columns, and reading rows with a reason for every cell that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from .accidents import ACCIDENTS, CATEGORIES
from .phone import is_phone
from .refusals import Refusal
from .terms import GROUPS

MOST_ROWS = 500
KINDS = ("rules", "engineering", "monitoring", "video", "automation", "emergency")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the template. `zh`: its heading; `choices`: words that a cell may have; `hint` for the person."""

    code: str
    zh: str
    hint: str
    needed: bool = False
    choices: tuple[str, ...] = ()
    most: int = 500


def _words(group: str, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(GROUPS[group][code].zh for code in codes)


LEVELS = ("1", "2", "3", "4")
COLUMNS = (
    Column("name", "风险点名称", "必填，120 字以内，不重名", needed=True, most=120),
    Column(
        "category", "风险类别", "必填，从下拉中选", needed=True, choices=_words("point_category", CATEGORIES)
    ),
    Column(
        "control_level", "管控层级", "必填，从下拉中选", needed=True, choices=_words("control_level", LEVELS)
    ),
    Column("manager", "管控责任人", "姓名", most=64),
    Column("manager_phone", "责任人电话", "手机或座机", most=32),
    Column("lon", "经度", "十进制度（WGS84），不填用厂区位置"),
    Column("lat", "纬度", "十进制度（WGS84），不填用厂区位置"),
    Column("accident", "可能诱发的事故", "从下拉中选", choices=_words("accident", ACCIDENTS)),
    Column("consequence", "主要危害后果", "", most=2_000),
    Column("emergency", "应急措施", "", most=2_000),
    *(
        Column(kind, GROUPS["measure_kind"][kind].zh, "管控措施，多项用分号隔开", most=2_000)
        for kind in KINDS
    ),
    Column("method", "评估方法", "LEC 或 LS；不评估就留空", choices=("LEC", "LS")),
    Column("l", "L 可能性", "LEC 或 LS 的 L"),
    Column("e", "E 暴露频率", "LEC 的 E"),
    Column("c", "C 后果", "LEC 的 C"),
    Column("s", "S 严重性", "LS 的 S"),
    Column("reason", "评估依据", "", most=500),
)
BY_HEADING: Mapping[str, Column] = {column.zh: column for column in COLUMNS}
NEEDED = tuple(column.zh for column in COLUMNS if column.needed)
NUMBERS = frozenset({"lon", "lat", "l", "e", "c", "s"})
FACTORS = {"LEC": ("l", "e", "c"), "LS": ("l", "s")}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be used. `row` as Excel counts; `column`: the heading."""

    row: int
    column: str
    value: str
    why: Refusal


@dataclass(frozen=True, slots=True)
class SheetPoint:
    """A row as it was understood. `place` None: at the unit's main site; `method` "": not assessed."""

    row: int
    name: str
    category: str
    control_level: int
    manager: str = ""
    manager_phone: str = ""
    place: tuple[float, float] | None = None
    accidents: tuple[str, ...] = ()
    consequence: str = ""
    emergency: str = ""
    measures: tuple[tuple[str, str], ...] = ()
    method: str = ""
    inputs: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""


Cells = Mapping[str, str]


def read(rows: Sequence[Sequence[str]]) -> tuple[list[SheetPoint], list[Wrong]] | Refusal:
    """Read a sheet whose first row is the heading. Refusals: SHEET_HEAD, SHEET_EMPTY, SHEET_BIG."""
    head = [BY_HEADING.get(title.strip().rstrip("*")) for title in rows[0]] if rows else []
    there = {column.zh for column in head if column is not None}
    lacking = [title for title in NEEDED if title not in there]
    if lacking:
        return Refusal("SHEET_HEAD", (("columns", "、".join(lacking)),))
    filled = [(n, row) for n, row in enumerate(rows[1:], start=2) if any(cell.strip() for cell in row)]
    if not filled:
        return Refusal("SHEET_EMPTY")
    if len(filled) > MOST_ROWS:
        return Refusal("SHEET_BIG", (("rows", MOST_ROWS),))
    points: list[SheetPoint] = []
    wrong: list[Wrong] = []
    seen: dict[str, int] = {}
    for n, row in filled:
        cells = {c.code: v.strip() for c, v in zip(head, row, strict=False) if c is not None}
        found = _Row(n, cells)
        points.append(found.point())
        first = seen.setdefault(cells.get("name", ""), n)
        if first != n and cells.get("name"):
            found.report("name", Refusal("SHEET_TWICE", (("row", first),)))
        wrong += found.wrong
    return points, wrong


class _Row:
    """One row while it is read; every cell that is wrong is noted, and reading goes on."""

    def __init__(self, n: int, cells: Cells) -> None:
        self.n, self.cells = n, cells
        self.wrong: list[Wrong] = []

    def report(self, code: str, why: Refusal) -> None:
        heading = next(column.zh for column in COLUMNS if column.code == code)
        self.wrong.append(Wrong(self.n, heading, self.cells.get(code, ""), why))

    def point(self) -> SheetPoint:
        self._check()
        place = self._place()
        method = self.cells.get("method", "").upper()
        return SheetPoint(
            row=self.n,
            name=self.cells.get("name", ""),
            category=self._code("category", "point_category", CATEGORIES),
            control_level=int(self._code("control_level", "control_level", LEVELS) or 4),
            manager=self.cells.get("manager", ""),
            manager_phone=self.cells.get("manager_phone", ""),
            place=place,
            accidents=tuple(filter(None, (self._code("accident", "accident", ACCIDENTS),))),
            consequence=self.cells.get("consequence", ""),
            emergency=self.cells.get("emergency", ""),
            measures=tuple(self._measures()),
            method=method if method in FACTORS else "",
            inputs=self._inputs(method),
            reason=self.cells.get("reason", ""),
        )

    def _check(self) -> None:
        """Needed cells, texts that are too long, and a number that nobody can call."""
        for column in COLUMNS:
            value = self.cells.get(column.code, "")
            if column.needed and not value:
                self.report(column.code, Refusal("SHEET_MISSING"))
            elif len(value) > column.most:
                self.report(column.code, Refusal("SHEET_LONG", (("limit", column.most),)))
            elif column.code == "manager_phone" and value and not is_phone(value):
                self.report(column.code, Refusal("SHEET_PHONE"))

    def _code(self, code: str, group: str, codes: Sequence[str]) -> str:
        """The code of a cell that has a word of the catalogue, or the code itself; "" and a note otherwise."""
        value = self.cells.get(code, "")
        found = next((c for c in codes if value in (c, GROUPS[group][c].zh)), "")
        if value and not found:
            self.report(code, Refusal("SHEET_CHOICE", (("choices", "、".join(_words(group, codes))),)))
        return found

    def _number(self, code: str) -> float | None:
        value = self.cells.get(code, "")
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            self.report(code, Refusal("SHEET_NUMBER"))
            return None
        if not isfinite(number):
            self.report(code, Refusal("SHEET_NUMBER"))
            return None
        return number

    def _place(self) -> tuple[float, float] | None:
        lon, lat = self._number("lon"), self._number("lat")
        if lon is not None and lat is not None:
            return lon, lat
        for code, other in (("lon", "lat"), ("lat", "lon")):
            if not self.cells.get(code) and self.cells.get(other):
                self.report(code, Refusal("SHEET_MISSING"))
        return None

    def _measures(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for kind in KINDS:
            parts = self.cells.get(kind, "").replace(";", "；").replace("\n", "；").split("；")
            texts = [part.strip() for part in parts if part.strip()]
            if any(len(text) > 300 for text in texts):
                self.report(kind, Refusal("SHEET_LONG", (("limit", 300),)))
            found += [(kind, text) for text in texts]
        return found

    def _inputs(self, method: str) -> dict[str, float]:
        if not method:
            return {}
        if method not in FACTORS:
            self.report("method", Refusal("SHEET_CHOICE", (("choices", "LEC、LS"),)))
            return {}
        found: dict[str, float] = {}
        for factor in FACTORS[method]:
            number = self._number(factor)
            if number is not None:
                found[factor] = number
            elif not self.cells.get(factor):
                self.report(factor, Refusal("SHEET_MISSING"))
        return found
