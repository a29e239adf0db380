"""Tables as files, written piece by piece: CSV, Excel (OOXML) and GeoJSON, however long they are.

A row is a sequence of values; whatever a person may have typed stays text in every program that opens the file.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from typing_extensions import override

from .times import CHINA

Value = str | int | float | bool | datetime | None
Row = Sequence[Value]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNSAFE = dict.fromkeys(i for i in range(32) if chr(i) not in "\t\n")
_MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel can have."""
FIXED = (1980, 1, 1, 0, 0, 0)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_BOOK_RELS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font>'
    '<font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
)


def as_csv(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a mark at the start, so that Excel reads Chinese."""
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_plain(value) for value in header])
    for row in rows:
        writer.writerow([_plain(value) for value in row])
        if buffer.tell() > 32_000:
            yield _taken(buffer)
    yield _taken(buffer)


def as_xlsx(title: str, header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """One sheet with a bold head that stays in sight; text as text, numbers as numbers."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("xl/_rels/workbook.xml.rels", _BOOK_RELS),
            ("xl/styles.xml", _STYLES),
            ("xl/workbook.xml", _workbook(title)),
        ):
            book.writestr(_entry(name), text)
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True) as sheet:
            for piece in _sheet(header, rows):
                sheet.write(piece.encode())
                yield from sink.taken()
    yield from sink.taken()


def as_geojson(
    names: Sequence[str], rows: Iterable[tuple[Row, float | None, float | None]]
) -> Iterator[bytes]:
    """A FeatureCollection of points in WGS 84; what has no place has a null geometry."""
    yield b'{"type":"FeatureCollection","features":['
    first = True
    for row, lon, lat in rows:
        point = None if lon is None else {"type": "Point", "coordinates": [lon, lat]}
        known = {name: _json(value) for name, value in zip(names, row, strict=True)}
        feature = {"type": "Feature", "geometry": point, "properties": known}
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        yield (text if first else f",\n{text}").encode()
        first = False
    yield b"]}\n"


def _plain(value: Value) -> str | int | float:
    if isinstance(value, datetime):
        return _time(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    text = (value or "").translate(_UNSAFE)
    # A text that a spreadsheet would take for a formula, and run.
    return f"'{text}" if text.startswith(FORMULA) else text


def _json(value: Value) -> Value:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _time(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _workbook(title: str) -> str:
    name = escape("".join(c for c in title if c not in "[]:*?/\\")[:31], {'"': "&quot;"}) or "1"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(header: Row, rows: Iterable[Row]) -> Iterator[str]:
    widths = "".join(
        f'<col min="{i}" max="{i}" width="18" customWidth="1"/>' for i in range(1, len(header) + 1)
    )
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>"
    )
    yield _xml_row(header, style=1)
    for n, row in enumerate(rows, start=2):
        if n > _MOST_ROWS:
            break
        yield _xml_row(row)
    yield "</sheetData></worksheet>"


def _xml_row(row: Row, style: int = 0) -> str:
    return f"<row>{''.join(_xml_cell(value, style) for value in row)}</row>"


def _xml_cell(value: Value, style: int) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f'<c s="{style}"><v>{value}</v></c>'
    text = (
        _time(value) if isinstance(value, datetime) else str(int(value)) if isinstance(value, bool) else value
    )
    if not text:
        return f'<c s="{style}"/>'
    safe = escape(text.translate(_UNSAFE).encode("utf-8", "replace").decode())
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


class _Sink(io.RawIOBase):
    """A file that cannot go back: what was written is handed on and forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # whatever zipfile hands over
        self._pieces.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)
