"""The embedded evaluator with coefficients that never saw the question: what `make fit` would have found without it.

Five times the coefficients are fitted on the questions of four folds; an answer is judged by those of the fold that
its question is left out of. Everything else is the evaluator as it ships.
"""

import numpy as np

from app.evaluation.embedded.fitted import Curve, Fitted, Linear, Story, load_fitted, using
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    Evaluator,
    EvaluatorName,
    MissingFact,
    QuestionToEvaluate,
)
from app.questions.bank_data import default_bank
from benchmarks.folds import FOLDS, fold_of
from fitting import correctness, graded_data, relevance, story
from fitting.arithmetic import Fit, Ints
from fitting.remembering_model import RememberingModel, memory_file


class LeftOut:
    """An evaluator that has not seen the question of the answer it judges."""

    name: EvaluatorName = "embedded"

    def __init__(self, evaluator: Evaluator, coefficients: list[Fitted]) -> None:
        """``coefficients``: of each fold, fitted without its questions."""
        self._evaluator = evaluator
        self._coefficients = coefficients

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        with using(self._coefficients[fold_of(answer.question.text)]):
            return await self._evaluator.evaluate(answer)

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return await self._evaluator.completeness(question, text)

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        return await self._evaluator.missing_facts(question, text)

    async def aclose(self) -> None:
        await self._evaluator.aclose()


def fit_folds() -> list[Fitted]:
    """Coefficients of each fold; minutes the first time. Raises DataMissing without the human-graded data."""
    graded_data.check()
    model = RememberingModel(memory_file())
    answers = story.Answers(model)
    told = graded_data.told_answers()
    same = graded_data.paraphrases(sorted({t.question for t in told})) | answers.same_topic()
    bank = [q.text for q in default_bank().questions]
    pairs = relevance.Pairs([*told, *answers.told()], same, model, bank)
    table = correctness.tabulate(graded_data.graded_answers(), model, print)
    return [
        Fitted(
            relevance=_relevance(pairs, _kept(pairs.groups, fold)),
            correctness=_correctness(table, _kept([g.question for g in table.graded], fold)),
            **_story(answers, _kept([row["question"] for row in answers.rows], fold)),
        )
        for fold in range(FOLDS)
    ]


def _kept(questions: list[str], fold: int) -> Ints:
    return np.array([i for i, question in enumerate(questions) if fold_of(question) != fold])


def _relevance(pairs: relevance.Pairs, rows: Ints) -> Curve:
    """The scale too is of the rows kept, by cross-fitted odds as `make fit` takes them."""
    odds = pairs.cross_fitted()[rows]
    at = np.quantile(odds[pairs.own[rows]], relevance.QUANTILES)
    fitted = _linear(pairs.fit(rows), relevance.NAMES)
    return Curve(odds_at=tuple(map(float, at)), scores=relevance.SCORES, **fitted.model_dump())


def _correctness(table: correctness.Table, rows: Ints) -> Curve:
    fitted = correctness.fit(table, rows)
    odds = np.array([fitted.odds(features).max() for features in table.features])
    scaled = correctness.scale(odds, table, rows)
    slope = float(scaled.weights[0])
    whole = Fit(scaled.intercept + slope * fitted.intercept, slope * fitted.weights)
    shipped = load_fitted().correctness
    return Curve(odds_at=shipped.odds_at, scores=shipped.scores, **_linear(whole, table.names).model_dump())


def _story(answers: story.Answers, rows: Ints) -> dict[str, Story]:
    fits = {dimension: answers.fit(rows, dimension) for dimension in story.SIGNS}
    return {
        part: Story(**{dimension: _linear(fit[part], answers.names) for dimension, fit in fits.items()})
        for part in ("told", "meant")
    }


def _linear(fitted: Fit, names: tuple[str, ...]) -> Linear:
    weights = {n: float(w) for n, w in zip(names, fitted.weights, strict=True)}
    return Linear(intercept=fitted.intercept, weights=weights)
