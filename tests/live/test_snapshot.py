"""The snapshot: what `sees` and `holds` say, drawn as `store.drawn` draws it, in one moment."""

import json
import threading
from dataclasses import asdict

import pytest
from django.utils import timezone

from factories import add_duty, make_person, make_point, make_unit, make_upload, recount, viewer
from live.facts import change_point, empty_log
from live.processes import until
from safegrid.actions.hazards import Where, create
from safegrid.domain import scope as scope_rules
from safegrid.domain.counts import COLUMNS
from safegrid.domain.events import decode
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.roles import Role
from safegrid.domain.scope import Tier, holds
from safegrid.live.sequencer import Sequencer
from safegrid.store.drawn import hazard_drawn, point_drawn, unit_drawn
from safegrid.store.models import (
    CellCount,
    Enterprise,
    EventLog,
    Hazard,
    Outbox,
    RiskPoint,
    SequencerState,
    Site,
)
from safegrid.store.queries.snapshot import NoLogError, snapshot
from safegrid.store.resume import read

pytestmark = pytest.mark.database

LINE = "LINESTRING(113.85 34.05, 113.95 34.05)"
AREA = "POLYGON((113.86 34.01, 113.87 34.01, 113.87 34.02, 113.86 34.02, 113.86 34.01))"


@pytest.fixture
def town(city):
    """Every kind of object, in sight of some and not of others."""
    works = make_unit(city, "c1", industry="C")
    mine = make_unit(city, "c3", industry="B")
    branch = city.spot("c2")
    Site.objects.create(
        unit=mine, geom=f"SRID=4326;POINT({branch[0]} {branch[1]})", cell=city["c2"], main=False
    )
    gone = make_unit(city, "c1")
    Enterprise.objects.filter(pk=gone.pk).update(closed_at=timezone.now())
    make_point(city, "c1", unit=works, level=1)
    make_point(city, "c3", unit=mine, level=2)
    make_point(city, "c4", level=0)
    make_point(city, "c0", level=3)
    line = make_point(city, "c1", shape=LINE, level=4)
    RiskPoint.objects.filter(pk=line.pk).update(touched=[city["c2"].pk])
    make_point(city, "c1", shape=AREA)
    RiskPoint.objects.filter(pk=make_point(city, "c1").pk).update(retired_at=timezone.now())
    for point in RiskPoint.objects.filter(retired_at=None, cell__isnull=False):
        reporter = make_person(Role.OFF, point.cell)
        given = {
            "claimed": "general",
            "category": "leak",
            "text": "渗漏",
            "found_at": timezone.now().isoformat(),
            "photos": [str(make_upload(reporter))],
        }
        create(viewer(reporter), Where(point=point.pk), Command(Cmd.REPORT, given))
    Hazard.objects.filter(pk=Hazard.objects.first().pk).update(state="closed")
    return Town(city, works, mine)


class Town:
    def __init__(self, city, works, mine):
        self.city, self.works, self.mine = city, works, mine
        self.people = {
            "chief": make_person(Role.CMD, city["city"]),
            "township": make_person(Role.LEAD, city["t1"]),
            "inspector": make_person(Role.INS, city["c3"]),
            "other county": make_person(Role.SUP, city["b"]),
            "industry in county": make_person(Role.DEP, city["a"], industry="C"),
            "industry in city": make_person(Role.DEP, city["city"], industry="B"),
            "enterprise": make_person(Role.ENT_H, unit=mine),
            "nobody": make_person(),
        }
        both = make_person(Role.INS, city["c4"])
        add_duty(both, Role.ENT_S, unit=works)
        self.people["two duties"] = both


def all_drawn():
    yield from (point_drawn(p) for p in RiskPoint.objects.select_related("unit").order_by("pk"))
    yield from (unit_drawn(u, u.sites.all()) for u in Enterprise.objects.order_by("pk"))
    yield from (hazard_drawn(h) for h in Hazard.objects.select_related("unit").order_by("pk"))


def test_it_holds_what_the_rule_says_drawn_as_the_events_draw_it(town):
    everything = list(all_drawn())
    shown = set()
    for name, person in town.people.items():
        found = snapshot(viewer(person))
        for entity in ("point", "unit", "hazard"):
            expected = [
                json.loads(json.dumps(asdict(d)))
                for d in everything
                if d is not None and d.entity == entity and holds(viewer(person).scope, Tier.ALL, d)
            ]
            assert json.loads(json.dumps(found["objects"][entity])) == expected, (name, entity)
            shown.add((entity, len(expected)))
    assert len(shown) > 8  # the people of the test do see different things


@pytest.mark.parametrize(("limits", "tier"), [((2, 9), Tier.HOT), ((2, 1), Tier.RED), ((99, 1), Tier.ALL)])
def test_a_large_area_keeps_only_the_worst(town, monkeypatch, limits, tier):
    monkeypatch.setattr("safegrid.store.queries.drawn.ALL_POINTS_LIMIT", limits[0])
    monkeypatch.setattr("safegrid.store.queries.drawn.HOT_LIMIT", limits[1])
    monkeypatch.setattr(scope_rules, "ALL_POINTS_LIMIT", limits[0])
    monkeypatch.setattr(scope_rules, "HOT_LIMIT", limits[1])
    recount()  # what the sequencer keeps, of points that were made without it
    chief = viewer(town.people["chief"])
    found = snapshot(chief)
    assert found["tier"] == tier.value
    for entity in ("point", "unit", "hazard"):
        kept = {d.id for d in all_drawn() if d and d.entity == entity and holds(chief.scope, tier, d)}
        assert {d["id"] for d in found["objects"][entity]} == kept
    assert found["objects"]["point"]


def test_the_tree_has_what_is_in_sight_and_all_above_it(town):
    def names(person):
        return [row[2] for row in snapshot(viewer(town.people[person]))["tree"]]

    assert names("inspector") == ["许昌市", "魏都区", "东大街道", "灞陵社区"]
    assert len(names("chief")) == 11
    assert names("enterprise") == ["许昌市", "魏都区", "东大街道", "灞陵社区"]
    assert names("nobody") == []
    row = snapshot(viewer(town.people["inspector"]))["tree"][-1]
    cell = town.city["c3"]
    assert row[:2] + row[3:5] == [cell.pk, cell.code, 4, cell.parent_id]
    assert row[5:] == pytest.approx(town.city.spot("c3"), abs=0.06)


def test_counts_only_of_communities_in_sight(town):
    CellCount.objects.all().delete()
    for name in ("c1", "c3"):
        CellCount.objects.create(cell_id=town.city[name].pk, version=3, n=[1, 2])
    CellCount.objects.create(cell_id=0, version=1, n=[5])
    counts = {name: snapshot(viewer(person))["counts"] for name, person in town.people.items()}
    c1, c3 = ([town.city[n].pk, 3, [1, 2]] for n in ("c1", "c3"))
    assert counts["chief"] == [[0, 1, [5]], c1, c3]
    assert counts["township"] == [c1]
    assert counts["inspector"] == [c3]
    assert counts["enterprise"] == counts["industry in county"] == counts["nobody"] == []


def test_the_rest_of_what_a_page_starts_with(town):
    SequencerState.objects.update(seq=42)
    person = viewer(town.people["township"])
    found = json.loads(json.dumps(snapshot(person)))
    state = SequencerState.objects.get()
    assert found["epoch"] == str(state.epoch)
    assert found["columns"] == list(COLUMNS)
    assert found["boundary"] == town.city.version.pk
    assert found["scope"]["hash"] == person.scope.hash
    assert found["scope"]["cells"] == sorted(person.scope.cells)
    assert found["pack"]["index"]["ks"] > 0
    assert found["pack"]["index"]["point_weights"]["1"] == 40
    held = read(found["token"])
    assert (held.viewer, held.seq, held.tier, held.scope) == (person.key, 42, "all", person.scope.hash)
    assert "42" not in found["token"][:8]


def test_without_a_log_there_is_no_position_to_start_from(town):
    SequencerState.objects.all().delete()
    with pytest.raises(NoLogError):
        snapshot(viewer(town.people["chief"]))


def test_it_sees_one_moment_while_the_city_changes(city, database_url):
    """Counts, points and the position in the token belong together, however busy the sequencer is."""
    point = make_point(city, "c1", level=1)
    empty_log()
    stop = threading.Event()
    sequencer = threading.Thread(target=Sequencer(database_url).run, args=(stop,))
    sequencer.start()
    chief = viewer(make_person(Role.CMD, city["city"]))
    try:
        for n in range(15):
            change_point(point.pk, live=1 + n % 4, firm=1 + n % 4)
            found = snapshot(chief)
            position = read(found["token"]).seq
            (row,) = (n for cell, _, n in found["counts"] if cell == city["c1"].pk)
            shown = next(level for level in range(5) if row[level])
            told = _levels_told(position)
            assert shown == (told[-1] if told else 1)
        until(lambda: not Outbox.objects.exists())
        assert len(_levels_told(SequencerState.objects.get().seq)) == 15
    finally:
        stop.set()
        sequencer.join()


def _levels_told(position):
    rows = EventLog.objects.filter(seq__lte=position, kind="changed").order_by("seq")
    return [decode(row.kind, row.payload).after.live for row in rows]
