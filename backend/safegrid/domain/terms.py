"""The one catalogue of words: every code of the domain in Chinese and English.

`GROUPS` maps a group (level, hazard_state, refusal …) to its codes. A refusal's sentence has places `{name}` for its
parameters. Screens, documents and messages all take their words from here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from .term import Term, Words
from .terms_alarm import ALARM_FIELDS, ALARM_GROUPS
from .terms_alarm import REFUSALS as ALARM_REFUSALS
from .terms_answer import ANSWER_GROUPS
from .terms_answer import REFUSALS as ANSWER_REFUSALS
from .terms_boundary import BOUNDARY_GROUPS, BOUNDARY_REFUSALS
from .terms_enterprise import ENTERPRISE_GROUPS
from .terms_enterprise import REFUSALS as ENTERPRISE_REFUSALS
from .terms_field import FIELD_GROUPS, FIELD_REFUSALS
from .terms_hazard import HAZARD_GROUPS
from .terms_layer import LAYER_GROUPS
from .terms_layer import REFUSALS as LAYER_REFUSALS
from .terms_list import LIST_GROUPS
from .terms_plan import PLAN_GROUPS, PLAN_REFUSALS
from .terms_public import PUBLIC_GROUPS
from .terms_public import REFUSALS as PUBLIC_REFUSALS
from .terms_refusal import REFUSALS
from .terms_report import REPORT_GROUPS
from .terms_risk import RISK_GROUPS
from .terms_role import ROLE_GROUPS
from .terms_survey import REFUSALS as SURVEY_REFUSALS
from .terms_survey import SURVEY_GROUPS
from .terms_unit import UNIT_GROUPS

__all__ = ["GROUPS", "Term", "as_plain", "say", "term"]

_ALL: dict[str, Words] = {
    **RISK_GROUPS,
    **UNIT_GROUPS,
    **HAZARD_GROUPS,
    **ROLE_GROUPS,
    **ANSWER_GROUPS,
    **LIST_GROUPS,
    **ALARM_GROUPS,
    **LAYER_GROUPS,
    **BOUNDARY_GROUPS,
    **PLAN_GROUPS,
    **PUBLIC_GROUPS,
    **REPORT_GROUPS,
    **FIELD_GROUPS,
    **SURVEY_GROUPS,
    **ENTERPRISE_GROUPS,
    "field": {**HAZARD_GROUPS["field"], **ALARM_FIELDS},
    "refusal": {
        **REFUSALS,
        **ANSWER_REFUSALS,
        **ALARM_REFUSALS,
        **LAYER_REFUSALS,
        **BOUNDARY_REFUSALS,
        **PLAN_REFUSALS,
        **SURVEY_REFUSALS,
        **FIELD_REFUSALS,
        **ENTERPRISE_REFUSALS,
        **PUBLIC_REFUSALS,
    },
}
GROUPS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {
        group: MappingProxyType({code: Term(zh, en) for code, (zh, en) in words.items()})
        for group, words in _ALL.items()
    }
)


def term(group: str, code: str | int) -> Term:
    """Words of a code. Raises KeyError for a code that nobody gave words to."""
    return GROUPS[group][str(code)]


def say(group: str, code: str | int, params: Mapping[str, str | int]) -> Term:
    """Words of a code with its places filled; a place without a parameter stays as it is."""
    return term(group, code).filled(params)


def as_plain() -> dict[str, dict[str, dict[str, str]]]:
    """Everything as plain values, for the browser: group → code → {zh, en}."""
    return {
        group: {code: {"zh": words.zh, "en": words.en} for code, words in codes.items()}
        for group, codes in GROUPS.items()
    }
