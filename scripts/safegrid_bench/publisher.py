"""Commits changes of random points at a rate, as actions do: a process of its own, told what to do line by line.

`RATE SECONDS` on the standard input answers one line of JSON: [[point, version, committed at], …].
"""

import json
import os
import random
import sys
import time

PICKED = 2_000


def main() -> None:
    """Answer until the input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safegrid.config.settings")
    import django  # noqa: PLC0415 - reads the environment

    django.setup()
    from safegrid.store.models import RiskPoint  # noqa: PLC0415 - only after set-up

    points = list(
        RiskPoint.objects.filter(retired_at=None).order_by("pk").values_list("pk", flat=True)[:PICKED]
    )
    chance = random.Random(1)  # noqa: S311 - not for secrets
    print("ready", flush=True)
    for line in sys.stdin:
        rate, seconds = (float(word) for word in line.split())
        print(json.dumps(_publish(points, chance, rate, seconds)), flush=True)


def _publish(
    points: list[int], chance: random.Random, rate: float, seconds: float
) -> list[tuple[int, int, float]]:
    done, began = [], time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        point = chance.choice(points)
        done.append((point, _change(point, chance), time.time()))
    return done


def _change(point_id: int, chance: random.Random) -> int:
    """Give a point another level; its new version."""
    from safegrid.actions.transaction import unit_of_work  # noqa: PLC0415
    from safegrid.store.drawn import point_box, point_drawn  # noqa: PLC0415
    from safegrid.store.models import RiskPoint  # noqa: PLC0415

    with unit_of_work("system:bench", "bench.change") as work:
        point = RiskPoint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=point_id)
        before = point_drawn(point)
        point.live = point.firm = chance.choice([level for level in (1, 2, 3, 4) if level != point.live])
        point.version += 1
        point.save(update_fields=["live", "firm", "version"])
        work.changed(before, point_drawn(point), point_box(point))
    return point.version


if __name__ == "__main__":
    main()
