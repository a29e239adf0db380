"""Reading the database for sockets: a few threads of their own, so that a thousand reconnects queue up politely."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-database")


async def in_thread(function: Callable[[], Result]) -> Result:
    """Run a function that reads; its connection goes back to the pool afterwards."""

    def run() -> Result:
        try:
            return function()
        finally:
            connections.close_all()

    return await asyncio.get_running_loop().run_in_executor(_threads, run)
