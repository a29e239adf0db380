"""The API: all routes, one way to log in, one way to fail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer
from typing_extensions import override

from .errors import install
from .parser import StrictParser
from .routes import (
    alarms,
    answered,
    boundaries,
    cell_report,
    cells,
    checklists,
    desk,
    devices,
    enterprise,
    enterprise_people,
    enterprise_points,
    enterprise_sheet,
    field,
    hazards,
    illegal_reports,
    inspections,
    kiosks,
    layer_import,
    layers,
    lists,
    people,
    plan_files,
    plan_impact,
    plan_publish,
    plans,
    points,
    proposals,
    public,
    public_reports,
    self_checks,
    session,
    snapshot,
    surveys,
    takeovers,
    unit_listings,
    units,
    uploads,
    views,
    visits,
    walls,
)
from .schemas.common import ErrorOut
from .viewer import SIGNED

REFUSED = {
    "description": "Refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}},
}


class Renderer(JSONRenderer):
    """Chinese as it is: half the bytes of escapes, and a log or a test can read it."""

    json_dumps_params = {"ensure_ascii": False, "separators": (",", ":")}  # noqa: RUF012 - ninja's own attribute


class Api(NinjaAPI):
    """Says in the schema what ninja does not know: that every refusal has one shape."""

    @override
    def create_response(self, request: HttpRequest, data: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, data, **kwargs)
        # Everything here belongs to one viewer, and a phone or a password is to be seen once.
        response["Cache-Control"] = "no-store"
        return response

    @override
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        shape = ErrorOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= shape.pop("$defs") | {"ErrorOut": shape}
        for methods in schema["paths"].values():
            for operation in methods.values():
                operation["responses"]["default"] = REFUSED
        return schema

    @override
    def get_openapi_operation_id(self, operation: Operation) -> str:
        module = operation.view_func.__module__.rpartition(".")[2]
        return f"{module}_{operation.view_func.__name__}"


api = Api(
    title="SafeGrid 安全一张图",
    version="1",
    description="Every refusal is an `ErrorOut`: a code, words in Chinese and English, and the fields concerned.",
    auth=SIGNED,
    renderer=Renderer(),
    parser=StrictParser(),
    docs_url=None,
    openapi_url=None,
)
install(api)
for prefix, router in (
    ("", session.router),
    ("", snapshot.router),
    ("/cells", cells.router),
    ("/boundaries", boundaries.router),
    ("/boundaries", answered.router),
    ("/points", points.router),
    ("/units", units.router),
    ("/units", unit_listings.router),
    ("/hazards", hazards.router),
    ("/alarms", alarms.router),
    ("/notices", desk.notice_router),
    ("/shifts", desk.shift_router),
    ("/handovers", desk.handover_router),
    ("/devices", devices.router),
    ("/readings", devices.intake),
    ("/uploads", uploads.router),
    ("/people", people.people),
    ("/duties", people.duties),
    ("/kiosks", kiosks.router),
    ("/list", lists.router),
    ("/layers", layers.router),
    ("/layers", layer_import.router),
    ("", walls.router),
    ("/views", views.router),
    ("/reports", cell_report.router),
    ("/plans", plans.router),
    ("/plans", plan_impact.router),
    ("/plans", plan_publish.router),
    ("", plan_files.router),
    ("/takeovers", takeovers.router),
    ("/checklists", checklists.router),
    ("/surveys", surveys.router),
    ("/inspections", inspections.router),
    ("/visits", visits.router),
    ("/field", field.router),
    ("/unit-proposals", proposals.router),
    ("/illegal-reports", illegal_reports.router),
    ("/enterprise", enterprise.router),
    ("/enterprise", enterprise_points.router),
    ("/enterprise", enterprise_people.router),
    ("/enterprise", enterprise_sheet.router),
    ("/self-checks", self_checks.router),
    ("/public", public.router),
    ("/public-reports", public_reports.router),
):
    api.add_router(prefix, router)
