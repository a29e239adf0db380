"""Refusals to HTTP: one table of statuses, one shape of answer, and no internals in it."""

import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from safegrid.domain.refusals import Refusal

from .words import Words, field_problem, refusal_words

log = logging.getLogger(__name__)

DEFAULT_STATUS = 422
STATUS: Mapping[str, int] = MappingProxyType(
    {
        "BAD_REQUEST": 400,
        "NOT_LOGGED_IN": 401,
        "BAD_LOGIN": 401,
        "NOT_YOUR_DUTY": 403,
        "LEVEL_TOO_LOW": 403,
        "MUST_CHANGE_PASSWORD": 403,
        "CSRF_FAILED": 403,
        "NOT_FOUND": 404,
        "METHOD_NOT_ALLOWED": 405,
        "STALE_VERSION": 409,
        "BAD_STATE": 409,
        "DUPLICATE_OPEN": 409,
        "UNIT_CLOSED": 409,
        "VISIT_SETTLED": 409,
        "IDEMPOTENCY_CONFLICT": 409,
        "DUTY_TWICE": 409,
        "SHIFT_TWICE": 409,
        "ALREADY_SIGNED": 409,
        "ALREADY_ACKNOWLEDGED": 409,
        "USERNAME_TAKEN": 409,
        "PLAN_CHANGED": 409,
        "PLAN_NOT_OPEN": 409,
        "BASE_MOVED": 409,
        "REVERT_CONFLICT": 409,
        "TAKEOVER_DONE": 409,
        "PROPOSAL_DECIDED": 409,
        "ILLEGAL_HANDLED": 409,
        "UNIT_HAS_OPEN": 409,
        "UNIT_NOT_LISTED": 409,
        "USCC_TAKEN": 409,
        "VIEW_NAME_TAKEN": 409,
        "ALREADY_DECIDED": 409,
        "SHEET_BIG": 413,
        "SHEET_TYPE": 415,
        "SHEET_BROKEN": 415,
        "FILE_TOO_BIG": 413,
        "PACK_TOO_BIG": 413,
        "LAYER_FILE_BIG": 413,
        "LAYER_FILE_TYPE": 415,
        "LAYER_FILE_BROKEN": 415,
        "FILE_TYPE": 415,
        "FILE_BROKEN": 415,
        "LOCKED_OUT": 429,
        "UPLOAD_LIMIT": 429,
        "PUBLIC_BUSY": 429,
        "CHALLENGE_BAD": 403,
        "NOT_THE_KEEPER": 403,
        "CODE_UNKNOWN": 404,
        "PHOTO_UNKNOWN": 404,
        "PHOTO_LATE": 410,
        "NO_IDENTITY": 404,
        "IDENTITY_ERASED": 410,
        "REPORT_DECIDED": 409,
        "SERVER_ERROR": 500,
        "NOT_READY": 503,
    }
)
_BY_STATUS = {
    400: "BAD_REQUEST",
    401: "NOT_LOGGED_IN",
    403: "NOT_YOUR_DUTY",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
}
T = TypeVar("T")


class Refused(Exception):  # noqa: N818 - it is the refusal, on its way to the answer
    """Ends a request with a refusal."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, tuple(params.items()))

    @classmethod
    def of(cls, refusal: Refusal) -> "Refused":
        return cls(refusal.code, **dict(refusal.params))


def accepted(result: T | Refusal) -> T:
    """Return what an action made; raise Refused if it refused."""
    if isinstance(result, Refusal):
        raise Refused.of(result)
    return result


def found(thing: T | None) -> T:
    """Return what was looked up; absent and out of sight look the same."""
    if thing is None:
        raise Refused("NOT_FOUND")
    return thing


def status_of(code: str) -> int:
    """HTTP status of a refusal code; a rule's refusal that is not in the table is 422."""
    return STATUS.get(code, DEFAULT_STATUS)


def body_of(refusal: Refusal, fields: Mapping[str, Words] | None = None) -> dict[str, object]:
    """Write the answer's body (`schemas.common.ErrorOut`)."""
    named = refusal.params and dict(refusal.params).get("field")
    about = {str(named): refusal_words(refusal)} if named else {}
    return {
        "code": refusal.code,
        "message": refusal_words(refusal),
        "params": dict(refusal.params),
        "kept": False,
        "fields": dict(fields or about),
    }


def install(api: NinjaAPI) -> None:
    """Tell the API how to answer each kind of failure."""

    def answer(request: HttpRequest, failure: object) -> HttpResponse:
        refusal = _refusal(request, failure)
        fields = _fields(failure) if isinstance(failure, ValidationError) else None
        return api.create_response(request, body_of(refusal, fields), status=status_of(refusal.code))

    for kind in (Refused, Http404, HttpError, ValidationError, Exception):
        api.add_exception_handler(kind, answer)


def _refusal(request: HttpRequest, failure: object) -> Refusal:
    match failure:
        case Refused():
            return failure.refusal
        case Http404():
            return Refusal("NOT_FOUND")
        case HttpError():
            return Refusal(_BY_STATUS.get(failure.status_code, "BAD_REQUEST"))
        case ValidationError():
            return Refusal("BAD_INPUT")
        case MultiPartParserError() | SuspiciousOperation() | UnreadablePostError():
            return Refusal("BAD_REQUEST")
    log.error("%s %s failed", request.method, request.path, exc_info=True)
    return Refusal("SERVER_ERROR")


def _fields(exc: ValidationError) -> dict[str, Words]:
    problems: dict[str, Words] = {}
    for error in exc.errors:
        # loc: where it came from (body, query …), the parameter's name, then the path within it.
        path = [str(part) for part in error["loc"]]
        name = ".".join(path[2:] if path[0] == "body" and len(path) > 2 else path[1:] or path)
        problems.setdefault(name, field_problem(str(error["type"]), error.get("ctx") or {}))
    return problems
