"""Words of the catalogue in the shape of answers."""

from collections.abc import Mapping
from typing import Any, TypedDict

from safegrid.domain.refusals import Refusal
from safegrid.domain.term import Term
from safegrid.domain.terms import GROUPS, say

from .schemas.common import Text


class Words(TypedDict):
    zh: str
    en: str


# pydantic's kinds of errors; whatever is not here is simply "not right".
_PROBLEMS = {
    "missing": "missing",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "int_parsing": "number",
    "int_type": "number",
    "float_parsing": "number",
    "float_type": "number",
    "datetime_parsing": "time",
    "datetime_from_date_parsing": "time",
    "datetime_type": "time",
    "timezone_aware": "time",
    "literal_error": "choice",
    "enum": "choice",
    "extra_forbidden": "unknown",
    "phone": "phone",
}


def text(term: Term) -> Text:
    return Text(zh=term.zh, en=term.en)


def words(group: str, code: str | int, params: Mapping[str, str | int] | None = None) -> Text:
    """Words of a code with its places filled. Raises KeyError for a code without words."""
    return text(say(group, code, params or {}))


def words_or(group: str, code: str, otherwise: str) -> Text:
    """Words of a code, or of another one where the catalogue does not know the first."""
    return words(group, code if code in GROUPS[group] else otherwise)


def words_known(group: str, code: str) -> Text:
    """Words of a code, or the code itself where it is not the catalogue's but came with somebody's file."""
    return words(group, code) if code in GROUPS[group] else Text(zh=code, en=code)


def both(term: Term) -> Words:
    return {"zh": term.zh, "en": term.en}


def refusal_words(refusal: Refusal) -> Words:
    """What happened and what to do. The parameter `field` is named as forms name it."""
    params = dict(refusal.params)
    zh, en = dict(params), dict(params)
    named = str(params.get("field", ""))
    if named in GROUPS["field"]:
        zh["field"], en["field"] = GROUPS["field"][named].zh, GROUPS["field"][named].en
    return {"zh": say("refusal", refusal.code, zh).zh, "en": say("refusal", refusal.code, en).en}


def field_problem(kind: str, context: Mapping[str, Any]) -> Words:
    """What is wrong with one field, from pydantic's kind of error."""
    limit = context.get("max_length", context.get("min_length", ""))
    return both(say("input_problem", _PROBLEMS.get(kind, "wrong"), {"limit": str(limit)}))
