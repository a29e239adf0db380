"""What a change of ground moved: told one by one while it is little, as one bulk event with items where it is much."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Max

from safegrid.domain.counts import add, change
from safegrid.domain.drawn import Drawn, HazardDrawn
from safegrid.domain.events import Box, Bulk, flat
from safegrid.store.models import EventItem

from .bulk import ITEM, fill, told
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
    """Objects before and after. `features`: how many of further layers, which have no drawing of their own."""

    objects: list[tuple[Drawn | None, Drawn, Box]] = field(default_factory=list)
    features: int = 0

    def add(self, before: Drawn | None, after: Drawn | None, box: Box) -> None:
        """Take an object; what is not drawn is nobody's news."""
        if after is not None:
            self.objects.append((before, after, box))

    def owners(self, entity: str) -> int:
        """How many objects of a kind have another owner."""
        return sum(a.entity == entity and (b is None or b.cell != a.cell) for b, a, _ in self.objects)

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
        if len(self.objects) <= MOST_SINGLE:
            for before, after, box in self.objects:
                work.changed(before, after, box)
        else:
            work.emit(self._bulk(work.cause))

    def _bulk(self, cause: str) -> Bulk:
        """One event, and an item for every object.

        The caller holds the boundaries, alone or as the one worker that rates, so nobody else takes the batch.
        """
        batch = (EventItem.objects.aggregate(last=Max("batch"))["last"] or 0) + 1
        fill(EventItem, (_item(batch, *each, cause) for each in self.objects), ITEM)
        west, south, east, north = zip(*(box for _, _, box in self.objects), strict=True)
        sides = [side for before, after, _ in self.objects for side in (before, after) if side is not None]
        return Bulk(
            batch=batch,
            entities=tuple(sorted({side.entity for side in sides})),
            cells=tuple(sorted({cell for side in sides for cell in (side.cell, *side.touched)})),
            boxes=((min(west), min(south), max(east), max(north)),),
            tally=flat(add((change(before, after), 1) for before, after, _ in self.objects)),
            items=len(self.objects),
            cause=cause,
        )


def _item(batch: int, before: Drawn | None, after: Drawn, box: Box, cause: str) -> _Item:
    return _Item(batch, after.entity, after.id, told(before, after, box, cause))
