"""Getting an answer judged in time: the embedded judgement decides, a language model's may come later."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta

from app.evaluation.disagreement import beside_embedded
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    Evaluator,
    MissingFact,
    QuestionToEvaluate,
)
from app.platform.logging import COMPLETENESS_FAILED, EVALUATION_FAILED, MISSING_FACTS_FAILED, get_logger
from app.platform.metrics import Metrics

# On the embedded judgement of an answer that the language model, though chosen, did not judge.
UNAVAILABLE_FLAG = "language_model_unavailable"
UNAVAILABLE_NOTE = "The language model could not judge this answer, so the embedded evaluator did."

# Longer than this nobody waits for the next question; what comes later comes as an event.
INLINE = timedelta(seconds=2)
# A model server that has said nothing for so long will not; the adapter's own limit is shorter.
PATIENCE = timedelta(seconds=60)
# The facts for turn-taking are asked for at every utterance: late facts are no use.
COMPLETENESS_WITHIN = timedelta(seconds=1)

log = get_logger(__name__)


@dataclass(frozen=True)
class Judgement:
    """``evaluation`` is None where no evaluator could answer; ``is_final``: nothing better is to come."""

    evaluation: Evaluation | None
    is_final: bool


class Judging:
    """The judgement of one answer, in two steps: what is there in time, and what comes later."""

    def __init__(
        self, answer: AnswerToEvaluate, embedded: "asyncio.Task[Evaluation | None]", model: "_ModelTask"
    ) -> None:
        self.answer = answer
        self._embedded = embedded
        self._model = model

    async def in_time(self, within: timedelta) -> Judgement:
        """Whatever is there by then."""
        running = [task for task in (self._embedded, self._model) if task is not None]
        await asyncio.wait(running, timeout=within.total_seconds())
        return self._now()

    async def finally_(self) -> Judgement:
        """Everything; gives up after ``PATIENCE``."""
        judgement = await self.in_time(PATIENCE)
        if judgement.is_final:
            return judgement
        for task in (self._embedded, self._model):
            if task is not None:
                task.cancel()
        # Of a model that never answered the same is said as of one that is away.
        evaluation = judgement.evaluation
        if evaluation is not None and self._model is not None:
            evaluation = _without_model(evaluation)
        return Judgement(evaluation, is_final=evaluation is not None)

    def _now(self) -> Judgement:
        embedded = self._embedded.result() if self._embedded.done() else None
        if self._model is None:
            return Judgement(embedded, is_final=embedded is not None)
        if not self._model.done():
            return Judgement(embedded, is_final=False)
        model = self._model.result()
        if model is not None:
            return Judgement(beside_embedded(model, embedded), is_final=True)
        if embedded is None:
            return Judgement(None, is_final=False)
        return Judgement(_without_model(embedded), is_final=True)


_ModelTask = asyncio.Task[Evaluation | None] | None


class Judge:
    """Both evaluators; the language model is optional."""

    def __init__(self, embedded: Evaluator, language_model: Evaluator | None, metrics: Metrics) -> None:
        self._embedded = embedded
        self._language_model = language_model
        self._metrics = metrics

    def begin(self, answer: AnswerToEvaluate) -> Judging:
        embedded = asyncio.create_task(self._ask(self._embedded, answer))
        model = asyncio.create_task(self._ask(self._language_model, answer)) if self._language_model else None
        return Judging(answer, embedded, model)

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        """Facts for the agent's timing; empty ones rather than late ones."""
        try:
            async with asyncio.timeout(COMPLETENESS_WITHIN.total_seconds()):
                return await self._embedded.completeness(question, text)
        except Exception as error:  # an utterance is stored whatever the evaluator does
            log.warning(COMPLETENESS_FAILED, exc_info=error)
            return Completeness()

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """What the text has not told yet; nothing rather than late."""
        try:
            async with asyncio.timeout(COMPLETENESS_WITHIN.total_seconds()):
                return await self._embedded.missing_facts(question, text)
        except Exception as error:  # the next question is asked whatever the evaluator does
            log.warning(MISSING_FACTS_FAILED, exc_info=error)
            return []

    async def warm_up(self) -> None:
        """Load the models now, so that the first answer does not wait for them."""
        await self._ask(
            self._embedded,
            AnswerToEvaluate(
                answer_id="warm-up",
                text="I wrote the tool that checks our invoices, and it found forty errors in its first week.",
                question=QuestionToEvaluate(text="Tell me about something that you built."),
            ),
        )

    async def aclose(self) -> None:
        await self._embedded.aclose()
        if self._language_model is not None:
            await self._language_model.aclose()

    async def _ask(self, evaluator: Evaluator, answer: AnswerToEvaluate) -> Evaluation | None:
        started = time.perf_counter()
        try:
            return await evaluator.evaluate(answer)
        except Exception as error:  # an answer is never refused because a judge fell over
            log.warning(EVALUATION_FAILED, evaluator=evaluator.name, exc_info=error)
            return None
        finally:
            self._metrics.evaluation_seconds.labels(evaluator.name).observe(time.perf_counter() - started)


def _without_model(evaluation: Evaluation) -> Evaluation:
    if UNAVAILABLE_FLAG in evaluation.flags:
        return evaluation
    return evaluation.model_copy(
        update={
            "flags": [*evaluation.flags, UNAVAILABLE_FLAG],
            "coach_notes": [*evaluation.coach_notes, UNAVAILABLE_NOTE],
        }
    )
