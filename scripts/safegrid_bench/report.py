"""What was found, as the headline figures and as a table. Pure but for the printing."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from . import mosquitto

Found = Mapping[str, Any]
BROKER = ("p99_ratio", "cpu_ratio")


def headline(found: Found) -> dict[str, Any]:
    """The figures that others compare; None is a side that is not installed or was not measured."""
    commit = found.get("commit") or {}
    about = found["about"]
    return {
        "tile_cpu_ratio": _at(found, "tiles", "high_ratio"),
        "lowzoom_ratio": _at(found, "tiles", "low_ratio"),
        "cached_vs_nginx": _at(found, "cached", "cpu_ratio"),
        "fanout_p99_vs_mosquitto": _at(found, "fanout", "p99_ratio"),
        "cpu_per_delivery_vs_mosquitto": _at(found, "fanout", "cpu_ratio"),
        "fanout_lost": _at(found, "fanout", "lost"),
        "commit_to_socket_ms": {"median": commit.get("median"), "p95": commit.get("p95")},
        "load": {"before": about["load_before"], "after": about["load_after"], "cores": about["cores"]},
    }


def show(found: Found, console: Console) -> None:
    """Print tables, each side beside the other."""
    about = found["about"]
    console.print(
        f"{about['points']} 个点 points · {about['cores']} 核 cores · 负载 load {about['load_before'][0]:.1f} → "
        f"{about['load_after'][0]:.1f} · {about['at']}"
    )
    for table in (_tiles(found), _fanout(found)):
        console.print(table)
    for line in _lines(found):
        console.print(line)


def _tiles(found: Found) -> Table:
    table = Table(title="瓦片 tiles: p50 / p95 ms · CPU ms · KB", title_justify="left")
    for name in ("z", "raw SQL", "SafeGrid", "raw CPU", "CPU", "ratio", "KB", "KB max"):
        table.add_column(name, justify="right")
    for z, row in found["tiles"]["zooms"].items():
        raw, ours = row["raw"], row["ours"]
        times = [f"{_n(side['p50_ms'])} / {_n(side['p95_ms'])}" for side in (raw, ours)]
        cpu = [_n(raw["cpu_ms"]), _n(ours["cpu_ms"]), _n(row["cpu_ratio"], 2)]
        table.add_row(str(z), *times, *cpu, _n(ours["kb"]), _n(ours["kb_worst"]))
    return table


def _fanout(found: Found) -> Table:
    fan = found["fanout"]
    table = Table(title=f"广播 fan-out: {fan['sockets']} sockets × {fan['rate']:.0f}/s", title_justify="left")
    for name in ("", "p50 ms", "p95", "p99", "worst", "CPU µs / delivery", "lost"):
        table.add_column(name, justify="right")
    sides = [("SafeGrid", row) for row in fan["ours"]] + [("mosquitto", row) for row in fan["mosquitto"]]
    sides.append((f"SafeGrid {fan['fast']['rate']:.0f}/s", fan["fast"]))
    for name, row in sides:
        times = [_n(row[key]) for key in ("p50_ms", "p95_ms", "p99_ms", "worst_ms", "cpu_us")]
        table.add_row(name, *times, str(row["lost"]))
    return table


def _lines(found: Found) -> Iterator[str]:
    commit = found["commit"]
    yield f"提交→套接字 commit → socket: median {_n(commit['median'])} ms, p95 {_n(commit['p95'])} ms"
    for name, value in headline(found).items():
        if isinstance(value, float):
            yield f"{name}: {_n(value, 2)}"
    if not found["fanout"]["mosquitto"]:
        yield f"mosquitto 未安装 is not installed: {mosquitto.INSTALL}"


def _at(found: Found, *names: str) -> Any:  # noqa: ANN401 - JSON
    value: Any = found
    for name in names:
        value = (value or {}).get(name)
    return value


def _n(value: float | None, digits: int = 1) -> str:
    return "—" if value is None else f"{value:.{digits}f}"
