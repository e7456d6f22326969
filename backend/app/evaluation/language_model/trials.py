"""A judge is tried before it is believed: answers whose judgement nobody disputes, put to the model as any other.

A model that gives full marks to whatever it reads, or does what an answer tells it, cannot be told by any single
judgement of a real answer. It can be told by its judgement of these. Passed: code does not second-guess its sense of
topic and truth, which is better than ours. Failed: the embedded evaluator judges, and says so.
"""

import asyncio
import time
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    DimensionName,
    Evaluation,
    Evaluator,
    EvaluatorName,
    EvaluatorUnavailable,
    MissingFact,
    QuestionToEvaluate,
)
from app.platform.logging import LANGUAGE_MODEL_NOT_BELIEVED, get_logger
from app.platform.metrics import Metrics

log = get_logger(__name__)


class Trial(BaseModel):
    """One answer, and what a fair judge may give it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: str
    question: str
    answer: str
    reference: str | None = None
    dimension: DimensionName
    at_most: float = Field(default=5, ge=0, le=5)
    at_least: float = Field(default=0, ge=0, le=5)

    def to_evaluate(self) -> AnswerToEvaluate:
        question = QuestionToEvaluate(text=self.question, kind=self.kind, reference=self.reference)
        text = " ".join(self.answer.split())
        return AnswerToEvaluate(answer_id=f"trial-{self.name}", text=text, question=question)

    def is_passed_by(self, evaluation: Evaluation) -> bool:
        """What was not answered at all, in the model's eyes, has 0."""
        scores = {dimension.name: dimension.score for dimension in evaluation.dimensions}
        return self.at_least <= (scores.get(self.dimension) or 0.0) <= self.at_most


class Trials(BaseModel):
    """``trials.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    passed_for_hours: float = Field(gt=0)
    failed_for_minutes: float = Field(gt=0)
    trials: tuple[Trial, ...] = Field(min_length=1)


@cache
def load_trials() -> Trials:
    """Raises ValidationError when the file does not fit the schema."""
    file = resources.files("app.evaluation.language_model") / "trials.toml"
    return Trials.model_validate(tomllib.loads(file.read_text("utf-8")))


class NotBelieved(EvaluatorUnavailable):
    """The model is there, and judges what it should not."""


class TriedEvaluator:
    """A model's evaluator whose judgements count only while it passes the trials.

    They are held when an interview begins, else beside the first judgement: nobody waits for both. Which of them
    were passed is remembered: a server that is away in the middle is not asked for all of them again.
    """

    name: EvaluatorName = "language_model"

    def __init__(
        self,
        model: Evaluator,
        metrics: Metrics | None = None,
        clock: Callable[[], float] = time.monotonic,
        trials: Trials | None = None,
    ) -> None:
        self._model = model
        self._metrics = metrics or Metrics()
        self._clock = clock
        self._trials = trials or load_trials()
        self._passed: set[str] = set()
        self._valid_until = 0.0
        self._is_believed: bool | None = None
        self._trying: asyncio.Task[bool] | None = None

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Raises EvaluatorUnavailable, also where the model is not believed or could not be tried yet."""
        if self._known is False:
            raise NotBelieved("the language model judges what it should not")
        if self._known:
            return await self._model.evaluate(answer)
        trying = self._begin()
        evaluation = await self._model.evaluate(answer)
        # Shielded: whoever gives this judgement up does not give up the trials, which are everybody's.
        if evaluation.status != "not_answered" and not await asyncio.shield(trying):
            raise NotBelieved("the language model judges what it should not")
        return evaluation

    def warm_up(self) -> None:
        """Begin the trials where they are due; what becomes of them the next answer knows."""
        if self._known is None:
            self._begin()

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return await self._model.completeness(question, text)

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        return await self._model.missing_facts(question, text)

    async def aclose(self) -> None:
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)
        await self._model.aclose()

    @property
    def _known(self) -> bool | None:
        """Whether it is believed; None where it has to be tried, again or at all."""
        return self._is_believed if self._clock() < self._valid_until else None

    def _begin(self) -> "asyncio.Task[bool]":
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._try())
            self._trying.add_done_callback(_seen)
        return self._trying

    async def _try(self) -> bool:
        """Whether it passes; one after another, so that a small server is not asked for five things at once."""
        for trial in self._trials.trials:
            if trial.name in self._passed:
                continue
            if not trial.is_passed_by(await self._model.evaluate(trial.to_evaluate())):
                log.warning(LANGUAGE_MODEL_NOT_BELIEVED, trial=trial.name)
                self._metrics.language_model_calls.labels("evaluation", "not_believed").inc()
                self._passed.clear()
                return self._decide(False, 60 * self._trials.failed_for_minutes)
            self._passed.add(trial.name)
        self._passed.clear()
        return self._decide(True, 3600 * self._trials.passed_for_hours)

    def _decide(self, is_believed: bool, for_s: float) -> bool:
        self._is_believed, self._valid_until = is_believed, self._clock() + for_s
        return is_believed


def _seen(task: "asyncio.Task[bool]") -> None:
    """Whoever waits for it is told; that nobody waits is no error."""
    if not task.cancelled():
        task.exception()
