"""Many ask, one computes."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Flights(Generic[K, V]):
    """Computations under way by key. One event loop only."""

    def __init__(self) -> None:
        self._tasks: dict[K, asyncio.Task[V]] = {}

    async def join(self, key: K, start: Callable[[], Awaitable[V]]) -> V:
        """Await the running computation of `key`, or start one. A caller who goes away does not end it for others."""
        task = self._tasks.get(key)
        if task is None:
            task = asyncio.ensure_future(self._own(start))
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(task)

    def leave(self, key: K) -> None:
        """Let the next caller start anew, e.g. because the running computation became too old to join."""
        self._tasks.pop(key, None)

    async def _own(self, start: Callable[[], Awaitable[V]]) -> V:
        return await start()

    def _land(self, key: K, task: asyncio.Task[V]) -> None:
        if self._tasks.get(key) is task:
            del self._tasks[key]
        if not task.cancelled():
            task.exception()  # seen, also if every caller went away
