"""Point in cell: PostGIS's join beside the search tree that an import uses, on the same places; both must agree."""

import time
from typing import Any

import numpy as np
import psycopg2

from safegrid_bench import sql

from .console import step
from .figures import ratio
from .fill import owner_index

MOST = 200_000


def measure(database: str) -> dict[str, Any]:
    """Own up to `MOST` of the city's points anew, each side once; the ratio is tree to PostGIS."""
    with step("点落网格", "point in cell"):
        connection = psycopg2.connect(database, options="-c jit=off -c max_parallel_workers_per_gather=0")
        with connection, connection.cursor() as at:
            at.execute(sql.text("own_places"), {"most": MOST})
            places = np.array(at.fetchall(), dtype=np.float64)
            index = owner_index(connection)
            began = time.perf_counter()
            found = index.owners(places[:, 1], places[:, 2])
            tree = time.perf_counter() - began
            began = time.perf_counter()
            at.execute(sql.text("own_postgis"), {"most": MOST})
            joined = dict(at.fetchall())
            postgis = time.perf_counter() - began
        connection.close()
    differing = sum(
        joined.get(int(point), 0) != owner for point, owner in zip(places[:, 0], found.tolist(), strict=True)
    )
    return {
        "points": len(places),
        "tree_s": tree,
        "postgis_s": postgis,
        "ratio": ratio(tree, postgis),
        "differing": differing,
    }
