"""Work that goes on beside the conversation. A piece that fails is told in the log, and ends the whole."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger("hirecoach.agent")


class Background:
    """Tasks that nobody waits for."""

    def __init__(self, on_failure: Callable[[], None]) -> None:
        self._on_failure = on_failure
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    async def stop(self) -> None:
        under_way = list(self._tasks)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        # Where, not what: the message of an error may hold what was said.
        where = "".join(traceback.format_tb(error.__traceback__))
        log.error("a part of the interviewer failed: %s\n%s", type(error).__name__, where)
        self._on_failure()
