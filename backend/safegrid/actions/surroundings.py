"""What the hazard rules must know of the world beyond the hazard: duplicates, companions, who can take over, distance."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.gis.geos import Point
from django.db.models import Q

from safegrid.domain.geometry import check_place
from safegrid.domain.hazards import Around, Command
from safegrid.domain.ownership import metres_between
from safegrid.domain.roles import Actor, Permission, Verb, best
from safegrid.domain.scope import Placed
from safegrid.store.access import viewer_of_user
from safegrid.store.models import Hazard
from safegrid.store.models.hazards import SETTLED

from .places import Spot


def of_new(spot: Spot, fields: Mapping[str, object]) -> Around:
    """Surroundings of a hazard that is about to be reported."""
    same, number = _duplicate(spot, fields)
    return Around(
        unit_closed=spot.unit is not None and spot.unit.closed_at is not None,
        duplicate_of=same,
        duplicate_number=number,
        cell_id=spot.place.cell,
        unit_id=spot.place.unit,
        point_id=spot.point.pk if spot.point else 0,
        lead_level=spot.lead_level,
        counties=spot.counties,
    )


def of(hazard: Hazard, placed: Placed, command: Command, now: datetime) -> Around:
    """Surroundings of a hazard that is being treated."""
    return Around(
        unit_closed=hazard.unit is not None and hazard.unit.closed_at is not None,
        target_has_duty=_can_take_over(command.fields.get("target"), placed, now),
        distance_m=_distance(hazard.geom, command.fields.get("position")),
        companions=tuple(actors_over(command.fields.get("companions"), placed, now)),
    )


def _duplicate(spot: Spot, fields: Mapping[str, object]) -> tuple[int, str]:
    """Id and number of an open hazard of the same category at the same point, or at the unit where there is no point."""
    if spot.point is not None:
        here = Q(point=spot.point)
    elif spot.unit is not None:
        here = Q(unit=spot.unit, point=None)
    else:
        return 0, ""
    same = Hazard.objects.filter(here, category=str(fields.get("category") or "")).exclude(state__in=SETTLED)
    return same.order_by("-pk").values_list("pk", "number").first() or (0, "")


def _can_take_over(target: object, placed: Placed, now: datetime) -> bool:
    return any(best(actor, Verb.TRANSFER) is Permission.YES for actor in actors_over([target], placed, now))


def actors_over(people: object, placed: Placed, now: datetime) -> list[Actor]:
    """People by their ids, with their duties over something; those who do not exist are left out."""
    ids = {i for i in people if isinstance(i, int)} if isinstance(people, list | tuple) else set()
    viewers = [viewer_of_user(person, now) for person in sorted(ids)]
    return [viewer.actor_over(placed) for viewer in viewers if viewer is not None]


def _distance(place: Point, position: object) -> float | None:
    """Metres between the hazard and the actor's device, None if the device did not say where it is."""
    if not isinstance(position, Mapping):
        return None
    lon, lat = position.get("lon"), position.get("lat")
    if (
        not isinstance(lon, int | float)
        or not isinstance(lat, int | float)
        or check_place(lon, lat) is not None
    ):
        return None
    return metres_between(place.x, place.y, lon, lat)
