"""Listings of units: of one, and those that everybody may see."""

from datetime import datetime, timedelta

from django.db.models import Prefetch, Q

from safegrid.domain.packs import RulePack
from safegrid.store.among import among
from safegrid.store.models import Enterprise, Site, UnitListing, User

Row = UnitListing
MOST = 50


def listings_of(unit: Enterprise) -> list[UnitListing]:
    """The unit's listings: the one in force first, then the latest. One query."""
    # What has no end stands before every end.
    return list(UnitListing.objects.filter(unit=unit).order_by("-ended_at", "-pk")[:MOST])


def names_of(rows: list[UnitListing]) -> dict[int, str]:
    """Names of everybody who listed, accepted or delisted. One query."""
    people = {p for row in rows for p in (row.listed_by_id, row.ended_by_id, *row.accepted_by) if p}
    return dict(User.objects.filter(among("pk", people)).values_list("pk", "name"))


def published(pack: RulePack, now: datetime, most: int) -> list[UnitListing]:
    """What everybody may see, if the rule pack publishes listings: those in force and those lately ended. Two queries."""
    if not pack.publicity.listed:
        return []
    lately = Q(ended_how="delisted", ended_at__gt=now - timedelta(days=pack.publicity.settled_days))
    rows = UnitListing.objects.filter(Q(ended_at=None) | lately, unit__closed_at=None)
    main = Prefetch("unit__sites", Site.objects.order_by("-main", "pk"))
    found = rows.select_related("unit").prefetch_related(main)
    return list(found.order_by("-ended_at", "level", "-listed_at", "-pk")[:most])
