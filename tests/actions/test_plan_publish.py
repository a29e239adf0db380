"""A plan takes force: everything has its owner, everybody hears of it once, and history stays."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from factories import (
    add_duty,
    make_city,
    make_feature,
    make_layer,
    make_person,
    make_point,
    make_unit,
    make_upload,
    recount,
    viewer,
)
from live.facts import kept, truth
from plan_kit import (
    check_ground,
    draw,
    east_half,
    made_by,
    new_plan,
    planner_of,
    publish,
    published,
    wrong_owners,
)
from safegrid.actions import moved, plan_publish, plans
from safegrid.actions.hazards import Outcome, create
from safegrid.actions.kiosks import hash_of
from safegrid.actions.places import Where
from safegrid.domain import counts
from safegrid.domain.events import (
    AccessChanged,
    BoundaryPublished,
    Bulk,
    Changed,
    LayerChanged,
    decode,
    encode,
    tally,
)
from safegrid.domain.hazards import Cmd, Command
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Role
from safegrid.domain.scope import sees
from safegrid.store.models import (
    BoundaryPlan,
    BoundaryVersion,
    CellBoundary,
    Duty,
    EventItem,
    GridCell,
    Hazard,
    Kiosk,
    Notice,
    Outbox,
    PublicReport,
    RiskPoint,
    SequencerState,
    Site,
    Takeover,
    User,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def city():
    SequencerState.objects.get_or_create(pk=1)
    return make_city()


@pytest.fixture
def planner(city):
    return planner_of(city)


def events():
    return [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]


def told(kind):
    return [event for event in events() if isinstance(event, kind)]


def counted():
    """The kept counts with what the events in the outbox will do to them."""
    return counts.add([(kept(), 1), *((tally(event), 1) for event in events())])


def point_at(city, where, east, north=0.5, **more):
    point = make_point(city, where, **more)
    at = Point(*city.spot(where, east, north), srid=4326)
    RiskPoint.objects.filter(pk=point.pk).update(geom=at, owner_point=at)
    point.refresh_from_db()
    return point


def report(person, **where):
    fields = {
        "claimed": "general", "category": "leak", "text": "渗漏", "found_at": timezone.now().isoformat(),
        "photos": [str(make_upload(person))], "override_duplicate": True,
    }  # fmt: skip
    made = create(viewer(person), Where(**where), Command(Cmd.REPORT, fields))
    assert isinstance(made, Outcome), made
    return Hazard.objects.get(pk=made.hazard)


@pytest.fixture
def scene(city):
    """In c1: a unit with a site in each half, points in both, hazards and a feature in the east; an inspector."""
    unit = make_unit(city, "c1")
    Site.objects.filter(unit=unit).update(geom=Point(*city.spot("c1", 0.2), srid=4326))
    Site.objects.create(unit=unit, geom=Point(*city.spot("c1", 0.8), srid=4326), cell=city["c1"], main=False)
    west, east = point_at(city, "c1", 0.2, unit=unit), point_at(city, "c1", 0.8, unit=unit)
    inspector = make_person(Role.INS, city["c1"], name="王格")
    lon, lat = city.spot("c1", 0.9)
    hazards = [
        report(inspector, point=east.pk),
        report(inspector, lon=lon, lat=lat),
        report(inspector, unit=unit.pk),
    ]
    layer = make_layer("schools")
    feature = make_feature(city, layer, "c1")
    feature.owner_point = feature.geom = Point(lon, lat, srid=4326)
    feature.save()
    Outbox.objects.all().delete()
    recount()
    return {
        "unit": unit,
        "west": west,
        "east": east,
        "inspector": inspector,
        "hazards": hazards,
        "layer": layer,
    }


def test_what_the_public_reported_belongs_to_the_new_ground(city, planner, scene):
    made = {
        east: PublicReport.objects.create(
            number=f"JB-{east}", code_hash=f"{east}", digest="", cell=city["c1"], category="fire", text="x",
            geom=Point(*city.spot("c1", east), srid=4326), received_at=timezone.now(),
        )
        for east in (0.2, 0.9)
    }  # fmt: skip
    publish(planner, draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c1")))
    now = {east: PublicReport.objects.get(pk=row.pk).cell for east, row in made.items()}
    assert now[0.9].retired_at is None
    assert now[0.2] != now[0.9]
    assert {now[east].pk == city["c1"].pk for east in now} == {True, False}


def test_a_split_moves_what_lies_in_the_new_half(city, planner, scene):
    plan = draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c1"))
    done = published(planner, plan)
    new = made_by(plan)
    assert wrong_owners() == []
    check_ground()
    assert done.moved == {"point": 1, "unit": 0, "hazard": 2, "alarm": 0, "feature": 1}
    assert new.code == "411002001003"
    assert new.parent == city["t1"]
    scene["east"].refresh_from_db()
    assert (scene["east"].cell, scene["east"].version) == (new, 2)
    third = scene["hazards"][2]
    third.refresh_from_db()
    assert (third.cell, third.touched) == (city["c1"], [new.pk])
    plan.refresh_from_db()
    assert (plan.status, plan.published) == ("published", done.version)
    (ground,) = told(BoundaryPublished)
    assert ground.version == done.version.pk
    assert {new.pk, city["c1"].pk} <= set(ground.cells)
    assert [e.code for e in told(LayerChanged)] == ["schools"]


def test_everything_that_moved_is_told_of_once_with_its_versions(city, planner, scene):
    plan = draw(planner, new_plan(planner, city, "t1"), **east_half(city, "c1"))
    published(planner, plan)
    new = made_by(plan).pk
    changes = told(Changed)
    assert len({(c.entity, c.id) for c in changes}) == len(changes)
    moved_ = {
        (c.entity, c.id): (c.before.cell, c.after.cell) for c in changes if c.before.cell != c.after.cell
    }
    assert moved_ == {
        ("point", scene["east"].pk): (city["c1"].pk, new),
        ("hazard", scene["hazards"][0].pk): (city["c1"].pk, new),
        ("hazard", scene["hazards"][1].pk): (city["c1"].pk, new),
    }
    assert all(c.after.v == c.v == c.before.v + 1 for c in changes)
    entities = {c.entity for c in changes}
    assert entities == {
        "point",
        "unit",
        "hazard",
    }  # the unit's other site is elsewhere now: who sees it differs


def test_counts_stay_true(city, planner, scene):
    add_duty(make_person(), Role.OFF, city["c2"])
    recount()
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    officer = make_person(name="简官")
    draw(planner, plan, do="merge", into=city["c4"].pk, cells=[city["c5"].pk])
    new = plan.cells.get(name="新村").cell_id
    draw(planner, plan, do="assign", cell=new, leaders=[], officers=[officer.pk], inspectors=[])
    draw(planner, plan, do="dissolve", cell=city["c2"].pk)
    published(planner, plan)
    assert counted() == truth()
    assert wrong_owners() == []
    check_ground()


def test_much_is_told_of_in_bulk(city, planner, monkeypatch):
    monkeypatch.setattr(moved, "MOST_SINGLE", 3)
    for n in range(5):
        point_at(city, "c1", 0.7 + n / 100)
    recount()
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    published(planner, plan)
    (bulk,) = told(Bulk)
    items = [decode("changed", item.payload) for item in EventItem.objects.filter(batch=bulk.batch)]
    assert bulk.items == len(items) == 5
    assert [encode(item) for item in items] == [item.payload for item in EventItem.objects.order_by("pk")]
    assert {item.after.cell for item in items} == {made_by(plan).pk}
    assert told(Changed) == []
    assert counted() == truth()


def test_history_stays(city, planner):
    before = {b.cell_id: b.geom for b in CellBoundary.objects.all()}
    plan = draw(planner, new_plan(planner, city), do="merge", into=city["c1"].pk, cells=[city["c2"].pk])
    done = published(planner, plan)
    gone = GridCell.objects.get(pk=city["c2"].pk)
    assert gone.retired_at == done.version.published_at
    old = CellBoundary.objects.get(cell=gone)
    assert old.valid_during.upper == done.version.published_at
    assert old.geom == before[gone.pk]
    then = done.version.published_at - timedelta(seconds=1)
    assert (
        CellBoundary.objects.get(cell=city["c1"], valid_during__contains=then).geom == before[city["c1"].pk]
    )
    # The township is the same ground as before, so its boundary goes on.
    assert CellBoundary.objects.filter(cell=city["t1"]).count() == 1


def test_a_parents_outline_follows_its_communities(city, planner):
    plan = draw(
        planner, new_plan(planner, city, "a"), do="change_parent", cell=city["c2"].pk, parent=city["t2"].pk
    )
    published(planner, plan)
    check_ground()
    for name in ("t1", "t2"):
        shape = CellBoundary.objects.get(cell=city[name], valid_during__endswith=None).geom
        below = CellBoundary.objects.filter(cell__parent=city[name], valid_during__endswith=None)
        assert shape.equals(below[0].geom if len(below) == 1 else below[0].geom.union(below[1].geom))
    assert CellBoundary.objects.filter(cell=city["a"]).count() == 1
    assert GridCell.objects.get(pk=city["c2"].pk).parent == city["t2"]
    then, now = CellBoundary.objects.filter(cell=city["c2"]).order_by("pk")
    assert (then.parent, then.name, then.geom) == (city["t1"], "南关社区", now.geom)


def test_posts_change_with_the_ground(city, planner):
    stays, goes, comes = (make_person(name=name) for name in ("留任", "离任", "新任"))
    add_duty(stays, Role.OFF, city["c1"])
    add_duty(goes, Role.INS, city["c1"])
    merged = make_person(Role.INS, city["c2"], name="并入")
    wall = Kiosk.objects.create(name="屏", cell=city["c2"], token_hash=hash_of("x"), made_by=goes)
    recount()
    plan = draw(planner, new_plan(planner, city), do="merge", into=city["c1"].pk, cells=[city["c2"].pk])
    posts = {"leaders": [], "officers": [stays.pk], "inspectors": [comes.pk, merged.pk]}
    draw(planner, plan, do="assign", cell=city["c1"].pk, **posts)
    done = published(planner, plan)
    now = done.version.published_at
    held = Duty.objects.filter(ends_at=None, cell=city["c1"]).values_list("person", "role")
    assert set(held) == {(stays.pk, "OFF"), (comes.pk, "INS"), (merged.pk, "INS")}
    assert Duty.objects.get(person=stays).starts_at < now
    assert set(Duty.objects.filter(ends_at=now).values_list("person", flat=True)) == {goes.pk, merged.pk}
    assert {e.viewer for e in told(AccessChanged)} == {
        *(f"user:{p.pk}" for p in (goes, comes, merged)),
        f"kiosk:{wall.pk}",
    }
    assert User.objects.get(pk=stays.pk).access_version == 1
    wall.refresh_from_db()
    assert wall.revoked_at == now
    assert counted() == truth()


def test_an_inspector_loses_what_moved_away(city, planner, scene):
    other = make_person(Role.INS, city["c2"])
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    draw(planner, plan, do="merge", into=city["c2"].pk, cells=[plan.cells.get(name="新村").cell_id])
    published(planner, plan)
    change = next(c for c in told(Changed) if c.entity == "point")
    before, after = viewer(scene["inspector"]).scope, viewer(other).scope
    assert sees(before, change.before)
    assert not sees(before, change.after)
    assert sees(after, change.after)


def test_open_hazards_wait_to_be_taken_over(city, planner, scene):
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    new = plan.cells.get(name="新村").cell_id
    heir = make_person(name="林接")
    draw(planner, plan, do="assign", cell=new, leaders=[], officers=[], inspectors=[heir.pk])
    done = published(planner, plan)
    assert done.takeovers == 2
    assert set(Takeover.objects.values_list("hazard", "source", "target")) == {
        (hazard.pk, city["c1"].pk, new) for hazard in scene["hazards"][:2]
    }
    (notice,) = Notice.objects.filter(code="takeover_new")
    assert notice.person == heir
    assert notice.text == "方案 · 2"


def test_lines_and_areas_are_seen_from_what_they_enter(city, planner):
    (west, south), (east, north) = city.spot("c1", 0.1, 0.1), city.spot("c1", 0.9, 0.2)
    line = make_point(city, "c1", shape=f"LINESTRING({west} {south}, {east} {north})")
    RiskPoint.objects.filter(pk=line.pk).update(owner_point=Point(*city.spot("c1", 0.3, 0.12), srid=4326))
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    published(planner, plan)
    line.refresh_from_db()
    assert (line.cell, line.touched, line.version) == (city["c1"], [made_by(plan).pk], 2)


def test_retired_points_and_closed_units_move_silently(city, planner):
    point, unit = point_at(city, "c1", 0.8), make_unit(city, "c1")
    Site.objects.filter(unit=unit).update(geom=Point(*city.spot("c1", 0.8), srid=4326))
    RiskPoint.objects.filter(pk=point.pk).update(retired_at=timezone.now())
    type(unit).objects.filter(pk=unit.pk).update(closed_at=timezone.now())
    plan = draw(planner, new_plan(planner, city), **east_half(city, "c1"))
    published(planner, plan)
    assert wrong_owners() == []
    assert told(Changed) == []


def test_refusals_publish_nothing(city, planner):
    empty = new_plan(planner, city)
    assert publish(planner, empty) == Refusal("PLAN_EMPTY")
    plan = draw(planner, empty, **east_half(city, "c1"))
    assert publish(planner, plan, ()) == Refusal("PLAN_WARNINGS", (("codes", "POSTS_VACANT"),))
    neighbour, leader = planner_of(city, "b"), viewer(make_person(Role.LEAD, city["city"]))
    assert publish(neighbour, plan) == Refusal("NOT_FOUND")
    assert publish(leader, plan) == Refusal("NOT_YOUR_DUTY")
    stale = plan_publish.publish(planner, plan.pk, 1, ())
    assert isinstance(stale, Refusal)
    assert stale.code == "PLAN_CHANGED"
    alone = draw(
        planner, new_plan(planner, city), do="change_parent", cell=city["c3"].pk, parent=city["t1"].pk
    )
    assert publish(planner, alone) == Refusal("PLAN_ERRORS", (("count", 1),))  # nothing left of that township
    assert plans.abandon(planner, plan.pk, plan.version) is not None
    assert publish(planner, plan) == Refusal("PLAN_NOT_OPEN", (("status", "abandoned"),))
    assert BoundaryVersion.objects.count() == 1
    assert not Outbox.objects.exists()


def test_whoever_comes_second_is_told_what_came_between(city, planner):
    first = draw(planner, new_plan(planner, city, "t1", name="第一"), **east_half(city, "c1"))
    second = draw(planner, new_plan(planner, city, "t3", name="第二"), **east_half(city, "c4"))
    done = published(planner, first)
    refused = publish(planner, second)
    assert isinstance(refused, Refusal)
    assert refused.code == "BASE_MOVED"
    assert dict(refused.params)["name"] == "第一"
    assert dict(refused.params)["version"] == done.version.pk
    assert BoundaryPlan.objects.get(pk=second.pk).status == "draft"
