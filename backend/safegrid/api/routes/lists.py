"""Lists beside the map: rows of a filter in any order, where an object stands in them, marks, counts."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from ninja import Query, Router

from safegrid.actions.exports import log_export
from safegrid.domain import sheets
from safegrid.domain.filter_text import NAMES, read_filter, write_filter
from safegrid.domain.filters import Filter
from safegrid.domain.roles import Verb
from safegrid.domain.scope import Scope
from safegrid.domain.terms import term
from safegrid.domain.times import china_day
from safegrid.store.access import scope_for
from safegrid.store.queries import lists, marks
from safegrid.store.queries.options import departments_in_sight

from ..errors import Refused, accepted
from ..list_export import COLUMNS, heading, values
from ..list_rows import AS_ROW
from ..schemas.lists import (
    DepartmentChoice,
    EntityName,
    ExportIn,
    LegendOut,
    ListIn,
    ListOut,
    MarksOut,
    OptionsOut,
    OrderIn,
    PositionOut,
)
from ..stream import streamed
from ..viewer import Signed

router = Router(tags=["lists"])
EXPORT_PAGE = 2_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
FILTERED = {
    "parameters": [
        {
            "in": "query",
            "name": name,
            "required": False,
            "schema": {"type": "string"},
            "description": "filter",
        }
        for name in NAMES
    ]
}


def wanted_by(request: HttpRequest) -> Filter:
    """The filter that an address names. Refusal: FILTER_BAD."""
    query = {name: request.GET[name] for name in NAMES if name in request.GET}
    if any("\0" in text for text in query.values()):
        raise Refused("BAD_REQUEST")
    return accepted(read_filter(query))


def order_of(entity: EntityName, asked: OrderIn) -> lists.Order:
    if asked.sort not in lists.SORTS[entity]:
        raise Refused("FILTER_BAD", name="sort")
    return lists.Order(asked.sort, down=asked.dir == "down")


@router.get("/legend", response=LegendOut, openapi_extra=FILTERED)
def legend(request: Signed) -> LegendOut:
    """Count what is in sight under a filter."""
    scope, wanted = request.auth.scope, wanted_by(request)
    return LegendOut(counts=marks.tally(scope, wanted), hazards=lists.total("hazards", scope, wanted))


@router.get("/options", response=OptionsOut)
def options(request: Signed) -> OptionsOut:
    """What filters may choose from in this viewer's area."""
    found = departments_in_sight(request.auth.scope)
    return OptionsOut(
        departments=[DepartmentChoice(id=d.pk, name=d.name, kind=d.kind) for d in found],
        may_export=request.auth.may_anywhere(Verb.EXPORT),
    )


@router.get("/{entity}", response=ListOut, openapi_extra=FILTERED)
def rows(request: Signed, entity: EntityName, asked: Annotated[ListIn, Query()]) -> ListOut:
    """List points, units or hazards in sight under a filter, a page at a time."""
    scope, wanted, order = request.auth.scope, wanted_by(request), order_of(entity, asked)
    found = lists.page(entity, scope, wanted, order, offset=asked.offset, limit=asked.limit)
    total = lists.total(entity, scope, wanted) if asked.count else None
    return ListOut(total=total, rows=[AS_ROW[entity](row) for row in found])


@router.get("/{entity}/marks", response=MarksOut, openapi_extra=FILTERED)
def drawn(request: Signed, entity: EntityName) -> HttpResponse:
    """Marks of a filter, at most 50,000, the worst first."""
    found, cut = marks.marks(entity, request.auth.scope, wanted_by(request))
    # Not through the schema: checking fifty thousand rows one by one costs more than reading them.
    body = json.dumps({"marks": found, "cut": cut}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/{entity}/export", response={200: None}, openapi_extra=FILTERED)
def export(request: Signed, entity: EntityName, asked: Annotated[ExportIn, Query()]) -> StreamingHttpResponse:
    """Take a list away as a file, in its order on the screen; logged. Only what an exporting duty reaches is in it."""
    scope = scope_for(request.auth, Verb.EXPORT)
    if scope is None:
        raise Refused("NOT_YOUR_DUTY")
    wanted, order = wanted_by(request), order_of(entity, asked)
    ids = lists.ids(entity, scope, wanted, order)
    log_export(request.auth, f"{entity}.{asked.format}", write_filter(wanted), len(ids))
    now = timezone.now()
    name = f"{entity}-{china_day(now):%Y%m%d}.{asked.format}"
    pieces = _pieces(entity, asked, _all_rows(entity, scope, ids), now)
    return streamed(request, pieces, TYPES[asked.format], name)


def _all_rows(entity: EntityName, scope: Scope, ids: list[int]) -> Iterator[lists.Plain]:
    for at in range(0, len(ids), EXPORT_PAGE):
        yield from lists.rows_of(entity, scope, ids[at : at + EXPORT_PAGE])


def _pieces(
    entity: EntityName, asked: ExportIn, rows: Iterator[lists.Plain], now: datetime
) -> Iterator[bytes]:
    if asked.format == "geojson":
        found = ((values(entity, row, now, asked.lang), row["lon"], row["lat"]) for row in rows)
        return sheets.as_geojson(COLUMNS[entity], found)
    table = (values(entity, row, now, asked.lang) for row in rows)
    head = heading(entity, asked.lang)
    if asked.format == "csv":
        return sheets.as_csv(head, table)
    title = term("list_file", entity)
    return sheets.as_xlsx(title.zh if asked.lang == "zh" else title.en, head, table)


@router.get("/{entity}/{int:object_id}/position", response=PositionOut, openapi_extra=FILTERED)
def position(
    request: Signed, entity: EntityName, object_id: int, asked: Annotated[OrderIn, Query()]
) -> PositionOut:
    """Where an object stands in a list, so that the list can show what was selected on the map."""
    order = order_of(entity, asked)
    return PositionOut(at=lists.position(entity, request.auth.scope, wanted_by(request), order, object_id))
