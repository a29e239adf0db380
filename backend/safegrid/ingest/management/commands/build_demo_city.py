"""`manage.py build_demo_city`: an invented city on real outlines, once."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from typing_extensions import override

from safegrid.actions import bulk
from safegrid.ingest.demo.build import build_city
from safegrid.ingest.demo.city import Order
from safegrid.ingest.demo.load import Load, fingerprint, loaded
from safegrid.ingest.divisions import GIS_DATA, read_gazetteer
from safegrid.store import packs

LEAST = 100


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Load the demo city, unless a city is there already."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        default = Order()
        parser.add_argument("--enterprises", type=int, default=default.enterprises, help="units to invent")
        parser.add_argument(
            "--risk-points", type=int, default=default.risk_points, help="risk points to invent"
        )
        parser.add_argument(
            "--seed", type=int, default=default.seed, help="the same seed makes the same city"
        )
        parser.add_argument("--wipe", action="store_true", help="delete everything in the database first")
        parser.add_argument("--city", default=default.city, help="6-digit code of a city in the data")
        parser.add_argument("--data", type=Path, default=GIS_DATA, help="folder with codes and outlines")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(options["enterprises"], options["risk_points"], options["seed"], options["city"])
        if order.enterprises < LEAST or order.risk_points < order.enterprises:
            raise CommandError(
                f"至少 {LEAST} 家单位，且风险点不少于单位数；数据未改动。\n"
                f"At least {LEAST} units, and no fewer risk points than units. Nothing was changed."
            )
        mark = fingerprint(order, options["data"])
        if not options["wipe"] and self._there(mark):
            return
        began = time.monotonic()
        console = Console(stderr=False)
        with _progress(console) as progress:
            self._load(order, mark, options, progress)
        console.print(f"✓ 示范城市已载入 · demo city loaded ({time.monotonic() - began:.1f} s)")

    def _there(self, mark: str) -> bool:
        """Whether a city is loaded, with a word about which."""
        found = loaded()
        if found is None:
            return False
        if found == mark:
            self.stdout.write(f"✓ 示范城市已在库中 · the demo city is loaded already ({mark})")
        else:
            self.stdout.write(
                "✓ 库中已有另一座城市，保持不变；要重建请加 --wipe（会删除全部数据）。\n"
                "  Another city is in the database and was kept; --wipe rebuilds it and deletes everything."
            )
        return True

    def _load(self, order: Order, mark: str, options: dict[str, Any], progress: Progress) -> None:
        making = progress.add_task("生成 · making the city", total=None)
        city = build_city(read_gazetteer(order.city, options["data"]), order, packs.current(), timezone.now())
        progress.update(making, total=1, completed=1)
        if options["wipe"]:
            bulk.wipe()

        def watch(label: str, total: int | None) -> bulk.Advance:
            task = progress.add_task(label, total=total)
            return lambda n: progress.advance(task, n)

        items = Load(city, mark, watch).run()
        progress.console.print(f"  {items} 个对象 · objects; {city.checksum[:16]}")


def _progress(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    )
