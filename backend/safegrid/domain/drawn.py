"""What a map draws of each object: absolute values, ids instead of contact data.

These are the payloads of events, snapshots and tiles, and the only shapes that `frontend/src/state` knows.
`v` is the entity's version; longitudes and latitudes are WGS 84 degrees (EPSG:4326).
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PointDrawn:
    """A risk point. `lon`, `lat` is the point that decides its owner, also for a line or an area."""

    entity: ClassVar[str] = "point"
    id: int
    v: int
    cell: int  # community; 0 = unowned
    touched: tuple[int, ...]  # further communities that a line or area enters
    unit: int  # 0 = belongs to no enterprise
    industry: str  # 门类 letter of the unit, or ""
    lon: float
    lat: float
    shape: str  # point | line | area
    name: str
    live: int
    firm: int  # the live level without unconfirmed claims: what legend, unit and cell count
    base: int

    @property
    def provisional(self) -> bool:
        """The level shown rests on a claim alone: a hollow mark."""
        return self.live != self.firm


@dataclass(frozen=True)
class UnitDrawn:
    """A supervised unit at its main site. `cell` is that site's community, `touched` those of its other sites."""

    entity: ClassVar[str] = "unit"
    id: int
    v: int
    cell: int
    touched: tuple[int, ...]
    industry: str
    lon: float
    lat: float
    name: str
    type: str
    live: int
    supervision: int
    stopped: bool
    listing: int = 0  # level of the authority that listed the unit, 0 = not listed
    listing_overdue: bool = False

    @property
    def unit(self) -> int:
        """A unit sees itself by its own id."""
        return self.id


@dataclass(frozen=True)
class HazardDrawn:
    """A hazard. `major` is what it is held to be now (claimed until verified); `overdue`: 0 no, 1 yes, 2 > 15 days."""

    entity: ClassVar[str] = "hazard"
    id: int
    v: int
    cell: int
    touched: tuple[int, ...]
    unit: int
    industry: str
    point: int  # 0 = not at a risk point
    lon: float
    lat: float
    number: str
    title: str
    major: bool
    state: str
    self_found: bool
    overdue: int
    listing: int  # level of the authority that listed it, 0 = not listed
    listing_overdue: bool
    suspended: bool
    since: str  # ISO 8601, UTC


@dataclass(frozen=True)
class AlarmDrawn:
    """An alarm. `verdict`: what it was judged to be, "" until then; `due`: the end of the clock that runs next, or "".

    `acting`: it makes its community red (a confirmed high-high one, an accident); that may outlast its handling.
    """

    entity: ClassVar[str] = "alarm"
    id: int
    v: int
    cell: int
    touched: tuple[int, ...]
    unit: int
    industry: str
    point: int  # 0 = not at a risk point
    lon: float
    lat: float
    number: str
    title: str
    kind: str  # sensor | officer | public | sweep
    severity: str  # hh | h | lost | manual
    state: str
    verdict: str
    confirmed: bool  # judged to be real
    handler: str  # name of who acknowledged it, or ""
    escalated: int  # 0 the desk, 1 its deputy was called, 2 the county
    evacuated: int  # metres around it that people are kept out of, 0 = nowhere
    since: str  # ISO 8601, UTC
    due: str
    acting: bool = False


Drawn = PointDrawn | UnitDrawn | HazardDrawn | AlarmDrawn
SETTLED = frozenset({"closed", "rejected"})
ALARM_SETTLED = frozenset({"false", "reviewed"})
