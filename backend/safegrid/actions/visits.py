"""A day's visits of one person: planned at the first look, then kept as they are until the day is over (C3, C9, H2)."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from safegrid.domain.levels import Level
from safegrid.domain.pack_model import VisitRules
from safegrid.domain.refusals import Refusal
from safegrid.domain.visits import Due, Frequency, State, Wanted, due, first, frequency, weight
from safegrid.store import packs
from safegrid.store.access import Viewer
from safegrid.store.models import Round, Visit
from safegrid.store.queries import rounds as read
from safegrid.store.queries.rounds import Beat, Candidate

from . import visit_route
from .transaction import clock

DANGEROUS = {Level.RED, Level.ORANGE}


@dataclass(frozen=True)
class Judged:
    """A unit with how often it is visited and when the next visit is in time."""

    candidate: Candidate
    frequency: Frequency
    due: Due


def today(viewer: Viewer) -> list[Visit]:
    """The viewer's visits of today, in the order of the route; () for who walks no ground. Planned if they are not yet."""
    beat, day = read.beat_of(viewer), timezone.localdate()
    if not beat.cells or not viewer.person:
        return []
    with transaction.atomic():
        # Whoever comes second waits here for the first, and finds what was planned.
        walk, new = Round.objects.get_or_create(person_id=viewer.person, day=day)
        if new or not walk.visits.exists():
            Visit.objects.bulk_create(_plan(viewer, beat, walk))
    return list(read.visits_of(viewer, day))


def skip(viewer: Viewer, visit_id: int, reason: str) -> Visit | Refusal:
    """Say why a visit is not made. Refusals: NOT_FOUND unless it is one's own, NO_REASON, VISIT_SETTLED."""
    if not reason.strip():
        return Refusal("NO_REASON")
    with transaction.atomic():
        own = Visit.objects.select_for_update(of=("self",)).filter(round__person=viewer.person, pk=visit_id)
        visit = own.first()
        if visit is None or not read.visits_of(viewer, visit.round.day).filter(pk=visit_id).exists():
            return Refusal("NOT_FOUND")
        if visit.state != "planned":
            return Refusal("VISIT_SETTLED")
        visit.state, visit.reason, visit.settled_at = "skipped", reason.strip(), clock()
        visit.save(update_fields=["state", "reason", "settled_at"])
    return visit


def next_of(unit_id: int) -> Judged | None:
    """When a unit is visited next, for who may know; None for one that is closed. Two queries."""
    pack = packs.current()
    candidate = read.candidate_of(unit_id, pack)
    return judged(candidate, timezone.localdate(), pack.visits) if candidate else None


def judged(candidate: Candidate, day: date, rules: VisitRules) -> Judged:
    """How often a unit is visited, and when next."""
    often = frequency(candidate.facts, day.year, rules, settings.SECRET_KEY)
    return Judged(candidate, often, due(often.per_year, candidate.begins, candidate.last, day))


def minutes_left(visits: list[Visit], rules: VisitRules) -> int:
    """What is left of the day's round: the visits themselves and the ways to them."""
    left = [visit for visit in visits if visit.state == "planned"]
    return rules.minutes_each * len(left) + sum(visit.metres for visit in left) // rules.metres_per_minute


def _plan(viewer: Viewer, beat: Beat, walk: Round) -> list[Visit]:
    pack, inspectors = packs.current(), read.inspectors_of(beat.cells)
    elsewhere = read.taken(beat.cells, walk.day, viewer.person)
    able = {
        one.candidate.unit.pk: one
        for one in (judged(c, walk.day, pack.visits) for c in read.candidates(beat.cells, pack))
        if one.candidate.unit.pk not in elsewhere
        and _is_theirs(viewer.person, one, beat, inspectors.get(one.candidate.cell, []))
    }
    wanted = (
        Wanted(pk, one.due, _weight(one.candidate), listed=one.candidate.facts.listed)
        for pk, one in able.items()
    )
    chosen = [able[one.unit] for one in first(wanted, pack.visits.per_day)]
    places = [(one.candidate.lon, one.candidate.lat) for one in chosen]
    way = visit_route.order(places)
    legs = visit_route.metres([places[i] for i in way])
    return [_row(walk, chosen[i], n, leg) for n, (i, leg) in enumerate(zip(way, legs, strict=True), start=1)]


def _is_theirs(person: int, one: Judged, beat: Beat, inspectors: list[int]) -> bool:
    """Inspectors share the units of a community; an officer looks after those that none walks, and the worst that are late."""
    cell = one.candidate.cell
    if cell in beat.walked and inspectors:
        return inspectors[one.candidate.unit.pk % len(inspectors)] == person
    dangerous = Level(one.candidate.unit.supervision) in DANGEROUS and one.due.state is State.OVERDUE
    return cell in beat.watched and (not inspectors or dangerous)


def _weight(candidate: Candidate) -> int:
    return weight(candidate.facts, Level(candidate.unit.live))


def _row(walk: Round, one: Judged, n: int, leg: int) -> Visit:
    return Visit(
        round=walk,
        unit=one.candidate.unit,
        n=n,
        metres=leg,
        regime=one.frequency.regime.value,
        why=list(one.frequency.why),
        due_state=one.due.state.value,
        since=one.due.since,
        until=one.due.until,
        late=one.due.late,
    )
