"""Risk points of one's own unit from an Excel sheet: the template, a look at what is wrong, and the import."""

import hashlib
from typing import Annotated

from django.http import HttpResponse
from ninja import File, Form, Router, Schema, UploadedFile

from safegrid.actions import point_import as act
from safegrid.domain.point_sheet import MOST_ROWS, Wrong, read

from ..errors import Refused, accepted
from ..keyed import KEYED, keyed
from ..schemas.common import Text
from ..schemas.enterprise_points import CellProblem, SheetOut
from ..viewer import Signed
from ..words import refusal_words
from .enterprise import own

router = Router(tags=["enterprise"])
MOST_BYTES = 2 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN, NAMES = 200, 5


class Sheets:
    """Reads and writes Excel. Files are the business of `ingest`, which this package does not know; `config` puts it in."""

    read: act.ReadSheet
    template: act.WriteTemplate

    @classmethod
    def use(cls, read: act.ReadSheet, template: act.WriteTemplate) -> None:
        cls.read, cls.template = staticmethod(read), staticmethod(template)


class About(Schema):
    """`dry`: only say what is wrong."""

    dry: bool = True


@router.get("/points/template", response={200: bytes})
def template(request: Signed) -> HttpResponse:
    """Give the template."""
    answer = HttpResponse(Sheets.template(), content_type=XLSX)
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E9%A3%8E%E9%99%A9%E7%82%B9.xlsx"
    return answer


@router.post("/{int:unit}/points/import", response=SheetOut, openapi_extra=KEYED)
def bring(
    request: Signed, unit: int, about: Annotated[About, Form()], file: Annotated[UploadedFile, File()]
) -> SheetOut:
    """Import a sheet: all of its rows, or none and what is wrong with each cell."""
    own(request.auth, unit)
    if (file.size or 0) > MOST_BYTES:
        raise Refused("SHEET_BIG", rows=MOST_ROWS)
    data, name = file.read(), file.name or ""

    def make() -> SheetOut:
        points, wrong = accepted(read(accepted(Sheets.read(name, data))))
        # The unit looks at the rows even if some cannot be read, so that a person corrects all of them at once.
        brought = accepted(act.bring(request.auth, unit, points, dry=about.dry or bool(wrong)))
        found = sorted([*wrong, *brought.wrong], key=lambda one: one.row)
        return SheetOut(
            done=brought.done,
            rows=brought.rows,
            assessed=brought.assessed,
            names=[point.name for point in points[:NAMES]],
            problems=[_problem(one) for one in found[:SHOWN]],
        )

    asked = hashlib.sha256(data + str(about.dry).encode()).digest()
    return keyed(request, SheetOut, make, body=asked)


def _problem(one: Wrong) -> CellProblem:
    return CellProblem(
        row=one.row, column=one.column, value=one.value[:60], why=Text(**refusal_words(one.why))
    )
