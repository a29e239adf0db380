"""A rule pack that takes force rates everything again, tells the screens once, and survives an interruption."""

import random
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.db import connection, transaction

from factories import make_city, make_point, make_unit
from live.life import Life
from safegrid.actions import levels, moved, rerating, rules
from safegrid.actions.transaction import clock, unit_of_work
from safegrid.domain import rating
from safegrid.domain.events import Bulk, Changed, RulesChanged, decode, encode
from safegrid.store import packs
from safegrid.store.models import Alarm, Enterprise, EventItem, Outbox, RiskPoint, RulesInForce

pytestmark = [pytest.mark.django_db, pytest.mark.database]

STRICTER = """
[pack]
id = "test_city"
jurisdiction = "411000"
valid_from = 2026-02-01
name = { zh = "试验", en = "test" }
source = "test"

[lec]
bands = [
  { from = 0, level = 3, zh = "低", en = "low" },
  { from = 20, level = 1, zh = "高", en = "high" },
]
"""


@pytest.fixture
def city():
    made = make_city()
    assert rules.take_force() == 0  # the pack of the day is in force, and nothing is rated by another
    return made


@pytest.fixture
def stricter(tmp_path, monkeypatch, settings):
    """Call it to bring another pack into force."""

    def bring():
        folder = shutil.copytree(packs.FOLDER, tmp_path / "packs")
        (folder / "test_city.toml").write_text(STRICTER, "utf-8")
        monkeypatch.setattr(packs, "FOLDER", folder)
        settings.PACKS = ["national", "test_city"]
        packs.on_day.cache_clear()
        return packs.current()

    yield bring
    packs.on_day.cache_clear()


def rated(unit):
    """A unit as the rules of today judge it."""
    with unit_of_work("test", "test") as work:
        levels.rate(work, None, levels.lock_unit(unit.pk), packs.current(), clock())
    Outbox.objects.all().delete()
    return unit


def events():
    return [decode(row.kind, row.payload) for row in Outbox.objects.order_by("pk")]


def test_points_and_their_units_follow_the_new_rules(city, stricter):
    unit = make_unit(city, "c1")
    point = make_point(city, "c1", unit=unit, level=4)  # L 1 × E 6 × C 7 = 42
    alone = rated(make_unit(city, "c1"))
    rated(unit)
    pack = stricter()
    assert rules.take_force() >= 2
    for row in (point, unit, alone):
        row.refresh_from_db()
    assert (point.inherent, point.base, point.live, point.firm) == (1, 1, 1, 1)
    assert unit.supervision == 1
    assert {(r.pack_id, r.pack_version) for r in (point, unit, alone)} == {(pack.id, pack.version)}
    told = events()
    assert [type(event) for event in told].count(RulesChanged) == 1
    assert isinstance(told[0], RulesChanged)
    assert {(e.entity, e.id) for e in told if isinstance(e, Changed)} == {
        ("point", point.pk),
        ("unit", unit.pk),
    }
    assert rules.take_force() == 0
    assert RulesInForce.objects.get().finished


def test_what_keeps_its_level_is_not_told_again(city, stricter):
    rated(make_unit(city, "c1"))
    stricter()
    rules.take_force()
    assert [type(event) for event in events()] == [RulesChanged]
    assert not Enterprise.objects.exclude(pack_id="test_city").exists()


def test_an_interrupted_change_goes_on_where_it_was_and_is_announced_once(city, stricter, monkeypatch):
    for _ in range(5):
        make_point(city, "c1", level=4)
    Outbox.objects.all().delete()
    stricter()
    with monkeypatch.context() as at:
        at.setattr(rules, "SECONDS", 0.0)
        assert rules.take_force() == 0  # no time at all: announced, nothing done yet
    assert not RulesInForce.objects.get().finished
    assert rules.step(packs.current(), 2) == 2
    assert RiskPoint.objects.filter(pack_id="test_city").count() == 2
    assert progress() == (5, 2, 2)
    assert rules.take_force() == 3
    assert RiskPoint.objects.filter(live=1).count() == 5
    told = events()
    assert [type(event) for event in told].count(RulesChanged) == 1
    assert len([e for e in told if isinstance(e, Changed)]) == 5
    assert progress() == (5, 5, 5)


def progress():
    state = RulesInForce.objects.get()
    return state.total, state.done, state.changed


def test_what_comes_out_the_same_is_not_written(city, stricter):
    """The row names the rules that gave its result first; the city's row says that these have judged it too."""
    same, other = make_point(city, "c1", level=1), make_point(city, "c1", level=4)
    was = written(same)
    stricter()
    rules.take_force()
    assert (written(same), progress()) == (was, (2, 2, 1))
    assert RiskPoint.objects.get(pk=other.pk).pack_id == "test_city"


def written(point):
    """Which version of the row this is to the database, its lock left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid, xmin, version, pack_id FROM store_riskpoint WHERE id = %s", [point.pk])
        return cursor.fetchone()


def test_a_rating_by_the_old_rules_that_comes_late_is_found(city, stricter):
    """A process that has not heard of the new pack rates a point whose turn is over; the log tells of it."""
    point, still = make_point(city, "c1", level=4), make_point(city, "c2", level=1)
    old = packs.current()
    pack = stricter()
    rules.begin(pack)
    while rules.step(pack) and RulesInForce.objects.get().done < 2:
        pass
    RiskPoint.objects.filter(pk=point.pk).update(inherent=4)  # 42 was "low" by the old rules
    with unit_of_work("test", "test") as work:
        levels.rate(work, levels.lock_point(point.pk), None, old, clock())
    assert RiskPoint.objects.get(pk=point.pk).live == 4
    assert rules.take_force() == 1
    point.refresh_from_db()
    assert (point.live, point.pack_id, RulesInForce.objects.get().finished) == (1, "test_city", True)
    still.refresh_from_db()
    assert still.pack_id == old.id


def test_what_is_written_between_the_look_and_the_lock_is_judged_again(city, stricter):
    same, assessed, retired, reported = (make_point(city, "c1", level=4) for _ in range(4))
    judge = rerating.Judge(stricter(), clock())
    seen = judge.differing(rerating.following(0, 10))
    assert {row.pk for row, _ in seen.rows} == {same.pk, assessed.pk, retired.pk, reported.pk}
    with transaction.atomic():  # another writer's rows have another transaction's number
        RiskPoint.objects.filter(pk=assessed.pk).update(inputs={"L": 1, "E": 1, "C": 1})
        RiskPoint.objects.filter(pk=retired.pk).update(retired_at=clock())
        now, at = clock(), reported.geom
        told = {
            "kind": "officer",
            "severity": "hh",
            "state": "dispatched",
            "verdict": "accident",
            "title": "爆炸",
        }
        Alarm.objects.create(number="1", geom=at, point=reported, raised_at=now, accident_at=now, **told)
    found = {row.pk: outcome for row, outcome in judge.locked(seen)}
    assert {pk: outcome.inherent for pk, outcome in found.items()} == {
        same.pk: 1,
        assessed.pk: 3,
        reported.pk: 1,
    }
    assert "ACCIDENT" in found[reported.pk].reasons
    assert "ACCIDENT" not in found[same.pk].reasons


def test_many_changes_are_told_in_bulk_from_the_next_chunk_on(city, stricter, monkeypatch):
    """However few are in each chunk: all of them together are the change."""
    for _ in range(6):
        make_point(city, "c1", level=4)
    Outbox.objects.all().delete()
    stricter()
    monkeypatch.setattr(moved, "MOST_SINGLE", 3)
    rules.begin(packs.current())
    while rules.step(packs.current(), 2):
        pass
    assert [type(event) for event in events()] == [RulesChanged, Changed, Changed, Bulk, Bulk]
    assert EventItem.objects.count() == 4


def test_retired_points_keep_the_rules_of_their_day(city, stricter):
    point = make_point(city, "c1", level=4)
    RiskPoint.objects.filter(pk=point.pk).update(retired_at="2026-01-05T00:00:00+00:00")
    stricter()
    rules.take_force()
    point.refresh_from_db()
    assert (point.base, point.pack_id) == (4, "henan_xuchang")


@pytest.mark.parametrize("singly", [0, 500])
def test_many_at_once_are_rated_as_one_by_one(city, stricter, monkeypatch, singly):
    """Whatever happened to them before: hazards, alarms, residual levels, lines, units with several sites."""
    life = Life(city, random.Random(singly))
    life.live(60)
    Enterprise.objects.filter(pk=life.units[0].pk).update(major_hazard=1)
    RiskPoint.objects.filter(pk=life.points[0].pk).update(direct=2)
    later = clock() + timedelta(days=30)
    RiskPoint.objects.filter(pk=life.points[1].pk).update(residual=3, residual_until=later)
    whole = Point(114, 34, srid=4326)  # 34.0 in the log, whoever writes it
    RiskPoint.objects.filter(pk=life.points[2].pk).update(geom=whole, owner_point=whole)
    Outbox.objects.all().delete()
    pack = stricter()
    with transaction.atomic():
        for point in RiskPoint.objects.select_related("unit").filter(retired_at=None).order_by("pk"):
            _assess_alone(point, pack)
            with unit_of_work("test", "test") as work:
                levels.rate(work, point, None, pack, clock())
        for unit in Enterprise.objects.order_by("pk"):
            with unit_of_work("test", "test") as work:
                levels.rate(work, None, unit, pack, clock())
        wanted, told = _state(), {_key(e) for e in events()}
        transaction.set_rollback(True)
    monkeypatch.setattr(moved, "MOST_SINGLE", singly)
    rules.take_force()
    assert _state() == wanted
    found = events()
    items = [decode("changed", item.payload) for item in EventItem.objects.all()]
    assert {_key(e) for e in (*found, *items) if isinstance(e, Changed)} == told
    assert bool(items) == (singly == 0)
    assert [encode(item) for item in items] == [item.payload for item in EventItem.objects.all()]


def _assess_alone(point, pack):
    inputs = {name.lower(): value for name, value in point.inputs.items()}
    rated = rating.rate(point.method, inputs, pack) if point.method else None
    point.inherent = rated.level if isinstance(rated, rating.Rating) else point.inherent
    if point.direct and point.unit is not None and point.unit.major_hazard:
        point.direct = pack.major_hazard.direct_level[point.unit.major_hazard]
    point.save(update_fields=["inherent", "direct"])


def _key(event):
    return encode(replace(event, cause=""))


def _state():
    columns = (
        "pk",
        "base",
        "live",
        "firm",
        "inherent",
        "direct",
        "reasons",
        "version",
        "pack_id",
        "pack_version",
    )
    units = ("pk", "supervision", "live", "reasons", "version", "pack_id", "pack_version")
    return (
        list(RiskPoint.objects.order_by("pk").values_list(*columns)),
        list(Enterprise.objects.order_by("pk").values_list(*units)),
    )
