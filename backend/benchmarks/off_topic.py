"""Answers to other questions, out of the graded set."""

import hashlib

from benchmarks.folds import fold_of
from graded import GradedAnswer, Level, load_answers, related_to

OFF_TOPIC_PER_QUESTION = 5


def off_topic(question_id: str, level: Level = "adequate") -> list[GradedAnswer]:
    """Answers of ``level`` to questions about something else, up to five for each question, always the same.

    Drawn from the questions that are left out together with this one: their answers have not been fitted on either.
    """
    related = related_to(question_id)
    fold = next(fold_of(a.question) for a in load_answers() if a.question_id == question_id)
    others = [
        a
        for a in load_answers()
        if a.level == level and a.question_id not in related and fold_of(a.question) == fold
    ]
    return sorted(others, key=lambda a: _shuffled(question_id, a.id))[:OFF_TOPIC_PER_QUESTION]


def _shuffled(question_id: str, answer_id: str) -> bytes:
    return hashlib.sha256(f"{question_id}/{answer_id}".encode()).digest()
