"""The graded development set keeps what its README promises."""

import itertools
from collections import Counter, defaultdict

import numpy as np
import pytest

from app.questions.bank_data import default_bank
from benchmarks.folds import FOLDS, fold_of
from benchmarks.off_topic import off_topic
from graded import GradedAnswer, load_answers, load_paraphrases, related_to

ANSWERS = load_answers()
WORTH = {"weak": 1, "polished_empty": 1, "adequate": 2, "strong": 3, "plain_strong": 3}


def word_count(answer: GradedAnswer) -> int:
    return len(answer.answer.split())


def test_there_are_enough_answers_to_enough_questions_of_each_kind() -> None:
    levels = Counter(a.level for a in ANSWERS)
    assert len(ANSWERS) >= 160
    assert len({a.question_id for a in ANSWERS}) >= 40
    assert levels["polished_empty"] >= 25
    assert levels["plain_strong"] >= 25
    assert {a.kind for a in ANSWERS} >= {"behavioral", "situational", "motivational"}


def test_every_question_has_a_strong_an_adequate_and_a_weak_answer() -> None:
    levels = defaultdict(set)
    for answer in ANSWERS:
        levels[answer.question_id].add(answer.level)
    assert all({"strong", "adequate", "weak"} <= found for found in levels.values())


def test_length_says_nothing_about_the_level() -> None:
    r = np.corrcoef([word_count(a) for a in ANSWERS], [WORTH[a.level] for a in ANSWERS])[0, 1]
    assert abs(r) < 0.15


def test_there_are_short_strong_answers_and_long_weak_ones() -> None:
    assert sum(a.level == "strong" and word_count(a) <= 70 for a in ANSWERS) >= 8
    assert sum(a.level == "weak" and word_count(a) >= 150 for a in ANSWERS) >= 8


def test_no_answer_is_made_from_another_one() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = text.lower().split()
        return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}

    seen: Counter[tuple[str, ...]] = Counter(itertools.chain.from_iterable(runs(a.answer) for a in ANSWERS))
    assert [run for run, count in seen.items() if count > 1] == []


def test_names_of_answers_are_unique_and_a_question_has_one_text() -> None:
    assert len({a.id for a in ANSWERS}) == len(ANSWERS)
    assert len({(a.question_id, a.question) for a in ANSWERS}) == len({a.question_id for a in ANSWERS})


def test_questions_of_the_bank_are_asked_as_the_bank_asks_them() -> None:
    bank = {q.id: (q.text, q.kind) for q in default_bank().questions}
    asked = {a.question_id: (a.question, a.kind) for a in ANSWERS if not a.question_id.startswith("own-")}
    assert asked == {name: bank.get(name) for name in asked}


def test_every_fold_has_questions_of_ours() -> None:
    folds = Counter(fold_of(question) for question in {a.question for a in ANSWERS})
    assert set(folds) == set(range(FOLDS))
    assert min(folds.values()) >= 4


@pytest.mark.parametrize("question_id", sorted({a.question_id for a in ANSWERS}))
def test_off_topic_answers_are_about_something_else_and_left_out_together(question_id: str) -> None:
    found = off_topic(question_id)
    assert 1 <= len(found) <= 5
    assert not {a.question_id for a in found} & related_to(question_id)
    own = {fold_of(a.question) for a in ANSWERS if a.question_id == question_id}
    assert {fold_of(a.question) for a in found} == own


def test_related_questions_exist() -> None:
    known = {a.question_id for a in ANSWERS}
    assert all(related_to(name) <= known for name in known)


def test_paraphrases_use_other_words_for_the_same_answer() -> None:
    told = {a.id: a.answer for a in ANSWERS}
    paraphrases = load_paraphrases()
    assert len(paraphrases) >= 30
    for paraphrase in paraphrases:
        words = told[paraphrase.answer_id].lower().split()
        again = paraphrase.paraphrase.lower()
        copied = [" ".join(words[i : i + 7]) for i in range(len(words) - 6)]
        assert sum(run in again for run in copied) <= 1
        assert 0.6 <= len(again.split()) / len(words) <= 1.6
