"""Checks and choices that several tables share."""

from django.contrib.gis.db.models import Func
from django.db import models


class WebMercator(Func):
    """ST_Transform to EPSG:3857, for stored generated columns that tiles search and draw."""

    function = "ST_Transform"
    template = "%(function)s(%(expressions)s, 3857)"


class Doubled(Func):
    """Every character twice. An index of three characters each then finds two: 储罐 is looked for as 储储罐罐.

    Most Chinese words have two characters, and a trigram index over the words themselves knows nothing of them.
    """

    function = "REGEXP_REPLACE"
    template = r"%(function)s(%(expressions)s, '(.)', '\1\1', 'g')"
    output_field = models.TextField()


def doubled(text: str) -> str:
    """The same of a text that is looked for."""
    return "".join(character * 2 for character in text)


class IsValid(Func):
    function = "ST_IsValid"
    output_field = models.BooleanField()


def level_check(column: str, name: str) -> models.CheckConstraint:
    """Levels are 0 未评估 to 4 blue."""
    return models.CheckConstraint(condition=models.Q(**{f"{column}__gte": 0, f"{column}__lte": 4}), name=name)


def valid_geometry(column: str, name: str) -> models.CheckConstraint:
    """Refuse rings that cross themselves and the like, whoever writes them."""
    return models.CheckConstraint(condition=models.Q(IsValid(column)), name=name)
