"""The city in PostGIS: everything is there, told of once, and rated as the rules rate it."""

from io import StringIO

import psycopg2
import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory

from safegrid.actions import levels
from safegrid.actions.transaction import clock, unit_of_work
from safegrid.domain import counts
from safegrid.domain.events import BoundaryPublished, Bulk, Changed, Event, decode, encode, tally
from safegrid.domain.layer_table import STANDARD
from safegrid.domain.layers import Source
from safegrid.ingest.demo.city import City
from safegrid.ingest.demo.layers import ORIGIN
from safegrid.ingest.demo.load import fingerprint, loaded
from safegrid.ingest.demo.logins import PASSWORD, STORY_CELLS, STORY_UNIT
from safegrid.ingest.divisions import GIS_DATA
from safegrid.live.sequencer import move
from safegrid.store import packs
from safegrid.store.access import viewer_of_user
from safegrid.store.drawn import point_drawn, unit_drawn
from safegrid.store.models import (
    BoundaryVersion,
    CellBoundary,
    CellCount,
    CellShape,
    ControlMeasure,
    Duty,
    Enterprise,
    EventItem,
    EventLog,
    GridCell,
    Hazard,
    HazardStep,
    IdentityKeeper,
    Layer,
    LayerFeature,
    Outbox,
    PublicReport,
    RiskPoint,
    SequencerState,
    Site,
    Upload,
    User,
)
from safegrid.store.queries.layers import kinds_in_sight

from .conftest import MARK, ORDER

IMPORTED = [layer for layer in STANDARD if layer.source is Source.FEATURES]
pytestmark = [pytest.mark.database, pytest.mark.django_db, pytest.mark.usefixtures("loaded_city")]
COUNTED = """
SELECT coalesce(cell_id, 0), 'p' || firm, count(*) FROM store_riskpoint GROUP BY 1, 2
UNION ALL SELECT coalesce(cell_id, 0), 'b' || base, count(*) FROM store_riskpoint GROUP BY 1, 2
UNION ALL SELECT coalesce(s.cell_id, 0), 'u' || u.live, count(*)
  FROM store_enterprise u JOIN store_site s ON s.unit_id = u.id AND s.main GROUP BY 1, 2
UNION ALL SELECT cell_id, state, count(*) FROM store_hazard WHERE state NOT IN ('closed', 'rejected') GROUP BY 1, 2
UNION ALL SELECT d.cell_id, CASE d.role WHEN 'LEAD' THEN 'leaders' ELSE 'officers' END, count(*)
  FROM store_duty d JOIN store_gridcell c ON c.id = d.cell_id AND c.level = 4
  WHERE d.role IN ('LEAD', 'OFF') GROUP BY 1, 2
"""
SHAPES = """
SELECT bool_and(ST_IsValid(s.geom)), max(abs(ST_Area(s.geom) / ST_Area(ST_Transform(b.geom, 3857)) - 1)) FILTER (WHERE s.band = 3)
FROM store_cellshape s JOIN store_cellboundary b USING (cell_id)
"""


def test_everything_is_there(city: City) -> None:
    society, roster = city.society, city.society.roster
    expected = {
        GridCell: len(city.gazetteer.divisions),
        CellBoundary: 2_478 + 103 + 6 + 1,
        CellShape: 4 * (2_478 + 103 + 6 + 1),
        RiskPoint: ORDER.risk_points,
        Enterprise: ORDER.enterprises,
        Site: ORDER.enterprises + len(city.units.seconds),
        ControlMeasure: int(city.measures.sum()),
        User: len(roster.people),
        Duty: len(roster.duties),
        Hazard: len(city.pasts),
        HazardStep: sum(len(past.steps) for past in city.pasts),
        Upload: sum(len(past.photos) for past in city.pasts),
    }
    assert {model: model.objects.count() for model in expected} == expected
    assert len(society.departments) > 100


def test_reports_of_the_public_wait_for_the_storys_officer() -> None:
    reports = PublicReport.objects.select_related("cell__parent").order_by("pk")
    assert [report.state for report in reports] == ["waiting", "waiting", "declined"]
    officer = Duty.objects.get(person__username="jianguan")
    assert {report.cell.parent_id for report in reports if report.cell} == {officer.cell_id}
    assert IdentityKeeper.objects.get().person.username == "anwei"


def test_the_boundary_says_that_it_is_generated() -> None:
    version = BoundaryVersion.objects.get()
    assert "示意" in version.note
    assert loaded() == MARK


def test_cell_shapes_are_valid_in_every_band() -> None:
    with connection.cursor() as cursor:
        cursor.execute(SHAPES)
        valid, difference = cursor.fetchone()
    assert valid
    assert difference < 1e-9


def event(kind: str) -> Event:
    """The event of a kind, whether or not the sequencer has taken it."""
    row = Outbox.objects.filter(kind=kind).first() or EventLog.objects.filter(kind=kind).first()
    assert row is not None
    return decode(kind, row.payload)


def test_one_bulk_event_tells_of_every_object_once() -> None:
    bulk = event("bulk")
    assert isinstance(event("boundary"), BoundaryPublished)
    assert isinstance(bulk, Bulk)
    assert bulk.items == EventItem.objects.count()
    assert bulk.items == RiskPoint.objects.count() + Enterprise.objects.count() + Hazard.objects.count()
    for entity in ("point", "unit", "hazard"):
        item = EventItem.objects.filter(entity=entity).earliest("entity_id")
        changed = decode("changed", item.payload)
        assert isinstance(changed, Changed)
        assert (changed.before, changed.id) == (None, item.entity_id)


def test_an_item_draws_what_the_row_draws() -> None:
    for point in RiskPoint.objects.select_related("unit").filter(pk__in=range(1, 4_000, 131)):
        payload = EventItem.objects.get(entity="point", entity_id=point.pk).payload
        changed = decode("changed", payload)
        assert isinstance(changed, Changed)
        assert changed.after == point_drawn(point)
        assert encode(changed) == payload
    for unit in Enterprise.objects.filter(pk__in=range(1, 600, 61)):
        changed = decode("changed", EventItem.objects.get(entity="unit", entity_id=unit.pk).payload)
        assert isinstance(changed, Changed)
        assert changed.after == unit_drawn(unit, unit.sites.all())


def test_the_tally_is_what_the_tables_hold() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        held = {(cell, column): n for cell, column, n in cursor.fetchall()}
    columns = {column for _, column in held}
    told = {
        (cell, column): n
        for cell, row in tally(event("bulk")).items()
        for column, n in row.items()
        if column in columns
    }
    assert told == held
    assert {"p0", "p1", "p4", "b1", "u4", "reported", "rectifying", "leaders", "officers"} <= columns


def test_rating_again_changes_nothing() -> None:
    pack = packs.current()
    some = list(RiskPoint.objects.filter(pk__in=range(1, 4_000, 90)).values_list("pk", "unit_id"))
    hot = list(RiskPoint.objects.filter(hazards__isnull=False).values_list("pk", "unit_id")[:60])
    with unit_of_work("test", "test") as work:
        now = clock()
        for point_id, unit_id in some + hot:
            unit, point = levels.lock_unit(unit_id), levels.lock_point(point_id)
            levels.rate(work, point, unit, pack, now)
    assert work.events == []


def test_demo_people_can_log_in_and_nobody_else() -> None:
    request = RequestFactory().post("/api/login")
    for name in ("zhihui", "wangge", "qiye"):
        assert authenticate(request, username=name, password=PASSWORD) is not None
    stranger = User.objects.filter(username__startswith="qy").first()
    assert stranger is not None
    assert not stranger.has_usable_password()


def test_the_inspector_sees_three_communities() -> None:
    inspector = viewer_of_user(User.objects.get(username="wangge").pk)
    head = viewer_of_user(User.objects.get(username="qiye").pk)
    command = viewer_of_user(User.objects.get(username="zhihui").pk)
    assert inspector is not None
    assert len(inspector.scope.cells or ()) == STORY_CELLS
    assert head is not None
    assert head.scope.units == {STORY_UNIT}
    assert command is not None
    assert command.scope.cells is None


def test_a_second_run_leaves_the_city_alone() -> None:
    out = StringIO()
    call_command("build_demo_city", stdout=out)
    assert "--wipe" in out.getvalue()
    BoundaryVersion.objects.update(note=f"示意 demo:{fingerprint(ORDER, GIS_DATA)}")
    out = StringIO()
    arguments = [
        f"--enterprises={ORDER.enterprises}",
        f"--risk-points={ORDER.risk_points}",
        f"--seed={ORDER.seed}",
    ]
    call_command("build_demo_city", *arguments, stdout=out)
    assert "loaded already" in out.getvalue()
    assert RiskPoint.objects.count() == ORDER.risk_points


def test_too_small_a_city_is_refused() -> None:
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("build_demo_city", "--enterprises=5")


def test_the_table_of_log_ins_names_who_is_there() -> None:
    out = StringIO()
    User.objects.filter(username="guihua").update(username="gone")
    call_command("demo_logins", stdout=out)
    assert "wangge" in out.getvalue()
    assert "guihua" not in out.getvalue()


def test_new_rows_get_new_ids() -> None:
    last = RiskPoint.objects.order_by("pk").last()
    assert last is not None
    last.pk, last.uuid = None, "00000000-0000-4000-8000-000000000001"
    last.save(force_insert=True)
    assert last.pk == ORDER.risk_points + 1


def test_the_sequencer_takes_the_load(database_url: str) -> None:
    expected = {cell: counts.to_row(row) for cell, row in tally(event("bulk")).items()}
    database = psycopg2.connect(database_url)
    try:
        while move(database):
            pass
    finally:
        database.close()
    assert dict(CellCount.objects.values_list("cell_id", "n")) == expected
    assert not Outbox.objects.exists()
    assert SequencerState.objects.get().seq == EventLog.objects.count() == 3 + len(IMPORTED)


def test_every_layer_holds_something_and_is_told_of() -> None:
    heads = {layer.code: layer for layer in Layer.objects.all()}
    assert set(heads) == {layer.code for layer in STANDARD}
    chief = viewer_of_user(User.objects.get(username="zhihui").pk)
    assert chief is not None
    kinds = kinds_in_sight(chief.scope, heads.values())
    assert {code: kind for code, kind in kinds.items() if not sum(kind.values())} == {}
    # made empty, then filled
    assert {heads[layer.code].version for layer in IMPORTED} == {2}
    assert not LayerFeature.objects.exclude(origin=ORIGIN).exists()


def test_zones_keep_their_code_and_lie_on_the_ground_of_communities() -> None:
    zone = LayerFeature.objects.get(layer__code="zones", name="许昌经济技术开发区")
    assert zone.attrs["code"] == "411071000000"
    assert zone.cell is not None
    counties = set(
        GridCell.objects.filter(pk__in=[zone.cell_id, *zone.touched]).values_list("code", flat=True)
    )
    assert {code[:6] for code in counties} >= {"411003"}
    assert len(zone.touched) >= 20
