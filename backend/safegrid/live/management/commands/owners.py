"""`owners status | mend`: gives everything to the community whose ground it stands on; after a restore, or new ground."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from typing_extensions import override

from safegrid.actions import owners
from safegrid.store.models import OwnerCheck

from ._progress import progress


class Command(BaseCommand):
    help = (
        "Asks of every object whose ground it stands on, and gives it to that community (mend); stopped at any moment, "
        "it goes on where it was. The map stays in use; boundaries cannot be published for a second at a time. "
        "status: how far the last one came."
    )

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "mend"])
        parser.add_argument(
            "--anew", action="store_true", help="from the beginning, not where it was stopped"
        )
        parser.add_argument("--read", type=int, default=owners.READ, help="objects asked in one transaction")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "mend":
            self._mend(max(1, options["read"]), anew=options["anew"])
        state = OwnerCheck.objects.first()
        self.stdout.write(_said(state) if state else "尚未核对过归属。Nobody has asked for owners yet.")

    def _mend(self, read: int, *, anew: bool) -> None:
        began, ground = time.monotonic(), owners.Ground()
        state = owners.begin(anew=anew)
        with progress() as shown:
            task = shown.add_task("核对归属 · owners", total=state.total, completed=state.done)
            while owners.step(ground, read):
                state = OwnerCheck.objects.get()
                shown.update(task, completed=state.done)
        self.stdout.write(f"{time.monotonic() - began:.1f} s")


def _said(state: OwnerCheck) -> str:
    zh, en = (
        ("核对完毕", "finished")
        if state.finished
        else ("未完成，再次运行即可继续", "not finished; run it again to go on")
    )
    return (
        f"{state.since:%Y-%m-%d %H:%M} UTC 起：{zh}，已核对 {state.done} / {state.total} 个对象，{state.changed} 个归属有变。\n"
        f"Since {state.since:%Y-%m-%d %H:%M} UTC: {en}; {state.done} of {state.total} objects asked, "
        f"{state.changed} of them belong elsewhere now."
    )
