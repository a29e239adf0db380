"""`manage.py demo_logins`: who can log in to the demo city, as a table."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from safegrid.ingest.demo.logins import LOGINS, PASSWORD
from safegrid.store.models import User


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Print the demo log-ins that exist in this database."

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        there = set(User.objects.filter(username__in=[x.username for x in LOGINS]).values_list("username", flat=True))
        if not there:
            self.stdout.write("库中没有演示人员。 · There are no demo people in this database.")
            return
        table = Table(title=f"演示账号 · demo log-ins (密码 password: {PASSWORD})", title_justify="left")
        for heading in ("账号 user", "姓名 name", "角色 role", "职责 duty"):
            table.add_column(heading)
        for login in LOGINS:
            if login.username in there:
                table.add_row(login.username, login.name, login.role, f"{login.zh} · {login.en}")
        Console(file=self.stdout._out, width=100).print(table)
