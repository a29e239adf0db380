"""From a file to outlines of cells: each row is judged by itself."""

from collections.abc import Mapping
from typing import Any

from safegrid.actions.layer_rows import RowRefusal
from safegrid.actions.plan_files import OutlineRow, ReadOutlines
from safegrid.domain.refusals import Refusal

from ..layers.crs import title, to_degrees
from ..layers.files import open_table
from ..layers.shapes import in_degrees, system_of

AREAS = ("Polygon", "MultiPolygon")
NAMES = ("name", "名称", "网格名称", "村名", "社区", "社区名称", "mc", "xzqmc", "zldwmc")
CODES = ("code", "代码", "编码", "网格代码", "网格编码", "区划代码", "dm", "xzqdm", "zldwdm")
"""Column heads, small; the last of each are those of the land survey's tables (XZQ, 坐落单位)."""
LONGEST_NAME, CODE_DIGITS, SURVEY_DIGITS = 64, 12, 19


def read_outlines(name: str, data: bytes, crs: str = "") -> ReadOutlines | Refusal:
    """Read a file of cells. `crs`: its reference system, "" to take the file's own word.

    Refusals of the whole file: those of `open_table`, LAYER_CRS.
    """
    table = open_table(name, data)
    if isinstance(table, Refusal):
        return table
    system = system_of(table, crs)
    if isinstance(system, Refusal):
        return system
    convert = to_degrees(system)
    heads = {column.strip().lower(): column for column in table.columns}
    name_head, code_head = _first(heads, NAMES), _first(heads, CODES)
    rows: list[OutlineRow] = []
    refused: list[RowRefusal] = []
    for i, (row, shape) in enumerate(zip(table.rows, table.shapes, strict=True)):
        called, code = _text(row, name_head)[:LONGEST_NAME], _code(_text(row, code_head))
        made = table.problems.get(i) or in_degrees(shape, AREAS, convert)
        if isinstance(made, Refusal):
            refused.append(RowRefusal(i + 1, called or code, made))
        else:
            rows.append(OutlineRow(i + 1, code, called, made))
    return ReadOutlines(tuple(rows), tuple(refused), title(system), table.encoding)


def _first(heads: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    return next((heads[word] for word in wanted if word in heads), "")


def _text(row: Mapping[str, Any], head: str) -> str:
    value = row.get(head) if head else None
    if value is None or value != value:  # noqa: PLR0124 - a missing number is not itself
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a code that a table keeps as a number
    return str(value).strip()


def _code(text: str) -> str:
    """Twelve digits; the land survey writes nineteen, of which the first twelve are the community's."""
    digits = text[:CODE_DIGITS] if len(text) == SURVEY_DIGITS else text
    return digits if len(digits) == CODE_DIGITS and digits.isascii() and digits.isdigit() else ""
