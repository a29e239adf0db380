"""The `worker` process: the sequencer, and the sweeps that notice what only time changes."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connections
from django.utils.module_loading import import_string
from typing_extensions import override

from safegrid.actions import (
    alarm_sweeps,
    checklists,
    idempotency,
    identities,
    layers,
    plan_clock,
    public_limits,
    readings,
    rules,
    surveys,
    sweeps,
    tallies,
    unit_listings,
    uploads,
    walls,
)
from safegrid.live import ledger
from safegrid.live.sequencer import Sequencer
from safegrid.store import celltree

log = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
SWEEPS = (
    layers.ensure_standard,
    checklists.load,
    rules.take_force,
    plan_clock.publish_scheduled,
    alarm_sweeps.escalate,
    alarm_sweeps.lose_silent,
    alarm_sweeps.end_levels,
    alarm_sweeps.remind_of_accidents,
    sweeps.mark_overdue,
    unit_listings.mark_overdue,
    sweeps.rerate_expired,
    sweeps.count_duties,
    surveys.begin_clocks,
    tallies.settle_now_and_then,
    idempotency.forget_old,
    readings.forget_old,
    uploads.forget_parts,
    public_limits.forget_old,
    identities.erase_ended,
    walls.miss_walls,
)


class Command(BaseCommand):
    help = "Runs the sequencer and the sweeps until it is told to stop."

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        sequencer = Sequencer(settings.SEQUENCER_DATABASE_URL)
        failure: list[BaseException] = []
        thread = threading.Thread(target=_guarded, args=(sequencer, stop, failure), name="sequencer")
        thread.start()
        while not stop.wait(SWEEP_SECONDS):
            if sequencer.active:
                sweep()
        thread.join()
        if failure:
            raise CommandError("the sequencer failed, see the log above") from failure[0]


def sweep() -> None:
    """Run every sweep once; what the database refuses now is tried again next time."""
    started = time.monotonic()
    celltree.forget()  # no tail tells this process of new boundaries
    try:
        ledger.follow()
        found = {_name(task): task() for task in (*_further(), *SWEEPS)}
    except DatabaseError:
        log.exception("a sweep failed and will be repeated")
    else:
        if any(found.values()):
            log.info("sweep: %s in %.0f ms", found, 1_000 * (time.monotonic() - started))
    finally:
        connections.close_all()


def _further() -> list[Callable[[], int]]:
    """Sweeps of parts that this one must not know (settings): the demo city's people."""
    return [import_string(path) for path in settings.FURTHER_SWEEPS]


def _name(task: Callable[[], int]) -> str:
    return f"{task.__module__.rpartition('.')[2]}.{task.__name__}"


def _guarded(sequencer: Sequencer, stop: threading.Event, failure: list[BaseException]) -> None:
    try:
        sequencer.run(stop)
    except BaseException as error:
        log.exception("the sequencer failed")
        failure.append(error)
    finally:
        stop.set()
