"""The question planner on the bank: deterministic, explainable, and never short of questions."""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.questions.bank_data import LANGUAGES, Bank, BankQuestion, default_bank
from app.questions.port import (
    Competency,
    InterviewType,
    PlannedQuestion,
    PlanRequest,
    QuestionKind,
    UnknownCompetency,
)
from app.questions.titles import family_of
from app.questions.vocabulary import stems_of

# What decides between questions that are otherwise equal, in points (ours).
FAMILY_POINTS = 3.0  # written for this kind of job
DESCRIPTION_WORD_POINTS = 0.6  # each word shared with the job description
CV_WORD_POINTS = (
    0.3  # each word shared with the CV: what the candidate knows matters less than what is wanted
)
MAX_VOCABULARY_POINTS = 3.0
OPENER_POINTS = 2.0  # a motivational or screening question that opens well
SHUFFLE_POINTS = 1.5  # by the seed: less than a family, so that another seed still fits the job
# A word that more than this share of the bank uses says nothing about a question.
COMMON_WORD_SHARE = 0.06
# Focus competencies get most of the interview, not all of it: one topic five times tires both sides.
FOCUS_SHARE = 0.6

Slot = tuple[QuestionKind, ...]  # kinds that may fill it, the wanted one first

_BEHAVIORAL: Slot = ("behavioral", "situational", "motivational", "screening", "technical")
_SITUATIONAL: Slot = ("situational", "behavioral", "motivational", "screening", "technical")
_TECHNICAL: Slot = ("technical", "situational", "behavioral", "motivational", "screening")
_SCREENING: Slot = ("screening", "motivational", "behavioral", "situational", "technical")
_OPENING_KINDS = ("motivational", "screening")
_MOTIVATIONAL: Slot = ("motivational", "screening", "behavioral", "situational", "technical")


def slots_for(interview_type: InterviewType, count: int) -> list[Slot]:
    """The kinds that an interview of this type is made of, scarce kinds first: they are filled in order."""
    if interview_type == "behavioral":
        return [_BEHAVIORAL] * count
    if interview_type == "situational":
        return [_SITUATIONAL] * count
    if interview_type == "technical":
        return [_TECHNICAL] * count
    if interview_type == "screening":
        motivational = count // 3
        return [_MOTIVATIONAL] * motivational + [_SCREENING] * (count - motivational)
    technical = 0 if count == 1 else max(1, count // 5)
    situational = 0 if count <= 2 else max(1, count // 5)
    opener = 1 if count >= 6 else 0
    rest = count - technical - situational - opener
    return (
        [_TECHNICAL] * technical
        + [_SITUATIONAL] * situational
        + [_MOTIVATIONAL] * opener
        + [_BEHAVIORAL] * rest
    )


@dataclass
class _Selection:
    """What has been chosen so far."""

    focus: frozenset[str]
    focus_quota: int
    chosen: list[BankQuestion] = field(default_factory=list)
    chosen_ids: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)

    @property
    def wants_focus(self) -> bool:
        return sum(self.used[c] for c in self.focus) < self.focus_quota

    def take(self, question: BankQuestion) -> None:
        self.chosen.append(question)
        self.chosen_ids.add(question.id)
        self.used[question.competency] += 1


class BankPlanner:
    """Plans from the bank of questions; languages other than English are asked the English questions."""

    def __init__(self, bank: Bank | None = None) -> None:
        self._given_bank = bank

    @cached_property
    def _bank(self) -> Bank:
        return self._given_bank or default_bank()

    @cached_property
    def _telling_words(self) -> dict[str, frozenset[str]]:
        """Per question, the stems that tell it from the others."""
        names = {c.id: f"{c.name} {c.description}" for c in self._bank.competencies}
        stems = {
            q.id: stems_of(" ".join((q.text, *q.strong_answer_shows, *q.key_points, names[q.competency])))
            for q in self._bank.questions
        }
        uses = Counter(stem for words in stems.values() for stem in words)
        too_common = {s for s, n in uses.items() if n > COMMON_WORD_SHARE * len(stems)}
        return {question_id: words - too_common for question_id, words in stems.items()}

    def competencies(self) -> list[Competency]:
        return list(self._bank.competencies)

    def languages(self) -> list[str]:
        return list(LANGUAGES)

    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        """Exactly ``question_count`` questions, in the order of asking. Raises UnknownCompetency."""
        for competency in request.focus:
            if competency not in self._bank.competency_ids:
                raise UnknownCompetency(competency)
        return [self._planned(q) for q in self._in_order(self._select(request))]

    def _select(self, request: PlanRequest) -> list[BankQuestion]:
        family = family_of(request.job_title, request.job_description, self._bank.families)
        fitting = [q for q in self._bank.questions if not q.families or family in q.families]
        points = self._points(request, family, fitting)
        selection = _Selection(
            focus=frozenset(request.focus),
            focus_quota=math.ceil(request.question_count * FOCUS_SHARE) if request.focus else 0,
        )
        for slot in slots_for(request.interview_type, request.question_count):
            selection.take(_best(_candidates(fitting, slot, request, selection), selection, points))
        return selection.chosen

    def _points(
        self, request: PlanRequest, family: str | None, fitting: Sequence[BankQuestion]
    ) -> dict[str, float]:
        wanted, known = stems_of(request.job_description or ""), stems_of(request.cv_text or "")
        points = {}
        for question in fitting:
            words = self._telling_words[question.id]
            shared = len(words & wanted) * DESCRIPTION_WORD_POINTS + len(words & known) * CV_WORD_POINTS
            points[question.id] = (
                (FAMILY_POINTS if family in question.families else 0.0)
                + min(MAX_VOCABULARY_POINTS, shared)
                + (OPENER_POINTS if question.opens_well and question.kind in _OPENING_KINDS else 0.0)
                + SHUFFLE_POINTS * _shuffled(request.seed, question.id)
            )
        return points

    def _in_order(self, questions: list[BankQuestion]) -> list[BankQuestion]:
        """The easiest opens, the second easiest closes, and between them it gets harder."""
        by_difficulty = sorted(questions, key=self._difficulty)  # stable: equal ones stay as chosen
        if len(by_difficulty) < 3:
            return by_difficulty
        opener, closer, *middle = by_difficulty
        return [opener, *middle, closer]

    def _difficulty(self, question: BankQuestion) -> int:
        """The kind's; one more for experienced people's questions, one less for inviting ones."""
        is_for_experienced = not {"intern", "junior"} & set(question.seniorities)
        return self._bank.difficulty[question.kind] + int(is_for_experienced) - int(question.opens_well)

    def _planned(self, question: BankQuestion) -> PlannedQuestion:
        return PlannedQuestion(
            bank_id=question.id,
            text=question.text,
            competency=question.competency,
            kind=question.kind,
            strong_answer_shows=question.strong_answer_shows,
            follow_up_probe=question.follow_up_probe,
            key_points=question.key_points,
            dimensions=question.dimensions,
        )


def _candidates(
    fitting: Sequence[BankQuestion], slot: Slot, request: PlanRequest, selection: _Selection
) -> list[BankQuestion]:
    """Questions not asked yet, of the first kind of the slot that has any for this seniority.

    For a technical slot those written for the job come before general ones about method. A behavioral slot
    yields to a focus that has no behavioral questions, such as motivation.
    """
    left = [q for q in fitting if request.seniority in q.seniorities and q.id not in selection.chosen_ids]
    if slot[0] == "behavioral" and selection.wants_focus:
        slot = tuple(sorted(slot, key=lambda kind: not _has_focus(left, kind, selection.focus)))
    for kind in slot:
        of_kind = [q for q in left if q.kind == kind]
        if kind == "technical":
            of_kind = [q for q in of_kind if q.families] or of_kind
        if of_kind:
            return of_kind
    raise LookupError(f"the bank has too few questions for {request.seniority}")


def _has_focus(questions: Sequence[BankQuestion], kind: QuestionKind, focus: frozenset[str]) -> bool:
    return any(q.kind == kind and q.competency in focus for q in questions)


def _best(candidates: list[BankQuestion], selection: _Selection, points: dict[str, float]) -> BankQuestion:
    """Focus first while its share is not reached, then the competency least used, then the points."""
    if selection.wants_focus:
        candidates = [q for q in candidates if q.competency in selection.focus] or candidates
    return min(candidates, key=lambda q: (selection.used[q.competency], -points[q.id], q.id))


def _shuffled(seed: int, question_id: str) -> float:
    """A number in [0, 1) that is the same in every process, unlike ``hash``."""
    digest = hashlib.blake2b(f"{seed}:{question_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
