"""Rating points again after a change of the rules, beside a COPY of as many rows. Nothing of it is kept."""

import io
import time
from typing import Any

from django.db import connection, transaction

from safegrid.actions import rules
from safegrid.store.models import RiskPoint, RulesInForce
from safegrid_bench import sql

from .console import step
from .figures import per, ratio


def measure(most: int) -> dict[str, Any]:
    """Let up to `most` points look as if another pack had rated them, and rate again for one slice of the sweep."""
    with step("重新评级", "re-rating"), transaction.atomic():
        ids = list(
            RiskPoint.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True)[:most]
        )
        rules.take_force()  # whatever another version of the rules left to do is not what is measured
        RiskPoint.objects.filter(pk__in=ids).update(pack_version="another")
        RulesInForce.objects.update(finished=False)
        began = time.perf_counter()
        rated = rules.take_force()
        rating = time.perf_counter() - began
        copying = _copy(ids[:rated])
        transaction.set_rollback(True)
    each, copied = per(1e6 * rating, rated), per(1e6 * copying, min(rated, len(ids)))
    return {"points": rated, "rerate_us": each, "copy_us": copied, "ratio": ratio(each, copied)}


def _copy(ids: list[int]) -> float:
    """Seconds to COPY these rows into a table of the same shape with the same indexes."""
    with connection.cursor() as at:
        at.execute(sql.text("copy_begin"))
        text = io.StringIO()
        at.execute(sql.text("copy_chosen"), {"ids": ids})
        at.copy_expert("COPY bench_chosen TO STDOUT", text)
        text.seek(0)
        began = time.perf_counter()
        at.copy_expert("COPY bench_copy FROM STDIN", text)
        return time.perf_counter() - began
