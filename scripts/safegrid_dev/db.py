"""``./scripts/db``: a throw-away PostGIS server for work on the code."""

from __future__ import annotations

import argparse
import os

from .cluster import Cluster
from .postgres import program


def main(arguments: list[str]) -> int:
    """Start, stop, wipe, or open ``psql`` on the server."""
    parser = argparse.ArgumentParser(prog="scripts/db", description=__doc__)
    parser.add_argument("verb", nargs="?", default="start", choices=("start", "stop", "wipe", "url", "psql"))
    parser.add_argument("--cluster", default="dev", help="dev, test or main")
    parser.add_argument("--database", default="safegrid_dev")
    options = parser.parse_args(arguments)
    cluster = Cluster(options.cluster)
    if options.verb == "stop":
        cluster.stop()
    elif options.verb == "wipe":
        cluster.wipe()
    else:
        if options.verb == "start":
            cluster.start()
        url = cluster.ensure_database(options.database)
        if options.verb == "psql":
            psql = str(program("psql", cluster.version))
            os.execv(psql, [psql, url])  # noqa: S606
        print(url)
    return 0
