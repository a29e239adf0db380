"""Giving points to their owners again, as the command does it, beside the bare search and the bare write of the same."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
from .rerating import Seconds, clocks, plus, tidy


@dataclass
class Bare:
    """What no way of doing it can leave out: read places, ask the tree, write those that have another owner and tell of them."""

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
        items = {
            "ids": columns["ids"],
            "cell": places.owner[rows].tolist(),
            "touched": ["[]"] * len(rows),
            **{level: [1] * len(rows) for level in ("live", "firm", "base")},
            "batch": 0,
            "cause": owners.CAUSE,
        }
        with connection.cursor() as at:
            at.execute(product_sql.text("reown_point_write"), columns)
            at.execute(product_sql.text("point_items"), items)
        return len(rows)


def measure(most: int) -> dict[str, Any]:
    """Give some of up to `most` points away and own all of these again; the sides take turns, nothing is kept."""
    ours: Seconds = (0.0, 0.0)
    theirs: Seconds = (0.0, 0.0)
    asked = changed = 0
    with step("重新归属", "owning again"), transaction.atomic():
        ground = owners.Ground()
        _skip_to_points(ground)
        bare = Bare(OwnerIndex.of(communities()))
        while asked < most:
            after = OwnerCheck.objects.get().after
            last, given = _give_away(after)
            if not given:
                break
            changed += given
            sides = [partial(bare.own, after, owners.READ), partial(owners.step, ground)]
            # Whoever comes second finds the traces of the first, so they take turns at that too.
            spent = {n: _undone(sides[n]) for n in ([0, 1] if asked // owners.READ % 2 else [1, 0])}
            theirs, ours = plus(theirs, spent[0]), plus(ours, spent[1])
            asked += owners.READ
            OwnerCheck.objects.update(after=last)
        transaction.set_rollback(True)
    tidy()
    each, other = ([per(1e6 * seconds, asked) for seconds in side] for side in (ours, theirs))
    return {
        "points": asked,
        "changed": changed,
        "reown_us": each[0],
        "bare_us": other[0],
        "ratio": ratio(each[0], other[0]),
        "reown_cpu_us": each[1],
        "bare_cpu_us": other[1],
        "cpu_ratio": ratio(each[1], other[1]),
    }


def _skip_to_points(ground: owners.Ground) -> None:
    """Own what comes before the points, and whatever the first of these need: that is not what is measured."""
    owners.begin(anew=True)
    while OwnerCheck.objects.get().table != "point":
        owners.step(ground)


def _undone(work: Callable[[], int]) -> tuple[Seconds, Seconds]:
    """The clocks before and after some work of which nothing is kept."""
    began = clocks()
    with transaction.atomic():
        work()
        transaction.set_rollback(True)
    return began, clocks()


def _give_away(after: int) -> tuple[int, int]:
    """Give some of the points that come next away; the last of these points, and how many were given."""
    ids = RiskPoint.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: owners.READ]
    last = max(ids, default=after)
    with connection.cursor() as at:
        at.execute(sql.text("own_give_away"), {"after": after, "last": last})
        (given,) = at.fetchone()
    return last, int(given)
