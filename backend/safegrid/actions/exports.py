"""Exports, each with a trace of who took what (domain rules §5: export is logged)."""

from safegrid.store.access import Viewer
from safegrid.store.models import AccessLog


def log_export(viewer: Viewer, what: str, query: str, rows: int) -> None:
    """Write down an export before its first byte leaves. `what`: "hazards.xlsx"; `query`: the filter's text."""
    AccessLog.objects.create(viewer=viewer.key, what="export", target=f"{what} {rows} {query}"[:500])
