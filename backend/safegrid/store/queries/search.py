"""Search over everything in sight. The number of queries does not depend on what is found."""

from dataclasses import dataclass

from django.db.models import Case, Exists, OrderBy, OuterRef, Q, When
from django.db.models.functions import Length

from safegrid.domain.coordinates import read_place
from safegrid.domain.hazards import Cmd
from safegrid.store import packs
from safegrid.store.access import Viewer, visible_cells, visible_hazards, visible_points, visible_units
from safegrid.store.celltree import tree
from safegrid.store.models import CellBoundary, Enterprise, Hazard, HazardStep, RiskPoint, Site, User
from safegrid.store.models.fields import Doubled, doubled
from safegrid.store.pinyin import SpelledNames, is_spelled

from .cells import counts_of, rate_cell
from .ownership import owner_at
from .people import people_known

LIMIT = 20
EACH = 8
# Spelling more names than this on a refresh would keep somebody waiting.
MOST_SPELLED = 20_000

_cells = SpelledNames(lambda: {cell.id: cell.name for cell in tree().cells.values()})
_people = SpelledNames(
    lambda: dict(User.objects.filter(is_active=True).values_list("pk", "name")[:MOST_SPELLED])
)
_units = SpelledNames(
    lambda: dict(Enterprise.objects.filter(closed_at=None).values_list("pk", "name")[:MOST_SPELLED])
)


@dataclass(frozen=True)
class Hit:
    """One result. `level`: colour, or 1 for a major hazard; place in degrees, None where there is none.

    `state`: of a hazard.
    """

    entity: str
    id: int
    title: str
    sub: str
    lon: float | None = None
    lat: float | None = None
    level: int = 0
    state: str = ""


def search(viewer: Viewer, text: str) -> list[Hit]:
    """Find by name, code, USCC, address, number of a hazard or of an order, pinyin, or coordinates.

    The closest come first within each kind.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return []
    place = read_place(wanted)
    if place is not None:
        return [_place_hit(viewer, *place)]
    kinds = [_find_cells, _find_units, _find_hazards, _find_points, _find_people]
    found = [find(viewer, wanted) for find in kinds]
    # Everybody gets a share first; what is left over goes to the kinds in order.
    share = LIMIT // len(kinds)
    first = [hit for hits in found for hit in hits[:share]]
    more = [hit for hits in found for hit in hits[share:]]
    kept = set(first + more[: LIMIT - len(first)])
    return [hit for hits in found for hit in hits if hit in kept]


def forget_names() -> None:
    """Read spelled names anew at the next search."""
    for names in (_cells, _people, _units):
        names.forget()


def _find_cells(viewer: Viewer, wanted: str) -> list[Hit]:
    seen = visible_cells(viewer.scope)
    spelled = set(_cells.find(wanted, 500)) if is_spelled(wanted) else set()
    cells = [
        c
        for i in seen
        if (c := tree().cells.get(i)) and (wanted in c.name or c.code.startswith(wanted) or i in spelled)
    ]
    best = sorted(cells, key=lambda c: (not c.name.startswith(wanted), c.level, len(c.name), c.code))[:EACH]
    known = counts_of({i for c in best for i in tree().communities(c.id)})
    labels = CellBoundary.objects.filter(cell_id__in=[c.id for c in best], valid_during__endswith=None)
    at = dict(labels.values_list("cell_id", "label_point"))
    rules = packs.current().cell
    return [
        Hit(
            "cell",
            c.id,
            c.name,
            " ".join(above.name for above in tree().path(c.id)[:-1]) or c.code,
            at[c.id].x if c.id in at else None,
            at[c.id].y if c.id in at else None,
            rate_cell(c.id, known, rules).level.value,
        )
        for c in best
    ]


def _place_hit(viewer: Viewer, lon: float, lat: float) -> Hit:
    """The place itself, and in whose ground it lies if that is in the viewer's sight."""
    owner = owner_at(lon, lat)
    known = owner if owner in visible_cells(viewer.scope) else 0
    where = " ".join(cell.name for cell in tree().path(known)[1:])
    return Hit("place", 0, f"{lat:.5f}, {lon:.5f}", where, lon, lat)


def _find_units(viewer: Viewer, wanted: str) -> list[Hit]:
    by_name = Q(name__contains=wanted) | Q(uscc__contains=wanted.upper())
    if len(wanted) > 1:
        at = Site.objects.filter(unit=OuterRef("pk"), address__contains=wanted)
        by_name |= Q(address__contains=wanted) | Q(Exists(at))
    ids = _units.find(wanted, 200) if is_spelled(wanted) else []
    best = list(
        visible_units(viewer.scope).filter(by_name | Q(pk__in=ids)).order_by(*_closest(wanted))[:EACH]
    )
    sites = {s.unit_id: s for s in Site.objects.filter(unit__in=best, main=True)}
    return [_unit_hit(unit, sites.get(unit.pk), wanted) for unit in best]


def _unit_hit(unit: Enterprise, site: Site | None, wanted: str) -> Hit:
    address = next((a for a in (unit.address, site.address if site else "") if wanted in a), "")
    sub = address or " ".join(filter(None, [unit.uscc, _place(site.cell_id if site else None)]))
    lon, lat = (site.geom.x, site.geom.y) if site else (None, None)
    return Hit("unit", unit.pk, unit.name, sub, lon, lat, unit.live)


def _find_points(viewer: Viewer, wanted: str) -> list[Hit]:
    rows = visible_points(viewer.scope).alias(twice=Doubled("name")).select_related("unit").defer("geom")
    # One character is in so many names that only those which begin with it are of use.
    named = Q(twice__contains=doubled(wanted)) if len(wanted) > 1 else Q(twice__startswith=doubled(wanted))
    return [_point_hit(point) for point in rows.filter(named).order_by(*_closest(wanted))[:EACH]]


def _closest(wanted: str) -> tuple[OrderBy | str, ...]:
    """Names that begin with the text, then those of which it is the largest part."""
    begins = Case(When(name__startswith=wanted, then=0), When(name__contains=wanted, then=1), default=2)
    return begins.asc(), Length("name").asc(), "pk"


def _point_hit(point: RiskPoint) -> Hit:
    sub = point.unit.name if point.unit else _place(point.cell_id)
    return Hit("point", point.pk, point.name, sub, point.owner_point.x, point.owner_point.y, point.live)


def _find_hazards(viewer: Viewer, wanted: str) -> list[Hit]:
    named = Q(number__contains=wanted.upper()) | Q(title__contains=wanted)
    if len(wanted) > 1:
        orders = HazardStep.objects.filter(command=Cmd.ORDER.value, note__order_number__icontains=wanted)
        named |= Q(Exists(orders.filter(hazard=OuterRef("pk"))))
    return [_hazard_hit(h) for h in visible_hazards(viewer.scope).filter(named).order_by("-pk")[:EACH]]


def _hazard_hit(hazard: Hazard) -> Hit:
    level, at = 1 if hazard.major else 3, hazard.geom
    return Hit("hazard", hazard.pk, hazard.title, hazard.number, at.x, at.y, level, hazard.state)


def _find_people(viewer: Viewer, wanted: str) -> list[Hit]:
    ids = _people.find(wanted, 200) if is_spelled(wanted) else []
    named = Q(name__contains=wanted) | Q(pk__in=ids)
    rows = people_known(viewer).filter(named).select_related("department").order_by("name", "pk")[:EACH]
    return [Hit("person", p.pk, p.name, p.department.name if p.department else "") for p in rows]


def _place(cell: int | None) -> str:
    found = tree().cells.get(cell or 0)
    return found.name if found else ""
