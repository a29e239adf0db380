"""The API: all routes, one way to log in, one way to fail."""

from ninja import NinjaAPI

from .errors import install
from .routes import cells, hazards, kiosks, people, points, session, snapshot, units, uploads
from .schemas.common import ErrorOut
from .viewer import SIGNED

api = NinjaAPI(
    title="SafeGrid 安全一张图",
    version="1",
    description="Every refusal is an `ErrorOut`: a code, words in Chinese and English, and the fields concerned.",
    auth=SIGNED,
    docs_url=None,
    openapi_url=None,
    openapi_extra={"components": {"schemas": {"ErrorOut": ErrorOut.model_json_schema()}}},
)
install(api)
for prefix, router in (
    ("", session.router),
    ("", snapshot.router),
    ("/cells", cells.router),
    ("/points", points.router),
    ("/units", units.router),
    ("/hazards", hazards.router),
    ("/uploads", uploads.router),
    ("/people", people.people),
    ("/duties", people.duties),
    ("/kiosks", kiosks.router),
):
    api.add_router(prefix, router)
