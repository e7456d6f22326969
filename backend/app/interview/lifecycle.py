"""The life of an interview as a pure state machine: ``advance(state, event) → state``, or a domain error.

in_progress ──finish──► finished            questions: asked → answered | skipped
    │  ▲                                               asked ← reopen ─ answered | skipped
 abandon take_up                                       asked → withdrawn (the one before it was reopened)
    ▼  │
abandoned
"""

from dataclasses import dataclass, replace
from typing import Literal

from app.interview.errors import (
    AnswerNotReopenable,
    QuestionAlreadyAnswered,
    QuestionNotCurrent,
    QuestionNotFound,
    SessionAbandoned,
    SessionFinished,
)
from app.interview.schemas import Progress
from app.interview.terms import SessionStatus

QuestionStatus = Literal["asked", "answered", "skipped", "withdrawn"]


@dataclass(frozen=True)
class Asked:
    """One question as it stands; ``has_words`` says whether the candidate has begun to answer it."""

    id: str
    number: int
    status: QuestionStatus = "asked"
    follow_up_to: str | None = None
    has_words: bool = False


@dataclass(frozen=True)
class InterviewState:
    """``questions`` in the order of asking; ``total`` is the length of the plan, which follow-ups never change."""

    status: SessionStatus
    total: int
    questions: tuple[Asked, ...] = ()

    @property
    def standing(self) -> tuple[Asked, ...]:
        return tuple(q for q in self.questions if q.status != "withdrawn")

    @property
    def current(self) -> Asked | None:
        last = self.standing[-1] if self.standing else None
        return last if last is not None and last.status == "asked" else None

    @property
    def is_complete(self) -> bool:
        """No question is open and none is left to ask."""
        return self.current is None and self.next_number > self.total

    @property
    def next_number(self) -> int:
        return max((q.number for q in self.standing), default=0) + 1

    @property
    def progress(self) -> Progress:
        """A thread (a question and its follow-ups) counts when it is closed and its question was answered."""
        is_open = self.current is not None and self.status != "finished"  # the end closes every thread
        open_number = self.current.number if self.current and is_open else None
        return Progress(
            answered=len(self._answered - {open_number}),
            total=self.total,
            finished=self.status == "finished" or self.is_complete,
        )

    def progress_until_followed(self, question_id: str) -> Progress:
        """While nobody knows yet whether a follow-up comes, the thread of this question is open."""
        number = self.question(question_id).number
        return Progress(answered=len(self._answered - {number}), total=self.total, finished=False)

    @property
    def _answered(self) -> set[int]:
        return {q.number for q in self.standing if q.follow_up_to is None and q.status == "answered"}

    def question(self, question_id: str) -> Asked:
        for question in self.questions:
            if question.id == question_id:
                return question
        raise QuestionNotFound

    def with_status(self, question_id: str, status: QuestionStatus) -> "InterviewState":
        return replace(
            self,
            questions=tuple(replace(q, status=status) if q.id == question_id else q for q in self.questions),
        )


@dataclass(frozen=True)
class Ask:
    question_id: str
    follow_up_to: str | None = None


@dataclass(frozen=True)
class Complete:
    question_id: str


@dataclass(frozen=True)
class HearOut:
    """Complete the question that was open when the interview was finished: its last words came after that."""

    question_id: str


@dataclass(frozen=True)
class Skip:
    question_id: str


@dataclass(frozen=True)
class Reopen:
    """Take back the completion (or the skip) of this question."""

    question_id: str


@dataclass(frozen=True)
class Finish:
    pass


@dataclass(frozen=True)
class Abandon:
    pass


@dataclass(frozen=True)
class TakeUp:
    pass


InterviewEvent = Ask | Complete | HearOut | Skip | Reopen | Finish | Abandon | TakeUp


def advance(state: InterviewState, event: InterviewEvent) -> InterviewState:
    """Apply one event. Raises the domain error that says why it cannot be applied; never changes ``state``."""
    match event:
        case Finish() | Abandon() | TakeUp():
            return replace(state, status=_next_status(state.status, event))
        case Ask():
            return _ask(state, event)
        case Complete(question_id):
            return _close(state, question_id, "answered")
        case HearOut(question_id):
            return _hear_out(state, question_id)
        case Skip(question_id):
            return _close(state, question_id, "skipped")
        case Reopen(question_id):
            return _reopen(state, question_id)


def require_not_finished(state: InterviewState) -> None:
    if state.status == "finished":
        raise SessionFinished


def require_in_progress(state: InterviewState) -> None:
    require_not_finished(state)
    if state.status == "abandoned":
        raise SessionAbandoned


def question_that_hears(state: InterviewState, question_id: str, *, is_just_finished: bool = False) -> Asked:
    """Where words said for a question belong. Words for a withdrawn question belong to the one reopened before it.

    ``is_just_finished``: what was said before the finish may still be on its way to the question that was open.
    """
    question = state.question(question_id)
    if question.status == "withdrawn":
        question = _last_standing_before(state, question)
    hears_on = question.status == "answered" or (
        is_just_finished and state.status == "finished" and question == state.current
    )
    if not hears_on:
        require_in_progress(state)
    return question


def _next_status(status: SessionStatus, event: Finish | Abandon | TakeUp) -> SessionStatus:
    match event, status:
        case (Finish(), "abandoned"):
            raise SessionAbandoned
        case (Finish(), _):
            return "finished"
        case (Abandon(), "in_progress"):
            return "abandoned"
        case (TakeUp(), "abandoned" | "in_progress"):
            return "in_progress"
        case (TakeUp(), _):
            raise SessionFinished
        case _:
            return status


def _ask(state: InterviewState, event: Ask) -> InterviewState:
    require_in_progress(state)
    number = state.next_number
    if event.follow_up_to is not None:
        number = state.question(event.follow_up_to).number
    if state.current is not None or number > state.total:
        raise QuestionNotCurrent
    return replace(
        state,
        questions=(*state.questions, Asked(event.question_id, number, follow_up_to=event.follow_up_to)),
    )


def _close(state: InterviewState, question_id: str, status: QuestionStatus) -> InterviewState:
    question = state.question(question_id)
    require_in_progress(state)
    if question.status == "answered":
        raise QuestionAlreadyAnswered
    if state.current is None or state.current.id != question_id:
        raise QuestionNotCurrent
    return state.with_status(question_id, status)


def _hear_out(state: InterviewState, question_id: str) -> InterviewState:
    question = state.question(question_id)
    if state.status != "finished" or question != state.current:
        raise QuestionNotCurrent
    return state.with_status(question_id, "answered")


def _reopen(state: InterviewState, question_id: str) -> InterviewState:
    question = state.question(question_id)
    require_in_progress(state)
    if question.status == "withdrawn":
        raise AnswerNotReopenable
    later = state.standing[state.standing.index(question) + 1 :]
    if any(q.status != "asked" or q.has_words for q in later):
        raise AnswerNotReopenable
    for withdrawn in later:
        state = state.with_status(withdrawn.id, "withdrawn")
    return state.with_status(question_id, "asked")


def _last_standing_before(state: InterviewState, question: Asked) -> Asked:
    before = [q for q in state.questions[: state.questions.index(question)] if q.status != "withdrawn"]
    if not before:
        raise QuestionNotFound
    return before[-1]
