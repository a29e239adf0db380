"""Django's own `migrate` without the limit that a page's statements have: an index on millions of rows takes minutes."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from typing_extensions import override


class Command(migrate.Command):
    @override
    def handle(self, *args: Any, **options: Any) -> str | None:
        with connections[options["database"]].cursor() as at:
            at.execute("SET statement_timeout = 0")
        try:
            return super().handle(*args, **options)
        finally:
            with connections[options["database"]].cursor() as at:
                at.execute("RESET statement_timeout")
