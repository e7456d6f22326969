"""The port of what makes the bank's questions fit one job."""

from collections.abc import Sequence
from typing import Protocol

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
