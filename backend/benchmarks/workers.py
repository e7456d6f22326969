"""Work of the benchmark shared out over processes, in order: answers judged, texts compared, coefficients fitted.

One answer takes a tenth of a second and the tables ask for some twenty thousand, so each process has an evaluator of
its own, and no answer is judged twice. What `make fit` has embedded is read from its memory on disk.
"""

import asyncio
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from multiprocessing import get_context
from types import TracebackType
from typing import Literal, TypeVar

from app.evaluation.embedded.fitted import Fitted, using
from app.evaluation.port import AnswerToEvaluate, Evaluation, Evaluator
from benchmarks.evaluation_tables import progress
from benchmarks.evaluators import embedded_evaluator
from benchmarks.folds import fold_of

T = TypeVar("T")
R = TypeVar("R")
# Neighbours share sentences, and a process remembers what it has just read.
_CHUNK = 24
_MOST_PROCESSES = 8

Coefficients = Literal["as shipped", "question left out"]

_evaluator: Evaluator | None = None
_left_out: Sequence[Fitted] = ()


class Workers:
    """A pool of processes; a context manager."""

    def __init__(self, left_out: Sequence[Fitted] = (), processes: int | None = None) -> None:
        """``left_out``: coefficients by fold, for those who judge with the question left out."""
        count = processes or min(os.cpu_count() or 1, _MOST_PROCESSES)
        # "spawn": a child must not inherit half of the threads of this process.
        self._pool = get_context("spawn").Pool(count, _start, (tuple(left_out),))

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.terminate()
        self._pool.join()

    def map(self, label: str, function: Callable[[T], R], items: Sequence[T]) -> list[R]:
        """Each item's result, in order; told on standard error how far it is."""
        return list(progress(label, self._pool.imap(function, items, _CHUNK), len(items)))

    def together(self, functions: Iterable[Callable[[], R]]) -> list[R]:
        """Each function's result; they run at the same time."""
        begun = [self._pool.apply_async(function) for function in functions]
        return [one.get() for one in begun]


class Judges:
    """The embedded evaluator in every process, with one set of coefficients; remembers each judgement."""

    def __init__(self, workers: Workers, coefficients: Coefficients) -> None:
        self.workers = workers
        self._coefficients = coefficients
        self._known: dict[AnswerToEvaluate, Evaluation | str] = {}

    def judge(self, label: str, answers: Sequence[AnswerToEvaluate]) -> list[Evaluation | str]:
        """The judgement of each, or the name of the exception that it ended in."""
        asked = list(dict.fromkeys(answer for answer in answers if answer not in self._known))
        tasks = [(answer, self._coefficients) for answer in asked]
        self._known |= zip(asked, self.workers.map(label, _judged, tasks), strict=True)
        return [self._known[answer] for answer in answers]


async def judge_all(
    evaluator: "Evaluator | Judges", label: str, answers: Sequence[AnswerToEvaluate]
) -> list[Evaluation | str]:
    """By several processes, or by an evaluator that is none of ours one after the other, each answer once."""
    if isinstance(evaluator, Judges):
        return evaluator.judge(label, answers)
    known: dict[AnswerToEvaluate, Evaluation | str] = {}
    asked = list(dict.fromkeys(answers))
    for answer in progress(label, asked, len(asked)):
        try:
            known[answer] = await evaluator.evaluate(answer)
        except Exception as error:  # "no crash" is what is measured: any exception is a finding
            known[answer] = type(error).__name__
    return [known[answer] for answer in answers]


async def evaluations(
    evaluator: "Evaluator | Judges", label: str, answers: Sequence[AnswerToEvaluate]
) -> list[Evaluation]:
    """The same where a crash is none of the figures. Raises RuntimeError for one."""
    judged = await judge_all(evaluator, label, answers)
    if crashed := [found for found in judged if isinstance(found, str)]:
        raise RuntimeError(f"{label}: {len(crashed)} answers ended in {sorted(set(crashed))}")
    return [found for found in judged if not isinstance(found, str)]


def _start(left_out: Sequence[Fitted]) -> None:
    global _left_out  # one set a process, handed over once
    _left_out = left_out


def _judged(task: tuple[AnswerToEvaluate, Coefficients]) -> Evaluation | str:
    answer, coefficients = task
    fold = using(_left_out[fold_of(answer.question.text)]) if coefficients != "as shipped" else nullcontext()
    try:
        with fold:
            return asyncio.run(_own_evaluator().evaluate(answer))
    except Exception as error:  # reported by name: a crash of one answer must not end the whole
        return type(error).__name__


def _own_evaluator() -> Evaluator:
    global _evaluator  # one a process: the sentence model takes a second to load
    if _evaluator is None:
        from fitting.remembering_model import RememberingModel, memory_file

        _evaluator = embedded_evaluator(model=RememberingModel(memory_file(), stores=False))
    return _evaluator
