"""Asking everything again whose ground it stands on: after a restore, or after ground or objects that came another way.

Publishing a plan does this for the ground that it changes; here all of it has its turn, a part of a table at a time, each
in a transaction of its own that holds the boundaries. What belongs where it stands already is not written and not told,
so asking twice changes nothing more; how far it is stands in one row, and who is killed goes on from there.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Count, Max, Model, Q, QuerySet

from safegrid.domain.impact import Places
from safegrid.domain.ownership import OwnerIndex
from safegrid.store.among import among
from safegrid.store.models import (
    Alarm,
    BoundaryVersion,
    CellBoundary,
    Hazard,
    LayerFeature,
    OwnerCheck,
    RiskPoint,
    Site,
)
from safegrid.store.queries.ownership import communities
from safegrid.store.queries.plan_places import copied

from .moved import Moved
from .reowning import Case, Owners, Touched, give_cases, give_features, give_points, give_units
from .transaction import Work, clock, hold_boundaries_alone, unit_of_work

ACTOR, CAUSE = "system:owners", "ground.reown"
READ = 50_000
"""Objects that are asked in one transaction: about a third of a second in which nobody determines an owner."""
CHUNK = 5_000
"""Objects that are written in one transaction."""
TABLES: dict[str, type[Model]] = {
    "site": Site,
    "point": RiskPoint,
    "hazard": Hazard,
    "alarm": Alarm,
    "feature": LayerFeature,
}
"""In the order in which rows are locked everywhere; hazards and alarms follow the points and sites that they are at."""
CASES = frozenset({"hazard", "alarm"})
"""Tables of which each object is looked at as a whole."""


@dataclass
class Ground:
    """The communities under a search tree, read again when the boundaries are others."""

    _key: tuple[int, ...] = ()
    _index: OwnerIndex | None = None

    def index(self) -> OwnerIndex:
        """The ground in force. The caller holds the boundaries."""
        known = CellBoundary.objects.aggregate(last=Max("pk"), n=Count("pk"))
        version = BoundaryVersion.objects.aggregate(last=Max("pk"))["last"]
        key = (version or 0, known["last"] or 0, known["n"])
        if self._index is None or key != self._key:
            self._key, self._index = key, OwnerIndex.of(communities())
        return self._index


@dataclass
class Part:
    """Some objects of one table in the order of their ids, and the rows among them that have another owner."""

    table: str
    places: Places
    index: OwnerIndex
    moved: Moved
    changing: Owners = field(default_factory=dict)

    def owners(self, table: str) -> Owners:
        """Objects of a table that change their owner."""
        return self.changing if table == self.table else {}

    def shapes(self, table: str) -> list[int]:
        """Lines and areas: whether they enter other ground is asked of each."""
        return self.places.ids[self.places.level > 0].tolist() if table == self.table else []


def begin(*, anew: bool = False) -> OwnerCheck:
    """Start asking, or go on with what was interrupted. `anew`: from the beginning in any case."""
    with unit_of_work(ACTOR, CAUSE):
        state = OwnerCheck.objects.select_for_update().first()
        if state is None or state.finished or anew:
            values = {
                "table": next(iter(TABLES)),
                "after": 0,
                "since": clock(),
                "finished": False,
                "total": sum(model._default_manager.count() for model in TABLES.values()),
                "done": 0,
                "changed": 0,
            }
            state, _ = OwnerCheck.objects.update_or_create(pk=1, defaults=values)
    return state


def step(ground: Ground, read: int = READ, most: int = CHUNK) -> int:
    """Ask up to `read` objects, and write up to `most` of them. Returns how many were asked; 0 = all have been."""
    with unit_of_work(ACTOR, CAUSE) as work:
        state = OwnerCheck.objects.select_for_update().get()
        if state.finished:
            return 0
        hold_boundaries_alone()
        part = _next(state, ground.index(), read, most)
        if part is None:
            state.finished = True
        else:
            _give(work, part)
            part.moved.tell(work)
            state.after = int(part.places.ids[-1])
            state.done += len(part.places)
            state.changed += len(part.moved) + part.moved.features
        state.save()
    return 0 if part is None else len(part.places)


def _next(state: OwnerCheck, index: OwnerIndex, read: int, most: int) -> Part | None:
    """What comes next, in the state's table or the ones after it; the state is moved on to that table."""
    for table in list(TABLES)[list(TABLES).index(state.table) :]:
        if table != state.table:
            state.table, state.after = table, 0
        asked = min(read, most) if table in CASES else read
        places = copied(f"reown_{table}_next", {"after": state.after, "most": asked}).places
        if len(places):
            return _part(table, places, index, Moved(before=state.changed), most)
    return None


def _part(table: str, places: Places, index: OwnerIndex, moved: Moved, most: int) -> Part:
    """Find who changes. Where more do than may be written at once, the part ends with the last that may."""
    owners = index.owners(places.lon, places.lat)
    rows = np.flatnonzero((owners != places.owner) | (places.level > 0))
    if len(rows) > most:
        places = places.first(int(rows[most]))
        rows = rows[:most]
    changing = rows[owners[rows] != places.owner[rows]]
    found = dict(zip(places.ids[changing].tolist(), owners[changing].tolist(), strict=True))
    return Part(table, places, index, moved, found)


def _give(work: Work, part: Part) -> None:
    match part.table:
        case "site":
            give_units(part)
        case "point":
            give_points(part)
        case "hazard":
            rows = Hazard.objects.select_related("unit", "point").filter(_within(part.places))
            _cases(part, rows.select_for_update(of=("self",)).order_by("pk"))
        case "alarm":
            alarms = Alarm.objects.select_related("unit", "point", "handler").filter(_within(part.places))
            _cases(part, alarms.select_for_update(of=("self",)).order_by("pk"))
        case _:
            give_features(work, part)


def _within(places: Places) -> Q:
    return among("pk", places.ids.tolist())


def _cases(part: Part, rows: QuerySet[Case]) -> None:
    """Hazards or alarms: their own places, and what their point or their unit's other sites enter."""
    concerned = list(rows)
    alone = [case.unit_id for case in concerned if case.point_id is None and case.unit_id is not None]
    sites: dict[int, set[int]] = defaultdict(set)
    others = Site.objects.filter(among("unit_id", alone), main=False, cell__isnull=False)
    for unit, cell in others.values_list("unit_id", "cell_id"):
        sites[unit].add(cell or 0)
    entered: Touched = {}
    for case in concerned:
        cell = part.changing.get(case.pk, case.cell_id or 0)
        near = case.point.touched if case.point is not None else sorted(sites.get(case.unit_id or 0, ()))
        entered[case.pk] = tuple(i for i in near if i != cell)
    give_cases(part.moved, part.table, concerned, part.changing, entered)
