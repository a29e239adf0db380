"""Which lists a unit is checked by, and the measures of its risk points as items."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from safegrid.domain.checklists import Checked, Checklist, fits, from_plain, newest
from safegrid.domain.scope import Scope
from safegrid.store import models
from safegrid.store.access import visible_points
from safegrid.store.among import among
from safegrid.store.models import ControlMeasure, Enterprise, RiskPoint

MOST_MEASURES = 400


def in_force(day: date) -> list[Checklist]:
    """Every list in the version of a day. One query."""
    return newest((from_plain(row.content) for row in models.Checklist.objects.all()), day)


def version_of(code: str, version: str) -> models.Checklist | None:
    """A version as it is kept. One query."""
    return models.Checklist.objects.filter(code=code, version=version).first()


def of_units(units: Collection[Enterprise], day: date) -> dict[int, list[Checklist]]:
    """Lists of units by their ids. Two queries."""
    lists, names = in_force(day), _point_names([unit.pk for unit in units])
    found: dict[int, list[Checklist]] = {}
    for unit in units:
        about = Checked(unit.industry4, unit.unit_type, unit.danger_class, names.get(unit.pk, ()))
        found[unit.pk] = [one for one in lists if fits(one, about)]
    return found


def measures_of_unit(scope: Scope, unit_id: int) -> list[ControlMeasure]:
    """Measures of the unit's points in sight, with their points: the worst first. One query."""
    points = visible_points(scope).filter(unit_id=unit_id)
    rows = ControlMeasure.objects.filter(point__in=points).select_related("point")
    return list(rows.order_by("point__base", "point_id", "pk")[:MOST_MEASURES])


def _point_names(units: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = RiskPoint.objects.filter(among("unit_id", units), retired_at=None).order_by()
    for unit, name in rows.values_list("unit_id", "name").distinct():
        found[unit or 0].add(name)
    return found
