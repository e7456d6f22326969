"""Our graded answers in the other languages: what they promise, and how many pairs the evaluator puts in order."""

import numpy as np
import pytest

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.languages import LANGUAGES
from app.questions.bank_data import default_bank
from benchmarks.evaluation_languages import pairs_in_order
from graded.languages import LEVELS, load_graded

WORTH = {"strong": 3, "adequate": 2, "weak": 1, "polished_empty": 1}
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@in_each_language
def test_there_are_eight_questions_of_the_bank_of_three_kinds(language: str) -> None:
    bank, questions = default_bank(), load_graded(language)
    assert len({question.id for question in questions}) == len(questions) >= 8
    assert {bank.by_id[question.id].kind for question in questions} >= {
        "behavioral",
        "situational",
        "motivational",
    }


@pytest.mark.parametrize("held_out", [False, True])
@in_each_language
def test_length_says_nothing_about_the_level(language: str, held_out: bool) -> None:
    questions = load_graded(language, held_out=held_out)
    words = [len(question.answer(level).split()) for question in questions for level in LEVELS]
    worth = [WORTH[level] for _ in questions for level in LEVELS]
    assert abs(np.corrcoef(words, worth)[0, 1]) < 0.15


@pytest.mark.parametrize("held_out", [False, True])
@in_each_language
async def test_pairs_are_in_order(language: str, held_out: bool) -> None:
    """The word lists were mended with the first set and never with the one held out."""
    evaluator = EmbeddedEvaluator(contrast_in=default_bank().asked_and_shown())
    in_order = await pairs_in_order(evaluator, language, held_out=held_out)
    assert len(in_order) >= (15 if held_out else 40)
    assert sum(in_order.values()) >= 0.85 * len(in_order)
