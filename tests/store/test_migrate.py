"""Schema changes may take longer than a page's statement."""

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


def limit():
    with connection.cursor() as at:
        at.execute("SHOW statement_timeout")
        return at.fetchone()[0]


def test_a_migration_has_no_limit_and_what_comes_after_has_it_again(monkeypatch):
    seen = []
    monkeypatch.setattr(migrate.Command, "handle", lambda *_args, **_options: seen.append(limit()))
    before = limit()
    call_command("migrate")
    assert (seen, limit()) == (["0"], before)
    assert before != "0"
