"""Who a session belongs to, for those who serve tiles and sockets."""

import pytest

from factories import make_city, make_person
from safegrid.store.access import viewer_of_session
from safegrid.store.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_a_password_that_somebody_else_chose_opens_neither_tiles_nor_sockets():
    person = make_person("INS", make_city()["c1"])
    session = {"_auth_user_id": str(person.pk)}
    assert viewer_of_session(session).person == person.pk
    User.objects.filter(pk=person.pk).update(must_change_password=True)
    assert viewer_of_session(session) is None
