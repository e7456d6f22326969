"""The ports of what says our questions in better words: fitted to one job, or to what was just told."""

from collections.abc import Sequence
from typing import Protocol

from app.questions.follow_ups import FollowUp, Thread
from app.questions.port import PlannedQuestion, PlanRequest


class QuestionAdapter(Protocol):
    """Rewords questions of a plan; may take as long as a model server takes."""

    async def adapt(
        self, request: PlanRequest, plan: Sequence[PlannedQuestion], *, asked: int = 1
    ) -> list[PlannedQuestion]:
        """The plan with some texts reworded, nothing else changed; the first ``asked`` keep theirs.

        Raises nothing for what a model server does: then the texts are those of the bank.
        """
        ...

    async def aclose(self) -> None: ...


class FollowUpWording(Protocol):
    """Words one follow-up question; what it asks for, and whether it is asked, has been decided."""

    async def word(self, chosen: FollowUp, thread: Thread, language: str, within_s: float) -> str | None:
        """The question in words of its own, None where there are none in time: then ``chosen.text`` is asked.

        Raises nothing for what a model server does.
        """
        ...

    async def aclose(self) -> None: ...
