"""Walls: the desk shows something on one and takes it back; a wall says that it is there, and is missed when it does not."""

from collections.abc import Mapping
from datetime import timedelta

from safegrid.domain.events import WallChanged
from safegrid.domain.refusals import Refusal
from safegrid.domain.roles import Verb
from safegrid.store.access import Viewer, visible_alarms
from safegrid.store.models import Kiosk, WallState
from safegrid.store.walls import ground_of, steers

from .transaction import Work, clock, unit_of_work

SILENT_SECONDS = 15
ACTOR = "system:sweep"
Plain = Mapping[str, object]


def show(viewer: Viewer, kiosk_id: int, view: Plain | None) -> WallState | Refusal:
    """Show a view on a wall, or (None) give it back to itself. Refusals: NOT_YOUR_DUTY, NOT_FOUND.

    NOT_FOUND also for a wall that shows more than the viewer sees, and for an alarm out of sight.
    """
    if not viewer.may_anywhere(Verb.HANDLE_ALARM):
        return Refusal("NOT_YOUR_DUTY")
    with unit_of_work(viewer.key, "wall.release" if view is None else "wall.show") as work:
        kiosk = Kiosk.objects.select_for_update().filter(pk=kiosk_id, revoked_at=None).first()
        if kiosk is None or not steers(viewer.scope, kiosk) or not _sees_alarm(viewer, view):
            return Refusal("NOT_FOUND")
        state, _ = WallState.objects.select_for_update().get_or_create(kiosk=kiosk)
        state.version += 1
        state.view = None if view is None else {**view, "by": viewer.name, "at": clock().isoformat()}
        state.save(update_fields=["version", "view"])
        _tell(work, kiosk, state)
    return state


def seen(kiosk_id: int, screen: Plain, freshness: str) -> WallState | Refusal:
    """Note that a wall is there. Told only when it was missing before or has another screen: a sign of life is no event.

    Refusal: NOT_FOUND.
    """
    with unit_of_work(f"kiosk:{kiosk_id}", "wall.came") as work:
        kiosk = Kiosk.objects.select_for_update().filter(pk=kiosk_id, revoked_at=None).first()
        if kiosk is None:
            return Refusal("NOT_FOUND")
        state, _ = WallState.objects.select_for_update().get_or_create(kiosk=kiosk)
        news = not state.online or state.screen != screen
        state.online, state.seen_at, state.screen, state.freshness = True, clock(), dict(screen), freshness
        state.save(update_fields=["online", "seen_at", "screen", "freshness"])
        if news:
            _tell(work, kiosk, state)
    return state


def miss_walls() -> int:
    """Tell of walls that have been silent too long. Returns how many."""
    limit = clock() - timedelta(seconds=SILENT_SECONDS)
    silent = WallState.objects.filter(online=True, seen_at__lt=limit).values_list("pk", flat=True)
    return sum(_miss(pk) for pk in list(silent))


def _miss(kiosk_id: int) -> int:
    with unit_of_work(ACTOR, "wall.went") as work:
        kiosk = Kiosk.objects.select_for_update().get(pk=kiosk_id)
        state = WallState.objects.select_for_update().get(pk=kiosk_id)
        if (
            not state.online
            or state.seen_at is None
            or clock() - state.seen_at < timedelta(seconds=SILENT_SECONDS)
        ):
            return 0
        state.online = False
        state.save(update_fields=["online"])
        _tell(work, kiosk, state)
    return 1


def _sees_alarm(viewer: Viewer, view: Plain | None) -> bool:
    alarm = (view or {}).get("alarm")
    return not isinstance(alarm, int) or visible_alarms(viewer.scope).filter(pk=alarm).exists()


def _tell(work: Work, kiosk: Kiosk, state: WallState) -> None:
    ground = ground_of(kiosk)
    work.emit(
        WallChanged(
            viewer=f"kiosk:{kiosk.pk}",
            id=kiosk.pk,
            v=state.version,
            name=kiosk.name,
            cells=None if ground is None else tuple(sorted(ground)),
            view=state.view,
            online=state.online,
            cause=work.cause,
        )
    )
