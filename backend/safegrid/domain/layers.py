"""Further layers: what kinds there are, and where their features come from."""

from collections.abc import Collection
from enum import StrEnum


class Kind(StrEnum):
    POINT = "point"
    LINE = "line"
    AREA = "area"


class Source(StrEnum):
    """FEATURES: imported rows. The others are computed from what the map knows already."""

    FEATURES = "features"
    MAJOR_HAZARDS = "major"  # units with a major hazard installation 重大危险源
    VACANCIES = "vacancies"  # communities without one leader and two officers (1+2, G3)
    SURVEYS = "surveys"  # communities whose survey is overdue (四查, H1)
    UNOWNED = "unowned"  # what lies outside every community


PROTECTED = "protected"
RESOURCES = "resources"
"""Codes of the layers that an alarm looks around in."""


def may_look(audience: Collection[str], roles: Collection[str]) -> bool:
    """Whether one of the roles that somebody holds is among those a layer is for; no audience means everybody."""
    return not audience or not set(audience).isdisjoint(roles)
