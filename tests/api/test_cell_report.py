"""Figures per cell of a period: by the boundaries of the time or by today's, equal to looking at every object."""

import csv
import io
import random
import zipfile
from collections import Counter
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from factories import make_person, make_point, make_unit, viewer
from plan_kit import draw, east_half, made_by, new_plan, published
from safegrid.actions.transaction import unit_of_work
from safegrid.domain.cell_report import COLUMNS
from safegrid.domain.roles import Role
from safegrid.store.drawn import point_box, point_drawn
from safegrid.store.models import (
    AccessLog,
    BoundaryVersion,
    CellBoundary,
    EventItem,
    EventLog,
    Hazard,
    HazardStep,
    Outbox,
    RiskPoint,
    Site,
)

DAY = timedelta(days=1)


def make_hazard(city, place, *, reported, state="reported", major=False, steps=()):
    """A hazard at a place, with the steps (state, when) that it went through since it was reported."""
    number = f"T-{Hazard.objects.count()}"
    hazard = Hazard.objects.create(
        number=number, title=number, geom=Point(*place, srid=4326), category="leak", state=state, major=major,
        source="officer", found_at=reported, reported_at=reported, facts={},
    )  # fmt: skip
    came = "reported"
    for n, (to, at) in enumerate((("reported", reported), *steps), start=1):
        HazardStep.objects.create(hazard=hazard, n=n, command="x", from_state=came, to_state=to, at=at)
        came = to
    return hazard


@pytest.fixture
def history(town):
    """Objects all over the town; then the east of c1 becomes a community, and c2 joins c3."""
    random.seed(7)
    city, now = town.city, timezone.now()
    for i in range(40):
        where = random.choice(["c1", "c2", "c3", "c4", "c5", "c0"])
        spot = city.spot(where, random.choice([0.0, 0.25, 0.5, 0.75, 1.0]), random.choice([0.0, 0.3, 0.9]))
        at = Point(*spot, srid=4326)
        if i % 4 == 0:
            Site.objects.filter(unit=make_unit(city, "c1")).update(geom=at)
        elif i % 4 == 1:
            point = make_point(city, "c1", level=random.randint(0, 4))
            RiskPoint.objects.filter(pk=point.pk).update(geom=at, owner_point=at)
        else:
            make_hazard(city, spot, reported=now - random.randint(1, 9) * DAY, major=i % 3 == 0)
    planner = viewer(make_person(Role.PLN, city["city"]))
    plan = new_plan(planner, city, name="一期")
    draw(planner, plan, **east_half(city, "c1"))
    draw(planner, plan, do="merge", into=city["c3"].pk, cells=[city["c2"].pk])
    done = published(planner, plan)
    at = done.version.published_at
    return {"plan": plan, "before": at - timedelta(milliseconds=1), "at": at}


def asked(browser, *, since=None, until, path="/reports/cells", **more):
    since = since or timezone.now() - 30 * DAY
    return browser.read(path, since=since.isoformat(), until=until.isoformat(), **more)


def figures(answer):
    told = answer.json()
    assert told["columns"] == list(COLUMNS)
    return {line["name"]: dict(zip(COLUMNS, line["figures"], strict=True)) for line in told["lines"]}


def brute_force(at):
    """Ask the boundaries of a moment for every object on its own."""
    ground = list(
        CellBoundary.objects.filter(cell__level=4, valid_during__contains=at).order_by("cell__code")
    )

    def owner(place):
        return next((row.name or row.cell.name for row in ground if row.geom.intersects(place)), "")

    counted = Counter()
    for site in Site.objects.filter(main=True):
        counted[owner(site.geom), "units"] += 1
    for point in RiskPoint.objects.all():
        counted[owner(point.owner_point), f"b{point.base}"] += 1
    for hazard in Hazard.objects.all():
        counted[owner(hazard.geom), "found"] += 1
        counted[owner(hazard.geom), "found_major"] += hazard.major
        counted[owner(hazard.geom), hazard.state] += 1
    return {key: n for key, n in counted.items() if n}


@pytest.mark.parametrize("ground", ["then", "now"])
def test_figures_are_those_of_looking_at_every_object(town, history, as_, ground):
    # Everything was there before the plan took force, and nothing has changed but the ground.
    told = asked(as_(town.command), until=history["before"], ground=ground, level=4)
    flat = {(name, column): n for name, row in figures(told).items() for column, n in row.items() if n}
    assert flat == brute_force(history["before"] if ground == "then" else timezone.now())
    assert ("新村" in figures(told)) is (ground == "now")
    assert ("南关社区" in figures(told)) is (ground == "then")
    assert told.json()["current"] is (ground == "now")
    total = dict(zip(COLUMNS, told.json()["total"]["figures"], strict=True))
    assert (total["units"], total["found"]) == (12, 20)


def test_cells_above_are_the_sums_of_their_communities(town, history, as_):
    by_level = {
        level: figures(asked(as_(town.command), until=history["before"], level=level)) for level in (2, 3, 4)
    }
    assert list(by_level[3]) == ["西大街道", "东大街道", "将官池镇", ""]
    for column in COLUMNS:
        below = sum(by_level[4][name][column] for name in ("平定街社区", "南关社区"))
        assert by_level[3]["西大街道"][column] == below
        assert len({sum(row[column] for row in rows.values()) for rows in by_level.values()}) == 1
    # Merged into c3, the ground of c2 belongs to another township today.
    now = figures(asked(as_(town.command), until=timezone.now(), level=3))
    assert now["东大街道"]["units"] >= by_level[3]["东大街道"]["units"]
    assert now["西大街道"] != by_level[3]["西大街道"]


def test_hazards_of_a_period_stand_as_at_its_end(town, as_):
    now = timezone.now()
    BoundaryVersion.objects.update(published_at=now - 20 * DAY)
    spot = town.city.spot("c5")
    days = [now - n * DAY for n in range(10)]
    make_hazard(
        town.city, spot, reported=days[9], state="closed", steps=[("verified", days[8]), ("closed", days[3])]
    )
    make_hazard(town.city, spot, reported=days[9], state="closed", steps=[("closed", days[8])])
    make_hazard(town.city, spot, reported=days[5], state="rejected", steps=[("rejected", days[4])])
    make_hazard(town.city, spot, reported=days[2], major=True)

    def told(first, last):
        row = figures(asked(as_(town.command), since=days[first], until=days[last], level=4))["罗庄村"]
        return {column: n for column, n in row.items() if n}

    assert told(7, 6) == {"verified": 1}
    assert told(6, 1) == {"found": 1, "found_major": 1, "reported": 1, "closed": 1, "rejected": 1}
    assert told(1, 0) == {"reported": 1}
    line = next(
        line for line in asked(as_(town.command), since=days[7], until=now, level=4).json()["lines"]
        if line["name"] == "罗庄村"
    )  # fmt: skip
    assert line["open"] == 1


def test_points_stand_as_at_the_end_of_the_period(town, as_):
    """Rated worse since, moved since, retired since, made since; told by the log, by a bulk event, and still on the way."""
    point = town.point
    was, before = point_drawn(point), timezone.now()
    lon, lat = town.city.spot("c2")
    for base, cell in ((2, "c2"), (1, "c2")):
        earlier = point_drawn(point)
        point.base, point.cell = base, town.city[cell]
        point.owner_point = point.geom = Point(lon, lat, srid=4326)
        point.version += 1
        point.save()
        with unit_of_work("test", "point.rate") as work:
            work.changed(earlier, point_drawn(point), point_box(point))
    make_point(town.city, "c1", level=3)
    RiskPoint.objects.filter(pk=town.far_point.pk).update(retired_at=timezone.now())

    def told(until):
        rows = figures(asked(as_(town.command), until=until, level=4))
        return {(name, c): n for name, row in rows.items() for c, n in row.items() if n and c[0] == "b"}

    then = {("平定街社区", f"b{was.base}"): 1, ("将官池村", "b1"): 1}
    after = {("南关社区", "b1"): 1, ("平定街社区", "b3"): 1}
    assert (told(before), told(timezone.now())) == (then, after)
    rows = list(Outbox.objects.filter(kind="changed", entity="point").order_by("pk"))
    assert len(rows) == 2
    for seq, row in enumerate(rows, start=1):
        EventLog.objects.create(
            seq=seq, kind="changed", entity="point", entity_id=point.pk, payload=row.payload,
            created_at=row.created_at, hash="0" * 64,
        )  # fmt: skip
    Outbox.objects.all().delete()
    assert told(before) == then
    EventLog.objects.all().delete()
    for batch, row in enumerate(rows, start=7):
        EventItem.objects.create(batch=batch, entity="point", entity_id=point.pk, payload=row.payload)
        EventLog.objects.create(
            seq=batch,
            kind="bulk",
            entity="bulk",
            entity_id=batch,
            payload="{}",
            created_at=row.created_at,
            hash="0" * 64,
        )
    assert told(before) == then


def test_only_ones_own_area(town, history, as_):
    mine = figures(asked(as_(town.inspector), until=history["before"], level=4))
    everything = figures(asked(as_(town.command), until=history["before"], level=4))
    assert list(mine) == ["平定街社区"]
    assert mine["平定街社区"]["units"] <= everything["平定街社区"]["units"]
    assert figures(asked(as_(town.inspector), until=history["before"], level=3)) == {}
    assert list(figures(asked(as_(town.far_inspector), until=history["before"], level=4))) == ["将官池村"]
    # c2 is no more; who sees all of the township that it lay in still sees it.
    assert list(figures(asked(as_(town.leader), until=history["before"], level=4))) == [
        "平定街社区",
        "南关社区",
    ]
    assert asked(as_(town.system), until=history["before"]).status_code == 403
    assert asked(as_(None), until=history["before"]).status_code == 401
    assert figures(asked(as_(town.head), until=history["before"], level=4)) == {}


def test_files_say_what_the_screen_says(town, history, as_):
    browser = as_(town.committee)
    shown = figures(asked(browser, until=history["before"], level=4))
    path = "/reports/cells/export"
    sent = asked(browser, until=history["before"], level=4, path=path, format="csv", lang="en")
    assert "cell-report-" in sent.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(b"".join(sent.streaming_content).decode("utf-8-sig"))))
    assert [row["Cell"] for row in rows] == [*shown, "Total"]
    assert rows[0]["Township"] == "西大街道"
    assert {row["Cell"]: int(row["Units"]) for row in rows[:-1]} == {n: f["units"] for n, f in shown.items()}
    assert int(rows[-1]["Hazards found"]) == sum(f["found"] for f in shown.values())
    sent = asked(browser, until=history["before"], level=2, path=path, format="xlsx")
    book = zipfile.ZipFile(io.BytesIO(b"".join(sent.streaming_content)))
    assert "按当时边界" in book.read("xl/workbook.xml").decode()
    assert "魏都区" in book.read("xl/worksheets/sheet1.xml").decode()
    logged = AccessLog.objects.filter(what="export").order_by("pk").values_list("target", flat=True)
    assert [target.split()[0] for target in logged] == ["cell-report.csv", "cell-report.xlsx"]
    assert asked(as_(town.inspector), until=history["before"], path=path, format="csv").status_code == 403


def test_bad_questions(town, as_):
    browser, now = as_(town.command), timezone.now()
    assert asked(browser, since=now, until=now).status_code == 422
    for more in ({"ground": "tomorrow"}, {"level": 1}, {"level": 5}):
        assert asked(browser, until=now, **more).status_code == 422, more
    assert browser.read("/reports/cells", since="x", until="y").status_code == 422
    path = "/reports/cells/export"
    assert asked(browser, until=now, path=path, format="pdf").status_code == 422
    early = asked(browser, since=now - 9999 * DAY, until=now - 9998 * DAY, level=4).json()
    assert (early["version"], early["lines"]) == (None, [])


def test_query_budget(town, history, as_, django_assert_max_num_queries):
    browser = as_(town.leader)
    made_by(history["plan"])
    with django_assert_max_num_queries(14):
        asked(browser, until=history["before"], level=4)
