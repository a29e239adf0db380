"""The headline and the tables, from what a run found."""

from io import StringIO

import pytest
from rich.console import Console

from safegrid_bench.compare import Asked
from safegrid_bench.report import headline
from safegrid_bench.tables import show
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
            "start_s": 1.0,
            "kb_per_socket": 20.0,
        },
        "cached": {
            "kb": 12.0,
            "ours": {"requests_per_s": 5_000.0, "cpu_us": 150.0},
            "nginx": {"requests_per_s": 20_000.0, "cpu_us": 30.0},
            "cpu_ratio": 5.0,
            "rate_ratio": 0.25,
        },
        "painted": {"median": 90.0, "p95": 150.0},
        "start_s": 3.0,
        "memory_mb": {"web": 120.0, "worker": 100.0},
    }


def test_the_headline_names_every_figure(found):
    told = headline(found)
    assert set(told) >= FIGURES
    assert told["tile_cpu_ratio"] == pytest.approx(3.3 / 3.0)
    assert told["lowzoom_ratio"] == 1.25
    assert told["cached_vs_nginx"] == 5.0
    assert told["commit_to_socket_ms"] == {"median": 20.0, "p95": 30.0}
    assert told["load"]["cores"] == 2


def test_what_is_not_installed_is_null_and_the_table_says_how_to_install_it(found):
    found["fanout"] |= {"mosquitto": [], "p99_ratio": None, "cpu_ratio": None}
    found["cached"] |= {
        "nginx": {"requests_per_s": None, "cpu_us": None},
        "cpu_ratio": None,
        "rate_ratio": None,
    }
    found["painted"] = None
    told = headline(found)
    assert (told["fanout_p99_vs_mosquitto"], told["cached_vs_nginx"]) == (None, None)
    assert told["commit_to_painted_ms"] == {"median": None, "p95": None}
    assert told["tile_cpu_ratio"] is not None
    shown = page(found)
    assert all(f"apt-get install {name}" in shown for name in ("mosquitto", "nginx-light", "chromium"))


def test_the_tables_hold_every_side(found):
    row = {"points": 10_000, "start_s": 2.0, "web_mb": 90.0, "p50_ms": {9: 12.5}, "kb": {9: 33.5}}
    found["growth"] = [row]
    found["owning"] = {"points": 10_000, "tree_s": 0.25, "postgis_s": 1.5, "ratio": 0.17}
    rated = {
        "points": 20_000,
        "changed": 1_234,
        "rerate_us": 160.0,
        "copy_us": 80.0,
        "ratio": 2.0,
        "cpu_ratio": 1.9,
    }
    found["rerating"] = {"some": rated}
    found["reowning"] = {
        "points": 50_000,
        "changed": 2_500,
        "reown_us": 22.0,
        "bare_us": 20.0,
        "ratio": 1.1,
        "cpu_ratio": 1.2,
    }
    found["tiles"]["other"] = {9: Asked([1.0, 2.0], [1024, 0]).report()}
    shown = page(found)
    for word in (
        "1.10",
        "5,000",
        "nginx 20,000",
        "PostGIS 1.50",
        "COPY 80.0",
        "1,234 / 20,000",
        "tree + write 20.0",
        "CPU 1.90",
        "12.5",
        "33.5",
        "--compare",
    ):
        assert word in shown
    assert "apt-get" not in shown


def page(found):
    written = StringIO()
    show(found, Console(file=written, width=160))
    return written.getvalue()
