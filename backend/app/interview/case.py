"""A stored answer on its way to its judgement, with what was told before it in the same thread.

A thread is a question and its follow-ups. It is judged as one answer: ``answer.text`` of a case is everything that
was told to it so far, and ``in_place`` brings the evidence back to the answer that each quote stands in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.delivery.measure import measure_delivery
from app.delivery.schemas import Delivery
from app.evaluation.port import AnswerToEvaluate, Evaluation, Evidence
from app.interview.change import Change
from app.interview.models import AnswerRow, AskedQuestion
from app.interview.parts import Part, mean_confidence
from app.interview.repository import InterviewRepository
from app.interview.views import evaluation_in, planned_of, question_to_evaluate
from app.questions.follow_ups import load_rules
from app.questions.port import FollowUpWants, PlannedQuestion

# A line of its own each: sentences end there, and no quote runs on by chance.
BETWEEN_ANSWERS = "\n"


@dataclass(frozen=True)
class Told:
    """An earlier answer of a thread. ``wants``: what the follow-up asked for, None for the question itself."""

    answer_id: str
    text: str
    wants: FollowUpWants | None
    evaluation: Evaluation | None


@dataclass(frozen=True)
class Case:
    """``planned`` is the question that the thread began with; ``stored_by`` and ``row`` are of the change that stored
    the answer, ``version`` what it was then. ``is_followed``: what comes after this answer has been said already."""

    session_id: str
    question_id: str
    planned: PlannedQuestion
    wants: FollowUpWants | None
    answer: AnswerToEvaluate
    text: str
    parts: tuple[Part, ...]
    earlier: tuple[Told, ...]
    may_be_followed_up: bool
    stored_by: Change
    row: AnswerRow
    version: int
    is_followed: bool = False

    @property
    def delivery(self) -> Delivery | None:
        return measure_delivery(
            [part.words for part in self.parts if part.words],
            language=self.answer.language,
            kind=self.planned.kind,
            sounds=[part.sound for part in self.parts if part.sound],
        )

    def judged(self, evaluation: Evaluation, before: Evaluation | None) -> Evaluation:
        """The judgement of the thread as it is stored; ``before``: what the thread was judged before this answer."""
        if not self.earlier:
            return evaluation
        pieces = [(told.answer_id, told.text) for told in self.earlier]
        return never_lower(before, in_place(evaluation, [*pieces, (self.answer.answer_id, self.text)]))


def case_of(change: Change, row: AnswerRow, parts: Sequence[Part], earlier: Sequence[Told]) -> Case:
    """``earlier``: of ``earlier_in_thread``; asked for before anything is changed, because it reads."""
    asked = change.row(row.question_id)
    planned = planned_of(change.row(asked.follow_up_to or asked.id))
    setup = change.session.setup
    asks_on = setup.get("follow_ups", True) and follow_ups_to(change, asked) < load_rules().most_per_question
    return Case(
        session_id=change.session.id,
        question_id=row.question_id,
        planned=planned,
        wants=planned_of(asked).follow_up_wants,
        answer=AnswerToEvaluate(
            answer_id=row.id,
            text=BETWEEN_ANSWERS.join([*(told.text for told in earlier), row.text]),
            question=question_to_evaluate(planned, setup["seniority"]),
            language=setup["language"],
            confidence=mean_confidence(parts),
        ),
        text=row.text,
        parts=tuple(parts),
        earlier=tuple(earlier),
        may_be_followed_up=asks_on,
        stored_by=change,
        row=row,
        version=row.version,
    )


async def earlier_in_thread(
    repository: InterviewRepository, questions: Sequence[AskedQuestion], question_id: str
) -> list[Told]:
    """What was answered before in the thread of this question, oldest first; reads only for a follow-up.

    ``questions``: of the session, in the order of asking.
    """
    before = _asked_before(questions, question_id)
    if not before:
        return []
    answers = await repository.completed_answers(before[0].session_id, [row.id for row in before])
    by_question = {answer.question_id: answer for answer in answers}
    return [_told(row, by_question[row.id]) for row in before if row.id in by_question]


def _told(asked: AskedQuestion, answer: AnswerRow) -> Told:
    return Told(
        answer_id=answer.id,
        text=answer.text,
        wants=planned_of(asked).follow_up_wants,
        evaluation=evaluation_in(answer),
    )


def answered_in_thread(change: Change, question_id: str) -> list[AskedQuestion]:
    """Every answered question of the thread of this one, in the order of asking."""
    root = change.row(question_id).follow_up_to or question_id
    return [
        row for row in change.questions if root in (row.id, row.follow_up_to) and row.status == "answered"
    ]


async def later_in_thread(change: Change, question_id: str) -> AnswerRow | None:
    """The latest answer of the thread, where that is not the one to this question; reads only where there is one."""
    answered = answered_in_thread(change, question_id)
    if not answered or answered[-1].id == question_id:
        return None
    answers = await change.repository.completed_answers(change.session.id, [answered[-1].id])
    return next(iter(answers), None)


def follow_ups_to(change: Change, asked: AskedQuestion) -> int:
    """How many there are in the thread of this question; withdrawn ones were never answered and do not count."""
    return sum(
        row.follow_up_to == (asked.follow_up_to or asked.id) and row.status != "withdrawn"
        for row in change.questions
    )


def _asked_before(questions: Sequence[AskedQuestion], question_id: str) -> list[AskedQuestion]:
    asked = next(row for row in questions if row.id == question_id)
    if asked.follow_up_to is None:
        return []
    return [
        row
        for row in questions
        if asked.follow_up_to in (row.id, row.follow_up_to)
        and row.position < asked.position
        and row.status == "answered"
    ]


def in_place(evaluation: Evaluation, pieces: Sequence[tuple[str, str]]) -> Evaluation:
    """Evidence in the joined ``pieces`` (answer id and text) → evidence in the answer that it stands in.

    Offsets are Unicode code points. A quote that runs over an end keeps its longer side; pure.
    """
    dimensions = [
        dimension.model_copy(
            update={"evidence": [own for each in dimension.evidence if (own := _in_own_answer(each, pieces))]}
        )
        for dimension in evaluation.dimensions
    ]
    return evaluation.model_copy(update={"dimensions": dimensions})


def _in_own_answer(evidence: Evidence, pieces: Sequence[tuple[str, str]]) -> Evidence | None:
    found: list[Evidence] = []
    first = 0
    for answer_id, text in pieces:
        start, end = max(evidence.start - first, 0), min(evidence.end - first, len(text))
        quote = text[start:end] if start < end else ""
        if stripped := quote.strip():
            start += len(quote) - len(quote.lstrip())
            found.append(
                Evidence(quote=stripped, start=start, end=start + len(stripped), answer_id=answer_id)
            )
        first += len(text) + len(BETWEEN_ANSWERS)
    return max(found, key=lambda each: len(each.quote), default=None)


def never_lower(before: Evaluation | None, thread: Evaluation) -> Evaluation:
    """A follow-up is an offer to add something: an honest "I don't know" costs nothing, nor do clumsy words.

    Judges are compared with themselves where both are there: a language model's first word on a thread is held
    against the embedded judgement by the embedded score beside it.
    """
    if before is None or before.score is None:
        return thread
    is_same_scale = thread.evaluator in (before.evaluator, "embedded")
    now = thread.score if is_same_scale else thread.embedded_score
    if now is not None and now >= before.score and thread.score is not None:
        return thread
    return before.model_copy(update={"flags": list(dict.fromkeys([*before.flags, *thread.flags]))})
