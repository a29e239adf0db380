"""A small city for tests: two counties, three townships, five communities as squares of 0.1 degree, and unowned ground.

    north   c4 | c5
    south   c1 | c2 | c3        c1, c2 in township t1; c3 in t2 (county a); c4, c5 in t3 (county b)

Rows are written directly: this is the ground that actions then work on. `recount()` makes the counters fit.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point, Polygon
from django.utils import timezone

from safegrid.domain import counts
from safegrid.domain.roles import Role
from safegrid.store import celltree, packs
from safegrid.store.access import Viewer, viewer_of_user
from safegrid.store.drawn import alarm_drawn, hazard_drawn, point_drawn, unit_drawn
from safegrid.store.models import (
    Alarm,
    BoundaryVersion,
    CellBoundary,
    CellCount,
    CellShape,
    CellTally,
    ControlMeasure,
    Duty,
    Enterprise,
    GridCell,
    Hazard,
    Layer,
    LayerFeature,
    RiskPoint,
    SequencerState,
    Site,
    Upload,
    User,
)

PASSWORD = "correct-horse-battery"
WEST, SOUTH, SIDE = 113.8, 34.0, 0.1
_numbers = itertools.count(1)
_password = ""


@dataclass
class City:
    """Cells by short name (city, a, b, t1-t3, c1-c5) and the boundary version in force."""

    cells: dict[str, GridCell] = field(default_factory=dict)
    version: BoundaryVersion | None = None

    def __getitem__(self, name: str) -> GridCell:
        return self.cells[name]

    def spot(self, name: str, east: float = 0.5, north: float = 0.5) -> tuple[float, float]:
        """A place in a community, as shares of its side; c0 is ground that nobody owns."""
        column, row = _PLACES[name]
        return (round(WEST + (column + east) * SIDE, 6), round(SOUTH + (row + north) * SIDE, 6))


_PLACES = {"c1": (0, 0), "c2": (1, 0), "c3": (2, 0), "c4": (0, 1), "c5": (1, 1), "c0": (5, 5)}
_TREE = [
    ("city", "411000000000", "许昌市", 1, None),
    ("a", "411002000000", "魏都区", 2, "city"),
    ("b", "411003000000", "建安区", 2, "city"),
    ("t1", "411002001000", "西大街道", 3, "a"),
    ("t2", "411002002000", "东大街道", 3, "a"),
    ("t3", "411003100000", "将官池镇", 3, "b"),
    ("c1", "411002001001", "平定街社区", 4, "t1"),
    ("c2", "411002001002", "南关社区", 4, "t1"),
    ("c3", "411002002001", "灞陵社区", 4, "t2"),
    ("c4", "411003100201", "将官池村", 4, "t3"),
    ("c5", "411003100202", "罗庄村", 4, "t3"),
]


def make_city() -> City:
    """Build the ground with its boundaries and shapes for every zoom band."""
    city = City(version=BoundaryVersion.objects.create(name="test", note="示意", published_at=timezone.now()))
    for name, code, label, level, parent in _TREE:
        above = city.cells[parent] if parent else None
        city.cells[name] = GridCell.objects.create(code=code, name=label, level=level, parent=above)
    shapes = {name: Polygon.from_bbox(_box(name)) for name in _PLACES if name != "c0"}
    for name, below in _BELOW.items():
        union: GEOSGeometry = shapes[below[0]]
        for part in below[1:]:
            union = union.union(shapes[part])
        shapes[name] = union
    for name, shape in shapes.items():
        _write_shape(city, name, shape)
    celltree.forget()
    return city


_BELOW = {
    "t1": ["c1", "c2"],
    "t2": ["c3"],
    "t3": ["c4", "c5"],
    "a": ["t1", "t2"],
    "b": ["t3"],
    "city": ["a", "b"],
}


def _box(name: str) -> tuple[float, float, float, float]:
    column, row = _PLACES[name]
    west, south = WEST + column * SIDE, SOUTH + row * SIDE
    return (round(west, 7), round(south, 7), round(west + SIDE, 7), round(south + SIDE, 7))


def _write_shape(city: City, name: str, shape: GEOSGeometry) -> None:
    shape.srid = 4326
    many = shape if isinstance(shape, MultiPolygon) else MultiPolygon(shape, srid=4326)
    assert city.version is not None
    CellBoundary.objects.create(
        cell=city[name],
        version=city.version,
        geom=many,
        label_point=many.point_on_surface,
        valid_during=(city.version.published_at - timedelta(days=30), None),
    )
    drawn = many.transform(3857, clone=True)
    for band in range(4):
        CellShape.objects.create(
            cell=city[name], version=city.version, band=band, level=city[name].level, geom=drawn
        )


def make_person(
    role: Role | str = Role.INS,
    cell: GridCell | None = None,
    *,
    unit: Enterprise | None = None,
    industry: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    name: str = "",
) -> User:
    """A person who can log in with PASSWORD and holds one duty (none without cell and unit)."""
    global _password  # noqa: PLW0603 - hashing once keeps the tests fast
    _password = _password or make_password(PASSWORD)
    n = next(_numbers)
    person = User.objects.create(
        username=f"user{n}", name=name or f"张{n}", phone=f"199000{n:05d}", password=_password
    )
    if cell is not None or unit is not None:
        add_duty(person, role, cell, unit=unit, industry=industry, since=since, until=until)
    return person


def add_duty(
    person: User,
    role: Role | str,
    cell: GridCell | None = None,
    *,
    unit: Enterprise | None = None,
    industry: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> Duty:
    """Give a person a duty, since yesterday if not told otherwise."""
    return Duty.objects.create(
        person=person,
        role=Role(role).value,
        cell=cell,
        unit=unit,
        industry=industry,
        starts_at=since or timezone.now() - timedelta(days=1),
        ends_at=until,
        counted=cell is not None and cell.level == 4 and Role(role) in {Role.LEAD, Role.OFF},
    )


def viewer(person: User) -> Viewer:
    """The person as reads and actions see them."""
    found = viewer_of_user(person.pk)
    assert found is not None
    return found


def make_unit(
    city: City, where: str = "c1", *, name: str = "", industry: str = "C", affiliation: str = "other"
) -> Enterprise:
    """A unit with one site in a community, not assessed."""
    n = next(_numbers)
    unit = Enterprise.objects.create(
        name=name or f"许昌示例{n}号化工有限公司",
        unit_type="factory",
        industry=industry,
        industry4=f"{industry}2614",
        affiliation=affiliation,
        principal="赵总",
        principal_phone=f"199111{n:05d}",
    )
    cell = city[where] if where != "c0" else None
    Site.objects.create(unit=unit, geom=Point(*city.spot(where), srid=4326), cell=cell, main=True)
    return unit


def make_point(
    city: City,
    where: str = "c1",
    *,
    unit: Enterprise | None = None,
    level: int = 4,
    name: str = "",
    shape: str = "",
) -> RiskPoint:
    """A point whose inherent, base and live level is `level`. `shape`: WKT of a line or an area instead."""
    n = next(_numbers)
    lon, lat = city.spot(where, 0.3 + 0.001 * (n % 300), 0.4)
    pack = packs.current()
    point = RiskPoint.objects.create(
        unit=unit,
        name=name or f"液氨储罐 R-{n:02d}",
        category="leak",
        geom=GEOSGeometry(shape, srid=4326) if shape else Point(lon, lat, srid=4326),
        owner_point=Point(lon, lat, srid=4326),
        cell=city[where] if where != "c0" else None,
        method="LEC",
        inputs={"L": 1, "E": 6, "C": 7},
        inherent=level,
        base=level,
        live=level,
        firm=level,
        reasons=[
            {"code": "INHERENT", "candidate": level, "binding": True, "provisional": False, "params": {}}
        ],
        pack_id=pack.id,
        pack_version=pack.version,
        manager="钱工",
        manager_phone=f"199222{n:05d}",
    )
    ControlMeasure.objects.create(
        point=point, kind="engineering", text="液位报警与紧急切断", check_items=["报警有效"]
    )
    return point


def make_layer(
    code: str = "sites", *, kind: str = "point", source: str = "features", audience: tuple[str, ...] = ()
) -> Layer:
    """A layer without features."""
    return Layer.objects.create(
        code=code,
        name_zh=f"图层{code}",
        name_en=f"Layer {code}",
        kind=kind,
        group="response",
        icon="pin",
        colour="#7a5cc4",
        audience=list(audience),
        fields=[{"key": "kind", "zh": "类别", "en": "Kind"}],
        source=source,
    )


def make_feature(
    city: City, layer: Layer, where: str = "c1", *, name: str = "", shape: str = "", **attrs: object
) -> LayerFeature:
    """A feature in a community. `shape`: WKT of a line or an area instead of a point."""
    n = next(_numbers)
    lon, lat = city.spot(where, 0.3 + 0.001 * (n % 300), 0.6)
    return LayerFeature.objects.create(
        layer=layer,
        name=name or f"示例{n}",
        attrs=attrs,
        geom=GEOSGeometry(shape, srid=4326) if shape else Point(lon, lat, srid=4326),
        owner_point=Point(lon, lat, srid=4326),
        cell=city[where] if where != "c0" else None,
    )


def make_upload(person: User) -> UUID:
    """A photo that a person has uploaded and not used yet."""
    n = next(_numbers)
    upload = Upload.objects.create(
        sha256=f"{n:064x}", mime="image/jpeg", size=1000, file=f"test/{n}.jpg", owner=person
    )
    return UUID(str(upload.uuid))


def recount() -> None:
    """Write the counters from the rows, as a load does, and a sequencer state that continues from there."""
    tallies = [(counts.of(d), 1) for d in _all_drawn()]
    on_duty = Duty.objects.filter(counted=True).values_list("cell_id", "role")
    tallies += [({cell: {_POSTS[role]: 1}}, 1) for cell, role in on_duty]
    tallies += [({row.cell_id: {row.column: row.n}}, 1) for row in CellTally.objects.all()]
    CellCount.objects.all().delete()
    CellCount.objects.bulk_create(
        CellCount(cell_id=cell, version=1, n=counts.to_row(row)) for cell, row in counts.add(tallies).items()
    )
    SequencerState.objects.get_or_create(pk=1)


_POSTS = {"LEAD": "leaders", "OFF": "officers"}


def _all_drawn() -> Iterator[object]:
    for point in RiskPoint.objects.filter(retired_at=None).select_related("unit"):
        yield point_drawn(point)
    for unit in Enterprise.objects.filter(closed_at=None).prefetch_related("sites"):
        yield unit_drawn(unit, unit.sites.all())
    for hazard in Hazard.objects.select_related("unit"):
        yield hazard_drawn(hazard)
    for alarm in Alarm.objects.select_related("unit", "handler"):
        yield alarm_drawn(alarm)
