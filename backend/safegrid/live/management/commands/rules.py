"""`rules status | rate`: which rules the city is rated by, and rating it again at once where the worker takes its time."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from typing_extensions import override

from safegrid.actions import rules
from safegrid.store import packs
from safegrid.store.models import RulesInForce

from ._progress import progress


class Command(BaseCommand):
    help = (
        "Says how far the city has been rated by the rules in force (status), or rates the rest of it now (rate). "
        "Stopped at any moment, it goes on where it was; the worker may rate at the same time."
    )

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "rate"])
        parser.add_argument("--chunk", type=int, default=rules.CHUNK, help="points in one transaction")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["chunk"] <= rules.CHUNK:
            raise CommandError(
                f"--chunk 须在 1 至 {rules.CHUNK} 之间；数据未改动。\n"
                f"--chunk is from 1 to {rules.CHUNK}. Nothing was changed."
            )
        if options["what"] == "rate":
            self._rate(options["chunk"])
        state = RulesInForce.objects.first()
        self.stdout.write(_said(state) if state else "尚无规则生效记录。No rules have taken force yet.")

    def _rate(self, most: int) -> None:
        pack, began = packs.current(), time.monotonic()
        state = rules.begin(pack)
        with progress() as shown:
            task = shown.add_task("重新评级 · rating", total=state.total, completed=state.done)
            while rules.step(pack, most):
                state = RulesInForce.objects.get()
                shown.update(task, total=state.total, completed=state.done)
        self.stdout.write(f"{time.monotonic() - began:.1f} s")


def _said(state: RulesInForce) -> str:
    zh = "全部已评" if state.finished else "评级进行中"
    en = "all of it rated" if state.finished else "still rating"
    return (
        f"规则包 {state.pack_id} {state.pack_version}，{state.since:%Y-%m-%d %H:%M} UTC 起：{zh}，"
        f"{state.done} / {state.total} 个风险点已评，其中 {state.changed} 个有变化。\n"
        f"Rules {state.pack_id} {state.pack_version}, since {state.since:%Y-%m-%d %H:%M} UTC: {en}; "
        f"{state.done} of {state.total} risk points judged, {state.changed} of them came out differently."
    )
