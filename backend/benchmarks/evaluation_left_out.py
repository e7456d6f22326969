"""The embedded evaluator with coefficients that never saw the question: what `make fit` would have found without it.

Five times the coefficients are fitted on the questions of four folds; an answer is judged by those of the fold that
its question is left out of. Everything else is the evaluator as it ships.
"""

import numpy as np

from app.evaluation.embedded.fitted import Curve, Fitted, Linear, Story, TwoKinds
from app.questions.bank_data import default_bank
from benchmarks.evaluation_tables import say
from benchmarks.folds import FOLDS, fold_of
from benchmarks.workers import Workers
from fitting import correctness, graded_data, relevance, story
from fitting.arithmetic import Fit, Ints
from fitting.remembering_model import RememberingModel, memory_file


def fit_folds() -> list[Fitted]:
    """Coefficients of each fold; minutes the first time. Raises DataMissing without the human-graded data."""
    graded_data.check()
    say("fitting without each fold's questions")
    with Workers(processes=2) as workers:
        found: dict[str, list[Curve] | list[Story] | list[TwoKinds]] = {}
        for part in workers.together([_relevance_and_story, _correctness_curves]):
            found |= part
    return [
        Fitted.model_validate({name: curves[fold] for name, curves in found.items()}) for fold in range(FOLDS)
    ]


def _relevance_and_story() -> dict[str, list[Curve] | list[Story] | list[TwoKinds]]:
    model = RememberingModel(memory_file())
    answers, told = story.Answers(model), graded_data.told_answers()
    same = graded_data.paraphrases(sorted({t.question for t in told})) | answers.same_topic()
    bank = [q.text for q in default_bank().questions]
    pairs = relevance.Pairs([*told, *answers.told()], same, model, bank)
    asked = [row["question"] for row in answers.rows]
    stories = [_story(answers, _kept(asked, fold)) for fold in range(FOLDS)]
    return {
        "relevance": [_relevance(pairs, _kept(pairs.groups, fold)) for fold in range(FOLDS)],
        "told": [found["told"] for found in stories],
        "meant": [found["meant"] for found in stories],
    }


def _correctness_curves() -> dict[str, list[Curve] | list[Story] | list[TwoKinds]]:
    table = correctness.tabulate(graded_data.graded_answers(), RememberingModel(memory_file()), say)
    asked = [graded.question for graded in table.graded]
    return {"correctness": [correctness.fit(table, _kept(asked, fold)) for fold in range(FOLDS)]}


def _kept(questions: list[str], fold: int) -> Ints:
    return np.array([i for i, question in enumerate(questions) if fold_of(question) != fold])


def _relevance(pairs: relevance.Pairs, rows: Ints) -> Curve:
    """The scale too is of the rows kept, by cross-fitted odds as `make fit` takes them."""
    odds = pairs.cross_fitted()[rows]
    at = np.quantile(odds[pairs.own[rows]], relevance.QUANTILES)
    fitted = _linear(pairs.fit(rows), relevance.NAMES)
    return Curve(odds_at=tuple(map(float, at)), scores=relevance.SCORES, **fitted.model_dump())


def _story(answers: story.Answers, rows: Ints) -> dict[str, Story]:
    fits = {dimension: answers.fit(rows, dimension) for dimension in story.SIGNS}
    return {
        part: Story(**{dimension: _linear(fit[part], answers.names) for dimension, fit in fits.items()})
        for part in ("told", "meant")
    }


def _linear(fitted: Fit, names: tuple[str, ...]) -> Linear:
    weights = {n: float(w) for n, w in zip(names, fitted.weights, strict=True)}
    return Linear(intercept=fitted.intercept, weights=weights)
