"""Sessions: an active one is extended, at most once a minute, so that reading does not write all the time."""

import time

from django.contrib.sessions.backends.base import SessionBase

EXTEND_AFTER_SECONDS = 60
_SEEN = "safegrid_seen"


def extend(session: SessionBase, now: float | None = None) -> bool:
    """Move the idle limit of an active session forward; says whether it did."""
    moment = int(now if now is not None else time.time())
    if moment - int(session.get(_SEEN, 0)) < EXTEND_AFTER_SECONDS:
        return False
    session[_SEEN] = moment
    return True
