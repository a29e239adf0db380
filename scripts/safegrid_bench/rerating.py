"""Rating points again after a change of the rules, beside a COPY of the same rows. Nothing of it is kept."""

import io
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import psycopg2.sql
from django.db import connection, transaction

from safegrid.actions import rules
from safegrid.domain.levels import Level
from safegrid.domain.pack_model import Band
from safegrid.domain.packs import RulePack
from safegrid.store import packs
from safegrid.store.models import RiskPoint, RulesInForce
from safegrid_bench import sql

from .console import step
from .figures import per, ratio
from .processes import cpu_seconds

ROUNDS = 4
Seconds = tuple[float, float]
"""Of the clock and of the CPU."""
ROTATED = {1: Level.ORANGE, 2: Level.RED, 3: Level.BLUE, 4: Level.YELLOW}


@dataclass
class Spent:
    """Seconds of either side (of the clock, and of CPU), the points that they were spent on, and how many of these changed."""

    points: int = 0
    changed: int = 0
    rating: Seconds = (0.0, 0.0)
    copying: Seconds = (0.0, 0.0)

    def report(self) -> dict[str, Any]:
        (ours, our_cpu), (theirs, their_cpu) = (
            [per(1e6 * seconds, self.points) for seconds in side] for side in (self.rating, self.copying)
        )
        return {
            "points": self.points,
            "changed": self.changed,
            "rerate_us": ours,
            "copy_us": theirs,
            "ratio": ratio(ours, theirs),
            "rerate_cpu_us": our_cpu,
            "copy_cpu_us": their_cpu,
            "cpu_ratio": ratio(our_cpu, their_cpu),
        }


def measure(most: int) -> dict[str, Any]:
    """Rate up to `most` points by other rules, the first time by such as change some, the second time all they can."""
    pack = packs.current()
    found = {
        "some": _measure(_sooner(pack), most),
        "all": _measure(_rotated(pack), most),
    }
    tidy()
    return found


def tidy() -> None:
    """Take away what a measurement that was undone has left in the tables."""
    with connection.cursor() as at:
        at.execute(sql.text("tidy"))


def _measure(pack: RulePack, most: int) -> dict[str, Any]:
    """The sides take turns; both are logged, neither is committed."""
    spent = Spent()
    with step("重新评级", "re-rating"), transaction.atomic():
        with connection.cursor() as at:
            at.execute(sql.text("copy_begin"))
        rules.begin(pack)
        for ids in _parts(most):
            text = _rows(ids)
            began = clocks()
            _copy(text)
            copied = clocks()
            spent.points += _rate(pack, ids[-1])
            spent.copying = plus(spent.copying, (began, copied))
            spent.rating = plus(spent.rating, (copied, clocks()))
        spent.changed = RulesInForce.objects.get().changed
        transaction.set_rollback(True)
    return spent.report()


def clocks() -> Seconds:
    """The time, and what this process and its server have used of the CPU."""
    server = connection.connection.info.backend_pid
    return time.perf_counter(), cpu_seconds([os.getpid(), server])


def plus(spent: Seconds, between: tuple[Seconds, Seconds]) -> Seconds:
    """What was spent before, and between two moments."""
    began, ended = between
    return spent[0] + ended[0] - began[0], spent[1] + ended[1] - began[1]


def _parts(most: int) -> Iterator[list[int]]:
    """Ids of the first points in a few parts."""
    active = RiskPoint.objects.filter(retired_at=None).order_by("pk")
    ids = list(active.values_list("pk", flat=True)[:most])
    edges = [len(ids) * n // ROUNDS // rules.CHUNK * rules.CHUNK for n in range(ROUNDS)]
    return (ids[a:b] for a, b in pairwise([*edges, len(ids)]) if a < b)


def _rate(pack: RulePack, last: int) -> int:
    """Rate on until a point has had its turn; how many were rated."""
    rated = 0
    while RulesInForce.objects.get().after < last:
        rated += rules.step(pack)
    return rated


def _rows(ids: list[int]) -> str:
    text = io.StringIO()
    with connection.cursor() as at:
        rows = "SELECT {} FROM store_riskpoint WHERE id = ANY (%s) ORDER BY id"
        asked = at.mogrify(psycopg2.sql.SQL(rows).format(_columns()), [ids]).decode()
        at.copy_expert(f"COPY ({asked}) TO STDOUT", text)
    return text.getvalue()


def _copy(rows: str) -> None:
    with connection.cursor() as at:
        statement = psycopg2.sql.SQL("COPY bench_copy ({}) FROM STDIN").format(_columns())
        at.copy_expert(statement, io.StringIO(rows))


def _columns() -> psycopg2.sql.SQL:
    with connection.cursor() as at:
        at.execute(sql.text("copy_columns"))
        (names,) = at.fetchone()
    return psycopg2.sql.SQL(names)


def _sooner(pack: RulePack) -> RulePack:
    """Yellow begins a little sooner than today."""
    return _other(
        "sooner",
        pack,
        lambda band: replace(band, start=band.start * 0.85) if band.level == Level.YELLOW else band,
    )


def _rotated(pack: RulePack) -> RulePack:
    """No level stays what it is."""
    return _other("rotated", pack, lambda band: replace(band, level=ROTATED[band.level]))


def _other(name: str, pack: RulePack, change: Callable[[Band], Band]) -> RulePack:
    """The pack with other bands, under a name of its own."""
    lec, ls, chemical = (tuple(map(change, r.bands)) for r in (pack.lec, pack.ls, pack.ls_chemical))
    return replace(
        pack,
        id=f"bench-{name}",
        lec=replace(pack.lec, bands=lec),
        ls=replace(pack.ls, bands=ls),
        ls_chemical=replace(pack.ls_chemical, bands=chemical),
    )
