"""The question planner on the bank: deterministic, explainable, and never short of questions."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.questions.bank_data import ENGLISH, Bank, BankQuestion, default_bank
from app.questions.fitness import Wanted, telling_words
from app.questions.port import (
    Competency,
    PlannedQuestion,
    PlanRequest,
    QuestionKind,
    UnknownCompetency,
)
from app.questions.slots import Slot, slots_for
from app.questions.titles import family_of
from app.questions.wording import Wording

# Focus competencies get most of the interview, not all of it: one topic five times tires both sides.
FOCUS_SHARE = 0.6
# From here on there is room for a question whose first purpose is to warm up (ours).
FEWEST_QUESTIONS_WITH_WARM_UP = 3


@dataclass
class _Selection:
    """What has been chosen so far, and what may no longer be because it asks for nearly the same."""

    focus: frozenset[str]
    focus_quota: int
    excluded_by: Mapping[str, frozenset[str]]
    chosen: list[BankQuestion] = field(default_factory=list)
    chosen_ids: set[str] = field(default_factory=set)
    excluded: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)

    @property
    def wants_focus(self) -> bool:
        return sum(self.used[c] for c in self.focus) < self.focus_quota

    def take(self, question: BankQuestion) -> None:
        self.chosen.append(question)
        self.chosen_ids.add(question.id)
        self.excluded |= self.excluded_by.get(question.id, frozenset())
        self.used[question.competency] += 1

    def remaining(self, questions: Sequence[BankQuestion]) -> list[BankQuestion]:
        left = [q for q in questions if q.id not in self.chosen_ids]
        return [q for q in left if q.id not in self.excluded] or left


class BankPlanner:
    """Plans from the bank of questions; a language that has too few is asked the English questions."""

    def __init__(self, bank: Bank | None = None) -> None:
        self._given_bank = bank
        self._telling_words: dict[str, dict[str, frozenset[str]]] = {}

    @cached_property
    def _bank(self) -> Bank:
        return self._given_bank or default_bank()

    @cached_property
    def _excluded_by(self) -> dict[str, frozenset[str]]:
        pairs = [*self._bank.not_together, *((b, a) for a, b in self._bank.not_together)]
        return {one: frozenset(b for a, b in pairs if a == one) for one, _ in pairs}

    def competencies(self) -> list[Competency]:
        return list(self._bank.competencies)

    def languages(self) -> list[str]:
        return list(self._bank.languages)

    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        """Exactly ``question_count`` questions, in the order of asking. Raises UnknownCompetency."""
        for competency in request.focus:
            if competency not in self._bank.competency_ids:
                raise UnknownCompetency(competency)
        language = self._language_for(request.language)
        chosen = self._select(request, language)
        return [self._planned(question, language) for question in self._in_order(chosen)]

    def _language_for(self, tag: str) -> str:
        primary = tag.split("-")[0].lower()
        return primary if primary in self._bank.languages else ENGLISH

    def _select(self, request: PlanRequest, language: str) -> list[BankQuestion]:
        fitting, points = self._fitting(request, language)
        selection = _Selection(
            focus=frozenset(request.focus),
            focus_quota=math.ceil(request.question_count * FOCUS_SHARE) if request.focus else 0,
            excluded_by=self._excluded_by,
        )
        slots = slots_for(request.interview_type, request.question_count)
        if request.question_count >= FEWEST_QUESTIONS_WITH_WARM_UP:
            warm_up = min(slots, key=lambda slot: self._bank.difficulty[slot[0]])
            slots.remove(warm_up)
            candidates = _candidates(fitting, warm_up, selection)
            inviting = [q for q in candidates if q.opens_well]
            selection.take(_best(inviting or candidates, selection, points))
        for slot in slots:
            selection.take(_best(_candidates(fitting, slot, selection), selection, points))
        return selection.chosen

    def _fitting(self, request: PlanRequest, language: str) -> tuple[list[BankQuestion], dict[str, float]]:
        """The questions that may be asked, and what speaks for each."""
        family = family_of(
            request.job_title, request.job_description, self._bank.families, occupation=request.occupation
        )
        fitting = [
            q
            for q in self._bank.questions
            if request.seniority in q.seniorities
            and (not q.families or family in q.families)
            and self._bank.wording(q, language) is not None
        ]
        wanted, words = Wanted.of(request, family, language), self._words_in(language)
        return fitting, {q.id: wanted.points(q, words[q.id]) for q in fitting}

    def _words_in(self, language: str) -> dict[str, frozenset[str]]:
        if language not in self._telling_words:
            self._telling_words[language] = telling_words(self._bank, language)
        return self._telling_words[language]

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

    def _planned(self, question: BankQuestion, language: str) -> PlannedQuestion:
        wording: Wording = self._bank.wording(question, language) or question
        return PlannedQuestion(
            bank_id=question.id,
            text=wording.text,
            competency=question.competency,
            competency_name=self._bank.competency_name(question.competency, language),
            kind=question.kind,
            strong_answer_shows=wording.strong_answer_shows,
            follow_up_probe=wording.follow_up_probe,
            key_points=wording.key_points,
            dimensions=question.dimensions,
            for_any_job=not question.families,
        )


def _candidates(fitting: Sequence[BankQuestion], slot: Slot, selection: _Selection) -> list[BankQuestion]:
    """Questions not asked yet, of the first kind of the slot that has any.

    For a technical slot those written for the job come before general ones about method. A behavioral slot
    yields to a focus that has no behavioral questions, such as motivation.
    """
    left = selection.remaining(fitting)
    if slot[0] == "behavioral" and selection.wants_focus:
        slot = tuple(sorted(slot, key=lambda kind: not _has_focus(left, kind, selection.focus)))
    for kind in slot:
        of_kind = [q for q in left if q.kind == kind]
        if kind == "technical":
            of_kind = [q for q in of_kind if q.families] or of_kind
        if of_kind:
            return of_kind
    raise LookupError("the bank has too few questions for this level")


def _has_focus(questions: Sequence[BankQuestion], kind: QuestionKind, focus: frozenset[str]) -> bool:
    return any(q.kind == kind and q.competency in focus for q in questions)


def _best(candidates: list[BankQuestion], selection: _Selection, points: dict[str, float]) -> BankQuestion:
    """Focus first while its share is not reached, then the competency least used, then the points."""
    if selection.wants_focus:
        candidates = [q for q in candidates if q.competency in selection.focus] or candidates
    return min(candidates, key=lambda q: (selection.used[q.competency], -points[q.id], q.id))
