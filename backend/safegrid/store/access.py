"""Who a viewer is, what they see, and the same rule as database filters.

`domain.scope.sees` is the rule; the `visible_*` filters are its twins in SQL (tested to agree).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from safegrid.domain import roles
from safegrid.domain.hierarchy import CITY
from safegrid.domain.layers import may_look
from safegrid.domain.roles import Actor, Permission, Role, Verb
from safegrid.domain.scope import NOTHING, Placed, Scope

from .among import among, array
from .celltree import tree
from .models import Alarm, Duty, Enterprise, Hazard, Kiosk, LayerFeature, RiskPoint, Site, User

KIOSK_SESSION_KEY = "safegrid_kiosk"
NO_SIGHT = frozenset({Role.ADM_SYS, Role.ADM_SEC, Role.ADM_AUD, Role.PUB})


@dataclass(frozen=True)
class HeldDuty:
    """A duty that is in force now. `level` is that of the cell, 0 for a duty at a unit."""

    id: int
    role: Role
    cell: int
    level: int
    unit: int
    industry: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Viewer:
    """A person or a wall, as everything that reads sees them. `key`: "user:7" or "kiosk:3"."""

    key: str
    version: int
    name: str
    scope: Scope
    duties: tuple[HeldDuty, ...] = ()
    person: int = 0
    department: int | None = None

    def actor_over(self, placed: Placed) -> Actor:
        """The person with the duties that reach an object."""
        held = tuple(
            roles.Duty(duty.role, duty.level, self.department)
            for duty in self.duties
            if reaches(duty, placed)
        )
        return Actor(self.person, held)

    def may_anywhere(self, verb: Verb) -> bool:
        """Whether any duty permits the verb somewhere."""
        return any(roles.may(d.role, d.level, verb) is Permission.YES for d in self.duties)


def reaches(duty: HeldDuty, placed: Placed) -> bool:
    """Whether a duty is about the object: its unit, or its cell and, for an industry duty, its industry."""
    if duty.unit:
        return duty.unit == placed.unit
    if duty.industry and duty.industry != placed.industry:
        return False
    return duty.level == CITY or any(
        tree().within(cell, duty.cell) for cell in (placed.cell, *placed.touched)
    )


def not_over(at: datetime) -> Q:
    """Duties that hold at a moment or later."""
    return Q(ends_at=None) | Q(ends_at__gt=at)


def viewer_of_user(user_id: int, at: datetime | None = None) -> Viewer | None:
    """Build the viewer of a person; None if the person does not exist or may not log in."""
    return _viewers(User.objects.filter(pk=user_id), at or timezone.now()).get(user_id)


def _viewers(people: QuerySet[User], now: datetime) -> dict[int, Viewer]:
    """Build the viewers of those people who may log in, by key; two statements however many they are."""
    users = {user.pk: user for user in people.filter(is_active=True)}
    rows: dict[int, list[Duty]] = {person: [] for person in users}
    for row in Duty.objects.filter(among("person_id", users)).filter(not_over(now)) if users else ():
        rows[row.person_id].append(row)
    return {person: _viewer(user, rows[person], now) for person, user in users.items()}


def _viewer(user: User, duties: list[Duty], now: datetime) -> Viewer:
    held = tuple(_held(row) for row in duties if row.starts_at <= now)
    return Viewer(
        key=f"user:{user.pk}",
        version=user.access_version,
        name=user.name,
        scope=scope_of(held, next_change(duties, now)),
        duties=held,
        person=user.pk,
        department=user.department_id,
    )


def viewer_of_kiosk(kiosk_id: int) -> Viewer | None:
    """Build the viewer of a wall's link: its cell (or the city), never phones or names of reporters."""
    kiosk = Kiosk.objects.filter(pk=kiosk_id, revoked_at=None).first()
    if kiosk is None:
        return None
    level = tree().cells[kiosk.cell_id].level if kiosk.cell_id else CITY
    duty = HeldDuty(0, Role.KIOSK, kiosk.cell_id or 0, level, 0, "", kiosk.created_at, None)
    return Viewer(f"kiosk:{kiosk.pk}", kiosk.access_version, kiosk.name, scope_of((duty,), None), (duty,))


def viewer_of_key(key: str) -> Viewer | None:
    """Build the viewer that a token names."""
    kind, _, number = key.partition(":")
    return (viewer_of_user if kind == "user" else viewer_of_kiosk)(int(number))


def viewer_of_session(session: Mapping[str, object]) -> Viewer | None:
    """Build the viewer of a Django session: a logged-in person, else a wall.

    None also for a person whose password somebody else chose: until it is changed, tiles and sockets stay shut.
    """
    return viewers_of_sessions({"": session}).get("")


def viewers_of_sessions(sessions: Mapping[str, Mapping[str, object]]) -> dict[str, Viewer]:
    """As `viewer_of_session`, for many at once, by their keys; whoever is nobody is left out.

    Two statements for all people; walls, which are few, one each.
    """
    people = _named(SESSION_KEY, sessions)
    walls = {key: wall for key, wall in _named(KIOSK_SESSION_KEY, sessions).items() if key not in people}
    open_to = User.objects.filter(among("pk", set(people.values())), must_change_password=False)
    viewers = _viewers(open_to, timezone.now()) if people else {}
    found = {key: viewers.get(person) for key, person in people.items()}
    kiosks = {kiosk: viewer_of_kiosk(kiosk) for kiosk in set(walls.values())}
    found |= {key: kiosks[kiosk] for key, kiosk in walls.items()}
    return {key: viewer for key, viewer in found.items() if viewer is not None}


def _named(name: str, sessions: Mapping[str, Mapping[str, object]]) -> dict[str, int]:
    """Whom the sessions name under a key; those that name nobody are left out."""
    named = {key: held.get(name) for key, held in sessions.items()}
    return {key: int(str(number)) for key, number in named.items() if number is not None}


def scope_of(duties: Iterable[HeldDuty], valid_until: datetime | None) -> Scope:
    """Union of what the duties show. A duty at the city shows everything, unowned ground too."""
    cells: set[int] = set()
    units: set[int] = set()
    industries: set[tuple[str, frozenset[int] | None]] = set()
    whole = False
    seeing = [duty for duty in duties if duty.role not in NO_SIGHT]
    for duty in seeing:
        if duty.unit:
            units.add(duty.unit)
        elif duty.industry:
            industries.add((duty.industry, None if duty.level == CITY else tree().communities(duty.cell)))
        elif duty.level == CITY:
            whole = True
        else:
            cells |= tree().communities(duty.cell)
    if not seeing:
        return Scope(cells=NOTHING.cells, mask=_mask(()), valid_until=valid_until)
    return Scope(
        cells=None if whole else frozenset(cells),
        units=frozenset(units),
        industries=frozenset(industries),
        mask=_mask(seeing),
        valid_until=valid_until,
    )


def scope_for(viewer: Viewer, verb: Verb) -> Scope | None:
    """What the duties that permit a verb show, without what others show; None if none permits it."""
    fit = [d for d in viewer.duties if roles.may(d.role, d.level, verb) is Permission.YES]
    return scope_of(fit, viewer.scope.valid_until) if fit else None


def next_change(duties: Iterable[Duty], now: datetime) -> datetime | None:
    """The next start or end of any duty: sight changes then without a write."""
    moments = [
        moment for duty in duties for moment in (duty.starts_at, duty.ends_at) if moment and moment > now
    ]
    return min(moments, default=None)


def visible_points(scope: Scope) -> QuerySet[RiskPoint]:
    """Active risk points in sight."""
    points = RiskPoint.objects.filter(retired_at=None)
    if scope.cells is None:
        return points
    return points.filter(
        _any(
            [
                _in_cells(scope.cells) if scope.cells else None,
                Q(unit_id__in=scope.units) if scope.units else None,
                *(
                    Q(unit__industry=i) & (_in_cells(area) if area is not None else Q())
                    for i, area in scope.industries
                ),
            ]
        )
    )


def visible_units(scope: Scope) -> QuerySet[Enterprise]:
    """Units in sight by any of their sites, closed ones left out."""
    units = Enterprise.objects.filter(closed_at=None)
    if scope.cells is None:
        return units
    return units.filter(
        _any(
            [
                _has_site_in(scope.cells) if scope.cells else None,
                Q(pk__in=scope.units) if scope.units else None,
                *(
                    Q(industry=i) & (_has_site_in(area) if area is not None else Q())
                    for i, area in scope.industries
                ),
            ]
        )
    )


def visible_hazards(scope: Scope) -> QuerySet[Hazard]:
    """Hazards in sight, settled ones too."""
    return Hazard.objects.all() if scope.cells is None else Hazard.objects.filter(_placed_in(scope))


def visible_alarms(scope: Scope) -> QuerySet[Alarm]:
    """Alarms in sight, settled ones too."""
    return Alarm.objects.all() if scope.cells is None else Alarm.objects.filter(_placed_in(scope))


def visible_features(scope: Scope) -> QuerySet[LayerFeature]:
    """Features of layers in sight by their ground; they belong to no unit and no industry. Audience: `looks_at`."""
    features = LayerFeature.objects.all()
    if scope.cells is None:
        return features
    return features.filter(_in_cells(scope.cells)) if scope.cells else features.none()


def looks_at(viewer: Viewer, audience: Collection[str]) -> bool:
    """Whether a layer for these roles is meant for the viewer. An administrator's role alone shows nothing."""
    return may_look(audience, {duty.role.value for duty in viewer.duties if duty.role not in NO_SIGHT})


def visible_cells(scope: Scope) -> frozenset[int]:
    """Cells whose panel may be opened: communities in sight, and every cell that lies wholly within them."""
    if scope.cells is None:
        return frozenset(tree().cells)
    above = {cell.id for community in scope.cells for cell in tree().path(community)}
    return frozenset(c for c in above if tree().communities(c) <= scope.cells) | scope.cells


def _held(duty: Duty) -> HeldDuty:
    cell = tree().cells.get(duty.cell_id or 0)
    return HeldDuty(
        id=duty.pk,
        role=Role(duty.role),
        cell=duty.cell_id or 0,
        level=cell.level if cell else 0,
        unit=duty.unit_id or 0,
        industry=duty.industry,
        starts_at=duty.starts_at,
        ends_at=duty.ends_at,
    )


def _mask(duties: Iterable[HeldDuty]) -> frozenset[str]:
    held = list(duties)
    hidden = set()
    if not any(roles.may(d.role, d.level, Verb.REVEAL_PHONE) is Permission.YES for d in held):
        hidden.add("phones")
    if not any(d.role is Role.SUP for d in held):
        hidden.add("reporters")
    return frozenset(hidden)


def _placed_in(scope: Scope) -> Q:
    """Sight of what stands at a place and may belong to a unit: hazards and alarms."""
    return _any(
        [
            _in_cells(scope.cells) if scope.cells else None,
            Q(unit_id__in=scope.units) if scope.units else None,
            *(
                Q(unit__industry=i) & (_in_cells(area) if area is not None else Q())
                for i, area in scope.industries
            ),
        ]
    )


def _in_cells(cells: Iterable[int]) -> Q:
    ids = list(cells)
    return among("cell_id", ids) | Q(touched__overlap=array(ids))


def _has_site_in(cells: Iterable[int]) -> Q:
    return Q(Exists(Site.objects.filter(among("cell_id", cells), unit=OuterRef("pk"))))


def _any(parts: Iterable[Q | None]) -> Q:
    given = [part for part in parts if part is not None]
    if not given:
        return Q(pk__in=[])
    total = given[0]
    for part in given[1:]:
        total |= part
    return total
