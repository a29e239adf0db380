"""Excel sheets in: rows of texts from the first sheet, and the template of risk points out."""

import io
import zipfile
from datetime import date, datetime

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from safegrid.domain.point_sheet import COLUMNS, MOST_ROWS, Column
from safegrid.domain.refusals import Refusal

MOST_UNPACKED = 40 * 1024 * 1024
"""Bytes; a sheet of some hundred rows has a few of them, a bomb has gigabytes."""
MOST_COLUMNS = 60
# What openpyxl raises for files that are no workbooks, damaged, or made to be.
BROKEN = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    SyntaxError,
    EOFError,
    LookupError,
    zipfile.BadZipFile,
)


def read_sheet(name: str, data: bytes) -> list[list[str]] | Refusal:
    """Read the first sheet. Refusals: SHEET_TYPE, SHEET_BROKEN, SHEET_BIG."""
    if not name.lower().endswith(".xlsx") or not data.startswith(b"PK"):
        return Refusal("SHEET_TYPE")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) > MOST_UNPACKED:
                return Refusal("SHEET_BIG", (("rows", MOST_ROWS),))
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        # One row more than may be: the reader of rows then says that there are too many.
        rows = workbook.worksheets[0].iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return [[_text(cell) for cell in row] for row in rows]
    except BROKEN:
        return Refusal("SHEET_BROKEN")


def point_template() -> bytes:
    """The sheet to fill: headings with hints, lists to choose from, and a page that explains it."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "风险点"
    sheet.freeze_panes = "B2"
    for n, column in enumerate(COLUMNS, start=1):
        _head(sheet, n, column)
    _explain(book.create_sheet("填写说明"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _head(sheet: Worksheet, n: int, column: Column) -> None:
    letter = get_column_letter(n)
    cell = sheet.cell(1, n, f"{column.zh}*" if column.needed else column.zh)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="FDF1D8" if column.needed else "EEF2F7")
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[letter].width = 26 if column.most > 120 else 16
    if column.choices:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        # A list of more than 255 letters is too long for Excel: those words are on the other page.
        if len(str(rule.formula1)) <= 255:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")


def _explain(sheet: Worksheet) -> None:
    sheet.append(["列", "说明", "可填"])
    for column in COLUMNS:
        sheet.append([column.zh, column.hint, "、".join(column.choices)])
    for letter, width in (("A", 18), ("B", 40), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)


def _text(value: object) -> str:
    """A cell as a person reads it: 3.0 is 3, a day is a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)
