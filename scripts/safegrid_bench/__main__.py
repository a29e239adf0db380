"""Measure, keep the result in `.local/bench/last.json`, print tables or JSON."""

import argparse
import json
import os
import sys

import django
from rich.console import Console

from safegrid_dev.bench import CLUSTER
from safegrid_dev.cluster import Cluster
from safegrid_dev.paths import local

from . import city, compare, report, tables

QUICK_POINTS, POINTS = 100_000, 1_000_000


def main() -> int:
    options = _options()
    points = options.points or (QUICK_POINTS if options.quick else POINTS)
    try:
        database, made = city.ensure(points, options.seed)
        os.environ["DATABASE_URL"] = database
        django.setup()  # with this city's address
        from .run import Choice, run  # noqa: PLC0415 - the application's models must be loaded first

        found = run(Choice(points, options.seed, options.quick, options.huge, options.compare), database)
    finally:
        Cluster(CLUSTER).stop()
    found["about"]["city_made"] = made
    told = report.headline(found) | found
    local("bench", "last.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    if options.json:
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        tables.show(found, Console(width=130))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--points", type=int, help=f"default {POINTS}, with --quick {QUICK_POINTS}")
    parser.add_argument("--seed", type=int, default=411_000, help="the same seed and size make the same city")
    parser.add_argument("--quick", action="store_true", help="fewer tiles and shorter rounds")
    parser.add_argument("--huge", action="store_true", help="measure growth up to 10,000,000 points")
    parser.add_argument(
        "--compare",
        metavar="URL",
        default="",
        help="tiles of another server too: an address with {z}, {x} and {y}",
    )
    parser.add_argument(
        "--json", action="store_true", help="print JSON, and nothing else, on the standard output"
    )
    options = parser.parse_args()
    if options.points is not None and options.points < city.BASE_POINTS:
        parser.error(f"--points must be at least {city.BASE_POINTS}")
    if options.compare and (problem := compare.problem(options.compare)):
        parser.error(problem)
    return options


if __name__ == "__main__":
    sys.exit(main())
