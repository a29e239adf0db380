"""`pyramid check | rebuild`: are the sums for low zooms those of the points?"""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from typing_extensions import override

from safegrid.live import pyramid
from safegrid.store.postgis.direct import connect


class Command(BaseCommand):
    help = "Compares the pyramid of low zooms with the risk points (check), or builds it anew (rebuild)."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check", "rebuild"])

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        database = connect(settings.SEQUENCER_DATABASE_URL, "safegrid-pyramid")
        try:
            if options["what"] == "rebuild":
                self._rebuild(database)
            self._check(database)
        finally:
            database.close()

    def _rebuild(self, database: Any) -> None:  # noqa: ANN401 - psycopg2's connection
        began = time.monotonic()
        pyramid.rebuild(
            database, lambda step: self.stdout.write(f"{time.monotonic() - began:6.1f} s  {step}")
        )

    def _check(self, database: Any) -> None:  # noqa: ANN401 - psycopg2's connection
        buckets, wrong = pyramid.check(database)
        if wrong:
            raise CommandError(
                f"{buckets} 个格中有 {wrong} 个与风险点不符；运行 `pyramid rebuild` 重建，"
                "期间新事件排队等候，大屏会提示数据滞后。\n"
                f"{wrong} of {buckets} buckets are not the sum of their points; `pyramid rebuild` builds them "
                "anew; meanwhile new events wait, and the screens say that they are behind."
            )
        self.stdout.write(
            f"{buckets} 个格全部与风险点相符。All {buckets} buckets are the sum of their points."
        )
