"""Tables as files."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safegrid.domain import sheets

AT = datetime(2026, 11, 21, 17, 30, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
rows = st.lists(
    st.tuples(texts, st.one_of(st.none(), st.integers(-99, 10**9), st.floats(-180, 180))), max_size=9
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_xlsx(data):
    """Rows of the first sheet, as a spreadsheet program finds them."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        for name in book.namelist():
            ElementTree.fromstring(book.read(name))
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [["".join(cell.itertext()) for cell in row] for row in sheet.find(f"{MAIN}sheetData")]


@given(rows)
def test_excel_gets_back_what_was_written(table):
    found = read_xlsx(b"".join(sheets.as_xlsx("隐患[清单]", ["甲", "乙"], table)))
    assert found[0] == ["甲", "乙"]
    kept = [[_printable(a), "" if b is None else str(b)] for a, b in table]
    assert [[a.replace("\r", "\n"), b] for a, b in found[1:]] == kept


def _printable(text):
    kept = "".join(c for c in text if ord(c) >= 32 or c in "\t\n")
    return "".join(c for c in kept if c not in "\ufffe\uffff")


@given(rows)
def test_csv_has_no_formulas_and_all_rows(table):
    data = b"".join(sheets.as_csv(["甲", "乙"], table))
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(found) == len(table) + 1
    assert not [cell for row in found for cell in row[:1] if cell.startswith(sheets.FORMULA)]


@given(rows)
def test_geojson_is_json(table):
    data = b"".join(sheets.as_geojson(["a", "b"], [(row, 113.8, 34.0) for row in table]))
    features = json.loads(data)["features"]
    assert [f["properties"]["a"] for f in features] == [row[0] for row in table]


def test_what_has_no_place_has_no_geometry():
    (feature,) = json.loads(b"".join(sheets.as_geojson(["at"], [((AT,), None, None)])))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["at"] == "2026-11-21T17:30:00+00:00"


def test_times_are_those_of_china():
    assert "2026-11-22 01:30" in b"".join(sheets.as_csv(["at"], [(AT,)])).decode()


@pytest.mark.parametrize("typed", ["=1+1", "@SUM(A1)", "-2", "+3", "\t=1"])
def test_what_looks_like_a_formula_stays_text(typed):
    assert f"'{typed}" in b"".join(sheets.as_csv(["a"], [(typed,)])).decode()


def test_a_long_table_comes_in_pieces_as_it_is_made():
    made = []

    def table():
        for n in range(20_000):
            made.append(n)
            yield (f"第 {n} 行 {hash(str(n))}", n)

    for write in (
        lambda: sheets.as_csv(["a", "b"], table()),
        lambda: sheets.as_xlsx("x", ["a", "b"], table()),
    ):
        made.clear()
        pieces = write()
        next(pieces)
        next(pieces)
        assert len(made) < 19_000, "the first pieces leave before the last row is read"
        assert sum(1 for _ in pieces) > 3
        assert len(made) == 20_000
