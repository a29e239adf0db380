"""What a screen starts with, and the search box."""

import json
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from safegrid.store.queries.search import Hit, search
from safegrid.store.queries.snapshot import NoLogError, snapshot

from ..errors import Refused
from ..schemas.snapshot import SearchOut, SearchResult, SnapshotOut
from ..viewer import Signed

router = Router(tags=["map"])


class Asked(Schema):
    q: str = Field(max_length=64)


@router.get("/snapshot", response=SnapshotOut)
def start(request: Signed) -> HttpResponse:
    """Everything that the viewer's screen holds, with the token to follow from there."""
    try:
        state = snapshot(request.auth)
    except NoLogError as missing:
        raise Refused("NOT_READY") from missing
    # Not through the schema: checking thousands of objects one by one costs more than reading them.
    body = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/search", response=SearchOut)
def find(request: Signed, asked: Annotated[Asked, Query()]) -> SearchOut:
    """Find cells, units, points, hazards and people in the viewer's area; at most 20, best first."""
    return SearchOut(results=[_result(hit) for hit in search(request.auth, asked.q)])


def _result(hit: Hit) -> SearchResult:
    return SearchResult(
        e=hit.entity,
        id=hit.id,
        title=hit.title,
        sub=hit.sub,
        lon=hit.lon,
        lat=hit.lat,
        level=hit.level,
        state=hit.state,
    )
