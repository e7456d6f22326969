"""Fits every question to the job by rule, when it is let."""

import asyncio
from collections.abc import Sequence

from app.questions.port import PlannedQuestion, PlanRequest


class FakeQuestionAdapter:
    """Waits until ``go`` is set."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.go = asyncio.Event()
        if at_once:
            self.go.set()
        self.calls = 0
        self.is_closed = False

    async def adapt(
        self, request: PlanRequest, plan: Sequence[PlannedQuestion], *, asked: int = 1
    ) -> list[PlannedQuestion]:
        self.calls += 1
        await self.go.wait()
        if not (request.job_description or request.cv_text):
            return list(plan)
        return [
            q if n <= asked or q.key_points else q.model_copy(update={"text": f"Adapted {n}: {q.text}"})
            for n, q in enumerate(plan, 1)
        ]

    async def aclose(self) -> None:
        self.is_closed = True
