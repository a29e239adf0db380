"""Figures per cell of a period, by the boundaries of the time or by today's; as a table and as a file."""

from collections.abc import Iterator
from typing import Annotated

from django.http import StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from safegrid.actions.exports import log_export
from safegrid.domain import sheets
from safegrid.domain.cell_report import COLUMNS, Line, total
from safegrid.domain.roles import Verb
from safegrid.domain.scope import Scope, sees_something
from safegrid.domain.term import Term
from safegrid.domain.terms import term
from safegrid.domain.times import china_day
from safegrid.store.access import scope_for
from safegrid.store.queries.cell_report import Named, Report, Wanted, report
from safegrid.store.queries.plans import newest_version

from ..errors import Refused
from ..present import ground_version
from ..schemas.cell_report import CellLine, CellReportExportIn, CellReportIn, CellReportOut
from ..stream import streamed
from ..viewer import Signed
from .lists import TYPES

router = Router(tags=["reports"])


@router.get("/cells", response=CellReportOut)
def table(request: Signed, asked: Annotated[CellReportIn, Query()]) -> CellReportOut:
    """Count units, points by level and hazards by state per cell."""
    found = _report(request.auth.scope, asked)
    version = found.version
    whole = total(named.line for named in found.lines)
    return CellReportOut(
        version=ground_version(version) if version else None,
        current=version is not None and version.pk == newest_version().pk,
        columns=list(COLUMNS),
        lines=[_line(named.line, named) for named in found.lines],
        total=_line(whole, None),
    )


@router.get("/cells/export", response={200: None})
def export(request: Signed, asked: Annotated[CellReportExportIn, Query()]) -> StreamingHttpResponse:
    """Take the table away as a file, within the area of an exporting duty; logged."""
    scope = scope_for(request.auth, Verb.EXPORT)
    if scope is None:
        raise Refused("NOT_YOUR_DUTY")
    found = _report(scope, asked)
    said = f"{asked.since.isoformat()} {asked.until.isoformat()} {asked.ground} level {asked.level}"
    log_export(request.auth, f"cell-report.{asked.format}", said, len(found.lines))
    above = ["county", "township"][: asked.level - 2]
    head = [_say(asked, "report_column", name) for name in ("code", *above, "cell", "open", *COLUMNS)]
    rows = _rows(found, asked, len(above))
    name = f"cell-report-{china_day(timezone.now()):%Y%m%d}.{asked.format}"
    if asked.format == "csv":
        return streamed(request, sheets.as_csv(head, rows), TYPES["csv"], name)
    title = _say(asked, "report_ground", asked.ground)
    return streamed(request, sheets.as_xlsx(title, head, rows), TYPES["xlsx"], name)


def _report(scope: Scope, asked: CellReportIn) -> Report:
    if not sees_something(scope):
        raise Refused("NOT_YOUR_DUTY")
    return report(scope, Wanted(asked.since, asked.until, asked.ground, asked.level))


def _rows(found: Report, asked: CellReportExportIn, above: int) -> Iterator[sheets.Row]:
    unowned = _word(asked, term("ground", "unowned"))
    for named in found.lines:
        place = [*named.above, "", ""][:above]
        yield [named.code, *place, named.name or unowned, named.line.open, *named.line.figures]
    whole = total(named.line for named in found.lines)
    yield ["", *[""] * above, _say(asked, "report_column", "total"), whole.open, *whole.figures]


def _say(asked: CellReportExportIn, group: str, code: str) -> str:
    return _word(asked, term(group, code))


def _word(asked: CellReportExportIn, word: Term) -> str:
    return word.zh if asked.lang == "zh" else word.en


def _line(line: Line, named: Named | None) -> CellLine:
    return CellLine(
        cell=line.cell,
        code=named.code if named else "",
        name=named.name if named else "",
        above=list(named.above) if named else [],
        open=line.open,
        figures=list(line.figures),
    )
