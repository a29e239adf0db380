"""What a change of ground or rules moved: told one by one while it is little, as one bulk event with items where it is much."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from safegrid.domain.counts import add, change
from safegrid.domain.drawn import Drawn, HazardDrawn, PointDrawn
from safegrid.domain.events import Box, Bulk, flat
from safegrid.store.models import EventItem

from .bulk import ITEM, fill, told
from .moved_points import MovedPoints
from .transaction import Work

MOST_SINGLE = 500
"""Objects that are told of one by one."""


@dataclass(frozen=True, slots=True)
class _Item:
    batch: int
    entity: str
    entity_id: int
    payload: str


@dataclass
class Moved:
    """Objects before and after. `features`: how many of further layers, which have no drawing of their own.

    `points`: risk points that one statement wrote. `before`: how many objects earlier parts of the same change moved.
    """

    objects: list[tuple[Drawn | None, Drawn, Box]] = field(default_factory=list)
    points: MovedPoints = field(default_factory=MovedPoints)
    features: int = 0
    before: int = 0

    def __len__(self) -> int:
        return len(self.objects) + len(self.points)

    def add(self, before: Drawn | None, after: Drawn | None, box: Box) -> None:
        """Take an object; what is not drawn is nobody's news."""
        if after is not None:
            self.objects.append((before, after, box))

    def owners(self, entity: str) -> int:
        """How many objects of a kind have another owner."""
        found = sum(a.entity == entity and (b is None or b.cell != a.cell) for b, a, _ in self.objects)
        return found + (self.points.owners() if entity == PointDrawn.entity else 0)

    def hazards(self) -> Iterator[tuple[HazardDrawn, HazardDrawn]]:
        """Hazards that have another owner, before and after."""
        for before, after, _ in self.objects:
            if (
                isinstance(before, HazardDrawn)
                and isinstance(after, HazardDrawn)
                and before.cell != after.cell
            ):
                yield before, after

    def tell(self, work: Work) -> None:
        """Write the events."""
        if self.before + len(self) <= MOST_SINGLE:
            for before, after, box in (*self.points.singly(), *self.objects):
                work.changed(before, after, box)
        elif len(self):
            work.emit(self._bulk(work.cause))

    def _bulk(self, cause: str) -> Bulk:
        """One event, and an item for every object.

        The caller holds the boundaries alone, or the state of the one rating that runs, so nobody else takes the batch.
        """
        batch = (EventItem.objects.aggregate(last=Max("batch"))["last"] or 0) + 1
        boxes = [box for _, _, box in self.objects]
        if self.points:
            boxes.append(self.points.write_items(batch, cause))
        fill(EventItem, (_item(batch, *each, cause) for each in self.objects), ITEM)
        west, south, east, north = zip(*boxes, strict=True)
        sides = [side for before, after, _ in self.objects for side in (before, after) if side is not None]
        entities = {side.entity for side in sides} | {PointDrawn.entity for _ in self.points.ids[:1]}
        cells = {cell for side in sides for cell in (side.cell, *side.touched)} | self.points.cells()
        changes = add((change(before, after), 1) for before, after, _ in self.objects)
        return Bulk(
            batch=batch,
            entities=tuple(sorted(entities)),
            cells=tuple(sorted(cells)),
            boxes=((min(west), min(south), max(east), max(north)),),
            tally=flat(add([(changes, 1), (self.points.tally(), 1)])),
            items=len(self),
            cause=cause,
        )


def _item(batch: int, before: Drawn | None, after: Drawn, box: Box, cause: str) -> _Item:
    return _Item(batch, after.entity, after.id, told(before, after, box, cause))
