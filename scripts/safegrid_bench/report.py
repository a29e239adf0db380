"""What was found as the headline figures. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from . import mosquitto, nginx, painted

Found = Mapping[str, Any]


def headline(found: Found) -> dict[str, Any]:
    """The figures that others compare, all ours to theirs; None is a side that is not installed or was not measured."""
    about = found["about"]
    return {
        "tile_cpu_ratio": at(found, "tiles", "high_ratio"),
        "lowzoom_ratio": at(found, "tiles", "low_ratio"),
        "cached_vs_nginx": at(found, "cached", "cpu_ratio"),
        "fanout_p99_vs_mosquitto": at(found, "fanout", "p99_ratio"),
        "cpu_per_delivery_vs_mosquitto": at(found, "fanout", "cpu_ratio"),
        "fanout_lost": at(found, "fanout", "lost"),
        "commit_to_socket_ms": {"median": at(found, "commit", "median"), "p95": at(found, "commit", "p95")},
        "commit_to_painted_ms": {
            "median": at(found, "painted", "median"),
            "p95": at(found, "painted", "p95"),
        },
        "load": {"before": about["load_before"], "after": about["load_after"], "cores": about["cores"]},
    }


def missing(found: Found) -> Iterator[str]:
    """What is not installed, and how to install it."""
    if not at(found, "fanout", "mosquitto"):
        yield f"mosquitto 未安装 is not installed: {mosquitto.INSTALL}"
    if at(found, "cached", "nginx", "requests_per_s") is None:
        yield f"nginx 未安装 is not installed: {nginx.INSTALL}"
    if found.get("painted") is None and not at(found, "about", "quick"):
        yield f"Chromium / Playwright 未安装 is not installed: {painted.INSTALL}"


def at(found: Any, *names: str) -> Any:  # noqa: ANN401 - JSON
    """A value inside, None if anything on the way to it is."""
    value = found
    for name in names:
        value = (value or {}).get(name)
    return value
