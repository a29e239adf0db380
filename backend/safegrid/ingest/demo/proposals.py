"""What the demo's inspectors proposed and reported this morning: it waits for the officer of the story's township."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from safegrid.domain.unit_fields import entered_by
from safegrid.store.models import CellBoundary, Enterprise, IllegalReport, UnitProposal
from safegrid.store.models.proposals import WAITING

from .city import City
from .logins import STORY_UNIT, story_of
from .rounds import Walker

AGO = timedelta(hours=3)
SHOP = {
    "name": "顺达五金建材店", "address": "将官池镇中心街 18 号", "industry": "F5286", "type": "shop", "affiliation": "other",
    "head": "李顺达", "phone": "19900008686", "workers": 4,
}  # fmt: skip
SEEN = "村口闲置厂房夜间有人灌装液化气，无证照，门口堆放钢瓶二十余只。"


@dataclass(frozen=True)
class Waiting:
    """Rows to be made."""

    proposals: list[UnitProposal]
    reports: list[IllegalReport]


def waiting(city: City, walkers: Mapping[int, Walker]) -> Waiting:
    """A new shop, a unit whose head has changed, and a report, in communities that nobody with a log-in walks."""
    township = story_of(city.gazetteer).township
    cells = [city.cell_ids[d.code] for d in city.gazetteer.children(township)]
    free = [cell for cell in cells if cell in walkers and not walkers[cell].own]
    if not free:
        return Waiting([], [])
    places = dict(
        CellBoundary.objects.filter(cell__in=free, valid_during__endswith=None).values_list(
            "cell_id", "label_point"
        )
    )
    first, second = free[0], free[-1]
    unit = (
        Enterprise.objects.filter(sites__cell__in=free, closed_at=None)
        .exclude(pk=STORY_UNIT)
        .order_by("pk")
        .first()
    )
    new = UnitProposal(
        kind="new", fields=SHOP, geom=places[first], cell_id=first, industry="F", reason="走访时发现，已开业两周。",
        entered_by=entered_by("other", city.pack), **_recorded(city, walkers[first]),
    )  # fmt: skip
    report = IllegalReport(
        text=SEEN, geom=places[second], cell_id=second, **_recorded(city, walkers[second], "open")
    )
    return Waiting([new, *(_correction(city, walkers, unit) if unit else [])], [report])


def _correction(city: City, walkers: Mapping[int, Walker], unit: Enterprise) -> list[UnitProposal]:
    cell = unit.sites.get(main=True).cell_id or 0
    if cell not in walkers:
        return []
    return [
        UnitProposal(
            kind="correct", unit=unit, fields={"head": "周新民", "phone": "19900006767"},
            was={"head": unit.principal, "phone": unit.principal_phone}, cell_id=cell, industry=unit.industry,
            reason="负责人已更换，营业执照已变更。", entered_by=entered_by(unit.affiliation, city.pack),
            **_recorded(city, walkers[cell]),
        )
    ]  # fmt: skip


def _recorded(city: City, walker: Walker, state: str = WAITING) -> dict[str, Any]:
    at = city.now - AGO
    return {
        "person_id": walker.person, "made_at": at, "sent_at": at, "received_at": at, "judged": "unknown", "state": state,
    }  # fmt: skip
