"""What a wall starts with, over HTTP."""

import pytest
from django.db import connection
from django.test import Client

from factories import recount
from safegrid.api.schemas.walls import WallOut
from safegrid.store.models import SequencerState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def settled(transactional_db, town):
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE store_outbox, store_eventlog")
    recount()
    return town


def wall_of(town, as_, cell=None):
    made = as_(town.security).send("/kiosks", {"name": "大厅", "cell": cell}).json()
    wall = Client()
    wall.get(made["link"])
    return wall


def test_a_wall_is_told_its_name_and_what_was_at_midnight(settled, as_):
    wall = wall_of(settled, as_, settled.city["t1"].pk)
    assert wall.get("/wall").status_code == 200
    told = WallOut.model_validate(wall.get("/api/wall").json())
    assert (told.name, told.city, told.view, told.v) == ("大厅", "许昌市", None, 0)
    assert told.kiosk is not None
    assert [each.code for each in told.since] == ["day", "month", "quarter"]
    # Nothing changed since: at midnight the township's one point was there, the far one is not counted.
    assert {name: n for name, n in told.since[0].was.items() if name.startswith("p") and n} == {"p4": 1}
    assert (len(told.hours.opened), len(told.hours.closed)) == (24, 24)
    assert told.recent == []


def test_a_person_sees_the_wall_of_their_area_and_nobody_steers_it(settled, as_):
    told = as_(settled.command).read("/wall").json()
    assert (told["name"], told["kiosk"], told["view"]) == ("", None, None)
    assert told["since"][0]["was"]["p1"] == 1
    assert as_(settled.inspector).read("/wall").json()["since"][0]["was"]["p1"] == 0


def test_who_sees_no_map_sees_no_wall(settled, as_):
    assert as_(settled.security).read("/wall").status_code == 403
    assert Client().get("/api/wall").status_code == 401
    assert Client().get("/wall")["Location"] == "/login?next=/wall"


def test_before_the_log_exists_the_answer_is_to_try_again(settled, as_):
    SequencerState.objects.all().delete()
    answer = as_(settled.command).read("/wall")
    assert (answer.status_code, answer.json()["code"]) == (503, "NOT_READY")


def test_it_takes_few_queries(settled, as_, django_assert_max_num_queries):
    client = as_(settled.command)
    with django_assert_max_num_queries(24):
        client.read("/wall")


def test_the_page_is_dark_from_the_first_paint(settled, as_):
    page = as_(settled.command).get("/wall").content.decode()
    assert '<html lang="zh-CN" data-theme="dark">' in page
    assert 'content="#060a12"' in page
