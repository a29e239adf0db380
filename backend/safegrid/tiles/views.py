"""Pages of the tiles that go through Django: only the description of the sources."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from safegrid.store.access import viewer_of_session
from safegrid.store.queries.tiles import changed, extent, latest_boundary
from safegrid.store.tile_token import cookie

from .tilejson import document

SINCE = re.compile(r"[0-9]{1,9}")


@require_safe
def tilejson(request: HttpRequest) -> HttpResponse:
    """Describe `?source=cells` or `points` for the viewer, and renew the cookie that opens its tiles.

    `&since=12&area=ee35…` with cells: a map that shows that boundary version, of the area of that hash, is told where alone
    it differs from what is in force.
    """
    viewer = viewer_of_session(request.session)
    if viewer is None:
        return HttpResponse(status=401)
    source = request.GET.get("source", "points")
    if source not in {"cells", "points"}:
        return HttpResponse(status=404)
    boundary = latest_boundary()
    origin = request.build_absolute_uri("/").rstrip("/")
    described = document(source, origin, viewer.scope.hash, boundary, extent(boundary))
    since = request.GET.get("since", "")
    if source == "cells" and SINCE.fullmatch(since):
        described["changed"] = changed(viewer.scope, int(since), boundary, request.GET.get("area", ""))
    response = JsonResponse(described)
    response["Cache-Control"] = "private, no-cache"
    response.set_cookie(**cookie(viewer, request.session.session_key or ""))
    return response
