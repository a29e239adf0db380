"""What comes in, before any schema sees it: only values that the database could hold."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser
from typing_extensions import override

from .errors import Refused

BIGGEST = 2**63 - 1


class StrictParser(Parser):
    """JSON without NaN, NUL, halves of characters and numbers beyond 64 bits; queries without NUL."""

    @override
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        # Ninja answers any exception here as a bad request.
        body = json.loads(request.body, parse_constant=_no_number, parse_int=_whole)
        _check(body)
        parsed: dict[str, Any] = body
        return parsed

    @override
    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        given: dict[str, Any] = super().parse_querydict(data, list_fields, request)
        try:
            _check([value for value in given.values() if isinstance(value, str | list)])
        except ValueError as wrong:
            raise Refused("BAD_REQUEST") from wrong
        return given


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _whole(digits: str) -> int:
    number = int(digits) if len(digits) <= len(str(-BIGGEST)) else BIGGEST + 1
    if abs(number) > BIGGEST:
        raise ValueError("a number beyond 64 bits")
    return number


def _check(value: object) -> None:
    """Raise ValueError (UnicodeEncodeError is one) for a text that PostgreSQL refuses."""
    if isinstance(value, str):
        if "\0" in value:
            raise ValueError("a text with NUL")
        value.encode()
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check(name)
            _check(inner)
    elif isinstance(value, list):
        for inner in value:
            _check(inner)
