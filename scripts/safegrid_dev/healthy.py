"""Whether the web process of this machine is fit: for the health check of a container."""

from __future__ import annotations

import argparse

from . import health, ports


def main(arguments: list[str]) -> int:
    """0 if ``/healthz`` answers 200."""
    parser = argparse.ArgumentParser(prog="safegrid_dev healthy", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    return int(not health.is_healthy(ports.url(parser.parse_args(arguments).port)))
