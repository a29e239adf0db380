"""Work on a whole city: killed in the middle it goes on where it was, and comes to what an uninterrupted run comes to."""

import random
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from factories import make_point, make_unit, recount
from live.facts import empty_log, kept, truth, unsequenced
from live.processes import Manage, until
from safegrid.actions import moved, owners, rules
from safegrid.domain import counts
from safegrid.domain.events import Changed, RulesChanged, decode
from safegrid.store import packs
from safegrid.store.models import Enterprise, EventItem, Outbox, OwnerCheck, RiskPoint, RulesInForce

pytestmark = pytest.mark.database

POINTS = 600
OTHER_RULES = "national"


@pytest.fixture
def full(city, monkeypatch):
    """Many points, rated by today's rules, whose stored levels are not what their inputs say."""
    chance = random.Random(3)
    places = ("c1", "c2", "c3", "c4", "c0")
    units = [make_unit(city, where) for where in places]
    rows = [make_point(city, where, unit=unit, level=1) for where, unit in zip(places, units, strict=True)]
    copies = [chance.choice(rows) for _ in range(POINTS)]
    RiskPoint.objects.bulk_create(_copy(row, chance.randrange(1, 5), n) for n, row in enumerate(copies))
    while rules.take_force():
        pass
    empty_log()
    return city


def _copy(row, level, n):
    names = (
        "unit_id",
        "cell_id",
        "category",
        "geom",
        "owner_point",
        "method",
        "inputs",
        "pack_id",
        "pack_version",
    )
    values = {name: getattr(row, name) for name in names}
    values["reasons"] = [{**row.reasons[0], "candidate": level}]
    return RiskPoint(**values, name=f'点 "{n}"', inherent=level, base=level, live=level, firm=level)


def rated():
    columns = ("pk", "inherent", "base", "live", "firm", "reasons", "version", "pack_id", "pack_version")
    units = ("pk", "live", "supervision", "reasons", "version", "pack_version")
    return [
        list(RiskPoint.objects.order_by("pk").values_list(*columns)),
        list(Enterprise.objects.order_by("pk").values_list(*units)),
    ]


def owned():
    return list(RiskPoint.objects.order_by("pk").values_list("pk", "cell_id", "version"))


def asked(state):
    """How many had their turn; none before a process has begun."""
    return sum(state.objects.values_list("done", flat=True))


def told():
    """What happened to each object, told alone or as an item: entity, id, version, from what to what."""
    events = [decode(row.kind, row.payload) for row in Outbox.objects.all()]
    events += [decode("changed", item.payload) for item in EventItem.objects.all()]
    changes = sorted(
        (e.entity, e.id, e.v, str(e.before), str(e.after)) for e in events if isinstance(e, Changed)
    )
    return changes, [type(e) for e in events].count(RulesChanged)


def test_an_operator_sees_how_far_it_is(full, capsys):
    call_command("owners", "status")
    assert "尚未核对" in capsys.readouterr().out
    other = replace(packs.current(), id="other")
    rules.begin(other)
    rules.step(other, 100)
    call_command("rules", "status")
    assert "100 / 605" in capsys.readouterr().out
    owners.begin()
    owners.step(owners.Ground(), 2)
    call_command("owners", "status")
    assert "2 / 610" in capsys.readouterr().out
    with pytest.raises(CommandError, match="5000"):
        call_command("rules", "rate", "--chunk=5001")


def undisturbed(work, *reads):
    """What a run without interruption would come to; nothing of it is kept."""
    with transaction.atomic():
        work()
        found = [read() for read in reads]
        transaction.set_rollback(True)
    return found


def killed_and_run_again(command, done, total):
    """Start it, kill it after some chunks, three times; then let it end. Returns how far it was at each death."""
    deaths = []
    for share in (0.1, 0.3, 0.6):
        command.start()
        until(lambda s=share: done() >= s * total, 60, what=command.output)
        command.kill()
        deaths.append(done())
    command.start()
    assert command.wait() == 0, command.output()
    return deaths


def test_rating_again_is_killed_three_times_and_comes_to_the_same(full, database_url, tmp_path, settings):
    def rate():
        while rules.step(packs.current(), 10):
            pass

    def begin_and_rate():
        rules.begin(packs.current())
        rate()

    settings.PACKS = [OTHER_RULES]
    packs.on_day.cache_clear()
    wanted, (changes, _) = undisturbed(begin_and_rate, rated, told)
    command = Manage(database_url, tmp_path, "rules", "rate", "--chunk=10", SAFEGRID_PACKS=OTHER_RULES)
    total = RiskPoint.objects.count()
    deaths = killed_and_run_again(command, lambda: asked(RulesInForce), total)
    assert deaths[0] > 0
    assert deaths[-1] < total, "it was done before it was killed: the test proves nothing"
    assert rated() == wanted
    assert told() == (changes, 1)
    state = RulesInForce.objects.get()
    assert (state.finished, state.done, state.total) == (True, total, total)
    assert 0 < state.changed == sum(entity == "point" for entity, *_ in changes) < total
    assert counts.add([(kept(), 1), (unsequenced(), 1)]) == truth()
    assert f"{total} / {total}" in command.output()
    packs.on_day.cache_clear()


def test_owning_again_is_killed_three_times_and_comes_to_the_same(full, database_url, tmp_path):
    def own():
        ground = owners.Ground()
        owners.begin()
        while owners.step(ground, 10):
            pass

    cells = [full[name].pk for name in ("c1", "c2", "c3", "c4", "c5")]
    chance = random.Random(4)
    for pk in RiskPoint.objects.values_list("pk", flat=True):
        if chance.random() < 0.5:
            RiskPoint.objects.filter(pk=pk).update(cell_id=chance.choice(cells))
    recount()
    wanted, (changes, _) = undisturbed(own, owned, told)
    command = Manage(database_url, tmp_path, "owners", "mend", "--read=10")
    total = RiskPoint.objects.count()
    deaths = killed_and_run_again(command, lambda: asked(OwnerCheck), total)
    assert deaths[0] > 0
    assert deaths[-1] < total, "it was done before it was killed: the test proves nothing"
    assert owned() == wanted
    assert told() == (changes, 0)
    assert counts.add([(kept(), 1), (unsequenced(), 1)]) == truth()
    state = OwnerCheck.objects.get()
    assert (state.finished, state.done) == (True, state.total)
    assert state.changed == len(changes) > moved.MOST_SINGLE / 5
