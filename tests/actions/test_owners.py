"""Everything is given to the community whose ground it stands on; what is there already is neither written nor told."""

import random

import pytest
import shapely

from factories import make_city, make_feature, make_layer, recount
from live.facts import kept, truth, unsequenced
from live.life import Life
from safegrid.actions import moved, owners
from safegrid.domain import counts
from safegrid.domain.events import Bulk, Changed, LayerChanged, decode
from safegrid.domain.ownership import owner_of, touched
from safegrid.store.models import Alarm, EventItem, Hazard, LayerFeature, Outbox, OwnerCheck, RiskPoint, Site
from safegrid.store.queries.ownership import communities

pytestmark = [pytest.mark.django_db, pytest.mark.database]

STANDING = {
    Site: "geom",
    RiskPoint: "owner_point",
    Hazard: "geom",
    Alarm: "geom",
    LayerFeature: "owner_point",
}


@pytest.fixture
def life():
    """A city of many things, each where it belongs, and a log that has heard of them."""
    city = make_city()
    made = Life(city, random.Random(5))
    made.live(80)
    layer = make_layer()
    west, south = city.spot("c1", 0.8, 0.5)
    for where in ("c1", "c2", "c0"):
        make_feature(city, layer, where)
    make_feature(city, layer, "c1", shape=f"LINESTRING({west} {south}, {west + 0.02} {south})")
    run()
    Outbox.objects.all().delete()
    EventItem.objects.all().delete()
    recount()
    return made


def run(read=owners.READ, most=owners.CHUNK, steps=1_000_000):
    """Ask everything, or only some steps of it; return how many steps it took."""
    ground, n = owners.Ground(), 0
    owners.begin()
    while n < steps and owners.step(ground, read, most):
        n += 1
    return n


def disturb(chance, city):
    """As after a restore of old owners: some things belong anywhere, and nobody was told."""
    cells = [None, *(city[name].pk for name in ("c1", "c2", "c3", "c4", "c5"))]
    for model in STANDING:
        for row in model.objects.all():
            if chance.random() < 0.5:
                row.cell_id = chance.choice(cells)
                if hasattr(row, "touched"):
                    row.touched = chance.sample(cells[1:], chance.randrange(3))
                row.save()
    recount()


def state():
    """Who owns and touches what, and in which version."""
    found = {}
    for model in STANDING:
        names = {field.name for field in model._meta.fields}
        columns = ["pk", "cell_id", *(c for c in ("touched", "version") if c in names)]
        found[model.__name__] = list(model.objects.order_by("pk").values_list(*columns))
    return found


def told():
    """Every single change, whether it was told alone or as an item."""
    alone = [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]
    items = [decode("changed", item.payload) for item in EventItem.objects.order_by("pk")]
    return [event for event in (*alone, *items) if isinstance(event, Changed)]


@pytest.mark.parametrize("singly", [0, 500])
def test_every_owner_is_the_one_that_the_rule_names(life, monkeypatch, singly):
    monkeypatch.setattr(moved, "MOST_SINGLE", singly)
    disturb(random.Random(7), life.city)
    before = state()
    run(read=7, most=3)
    ground = communities()
    for model, column in STANDING.items():
        for row in model.objects.all():
            place = getattr(row, column)
            assert (row.cell_id or 0) == owner_of(place.x, place.y, ground), row
    for row in (*RiskPoint.objects.all(), *LayerFeature.objects.all()):
        if row.geom.geom_type != "Point":
            shape = shapely.from_wkb(bytes(row.geom.wkb))
            assert tuple(row.touched) == touched(shape, row.cell_id or 0, ground)
    for row in Hazard.objects.filter(point__isnull=False):
        assert row.touched == [cell for cell in row.point.touched if cell != row.cell_id]
    done = OwnerCheck.objects.get()
    assert (done.finished, done.done) == (True, done.total)
    assert done.total == sum(len(rows) for rows in before.values())
    assert counts.add([(kept(), 1), (unsequenced(), 1)]) == truth()
    assert bool(EventItem.objects.exists()) == (singly == 0)


def test_told_are_those_that_changed_and_no_others(life, monkeypatch):
    disturb(random.Random(8), life.city)
    before = state()
    run()
    after = state()
    assert before != after
    changed = {
        (name.lower(), new[0])
        for name, model in (("point", "RiskPoint"), ("hazard", "Hazard"), ("alarm", "Alarm"))
        for old, new in zip(before[model], after[model], strict=True)
        if old[:3] != new[:3]
    }
    retired = {
        ("point", pk) for pk in RiskPoint.objects.exclude(retired_at=None).values_list("pk", flat=True)
    }
    events = told()
    assert {(e.entity, e.id) for e in events if e.entity != "unit"} == changed - retired
    assert all(e.after.v == e.before.v + 1 and e.after != e.before for e in events)
    versions = [(old[3], new[3]) for old, new in zip(before["RiskPoint"], after["RiskPoint"], strict=True)]
    assert {new - old for old, new in versions} == {0, 1}
    kinds = [row.kind for row in Outbox.objects.all()]
    assert kinds.count(LayerChanged.kind) == 1
    assert Bulk.kind not in kinds


def test_asked_again_nothing_changes(life):
    disturb(random.Random(9), life.city)
    run()
    Outbox.objects.all().delete()
    before = state()
    run()
    assert state() == before
    assert not Outbox.objects.exists()
    assert OwnerCheck.objects.get().changed == 0


def test_interrupted_it_goes_on_and_comes_to_the_same(life):
    disturb(random.Random(10), life.city)
    assert run(read=10, most=4, steps=3) == 3
    part = OwnerCheck.objects.get()
    assert 0 < part.done < part.total
    assert not part.finished
    told_first = len(told())
    run(read=10, most=4)
    done = OwnerCheck.objects.get()
    assert (done.since, done.done, done.finished) == (part.since, done.total, True)
    events = [(e.entity, e.id) for e in told() if e.entity != "unit"]
    assert len(events) == len(set(events)) > 0
    assert len(told()) >= told_first
    before = state()
    run()
    assert state() == before


def test_it_may_start_anew(life):
    run(read=10, steps=2)
    assert OwnerCheck.objects.get().done > 10
    assert owners.begin(anew=True).done == 0
