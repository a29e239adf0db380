"""Lists beside the map: rows of a filter in any order, where an object stands in them, marks, counts."""

import json
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from safegrid.domain.filter_text import NAMES, read_filter
from safegrid.domain.filters import Filter
from safegrid.domain.roles import Verb
from safegrid.store.queries import lists, marks
from safegrid.store.queries.options import departments_in_sight

from ..errors import Refused, accepted
from ..list_rows import AS_ROW
from ..schemas.lists import (
    DepartmentChoice,
    EntityName,
    LegendOut,
    ListIn,
    ListOut,
    MarksOut,
    OptionsOut,
    PositionOut,
)
from ..viewer import Signed

router = Router(tags=["lists"])
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


def order_of(entity: EntityName, asked: ListIn) -> lists.Order:
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


@router.get("/{entity}/{int:object_id}/position", response=PositionOut, openapi_extra=FILTERED)
def position(
    request: Signed, entity: EntityName, object_id: int, asked: Annotated[ListIn, Query()]
) -> PositionOut:
    """Where an object stands in a list, so that the list can show what was selected on the map."""
    order = order_of(entity, asked)
    return PositionOut(at=lists.position(entity, request.auth.scope, wanted_by(request), order, object_id))
