"""Ends of sessions: log-out of one, and all of a person's after a new password or a deactivation."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import F
from django.utils import timezone

from safegrid.domain.events import AccessChanged
from safegrid.store.access import Viewer
from safegrid.store.models import User

from .transaction import Work, unit_of_work


def log_out(viewer: Viewer, session: SessionBase) -> None:
    """End one session. Its sockets close in the order of the log; the viewer's others stay."""
    with unit_of_work(viewer.key, "session.logout") as work:
        ended = session.session_key or ""
        work.emit(AccessChanged(viewer.key, viewer.version, session=ended, cause=work.cause))
        session.flush()


def access_changed(work: Work, person: int) -> None:
    """Raise the version of what a person may see and tell it; the person's row is locked until the end."""
    User.objects.filter(pk=person).update(access_version=F("access_version") + 1)
    version = User.objects.values_list("access_version", flat=True).get(pk=person)
    work.emit(AccessChanged(f"user:{person}", version, cause=work.cause))


def end_sessions(person: int, keep: str | None = None) -> int:
    """Delete a person's sessions, except one; returns how many.

    Django's session table names no person, so every running session is read: rare, and a few thousand at most.
    """
    ended = []
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        owner = session.get_decoded().get(SESSION_KEY)
        if owner == str(person) and session.session_key != keep:
            ended.append(session.session_key)
    deleted, _ = Session.objects.filter(session_key__in=ended).delete()
    return deleted
