"""German, Spanish, French and Portuguese: our own answers in order or not, the cap for another topic, and attacks."""

import re
from collections.abc import Iterator

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.port import AnswerToEvaluate, Evaluator
from app.evaluation.rubric import load_rubric
from app.questions.bank_data import default_bank
from benchmarks.evaluation_tables import Table
from graded.languages import LANGUAGES, LEVELS, ORDERED, Level, load_graded

_NAMES = {"de": "German", "es": "Spanish", "fr": "French", "pt": "Portuguese"}
# Punctuation and case are the recogniser's; two points either way, as in the rubric's table.
_SAME_WITHIN = 2.0
# Adequate answers to the next so many questions of the set stand for answers to another question.
_OTHERS = 3

Pair = tuple[str, Level, Level]


async def other_languages() -> Table:
    """One line a language. Nothing is fitted, so nothing is left out; the answers are ours, and few."""
    evaluator = EmbeddedEvaluator(contrast_in=default_bank().asked_and_shown())
    table = Table(
        (
            "language",
            "pairs in order",
            "held out",
            *(f"mean, {level.replace('_', ', ')}" for level in LEVELS),
            "own question capped",
            "other question capped",
            "other question lower",
            "first half lower",
            "same without case and marks",
        )
    )
    for language in LANGUAGES:
        in_order = await pairs_in_order(evaluator, language)
        held_out = await pairs_in_order(evaluator, language, held_out=True)
        means = [await _mean(evaluator, language, level) for level in LEVELS]
        table.add(
            _NAMES[language],
            f"{sum(in_order.values())} of {len(in_order)}",
            f"{sum(held_out.values())} of {len(held_out)}",
            *(f"{mean:.0f}" for mean in means),
            await _share_capped_on_topic(evaluator, language),
            *await _on_another_question(evaluator, language),
            *await _changed(evaluator, language),
        )
    return table


async def pairs_in_order(evaluator: Evaluator, language: str, *, held_out: bool = False) -> dict[Pair, bool]:
    """Every pair within a question: whether the better answer scored higher; a tie is wrong."""
    in_order: dict[Pair, bool] = {}
    for question in load_graded(language, held_out=held_out):
        scores = {
            level: await _score(evaluator, question.to_evaluate(language, question.answer(level)))
            for level in LEVELS
        }
        for better, worse in ORDERED:
            in_order[question.id, better, worse] = scores[better] > scores[worse]
    return in_order


async def _score(evaluator: Evaluator, answer: AnswerToEvaluate) -> float:
    return (await evaluator.evaluate(answer)).score or 0.0


async def _mean(evaluator: Evaluator, language: str, level: Level) -> float:
    scores = [
        await _score(evaluator, question.to_evaluate(language, question.answer(level)))
        for question in load_graded(language)
    ]
    return sum(scores) / len(scores)


async def _is_capped(evaluator: Evaluator, answer: AnswerToEvaluate) -> bool:
    scores = {d.name: d.score for d in (await evaluator.evaluate(answer)).dimensions}
    relevance = scores.get("relevance")
    return relevance is not None and relevance <= load_rubric().gates.off_topic_from


async def _share_capped_on_topic(evaluator: Evaluator, language: str) -> str:
    answers = [
        question.to_evaluate(language, question.answer(level))
        for question in load_graded(language)
        for level in LEVELS
    ]
    return f"{sum([await _is_capped(evaluator, answer) for answer in answers])} of {len(answers)}"


async def _on_another_question(evaluator: Evaluator, language: str) -> tuple[str, str]:
    """How many are capped, and how many score less than the question's own adequate answer."""
    capped = lower = count = 0
    for own, stray in _strays(language):
        count += 1
        capped += await _is_capped(evaluator, stray)
        lower += await _score(evaluator, stray) < await _score(evaluator, own)
    return f"{capped} of {count}", f"{lower} of {count}"


def _strays(language: str) -> Iterator[tuple[AnswerToEvaluate, AnswerToEvaluate]]:
    questions = load_graded(language)
    for i, question in enumerate(questions):
        own = question.to_evaluate(language, question.adequate)
        for step in range(1, _OTHERS + 1):
            other = questions[(i + step) % len(questions)]
            yield own, question.to_evaluate(language, other.adequate)


async def _changed(evaluator: Evaluator, language: str) -> tuple[str, str]:
    lower = same = count = 0
    for question in load_graded(language):
        for text in (question.strong, question.adequate):
            whole = await _score(evaluator, question.to_evaluate(language, text))
            words = text.split()
            half = " ".join(words[: len(words) // 2])
            bare = re.sub(r"[^\w\s']", "", text.lower())
            count += 1
            lower += await _score(evaluator, question.to_evaluate(language, half)) < whole
            now = await _score(evaluator, question.to_evaluate(language, bare))
            same += abs(now - whole) <= _SAME_WITHIN
    return f"{lower} of {count}", f"{same} of {count}"
