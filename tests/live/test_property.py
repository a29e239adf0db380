"""For random sequences of actions and every kind of viewer: apply(snapshot(t0), ops) == snapshot(t1).

The same cases are kept in `tests/fixtures/replay.json` for the browser's twin; `SAFEGRID_BLESS=1 pytest tests/live -k
fixture` writes them anew.
"""

import json
import os
import random
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from django.db import connection

from factories import viewer
from live.facts import empty_log, kept, truth
from live.life import Life
from live.screen import state_of
from safegrid.domain.counts import COLUMNS
from safegrid.domain.drawn import AlarmDrawn, HazardDrawn, PointDrawn, UnitDrawn
from safegrid.domain.scope import Scope, Tier
from safegrid.domain.state import ScreenState, apply_all
from safegrid.live.batch import batch_of, latest
from safegrid.live.sequencer import move
from safegrid.store.models import Outbox
from safegrid.store.queries import drawn as drawn_queries
from safegrid.store.queries.log import read_after
from safegrid.store.queries.snapshot import snapshot
from safegrid.store.resume import read

pytestmark = pytest.mark.database

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "replay.json"


def log_after(seq):
    with connection.cursor() as cursor:
        return read_after(cursor, seq, limit=100_000)


def sent(chance, rows, scope):
    """Ops as a socket may send them: in slices, some of them coalesced."""
    ops = []
    while rows:
        n = chance.randint(1, 40)
        batch = batch_of(rows[:n], scope)
        batch = latest(batch.parts) if chance.random() < 0.5 else batch
        ops += json.loads(batch.text)
        rows = rows[n:]
    return ops


def run_rounds(city, own, chance, rounds, things):
    """Yield (name, viewer, snapshot before, ops, snapshot after) for each watcher after each round."""
    life = Life(city, chance)
    empty_log()
    for _ in range(rounds):
        watchers = {name: viewer(person) for name, person in life.watchers.items()}
        before = {name: json.loads(json.dumps(snapshot(one))) for name, one in watchers.items()}
        for _ in range(things // 5):
            life.live(5)
            if chance.random() < 0.7:
                move(own, chance.randint(1, 9))
        while Outbox.objects.exists():
            move(own)
        assert kept() == truth()
        for name, one in watchers.items():
            overlap = chance.randrange(20)
            rows = log_after(max(0, read(before[name]["token"]).seq - overlap))
            after = json.loads(json.dumps(snapshot(one)))
            yield name, one, before[name], sent(chance, rows, one.scope), after
        # The next round starts while events still wait: a snapshot may then be ahead of its own position.
        life.live(3)
    assert {
        "report",
        "verify",
        "order",
        "rerate",
        "move",
        "retire",
        "unit",
        "duty",
        "raise_alarm",
        "handle_alarm",
        "publish",
        "survey",
        "overdue",
    } <= set(life.done), life.done


@pytest.mark.parametrize("tier", [Tier.ALL, Tier.HOT, Tier.RED])
def test_a_screen_that_follows_shows_what_a_fresh_one_shows(city, connect, monkeypatch, tier):
    monkeypatch.setattr(drawn_queries, "choose_tier", lambda _scope: tier)
    chance = random.Random(tier.value)
    changed = 0
    for name, one, before, ops, after in run_rounds(city, connect(), chance, 3, 55):
        followed = apply_all(state_of(before), ops, one.scope)
        fresh = state_of(after)
        assert followed.objects == fresh.objects, name
        assert followed.counts == fresh.counts, name
        changed += bool(ops) and before["objects"] != after["objects"]
    assert changed > 8


def test_the_fixture_for_the_browser_holds_here_too(city, connect):
    if os.environ.get("SAFEGRID_BLESS"):
        bless(city, connect())
    cases = json.loads(FIXTURE.read_text("utf-8"))["cases"]
    assert len(cases) >= 12
    for case in cases:
        scope = scope_from(case["scope"])
        assert scope.hash == case["scope"]["hash"]
        state = apply_all(state_of(case["snapshot"]), case["ops"], scope)
        expected = state_of(case["snapshot"] | case["expected"])
        assert (state.objects, state.counts) == (expected.objects, expected.counts), case["name"]
        assert apply_all(state, case["ops"], scope) == state


def test_the_fixture_has_the_shapes_of_today():
    found = json.loads(FIXTURE.read_text("utf-8"))
    assert found["columns"] == list(COLUMNS)
    seen = set()
    for case in found["cases"]:
        for shape in (PointDrawn, UnitDrawn, HazardDrawn, AlarmDrawn):
            names = {field.name for field in fields(shape)}
            for row in case["snapshot"]["objects"][shape.entity]:
                assert set(row) == names
                seen.add(shape)
        seen |= {op["o"] for op in case["ops"]}
    assert seen == {PointDrawn, UnitDrawn, HazardDrawn, AlarmDrawn, "upsert", "remove", "counts", "boundary"}


def bless(city, own):
    """Write the cases: two rounds for every watcher, one tier each in turn."""
    chance = random.Random(12)
    cases = []
    for n, (name, one, before, ops, after) in enumerate(run_rounds(city, own, chance, 2, 45)):
        tier = list(Tier)[n % 3]
        parts = {"tier": tier.value, "objects": held(before, one.scope, tier), "counts": before["counts"]}
        expected = {"objects": held(after, one.scope, tier), "counts": after["counts"]}
        cases.append(
            {"name": name, "scope": before["scope"], "snapshot": parts, "ops": ops, "expected": expected}
        )
    text = json.dumps({"columns": list(COLUMNS), "cases": cases}, ensure_ascii=False, separators=(",", ":"))
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_text(text.replace('{"name":', '\n{"name":') + "\n", "utf-8")


def held(found, scope, tier):
    """Objects of a snapshot that a screen of this tier keeps."""
    everything = state_of(found)
    rows = [{"o": "upsert", "e": e, "d": asdict(d)} for (e, _), d in everything.objects.items()]
    kept_here = apply_all(ScreenState(tier), rows, scope).objects
    return {
        entity: [row for row in found["objects"][entity] if (entity, row["id"]) in kept_here]
        for entity in found["objects"]
    }


def scope_from(wire):
    """The scope of a snapshot as a screen reads it."""

    def cells(ids):
        return None if ids is None else frozenset(ids)

    return Scope(
        cells=cells(wire["cells"]),
        units=frozenset(wire["units"]),
        industries=frozenset((letter, cells(area)) for letter, area in wire["industries"]),
        mask=frozenset(wire["mask"]),
    )
