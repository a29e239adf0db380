"""Loading the demo city into the database: everything in one transaction, through `actions.bulk`."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from django.contrib.auth.hashers import make_password

from safegrid.actions import bulk, checklists, layers, tallies
from safegrid.actions.hazard_rows import write_step
from safegrid.actions.surveys import begin_all, keep_all
from safegrid.actions.sweeps import POSTS
from safegrid.domain.checklists import from_plain
from safegrid.domain.drawn import HazardDrawn
from safegrid.domain.events import Box
from safegrid.domain.layer_table import BY_CODE
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.domain.times import china_day
from safegrid.ingest.divisions import SOURCE_FILES
from safegrid.store import celltree, packs
from safegrid.store.drawn import hazard_drawn, place_box
from safegrid.store.models import (
    BoundaryVersion,
    CellBoundary,
    CellShape,
    Checklist,
    ControlMeasure,
    Department,
    DepartmentDuty,
    Duty,
    Enterprise,
    GridCell,
    Hazard,
    RiskPoint,
    Site,
    User,
)

from .books import unit_records
from .boundary_rows import all_levels, boundary_rows, community_shapes, parent_ids, shape_rows
from .build import DUTIES_SINCE
from .city import City, Order
from .desks import sensors, shifts
from .hazard_rows import hazard_rows, photos, upload_rows
from .inspections import book
from .layers import ORIGIN, layer_contents
from .listed import listings, mark
from .logins import LOGINS, PASSWORD
from .point_rows import PointWriter, measure_rows
from .proposals import waiting
from .reported import keepers, reports
from .rounds import KEPT, rows, walkers_now, walks
from .rows import (
    BoundaryRow,
    DepartmentDutyRow,
    DepartmentRow,
    DutyRow,
    MeasureRow,
    PersonRow,
    PointRow,
    ShapeRow,
    SiteRow,
    UnitRow,
)
from .unit_rows import rate_units, site_rows, unit_drawings

ACTOR = "system:demo"
CAUSE = "city.load"
NOTE = "示意：真实的市县轮廓与区划代码，社区边界为生成的示意图形。Generated shapes, for demonstration. demo:"
CHUNK = 5_000
Watch = Callable[[str, int | None], bulk.Advance]
"""Called with a label and a total (None = unknown) at the start of each part; gives what is told of progress."""


def fingerprint(order: Order, data: Path) -> str:
    """Digest of the order, the sources, the rule packs and this generator: equal ones make equal cities."""
    digest = hashlib.sha256(repr(order).encode())
    here = Path(__file__).parent
    code = sorted([*here.rglob("*.py"), *here.rglob("*.toml"), *packs.FOLDER.rglob("*.toml")])
    for path in (*(data / name for name in SOURCE_FILES), *code):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def loaded() -> str | None:
    """Fingerprint of the demo city in the database, "" for another city, None for an empty database."""
    version = BoundaryVersion.objects.order_by("pk").first()
    if version is None:
        return None if not GridCell.objects.exists() else ""
    return version.note.partition("demo:")[2]


def columns(row: type[object]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(row))  # type: ignore[arg-type]  # every row is a dataclass


@dataclass(frozen=True)
class Load:
    """One load. `watch` shows progress."""

    city: City
    fingerprint: str
    watch: Watch

    def run(self) -> int:
        """Load everything or nothing; return the number of objects told of."""
        with bulk.filling(ACTOR, CAUSE) as work:
            self._ground()
            self._people(work)
            self._units_and_points(work)
            self._hazards(work)
            self._surveys(work)
            self._inspections()
            bulk.create(unit_records(self.city))
            self._desks()
            self._layers()
            items = work.items
        celltree.forget()
        bulk.analyze()
        return items

    def _ground(self) -> None:
        city, parents = self.city, parent_ids(self.city)
        divisions = city.gazetteer.divisions
        bulk.create(
            [
                GridCell(pk=city.cell_ids[d.code], code=d.code, name=d.name, level=d.level,
                         parent_id=parents[city.cell_ids[d.code]] or None)
                for d in divisions
            ]
        )  # fmt: skip
        since = bulk.transaction_time()
        name = f"{city.gazetteer.city.name} 示意边界 · demo"
        (version,) = bulk.create(
            [BoundaryVersion(pk=1, name=name, note=NOTE + self.fingerprint, published_at=since)]
        )
        communities = community_shapes(city)
        shapes = all_levels(city, communities)
        advance = self.watch("网格边界 · boundaries", len(shapes) * 5)
        bulk.fill(CellBoundary, boundary_rows(shapes, version.pk, since), columns(BoundaryRow), advance)
        bulk.fill(CellShape, shape_rows(city, communities, version.pk), columns(ShapeRow), advance)

    def _people(self, work: bulk.Filling) -> None:
        society = self.city.society
        password = make_password(PASSWORD)
        named = {login.username for login in LOGINS}
        for person in society.roster.people:
            if person.username in named:
                person.password = password
        people, duties = society.roster.people, society.roster.duties
        advance = self.watch("人员与职责 · people and duties", len(people))
        bulk.fill(Department, society.departments, columns(DepartmentRow))
        bulk.fill(User, people, columns(PersonRow), advance)
        tally: dict[int, dict[str, int]] = {}
        for duty in duties:
            if duty.counted and duty.cell_id:
                row, post = tally.setdefault(duty.cell_id, {}), POSTS[Role(duty.role)]
                row[post] = row.get(post, 0) + 1
        work.count(tally)

    def _units_and_points(self, work: bulk.Filling) -> None:
        city = self.city
        writer = PointWriter(city)
        advance = self.watch("风险点 · risk points", len(city.points))
        # Foreign keys are checked at the end of the transaction, so points may come before the units that they colour.
        for chunk in writer.chunks(CHUNK):
            bulk.fill(RiskPoint, (w.row for w in chunk), columns(PointRow), advance)
            work.tell((w.drawn, w.box) for w in chunk)
        measures = int(city.measures.sum())
        bulk.fill(
            ControlMeasure,
            measure_rows(city),
            columns(MeasureRow),
            self.watch("管控措施 · measures", measures),
        )
        mark(city)
        rate_units(city, writer.levels)
        rows = city.units.rows
        bulk.fill(Enterprise, rows, columns(UnitRow), self.watch("生产经营单位 · units", len(rows)))
        bulk.fill(Site, site_rows(city), columns(SiteRow))
        bulk.create(listings(city))
        work.tell((drawn, place_box(drawn.lon, drawn.lat)) for drawn in unit_drawings(city))
        duties = city.society.roster.duties
        bulk.fill(Duty, duties, columns(DutyRow), self.watch("人员职责 · duties", len(duties)))
        bulk.fill(DepartmentDuty, city.society.department_duties, columns(DepartmentDutyRow))

    def _hazards(self, work: bulk.Filling) -> None:
        hazards, pictures = hazard_rows(self.city), photos()
        advance = self.watch("隐患 · hazards", len(hazards))
        for picture in pictures:
            bulk.keep_picture(picture)
        bulk.create(hazards)
        bulk.create(upload_rows(self.city, pictures))
        for hazard, past in zip(hazards, self.city.pasts, strict=True):
            for step in past.steps:
                write_step(hazard, step)
            advance(1)
        work.tell(_drawn(hazards))

    def _surveys(self, work: bulk.Filling) -> None:
        """Clocks that have run as long as the duties, and the last rounds."""
        celltree.forget()
        city, walkers = self.city, walkers_now()
        begins = china_day(city.now - DUTIES_SINCE)
        cells = [(cell.id, cell.level) for cell in celltree.tree().cells.values()]
        begin_all([cell for cell, _ in cells if cell in walkers], begins)
        made = list(rows(walks(cells, walkers, city.now, city.pack, KEPT), city.pack))
        self.watch("四查 · surveys", len(made))(keep_all(ACTOR, made))
        found = waiting(city, walkers)
        bulk.create(found.proposals)
        bulk.create(found.reports)
        work.count(tallies.fill(china_day(city.now)))

    def _inspections(self) -> None:
        """Checklists, and what was inspected by them: hazards found, and the last rounds of those who log in."""
        checklists.load()
        versions = [(row, from_plain(row.content)) for row in Checklist.objects.order_by("pk")]
        found = book(self.city, versions)
        bulk.create(found.inspections)
        bulk.create(found.results)
        self.watch("检查 · inspections", len(found.inspections))(len(found.inspections))

    def _desks(self) -> None:
        """Sensors, the roster, what the public reported. No alarm is open: what rings is for the visitor to see."""
        found = sensors(self.city)
        bulk.create(found)
        bulk.create(shifts(self.city))
        self.watch("传感器 · sensors", len(found))(len(found))
        bulk.create(keepers())
        bulk.create(reports(self.city))

    def _layers(self) -> None:
        """Further layers, computed ones too; they are told of by themselves."""
        layers.ensure_standard()
        contents = layer_contents(self.city)
        advance = self.watch("图层 · layers", len(contents))
        for code, features in contents.items():
            filled = layers.fill(ACTOR, BY_CODE[code], features, origin=ORIGIN)
            if isinstance(filled, Refusal):
                raise ValueError(f"layer {code}: {filled.code}")
            advance(1)


def _drawn(hazards: Iterable[Hazard]) -> Iterator[tuple[HazardDrawn, Box]]:
    for hazard in hazards:
        drawn = hazard_drawn(hazard)
        yield drawn, place_box(drawn.lon, drawn.lat)
