"""Giving points to their owners again, as the command does it, beside the bare search and the bare write of the same."""

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from safegrid.actions import owners
from safegrid.domain.ownership import OwnerIndex
from safegrid.store import sql as product_sql
from safegrid.store.models import OwnerCheck, RiskPoint
from safegrid.store.queries.ownership import communities
from safegrid.store.queries.plan_places import copied
from safegrid_bench import sql

from .console import step
from .figures import per, ratio


@dataclass
class Bare:
    """What no way of doing it can leave out: read places, ask the tree, write those that have another owner."""

    index: OwnerIndex

    def own(self, after: int, most: int) -> int:
        """Own the points after one; return how many changed."""
        places = copied("reown_point_next", {"after": after, "most": most}).places
        found = self.index.owners(places.lon, places.lat)
        rows = np.flatnonzero(found != places.owner)
        columns = {
            "ids": places.ids[rows].tolist(),
            "cells": found[rows].tolist(),
            "touched": ["{}"] * len(rows),
        }
        with connection.cursor() as at:
            at.execute(product_sql.text("reown_point_write"), columns)
        return len(rows)


def measure(most: int) -> dict[str, Any]:
    """Give some of up to `most` points away and own all of these again; the sides take turns, nothing is kept."""
    ours = theirs = 0.0
    asked = changed = 0
    with step("重新归属", "owning again"), transaction.atomic():
        ground = owners.Ground()
        _skip_to_points(ground)
        bare = Bare(OwnerIndex.of(communities()))
        while asked < most:
            after = OwnerCheck.objects.get().after
            given = _give_away(after)
            if not given:
                break
            began = time.perf_counter()
            with transaction.atomic():
                bare.own(after, owners.READ)
                transaction.set_rollback(True)
            middle = time.perf_counter()
            asked += owners.step(ground)
            theirs, ours = theirs + middle - began, ours + time.perf_counter() - middle
            changed = OwnerCheck.objects.get().changed
        transaction.set_rollback(True)
    each, other = per(1e6 * ours, asked), per(1e6 * theirs, asked)
    return {
        "points": asked,
        "changed": changed,
        "reown_us": each,
        "bare_us": other,
        "ratio": ratio(each, other),
    }


def _skip_to_points(ground: owners.Ground) -> None:
    """Own what comes before the points, and whatever the first of these need: that is not what is measured."""
    owners.begin(anew=True)
    while OwnerCheck.objects.get().table != "point":
        owners.step(ground)


def _give_away(after: int) -> int:
    ids = RiskPoint.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: owners.READ]
    last = max(ids, default=after)
    with connection.cursor() as at:
        at.execute(sql.text("own_give_away"), {"after": after, "last": last})
        (given,) = at.fetchone()
    return int(given)
