"""The desk steers walls; walls say that they are there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from safegrid.actions import walls
from safegrid.domain.events import WallChanged, decode
from safegrid.domain.scope import Scope
from safegrid.domain.state import addressee, ops
from safegrid.store.models import Kiosk, Outbox, WallState

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PRESENT = {"screen": {"w": 3840, "h": 2160, "gl": True}, "freshness": "live"}
VIEW = {
    "place": {"lon": 113.85, "lat": 34.05, "zoom": 13},
    "preset": "hazards",
    "message": {"text": "请西大街道支援"},
}


@pytest.fixture
def township(town, as_):
    return Kiosk.objects.get(pk=_make(town, as_, town.city["t1"].pk)["id"])


def _make(town, as_, cell=None, name="大厅"):
    return as_(town.security).send("/kiosks", {"name": name, "cell": cell}).json()


def _screen(made):
    wall = Client()
    wall.get(made["link"])
    wall.get("/wall")
    return wall


def _says(wall, body):
    return wall.post(
        "/api/wall/presence", body, content_type="application/json",
        headers={"X-CSRFToken": wall.cookies["csrftoken"].value},
    )  # fmt: skip


def told():
    return [decode(row.kind, row.payload) for row in Outbox.objects.filter(kind="wall").order_by("pk")]


def test_a_view_is_pushed_and_taken_back_and_the_log_tells_of_both(town, township, as_):
    officer = as_(town.officer)
    first = officer.send(f"/walls/{township.pk}/view", VIEW)
    assert (first.status_code, first.json()) == (200, {"id": township.pk, "version": 1})
    listed = officer.read("/walls").json()["walls"]
    assert [(wall["name"], wall["view"]["preset"], wall["online"]) for wall in listed] == [
        ("大厅", "hazards", False)
    ]
    assert listed[0]["view"]["by"] == "简官"
    assert officer.send(f"/walls/{township.pk}/release").json()["version"] == 2
    assert officer.read("/walls").json()["walls"][0]["view"] is None
    assert [(event.v, event.view is None, event.cause) for event in told()] == [
        (1, False, "wall.show"),
        (2, True, "wall.release"),
    ]


def test_the_wall_gets_its_view_the_desk_its_state_and_nobody_else_anything(town, township):
    walls.show(_viewer(town.officer), township.pk, VIEW)
    event = told()[0]
    own = event.viewer
    assert own == f"kiosk:{township.pk}" == addressee(event)
    home = Scope(cells=frozenset(event.cells))
    assert ops(event, home, own) == [{"o": "wall", "view": event.view, "v": 1}]
    assert [op["o"] for op in ops(event, home, "user:1")] == ["wall_state"]
    assert [op["o"] for op in ops(event, Scope(cells=None))] == ["wall_state"]
    assert ops(event, Scope(cells=frozenset([next(iter(event.cells))])), "user:1") == []


def test_a_whole_citys_wall_is_steered_by_who_sees_the_whole_city(town, as_):
    made = _make(town, as_, name="全市大厅")
    assert as_(town.officer).send(f"/walls/{made['id']}/view", VIEW).status_code == 404
    assert as_(town.officer).read("/walls").json()["walls"] == []
    assert as_(town.command).send(f"/walls/{made['id']}/view", VIEW).status_code == 200


@pytest.mark.parametrize("who", ["head", "security", "inspector"])
def test_who_handles_no_alarms_here_steers_no_wall(town, township, as_, who):
    answer = as_(getattr(town, who)).send(f"/walls/{township.pk}/view", VIEW)
    assert answer.status_code in {403, 404}
    assert not told()


def test_another_areas_officer_finds_no_wall(town, township, as_):
    far = as_(town.far_inspector)
    assert far.send(f"/walls/{township.pk}/view", VIEW).status_code in {403, 404}
    assert as_(town.officer).send("/walls/999999/view", VIEW).status_code == 404


@pytest.mark.parametrize(
    "bad",
    [
        {"place": {"lon": 10, "lat": 34, "zoom": 12}},
        {"preset": "nothing"},
        {"message": {"text": "x" * 121}},
        {"message": {"text": ""}},
        {"select": {"e": "person", "id": 1}},
        {"alarm": 0},
    ],
)
def test_a_view_that_no_wall_can_show_is_refused(town, township, as_, bad):
    assert as_(town.officer).send(f"/walls/{township.pk}/view", bad).status_code == 422
    assert not told()


def test_an_alarm_out_of_sight_is_not_pushed(town, township, as_):
    assert as_(town.officer).send(f"/walls/{township.pk}/view", {"alarm": 77}).status_code == 404


def test_a_repeated_push_acts_once(town, township, as_):
    officer = as_(town.officer)
    for _ in range(2):
        assert officer.send(f"/walls/{township.pk}/view", VIEW, Idempotency_Key="k").json()["version"] == 1
    assert len(told()) == 1


def test_a_wall_is_told_once_when_it_comes_and_once_when_it_is_missed(town, as_):
    made = _make(town, as_)
    wall = _screen(made)
    for _ in range(3):
        assert _says(wall, PRESENT).status_code == 200
    assert [(event.online, event.cause) for event in told()] == [(True, "wall.came")]
    shown = as_(town.command).read("/walls").json()["walls"][0]
    assert (shown["online"], shown["screen"]["w"], shown["freshness"]) == (True, 3840, "live")

    assert walls.miss_walls() == 0
    WallState.objects.update(seen_at=timezone.now() - timedelta(seconds=16))
    assert walls.miss_walls() == 1
    assert walls.miss_walls() == 0
    assert [event.online for event in told()] == [True, False]
    assert _says(wall, PRESENT).status_code == 200
    assert [event.online for event in told()] == [True, False, True]


def test_the_desk_is_told_when_a_wall_draws_without_webgl(town, as_):
    wall = _screen(_make(town, as_))
    for gl in (True, True, False, False):
        assert _says(wall, PRESENT | {"screen": PRESENT["screen"] | {"gl": gl}}).status_code == 200
    assert len(told()) == 2, "when it came, and when its screen was another"
    (listed,) = as_(town.command).read("/walls").json()["walls"]
    assert listed["screen"]["gl"] is False


def test_a_wall_may_say_nothing_else_and_a_person_is_no_wall(town, township, as_):
    wall = _screen(_make(town, as_, town.city["t1"].pk, name="二号"))
    assert _says(wall, {**PRESENT, "freshness": "fine"}).status_code == 422
    assert wall.post("/api/wall/presence", PRESENT, content_type="application/json").status_code == 200
    token = {"X-CSRFToken": wall.cookies["csrftoken"].value}
    for path in (f"/api/walls/{township.pk}/view", f"/api/walls/{township.pk}/release"):
        assert wall.post(path, {}, content_type="application/json", headers=token).status_code == 403
    assert as_(town.officer).send("/wall/presence", PRESENT).status_code == 403


def test_a_revoked_wall_is_neither_listed_nor_steered_nor_heard(town, as_):
    made = _make(town, as_)
    wall = _screen(made)
    as_(town.security).send(f"/kiosks/{made['id']}/revoke")
    assert as_(town.command).read("/walls").json()["walls"] == []
    assert as_(town.command).send(f"/walls/{made['id']}/view", VIEW).status_code == 404
    assert _says(wall, PRESENT).status_code == 401


def test_a_wall_that_starts_again_finds_what_was_pushed(town, township):
    walls.show(_viewer(town.officer), township.pk, VIEW)
    state = WallState.objects.get(pk=township.pk)
    assert (state.version, state.view["message"]["text"]) == (1, "请西大街道支援")


def test_the_list_takes_few_queries(town, as_, django_assert_max_num_queries):
    for n in range(5):
        _make(town, as_, name=f"大厅{n}")
    client = as_(town.command)
    with django_assert_max_num_queries(10):
        assert len(client.read("/walls").json()["walls"]) == 5


def test_events_of_walls_survive_the_log(town, township):
    walls.show(_viewer(town.officer), township.pk, VIEW)
    assert isinstance(told()[0], WallChanged)


def _viewer(person):
    from factories import viewer

    return viewer(person)
