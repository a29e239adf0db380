"""Lets the database itself guard the log: run it after `migrate`, with the owner's URL beside the others."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from psycopg2 import OperationalError
from typing_extensions import override

from safegrid.store.postgis.direct import connect
from safegrid.store.roles import RolesError, login_of, protect


class Command(BaseCommand):
    help = (
        "Makes the roles that DATABASE_URL and SEQUENCER_DATABASE_URL name, unless they are there, and gives each only "
        "what it needs. Connects with OWNER_DATABASE_URL. Safe to repeat."
    )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            app, sequencer = login_of(settings.DATABASE_URL), login_of(settings.SEQUENCER_DATABASE_URL)
            owner = connect(settings.OWNER_DATABASE_URL, "safegrid-roles")
            try:
                protect(owner, app, sequencer)
            finally:
                owner.close()
        except (RolesError, OperationalError) as error:
            raise CommandError(f"the log is not protected, nothing was changed: {error}") from error
        self.stdout.write(f"{app.name} only adds to the outbox, {sequencer.name} only adds to the log")
