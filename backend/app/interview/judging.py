"""Getting an answer judged in time: the embedded judgement decides, a language model's may come later."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

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
# A model that has not once been in time among its latest judgements is not waited for; it goes on being timed, so
# that one judgement in time makes it worth waiting for again. Ours.
LATEST = 3
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


class Pace:
    """How long a model's latest judgements took, in seconds; failures and those given up count too.

    What needed no model (a refusal, three words) says nothing of how long one takes.
    """

    def __init__(self) -> None:
        self._latest: deque[float] = deque(maxlen=LATEST)

    def took(self, seconds: float) -> None:
        self._latest.append(seconds)

    def is_clearly_slower_than(self, within: timedelta) -> bool:
        """Not of one that is hardly known: its first judgements may have waited for it to be loaded."""
        return len(self._latest) == LATEST and min(self._latest) > within.total_seconds()


class Judging:
    """The judgement of one answer, in two steps: what is there in time, and what comes later."""

    def __init__(
        self,
        answer: AnswerToEvaluate,
        embedded: "asyncio.Task[Evaluation | None]",
        model: "_ModelTask",
        pace: Pace,
    ) -> None:
        self.answer = answer
        self._embedded = embedded
        self._model = model
        self._pace = pace

    async def in_time(self, within: timedelta, *, is_shown: bool = True) -> Judgement:
        """Whatever is there by then; sooner where only a model is missing, and it will be late anyway or nobody is
        shown the judgement yet (``is_shown``): what decides the next question is the embedded one."""
        loop = asyncio.get_running_loop()
        until = loop.time() + within.total_seconds()
        if not is_shown or self._pace.is_clearly_slower_than(within):
            await asyncio.wait([self._embedded], timeout=within.total_seconds())
            if self._now().evaluation is not None:
                return self._now()
        await self._wait(until - loop.time())
        return self._now()

    async def finally_(self) -> Judgement:
        """Everything; gives up after ``PATIENCE``."""
        await self._wait(PATIENCE.total_seconds())
        judgement = self._now()
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

    async def _wait(self, seconds: float) -> None:
        running = [task for task in (self._embedded, self._model) if task is not None]
        await asyncio.wait(running, timeout=max(seconds, 0.0))

    def _now(self) -> Judgement:
        embedded = self._embedded.result() if self._embedded.done() else None
        if self._model is None:
            return Judgement(embedded, is_final=embedded is not None)
        if not self._model.done():
            return Judgement(embedded, is_final=False)
        model = self._model.result()
        if model is not None:
            return Judgement(beside_embedded(model, embedded, self.answer.language), is_final=True)
        if embedded is None:
            return Judgement(None, is_final=False)
        return Judgement(_without_model(embedded), is_final=True)


_ModelTask = asyncio.Task[Evaluation | None] | None


@runtime_checkable
class WarmsUp(Protocol):
    """An evaluator that has something to do before its first answer."""

    def warm_up(self) -> None:
        """Begin with it; nobody waits."""
        ...


class Judge:
    """Both evaluators; the language model is optional."""

    def __init__(self, embedded: Evaluator, language_model: Evaluator | None, metrics: Metrics) -> None:
        self._embedded = embedded
        self._language_model = language_model
        self._metrics = metrics
        self._pace = Pace()

    def begin(self, answer: AnswerToEvaluate) -> Judging:
        embedded = asyncio.create_task(self._ask(self._embedded, answer))
        model = (
            asyncio.create_task(self._timed(self._language_model, answer)) if self._language_model else None
        )
        return Judging(answer, embedded, model, self._pace)

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
        """Load the models now, and try a language model, so that the first answer does not wait for either."""
        if isinstance(self._language_model, WarmsUp):
            self._language_model.warm_up()
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

    async def _timed(self, model: Evaluator, answer: AnswerToEvaluate) -> Evaluation | None:
        started, needed = time.perf_counter(), True
        try:
            judged = await self._ask(model, answer)
            needed = judged is None or judged.status != "not_answered"
            return judged
        finally:
            if needed:
                self._pace.took(time.perf_counter() - started)

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
