"""Visits to the shape that pages and phones take."""

from datetime import date

from django.utils import timezone

from safegrid.actions import visits as act
from safegrid.domain.visits import Due
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Visit
from safegrid.store.queries.rounds import main_places

from .schemas.visits import DayOfVisits, DueOut, VisitedUnit, VisitOut

NEVER = date(9999, 12, 31)


def day_of(viewer: Viewer) -> DayOfVisits:
    """The viewer's visits of today; planned at the first look."""
    visits = act.today(viewer)
    places = main_places([visit.unit_id for visit in visits])
    return DayOfVisits(
        day=timezone.localdate(),
        visits=[row(visit, places.get(visit.unit_id, (0.0, 0.0))) for visit in visits],
        minutes_left=act.minutes_left(visits, packs.current().visits),
    )


def row(visit: Visit, place: tuple[float, float]) -> VisitOut:
    """Write a visit; reads `unit`."""
    unit = visit.unit
    about = VisitedUnit(
        id=unit.pk,
        name=unit.name,
        address=unit.address,
        lon=place[0],
        lat=place[1],
        supervision=unit.supervision,
        live=unit.live,
        key=unit.key_unit,
    )
    return VisitOut(
        id=visit.pk,
        order=visit.n,
        unit=about,
        why=visit.why,
        regime=visit.regime,  # type: ignore[arg-type] # one of `domain.visits.Regime`
        state=visit.state,  # type: ignore[arg-type] # one of the column's choices
        reason=visit.reason,
        due=DueOut(state=visit.due_state, since=visit.since, until=visit.until, late=visit.late),  # type: ignore[arg-type] # one of `domain.visits.State`
        metres_from_previous=visit.metres,
    )


def due_out(due: Due) -> DueOut:
    return DueOut(state=due.state.value, since=due.since, until=min(due.until, NEVER), late=due.late)
