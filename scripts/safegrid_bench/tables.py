"""What was found as tables, each side beside the other."""

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from .report import Found, at, headline, missing


def show(found: Found, console: Console) -> None:
    """Print everything that was measured."""
    about = found["about"]
    console.print(
        f"{about['points']:,} 个点 points · {about['cores']} 核 cores · "
        f"负载 load {about['load_before'][0]:.1f} → {about['load_after'][0]:.1f} · {about['at']}"
    )
    for table in (_headline(found), _tiles(found), _fanout(found), _sides(found), *_growth(found)):
        console.print(table)
    for line in missing(found):
        console.print(line)


def _headline(found: Found) -> Table:
    table = _table("比值 ratios: SafeGrid ÷ 对方 the other side", "", "")
    for name, value in headline(found).items():
        if name != "load":
            shown = [n(v, 1) for v in value.values()] if isinstance(value, dict) else [n(value, 2)]
            table.add_row(name, " / ".join(shown))
    return table


def _tiles(found: Found) -> Table:
    columns = ("z", "raw SQL ms", "SafeGrid ms", "raw CPU ms", "CPU ms", "ratio", "KB", "KB max")
    other = at(found, "tiles", "other") or {}
    table = _table(
        "瓦片 tiles, nothing cached: p50 / p95", *columns, *(["--compare ms", "KB", "empty"] if other else [])
    )
    for z, row in found["tiles"]["zooms"].items():
        raw, ours = row["raw"], row["ours"]
        cpu = [n(raw["cpu_ms"]), n(ours["cpu_ms"]), n(row["cpu_ratio"], 2)]
        more = [_pair(other[z]), n(other[z]["kb"]), str(other[z]["empty"])] if z in other else []
        table.add_row(str(z), _pair(raw), _pair(ours), *cpu, n(ours["kb"]), n(ours["kb_worst"]), *more)
    return table


def _fanout(found: Found) -> Table:
    fan = found["fanout"]
    title = f"广播 fan-out: {fan['sockets']} sockets × {fan['rate']:.0f}/s, round by round"
    table = _table(title, "", "p50 ms", "p95", "p99", "worst", "CPU µs / delivery", "lost")
    sides = [("SafeGrid", row) for row in fan["ours"]] + [("mosquitto", row) for row in fan["mosquitto"]]
    sides.append((f"SafeGrid {fan['fast']['rate']:.0f}/s", fan["fast"]))
    for name, row in sides:
        times = [n(row[key]) for key in ("p50_ms", "p95_ms", "p99_ms", "worst_ms", "cpu_us")]
        table.add_row(name, *times, str(row["lost"]))
    return table


def _sides(found: Found) -> Table:
    """Everything that is one line."""
    table = _table("其余 the rest", "", "SafeGrid", "", "", "ratio")
    for row in (*_cached(found), *_bulk(found), *_plain(found)):
        table.add_row(*row)
    return table


def _cached(found: Found) -> Iterator[tuple[str, ...]]:
    cached = found["cached"]
    ours, theirs = cached["ours"], cached["nginx"]
    name = f"缓存瓦片 cached tile ({n(cached['kb'])} KB)"
    rates = (n(ours["requests_per_s"], 0), f"nginx {n(theirs['requests_per_s'], 0)}")
    yield f"{name}, requests/s", *rates, "", n(cached["rate_ratio"], 2)
    yield f"{name}, CPU µs", n(ours["cpu_us"]), f"nginx {n(theirs['cpu_us'])}", "", n(cached["cpu_ratio"], 2)


def _bulk(found: Found) -> Iterator[tuple[str, ...]]:
    if own := found.get("owning"):
        tree, postgis = n(own["tree_s"], 2), f"PostGIS {n(own['postgis_s'], 2)}"
        yield f"点落网格 point in cell, {own['points']} points, s", tree, postgis, "", n(own["ratio"], 2)
    for rate in (found.get("rerating") or {}).values():
        copy, changed = f"COPY {n(rate['copy_us'])}", f"{rate['changed']:,} / {rate['points']:,}"
        name = f"重新评级 re-rating, {changed} changed, µs / point"
        yield name, n(rate["rerate_us"]), copy, _cpu(rate), n(rate["ratio"], 2)

    if again := found.get("reowning"):
        bare, changed = f"tree + write {n(again['bare_us'])}", f"{again['changed']:,} / {again['points']:,}"
        name = f"重新归属 owning again, {changed} changed, µs / point"
        yield name, n(again["reown_us"]), bare, _cpu(again), n(again["ratio"], 2)


def _cpu(sides: Found) -> str:
    """The ratio of what either side used of the CPU: on a busy machine steadier than that of the times."""
    return f"CPU {n(sides['cpu_ratio'], 2)}"


def _plain(found: Found) -> Iterator[tuple[str, ...]]:
    fan, memory = found["fanout"], found["memory_mb"]
    yield "启动 start to fit, s", n(found["start_s"]), "", "", ""
    yield "内存 memory web / worker, MB", f"{n(memory['web'], 0)} / {n(memory['worker'], 0)}", "", "", ""
    yield "每个套接字 per socket, KB", n(fan["kb_per_socket"]), "", "", ""
    yield f"{fan['sockets']} 个套接字连上 connected and caught up, s", n(fan["start_s"]), "", "", ""


def _growth(found: Found) -> Iterator[Table]:
    if rows := found.get("growth"):
        zooms = list(rows[0]["p50_ms"])
        heads = [f"z{z} p50 ms" for z in zooms] + [f"z{z} KB" for z in zooms]
        table = _table("规模 growth", "points", "start s", "web MB", *heads)
        for row in rows:
            sizes = [n(row["kb"][z]) for z in zooms]
            times = [n(row["p50_ms"][z]) for z in zooms]
            table.add_row(f"{row['points']:,}", n(row["start_s"]), n(row["web_mb"], 0), *times, *sizes)
        yield table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number == 0 else "right")
    return table


def _pair(side: Found) -> str:
    return f"{n(side['p50_ms'])} / {n(side['p95_ms'])}"


def n(value: float | None, digits: int = 1) -> str:
    """A number for a table; a dash for what was not measured."""
    return "—" if value is None else f"{value:,.{digits}f}"
