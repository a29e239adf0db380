"""Rows of the lists beside the map: filtered, in any order, a page at a time; and where in the order an object stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Case, Count, F, IntegerField, OrderBy, Q, QuerySet, Subquery, Value, When, Window
from django.db.models.functions import RowNumber

from safegrid.domain.filters import Filter
from safegrid.domain.scope import Scope
from safegrid.store.access import visible_hazards
from safegrid.store.models.hazards import SETTLED

from . import filters
from .drawn import X, Y
from .filters import main_place

Entity = Literal["points", "units", "hazards"]
Plain = dict[str, Any]
PAGE = 200
"""Rows that one request may ask for."""


@dataclass(frozen=True)
class Order:
    """`sort`: a key of `SORTS` of the entity, "" = the most urgent first."""

    sort: str = ""
    down: bool = False


def _worst(column: str) -> Case:
    """Red first, 未评估 after blue."""
    rated = When(**{f"{column}__gt": 0}, then=F(column))
    return Case(rated, default=Value(9), output_field=IntegerField())


def _major_first() -> Case:
    return Case(When(major=True, then=Value(0)), default=Value(1), output_field=IntegerField())


_SITE = Subquery(main_place(F("cell__code")))
SORTS: Mapping[Entity, Mapping[str, tuple[Any, ...]]] = {
    "points": {
        "": (_worst("live"), _worst("base")),
        "live": (_worst("live"),),
        "base": (_worst("base"),),
        "name": (F("name"),),
        "category": (F("category"),),
        "unit": (F("unit__name"),),
        "place": (F("cell__code"),),
    },
    "units": {
        "": (_worst("live"), _worst("supervision")),
        "live": (_worst("live"),),
        "base": (_worst("supervision"),),
        "name": (F("name"),),
        "type": (F("unit_type"),),
        "affiliation": (F("affiliation"),),
        "grade": (F("annual_grade"),),
        "place": (_SITE,),
    },
    "hazards": {
        "": (_major_first(), Value(0) - F("overdue"), F("deadline")),
        "number": (F("number"),),
        "title": (F("title"),),
        "class": (_major_first(),),
        "state": (F("state"),),
        "deadline": (F("deadline"),),
        "reported": (F("reported_at"),),
        "unit": (F("unit__name"),),
        "place": (F("cell__code"),),
    },
}
COLUMNS: Mapping[Entity, tuple[str, ...]] = {
    "points": (
        "id", "name", "live", "base", "firm", "category", "control_level", "manager", "unit_id", "cell_id",
        "unit__name", "unit__affiliation", "unit__industry4", "responsible",
    ),
    "units": (
        "id", "name", "uscc", "live", "supervision", "unit_type", "industry", "industry4", "affiliation",
        "danger_class", "annual_grade", "key_unit", "major_hazard", "address", "principal", "stopped",
        "listing", "listing_deadline", "listing_overdue",
    ),
    "hazards": (
        "id", "number", "title", "category", "major", "state", "overdue", "deadline", "listing", "listing_overdue",
        "suspended", "source", "self_found", "reported_at", "point_id", "point__name", "unit_id", "unit__name",
        "unit__affiliation", "unit__industry4", "unit__address", "cell_id",
    ),
}  # fmt: skip
_PLACES: Mapping[Entity, Mapping[str, Any]] = {
    "points": {"lon": X("owner_point"), "lat": Y("owner_point")},
    "units": {
        "lon": Subquery(main_place(X("geom"))),
        "lat": Subquery(main_place(Y("geom"))),
        "cell_id": Subquery(main_place(F("cell_id"))),
    },
    "hazards": {"lon": X("geom"), "lat": Y("geom")},
}


def chosen(entity: Entity, scope: Scope, wanted: Filter) -> QuerySet[Any]:
    """Objects of a kind in sight that are wanted."""
    match entity:
        case "points":
            return filters.points(scope, wanted)
        case "units":
            return filters.units(scope, wanted)
        case "hazards":
            return filters.hazards(scope, wanted)


def page(
    entity: Entity, scope: Scope, wanted: Filter, order: Order, *, offset: int, limit: int
) -> list[Plain]:
    """Rows `offset` … of the list with what is open at each; three queries.

    Which they are is found first: sorting whole rows for the page at the end of 100,000 took five times as long.
    """
    ordered = chosen(entity, scope, wanted).order_by(*by(entity, order)).values_list("pk", flat=True)
    return rows_of(entity, scope, list(ordered[offset : offset + limit]))


def rows_of(entity: Entity, scope: Scope, ids: list[int]) -> list[Plain]:
    """Rows of known objects, in the order of the ids; those that have left the viewer's sight are left out."""
    known = {row["id"]: row for row in _rows(entity, scope, seen(entity, scope).filter(pk__in=ids))}
    return [known[id_] for id_ in ids if id_ in known]


def seen(entity: Entity, scope: Scope) -> QuerySet[Any]:
    """Objects of a kind in sight, whatever their state."""
    return visible_hazards(scope) if entity == "hazards" else chosen(entity, scope, Filter())


def ids(entity: Entity, scope: Scope, wanted: Filter, order: Order) -> list[int]:
    """All of the list, as ids in its order. One query."""
    return list(chosen(entity, scope, wanted).order_by(*by(entity, order)).values_list("pk", flat=True))


def total(entity: Entity, scope: Scope, wanted: Filter) -> int:
    """Number of rows. One query."""
    return chosen(entity, scope, wanted).count()


def position(entity: Entity, scope: Scope, wanted: Filter, order: Order, object_id: int) -> int | None:
    """How many rows come before an object; None if it is not in the list. One query."""
    numbered = chosen(entity, scope, wanted).annotate(at=Window(RowNumber(), order_by=by(entity, order)))
    # Beside a condition on the number itself the id is asked for after numbering, not before.
    one = numbered.filter(Q(at__lt=0) | Q(pk=object_id)).order_by()
    row = one.values_list("at", flat=True).first()
    return None if row is None else row - 1


def by(entity: Entity, order: Order) -> list[OrderBy | str]:
    """The order, made total by the id."""
    keys = SORTS[entity].get(order.sort, SORTS[entity][""])
    # What has no value stays at the end in both directions; the id makes the order total, so that pages fit together.
    sides = [OrderBy(key, descending=order.down, nulls_last=True) for key in keys]
    return [*sides, "pk"]


def _rows(entity: Entity, scope: Scope, found: QuerySet[Any]) -> list[Plain]:
    rows = list(found.annotate(**_PLACES[entity]).values(*COLUMNS[entity], *_PLACES[entity]))
    if entity == "hazards":
        return rows
    known = _open_at(scope, "point_id" if entity == "points" else "unit_id", [row["id"] for row in rows])
    for row in rows:
        row["open"], row["overdue"] = known.get(row["id"], (0, 0))
    return rows


def _open_at(scope: Scope, column: str, at: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Open and overdue hazards in sight at each object."""
    counted = (
        visible_hazards(scope)
        .exclude(state__in=SETTLED)
        .filter(**{f"{column}__in": list(at)})
        .values(column)
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(overdue__gt=0)))
        .order_by()
    )
    return {row[column]: (row["n"], row["late"]) for row in counted}
