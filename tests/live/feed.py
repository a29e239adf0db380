"""A feeder of many small changes, as a process of its own: `python -m live.feed EVENTS SEED`, with the city's settings."""

import os
import random
import sys
from pathlib import Path

BATCH = 50


def main(events: int, seed: int) -> None:
    """Change levels of random points until `events` changes are told."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "backend"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safegrid.config.settings")
    import django

    django.setup()
    from safegrid.actions.transaction import unit_of_work
    from safegrid.store.drawn import point_box, point_drawn
    from safegrid.store.models import RiskPoint

    chance = random.Random(seed)
    ids = list(RiskPoint.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True))
    while events > 0:
        chosen = chance.sample(ids, min(BATCH, events, len(ids)))
        with unit_of_work("soak", "soak.change") as work:
            rows = list(
                RiskPoint.objects.select_for_update(of=("self",)).select_related("unit").filter(pk__in=chosen)
            )
            for point in rows:
                before = point_drawn(point)
                level = chance.choice([level for level in (1, 2, 3, 4) if level != point.live])
                point.live = point.firm = level
                point.version += 1
                work.changed(before, point_drawn(point), point_box(point))
            RiskPoint.objects.bulk_update(rows, ["live", "firm", "version"])
        events -= len(rows)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
