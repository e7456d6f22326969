"""What speaks for a question in one interview, in points. Pure; every weight is here (all ours)."""

import hashlib
from collections import Counter
from dataclasses import dataclass

from app.questions.bank_data import Bank, BankQuestion
from app.questions.port import PlanRequest
from app.questions.vocabulary import stems_of
from app.questions.wording import Wording

FAMILY_POINTS = 3.0  # written for this kind of job
SENIORITY_POINTS = 2.0  # times the share of other levels that it does not suit: made for this one
TITLE_WORD_POINTS = 1.0  # each word shared with the title or the occupation
DESCRIPTION_WORD_POINTS = 0.6  # each word shared with the job description or the skills that are wanted
# Each word shared with the CV: what the candidate knows matters less than what is wanted.
CV_WORD_POINTS = 0.3
MAX_VOCABULARY_POINTS = 3.0
OPENER_POINTS = 2.0  # a motivational or screening question that opens well
SHUFFLE_POINTS = 1.5  # by the seed: less than a family, so that another seed still fits the job

# A word that more than this share of the bank uses says nothing about a question.
COMMON_WORD_SHARE = 0.06
_OPENING_KINDS = ("motivational", "screening")
_LEVELS = 6


def telling_words(bank: Bank, language: str) -> dict[str, frozenset[str]]:
    """Per question that is there in the language, the stems that tell it from the others, English ones included."""
    names = {c.id: f"{c.name} {c.description}" for c in bank.competencies}
    stems = {
        q.id: stems_of(" ".join((names[q.competency], *_texts(q), *_texts(asked))), language)
        for q in bank.questions
        if (asked := bank.wording(q, language)) is not None
    }
    uses = Counter(stem for words in stems.values() for stem in words)
    too_common = {stem for stem, count in uses.items() if count > COMMON_WORD_SHARE * len(stems)}
    return {question_id: words - too_common for question_id, words in stems.items()}


def _texts(wording: Wording) -> tuple[str, ...]:
    return (wording.text, *wording.strong_answer_shows, *wording.key_points)


@dataclass(frozen=True)
class Wanted:
    """What the request says about the job and the candidate, as stems."""

    family: str | None
    title: frozenset[str]
    description: frozenset[str]
    cv: frozenset[str]
    seed: int

    @classmethod
    def of(cls, request: PlanRequest, family: str | None, language: str) -> "Wanted":
        description = " ".join((request.job_description or "", *request.skills))
        return cls(
            family=family,
            title=stems_of(f"{request.job_title} {request.occupation or ''}", language),
            description=stems_of(description, language),
            cv=stems_of(request.cv_text or "", language),
            seed=request.seed,
        )

    def points(self, question: BankQuestion, words: frozenset[str]) -> float:
        shared = (
            len(words & self.title) * TITLE_WORD_POINTS
            + len(words & self.description) * DESCRIPTION_WORD_POINTS
            + len(words & self.cv) * CV_WORD_POINTS
        )
        opens = question.opens_well and question.kind in _OPENING_KINDS
        return (
            (FAMILY_POINTS if self.family in question.families else 0.0)
            + SENIORITY_POINTS * (1 - len(question.seniorities) / _LEVELS)
            + min(MAX_VOCABULARY_POINTS, shared)
            + (OPENER_POINTS if opens else 0.0)
            + SHUFFLE_POINTS * _shuffled(self.seed, question.id)
        )


def _shuffled(seed: int, question_id: str) -> float:
    """A number in [0, 1) that is the same in every process, unlike ``hash``."""
    digest = hashlib.blake2b(f"{seed}:{question_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
