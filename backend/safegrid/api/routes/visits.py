"""What an inspector visits today. The enterprise learns nothing of it before the visit (四不两直, H2)."""

from ninja import Router

from safegrid.actions import visits as act
from safegrid.actions.inspected import may_inspect
from safegrid.store.queries.rounds import last_visits, main_places
from safegrid.store.queries.units import place_of, sites_of, unit_in_sight

from ..errors import accepted, found
from ..keyed import KEYED, keyed
from ..schemas.visits import DayOfVisits, NextVisit, SkipIn, Upcoming, VisitOut
from ..viewer import Signed
from ..visit_rows import day_of, due_out, row

router = Router(tags=["inspections"])


@router.get("/today", response=DayOfVisits)
def today(request: Signed) -> DayOfVisits:
    """Give the viewer's own visits in the order of the route; none for who walks no ground."""
    return day_of(request.auth)


@router.get("/next", response=Upcoming)
def upcoming(request: Signed, unit: int) -> Upcoming:
    """Say how often a unit is visited and when next, to those who inspect there; nothing to all others who see it."""
    seen = found(unit_in_sight(request.auth.scope, unit))
    if may_inspect(request.auth, place_of(seen, sites_of(seen))) is None:
        return Upcoming(visit=None)
    judged = found(act.next_of(seen.pk))
    visit = NextVisit(
        unit=seen.pk,
        regime=judged.frequency.regime.value,
        per_year=judged.frequency.per_year,
        why=list(judged.frequency.why),
        due=due_out(judged.due),
        last=last_visits([seen.pk]).get(seen.pk),
    )
    return Upcoming(visit=visit)


@router.post("/{int:visit}/skip", response=VisitOut, openapi_extra=KEYED)
def skip(request: Signed, visit: int, body: SkipIn) -> VisitOut:
    """Leave a visit out, with the reason."""

    def leave() -> VisitOut:
        done = accepted(act.skip(request.auth, visit, body.reason))
        return row(done, main_places([done.unit_id])[done.unit_id])

    return keyed(request, VisitOut, leave)
