"""The headline and the tables, from what a run found."""

from io import StringIO

import pytest
from rich.console import Console

from safegrid_bench.report import headline, show
from safegrid_bench.tiles import Side, _report

FIGURES = {
    "tile_cpu_ratio",
    "lowzoom_ratio",
    "cached_vs_nginx",
    "fanout_p99_vs_mosquitto",
    "cpu_per_delivery_vs_mosquitto",
    "fanout_lost",
    "commit_to_socket_ms",
    "load",
}
ROUND = {"p50_ms": 9.0, "p95_ms": 20.0, "p99_ms": 30.0, "worst_ms": 31.0, "cpu_us": 12.0, "lost": 0}


def side(cpu):
    return Side([1.0, 2.0], [1024, 2048], cpu)


@pytest.fixture
def found():
    zooms = {9: (side(1.0), side(1.25)), 14: (side(2.0), side(2.1)), 15: (side(1.0), side(1.2))}
    return {
        "about": {
            "points": 10_000,
            "cores": 2,
            "load_before": (1, 1, 1),
            "load_after": (2, 1, 1),
            "at": "now",
        },
        "tiles": _report(zooms),
        "commit": {"median": 20.0, "p95": 30.0},
        "fanout": {
            "sockets": 1_000,
            "rate": 10.0,
            "ours": [ROUND],
            "mosquitto": [ROUND],
            "fast": ROUND | {"rate": 50.0},
            "p99_ratio": 1.1,
            "cpu_ratio": 1.2,
            "lost": 0,
        },
    }


def test_the_headline_names_every_figure(found):
    told = headline(found)
    assert set(told) >= FIGURES
    assert told["tile_cpu_ratio"] == pytest.approx(3.3 / 3.0)
    assert told["lowzoom_ratio"] == 1.25
    assert told["cached_vs_nginx"] is None
    assert told["commit_to_socket_ms"] == {"median": 20.0, "p95": 30.0}
    assert told["load"]["cores"] == 2


def test_what_is_not_installed_is_null_and_the_table_says_how_to_install_it(found):
    found["fanout"] |= {"mosquitto": [], "p99_ratio": None, "cpu_ratio": None}
    assert headline(found)["fanout_p99_vs_mosquitto"] is None
    page = StringIO()
    show(found, Console(file=page, width=120))
    assert "apt-get install mosquitto" in page.getvalue()
    assert "1.10" in page.getvalue()  # the ratio of the tiles is there all the same
