"""The state that a screen starts with, over HTTP."""

import pytest
from django.db import connection

from factories import recount
from safegrid.api.schemas.snapshot import SnapshotOut
from safegrid.store.models import SequencerState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def settle():
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE store_outbox, store_eventlog, store_sequencerstate")
    recount()


@pytest.fixture
def settled(transactional_db, town):
    settle()
    return town


def test_a_screen_gets_what_it_holds_in_the_shape_that_is_promised(settled, as_):
    answer = as_(settled.officer).read("/snapshot")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    state = SnapshotOut.model_validate(answer.json())
    assert [p.name for p in state.objects.point] == ["氨罐一号"]
    assert {row[2] for row in state.tree} >= {"平定街社区", "南关社区", "许昌市"}
    assert state.tier == "all"


def test_another_area_is_not_in_it(settled, as_):
    text = as_(settled.inspector).read("/snapshot").content.decode()
    assert "远山" not in text
    assert "将官池" not in text


def test_before_the_log_exists_the_answer_is_to_try_again(settled, as_):
    SequencerState.objects.all().delete()
    answer = as_(settled.officer).read("/snapshot")
    assert (answer.status_code, answer.json()["code"]) == (503, "NOT_READY")
