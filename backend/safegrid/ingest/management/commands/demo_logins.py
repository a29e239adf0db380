"""`manage.py demo_logins`: who can log in to the demo city, as a table."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.table import Table
from typing_extensions import override

from safegrid.ingest.demo.logins import LOGINS, PASSWORD
from safegrid.store.models import Duty, User


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Print the demo log-ins that exist in this database."

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        there = set(
            User.objects.filter(username__in=[x.username for x in LOGINS]).values_list("username", flat=True)
        )
        if not there:
            self.stdout.write("库中没有演示人员。 · There are no demo people in this database.")
            return
        table = Table(title=f"演示账号 · demo log-ins (密码 password: {PASSWORD})", title_justify="left")
        for heading in ("账号 user", "姓名 name", "角色 role", "职责 duty", "范围 where"):
            table.add_column(heading)
        for login in LOGINS:
            if login.username in there:
                where = "、".join(_places(login.username))
                table.add_row(login.username, login.name, login.role, f"{login.zh} · {login.en}", where)
        console = Console(width=120)
        with console.capture() as shown:
            console.print(table)
        self.stdout.write(shown.get())


def _places(username: str) -> list[str]:
    """Names of the ground or the unit that a person is on duty for."""
    held = Duty.objects.filter(person__username=username, ends_at=None).order_by("pk")
    return [str(cell or unit) for cell, unit in held.values_list("cell__name", "unit__name")]
