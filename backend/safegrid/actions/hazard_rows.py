"""Hazard rows from facts: the columns serve queries, `facts` is what the rules read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection

from safegrid.domain.hazard_time import CLOCK_RUNS
from safegrid.domain.hazards import HazardFacts, Step, listing_overdue, overdue_band, to_plain
from safegrid.domain.packs import RulePack
from safegrid.store.models import Hazard, HazardStep

CLOCK_STATES = [state.value for state in CLOCK_RUNS]
TITLE_LENGTH = 40
TEXT_FIELDS = ("title", "text", "category", "source")


def write_facts(hazard: Hazard, facts: HazardFacts, pack: RulePack, now: datetime) -> None:
    """Copy facts into the columns; the caller saves."""
    hazard.facts = to_plain(facts)
    hazard.version = facts.version
    hazard.state = facts.state.value
    hazard.major = facts.major
    hazard.self_found = facts.self_found
    hazard.overdue = overdue_band(facts, pack, now)
    hazard.listing = facts.listing.level if facts.listing else 0
    hazard.listing_deadline = facts.listing.deadline if facts.listing else None
    hazard.listing_overdue = listing_overdue(facts, now)
    hazard.suspended = facts.suspension is not None
    hazard.deadline = facts.deadline
    hazard.reported_at = facts.reported_at or now
    hazard.closed_at = facts.closed_at


def write_texts(hazard: Hazard, fields: Mapping[str, object]) -> None:
    """Copy what the report says; a hazard without a title is called by the beginning of its text."""
    said = {name: str(fields.get(name) or "") for name in TEXT_FIELDS}
    hazard.text = said["text"]
    hazard.title = said["title"] or said["text"][:TITLE_LENGTH]
    hazard.category = said["category"]
    hazard.source = said["source"]
    measure = fields.get("measure")
    hazard.measure_id = measure if isinstance(measure, int) else None


def write_step(hazard: Hazard, step: Step) -> None:
    """Record one command with all that was said (H11)."""
    done = step.transition
    HazardStep.objects.create(
        hazard=hazard,
        n=step.hazard.version,
        command=done.command.value,
        actor_id=done.by.person_id or None,
        role=done.by.role.value,
        from_state=done.before.value if done.before else "",
        to_state=done.after.value,
        note={
            "fields": {name: _plain(value) for name, value in done.fields.items()},
            "overridden": list(done.overridden),
            "proposed": done.proposed,
        },
        at=done.at,
    )


def _plain(value: object) -> Any:  # noqa: ANN401 - any JSON value
    return value.isoformat() if isinstance(value, datetime) else value


def next_id() -> int:
    """Take the next hazard id, so that the number can carry it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('store_hazard', 'id'))")
        (number,) = cursor.fetchone()
    return int(number)


def number_of(hazard_id: int, county_code: str, found_at: datetime) -> str:
    """Number of a hazard for people and documents: YH, county, year, running number."""
    return f"YH{county_code[:6] or '000000'}-{found_at:%Y}-{hazard_id:06d}"
