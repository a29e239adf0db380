"""Small changes of facts, each with its event, as an action makes them; and what is true of the database now."""

import json

from django.db import connection

from factories import recount
from safegrid.actions.transaction import unit_of_work
from safegrid.domain import counts
from safegrid.domain.events import AccessChanged, decode, tally
from safegrid.store.access import viewer_of_user
from safegrid.store.drawn import alarm_drawn, hazard_drawn, place_box, point_box, point_drawn, unit_drawn
from safegrid.store.models import (
    Alarm,
    CellCount,
    CellTally,
    Duty,
    Enterprise,
    EventLog,
    Hazard,
    Outbox,
    RiskPoint,
    User,
)
from safegrid.store.queries.snapshot import snapshot


def change_point(point_id, actor="test", **fields):
    """Change columns of a point and tell of it; returns the new version."""
    with unit_of_work(actor, "test.point") as work:
        point = RiskPoint.objects.select_for_update(of=("self",)).select_related("unit").get(pk=point_id)
        before = point_drawn(point)
        for name, value in fields.items():
            setattr(point, name, value)
        point.version += 1
        point.save()
        work.changed(before, point_drawn(point), point_box(point))
        return point.version


def change_unit(unit_id, **fields):
    """Change columns of a unit and tell of it; returns the new version."""
    with unit_of_work("test", "test.unit") as work:
        unit = Enterprise.objects.select_for_update().get(pk=unit_id)
        before = unit_drawn(unit, unit.sites.all())
        for name, value in fields.items():
            setattr(unit, name, value)
        unit.version += 1
        unit.save()
        after = unit_drawn(unit, unit.sites.all())
        work.changed(before, after, place_box(before.lon, before.lat))
        return unit.version


def end_session(session, viewer):
    """Log out, as the action does it."""
    with unit_of_work(viewer.key, "session.logout") as work:
        work.emit(AccessChanged(viewer.key, viewer.version, session=session.session_key, cause=work.cause))
        session.flush()


def truth():
    """Counts of every community, from the rows themselves."""
    drawn = [point_drawn(p) for p in RiskPoint.objects.select_related("unit")]
    drawn += [unit_drawn(u, u.sites.all()) for u in Enterprise.objects.prefetch_related("sites")]
    drawn += [hazard_drawn(h) for h in Hazard.objects.select_related("unit")]
    drawn += [alarm_drawn(a) for a in Alarm.objects.select_related("unit", "handler")]
    posts = {"LEAD": "leaders", "OFF": "officers"}
    on_duty = Duty.objects.filter(counted=True).values_list("cell_id", "role")
    told = CellTally.objects.values_list("cell_id", "column", "n")
    return counts.add(
        [(counts.of(d), 1) for d in drawn]
        + [({cell: {posts[role]: 1}}, 1) for cell, role in on_duty]
        + [({cell: {column: n}}, 1) for cell, column, n in told]
    )


def kept():
    """Counts that the sequencer keeps, without zeros."""
    rows = CellCount.objects.values_list("cell_id", "n")
    named = {cell: {c: n for c, n in counts.from_row(row).items() if n} for cell, row in rows}
    return {cell: row for cell, row in named.items() if row}


def unsequenced():
    """What the outbox would still do to the counts."""
    return counts.add((tally(decode(row.kind, row.payload)), 1) for row in Outbox.objects.all())


def log_rows():
    return list(EventLog.objects.order_by("seq"))


def plain_snapshot(user: User):
    """A person's snapshot as it travels, without what tells the time."""
    viewer = viewer_of_user(user.pk)
    found = json.loads(json.dumps(snapshot(viewer)))
    return viewer, found


def empty_log():
    """Start a test with a log that says nothing and counts that are true."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE store_outbox, store_eventlog, store_sequencerstate")
    recount()
