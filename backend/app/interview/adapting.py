"""Questions that are not asked yet are fitted to the job while the first one is answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from app.interview.change import Change, Interviewing
from app.interview.errors import SessionNotFound
from app.platform.logging import BACKGROUND_FAILED, get_logger
from app.questions.adapting.port import QuestionAdapter
from app.questions.port import PlannedQuestion, PlanRequest

log = get_logger(__name__)


class Adapting:
    """Nobody waits for it: not the start, not an answer, not the end. What comes too late is not used."""

    def __init__(self, interviewing: Interviewing, adapter: QuestionAdapter) -> None:
        self._interviewing = interviewing
        self._adapter = adapter
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, session_id: str, request: PlanRequest, plan: Sequence[PlannedQuestion]) -> None:
        """The session is stored, and its first question is asked."""
        task = asyncio.create_task(self._adapt(session_id, request, plan))
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def _adapt(self, session_id: str, request: PlanRequest, plan: Sequence[PlannedQuestion]) -> None:
        adapted = await self._adapter.adapt(request, plan, asked=1)
        if adapted == list(plan):
            return
        try:
            async with self._interviewing.change(None, session_id) as change:
                replace_what_is_left(change, adapted)
        except SessionNotFound:
            return  # deleted meanwhile

    async def settle(self) -> None:
        """Wait for what is under way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Until the app stops; what is under way then is given up: the bank's questions are stored already."""
        try:
            yield
        finally:
            for task in list(self._running):
                task.cancel()
            await self.settle()
            await self._adapter.aclose()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning(BACKGROUND_FAILED, exc_info=error)


def replace_what_is_left(change: Change, adapted: Sequence[PlannedQuestion]) -> None:
    """Only what was never asked, withdrawn or not; nothing where all of it was.

    Nobody sees a plan before its questions are asked, and still it is an event: what was read of a session before
    counts as known only while no event has come (``Interviewing.change_further``).
    """
    asked = max((row.number for row in change.questions), default=0)
    left = [question.model_dump(mode="json") for question in adapted[asked:]]
    if left == change.session.plan[asked:]:
        return
    change.session.plan = [*change.session.plan[:asked], *left]
    change.record(
        "session.changed",
        status=change.session.status,
        participant_name=change.session.participant_name,
        revision=change.session.revision,
    )
