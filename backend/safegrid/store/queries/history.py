"""What happened to an object, from the log; newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from safegrid.domain.counts import UNOWNED
from safegrid.domain.drawn import Drawn, PointDrawn, UnitDrawn
from safegrid.domain.events import Bulk, Changed, decode
from safegrid.store.models import EventItem, EventLog, Hazard, HazardStep, User

LIMIT = 100


@dataclass(frozen=True)
class Past:
    """One change. `before`, `after`: live levels, 0 = grey, None = it did not exist or has no level."""

    at: datetime
    actor: str
    cause: str
    before: int | None
    after: int | None


def past_of(entity: str, entity_id: int) -> list[Past]:
    """The last changes of a point or unit, those by a bulk event included. Three queries."""
    here = {"entity": entity, "entity_id": entity_id}
    own = EventLog.objects.filter(**here, kind=Changed.kind).order_by("-seq")[:LIMIT]
    items = dict(EventItem.objects.filter(**here).order_by("-pk").values_list("batch", "payload")[:LIMIT])
    bulks = EventLog.objects.filter(entity=Bulk.kind, entity_id__in=items).order_by("-seq")
    rows = [(row, row.payload) for row in own] + [(row, items[row.entity_id]) for row in bulks]
    newest = sorted(rows, key=lambda found: -found[0].seq)[:LIMIT]
    return [past for row, payload in newest if (past := _past(row, payload)) is not None]


def _past(row: EventLog, payload: str) -> Past | None:
    event = decode(Changed.kind, payload)
    if not isinstance(event, Changed):
        return None
    return Past(row.created_at, row.actor, event.cause, _live(event.before), _live(event.after))


def _live(drawn: Drawn | None) -> int | None:
    return drawn.live if isinstance(drawn, PointDrawn | UnitDrawn) else None


def steps_of(hazard: Hazard) -> list[HazardStep]:
    """Every step of a hazard, newest first. One query."""
    return list(hazard.steps.select_related("actor").order_by("-n"))


def hazards_of_cell(cells: Iterable[int]) -> list[HazardStep]:
    """The last steps of hazards in communities. One query."""
    ids = list(cells)
    here = Q(hazard__cell=None) if ids == [UNOWNED] else Q(hazard__cell_id__in=ids)
    steps = HazardStep.objects.filter(here)
    return list(steps.select_related("actor", "hazard").order_by("-at", "-pk")[:LIMIT])


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Names of the people behind "user:7" keys. One query; none for no person."""
    ids = {int(a.partition(":")[2]) for a in actors if a.startswith("user:")}
    if not ids:
        return {}
    return {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}
