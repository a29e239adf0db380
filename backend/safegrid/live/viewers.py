"""Who connects. Rights are read from the database at every connect, for all who wait at that moment together."""

import asyncio
from collections.abc import Collection
from functools import partial

from django.contrib.sessions.models import Session
from django.utils import timezone

from safegrid.store.access import Viewer, viewers_of_sessions

from .database import in_thread

MOST = 50
"""Sessions that are read together: as many statements as for one, and the loop is not held up by all going on at once."""
Answer = asyncio.Future[Viewer | None]


class Viewers:
    """One reading at a time. Whoever asks while it is under way is read by the next: no answer is older than its question.

    A thousand screens that come back at once would otherwise cost the time of a thousand readings.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[Answer]] = {}
        self._task: asyncio.Task[None] | None = None

    async def of(self, session_key: str) -> Viewer | None:
        """Return who holds a session; None if it has ended or its owner may not connect any more."""
        answer: Answer = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(session_key, []).append(answer)
        if self._task is None:
            self._task = asyncio.create_task(self._read_all())
        return await answer

    async def _read_all(self) -> None:
        try:
            while self._waiting:
                keys = list(self._waiting)[:MOST]
                asked = {key: self._waiting.pop(key) for key in keys}
                await _answer(asked)
        finally:
            self._task = None


async def _answer(asked: dict[str, list[Answer]]) -> None:
    try:
        found = await in_thread(partial(read_viewers, list(asked)))
    except Exception as error:
        for answer in _still_awaited(asked.values()):
            answer.set_exception(error)
        return
    for key, answers in asked.items():
        for answer in _still_awaited([answers]):
            answer.set_result(found.get(key))


def _still_awaited(answers: Collection[list[Answer]]) -> list[Answer]:
    """Without those whose socket has gone meanwhile."""
    return [answer for some in answers for answer in some if not answer.done()]


def read_viewers(session_keys: Collection[str]) -> dict[str, Viewer]:
    """Return who holds which of the sessions; without those that ended or whose owner may not connect any more."""
    # A key comes from a stranger's cookie: one that the database would refuse must not fail the others.
    keys = [key for key in session_keys if key.isascii() and key.isalnum()]
    held = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return viewers_of_sessions({session.session_key: session.get_decoded() for session in held})
