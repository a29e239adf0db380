"""Ends of sessions."""

import pytest

from factories import make_city, make_person, viewer
from live.screen import hang_up, log_in
from safegrid.actions.kiosks import create, hash_of, revoke
from safegrid.actions.sessions import end_sessions, log_out
from safegrid.store.access import viewer_of_session
from safegrid.store.models import Kiosk, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_only_the_persons_sessions_end_and_one_may_be_kept():
    city = make_city()
    person, other = make_person("INS", city["c1"]), make_person("INS", city["c1"])
    mine, here, theirs = log_in(person), log_in(person), log_in(other)
    assert end_sessions(person.pk, keep=here.session_key) == 1
    assert not mine.exists(mine.session_key)
    assert here.exists(here.session_key)
    assert theirs.exists(theirs.session_key)


def test_a_log_out_is_told_with_its_session_only():
    person = make_person("INS", make_city()["c1"])
    session = log_in(person)
    key = session.session_key
    log_out(viewer(person), session)
    assert not session.exists(key)
    row = Outbox.objects.get()
    assert row.access
    assert f'"session":"{key}"' in row.payload


def test_a_revoked_wall_is_nobody():
    city = make_city()
    chief = viewer(make_person("ADM_SEC", city["city"]))
    made = create(chief, "大厅", city["t1"].pk)
    kiosk = Kiosk.objects.get(token_hash=hash_of(made.token))
    session = hang_up(kiosk)
    assert viewer_of_session(session).scope.cells == {city["c1"].pk, city["c2"].pk}
    revoke(chief, kiosk.pk)
    assert viewer_of_session(session) is None
