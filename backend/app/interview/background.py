"""What goes on by itself: unevaluated answers are picked up, untouched sessions abandoned."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from app.interview.service import InterviewService
from app.platform.errors import DatabaseUnavailable
from app.platform.logging import BACKGROUND_FAILED, get_logger

# Of a crash the candidate sees a question that does not come; half a minute later another replica asks it.
SWEEP_EVERY_S = 20.0

log = get_logger(__name__)


async def sweep(interviews: InterviewService, *, ignore_leases: bool = False) -> None:
    """One round. Raises DatabaseUnavailable."""
    while await interviews.conclusions.pick_up(ignore_leases=ignore_leases):
        pass
    await interviews.abandon_untouched()


async def sweep_for_ever(interviews: InterviewService, *, is_only_process: bool) -> None:
    """The first round takes up what the last run left; later ones go by the leases."""
    ignore_leases = is_only_process
    while True:
        try:
            await sweep(interviews, ignore_leases=ignore_leases)
            ignore_leases = False
        except DatabaseUnavailable as error:
            log.warning(BACKGROUND_FAILED, exc_info=error)
        except Exception as error:  # this loop must outlive whatever is wrong with one row
            log.error(BACKGROUND_FAILED, exc_info=error)
        await asyncio.sleep(SWEEP_EVERY_S)


@contextlib.asynccontextmanager
async def running(interviews: InterviewService, *, is_only_process: bool) -> AsyncIterator[None]:
    task = asyncio.create_task(sweep_for_ever(interviews, is_only_process=is_only_process), name="sweeper")
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
