"""Where the interview stands, as the agent knows it: which question is current, and what others did meanwhile."""

from dataclasses import dataclass

from answer_in_progress import AnswerInProgress
from app.evaluation.port import Completeness
from app.interview.event_schemas import Event
from app.interview.schemas import Briefing, NextTurn, Question
from own_pauses import OwnPauses


@dataclass(frozen=True)
class Elsewhere:
    """Something happened on the page. The interviewer stops speaking; ``say`` is what it says instead."""

    say: list[str]
    is_over: bool = False


class Conversation:
    """Moves by turns of our own (``adopt``) and by events of others (``apply``). No I/O."""

    def __init__(self, briefing: Briefing) -> None:
        question = briefing.question
        self._pauses = OwnPauses()
        self.answer = AnswerInProgress(question, briefing.answer_so_far, pauses=self._pauses)
        self.completed_answer_id: str | None = None  # of the answer that a cut-in would reopen
        self._previous_answer = AnswerInProgress(None)
        self._questions = {question.id: question} if question else {}

    @property
    def question(self) -> Question | None:
        return self.answer.question

    @property
    def is_closing(self) -> bool:
        """The last question is done."""
        return self.question is None

    def question_of_words(self) -> Question | None:
        """The question that words belong to: the current one, after the end the last one."""
        return self.question or max(self._questions.values(), key=lambda q: q.asked_at, default=None)

    def adopt(self, turn: NextTurn) -> None:
        """We completed or skipped."""
        self._previous_answer = self.answer
        self._go_to(turn.next_question)

    def adopt_reopened(self, turn: NextTurn) -> None:
        """We reopened: the answer goes on with what was said before."""
        before = self._previous_answer
        self.adopt(turn)
        if turn.next_question is not None and before.is_of(turn.next_question.id):
            self.answer = before

    def apply(self, event: Event) -> Elsewhere | None:
        """Take in an event; None when it is of our own doing, or nothing is to be said about it.

        A turn of ours is adopted before its events are read, so its question is known by then.
        """
        payload = event.payload
        if event.type == "question.asked":
            question = Question.model_validate(payload["question"])
            if question.id not in self._questions:
                self._go_to(question)
                return Elsewhere(payload["say"])
        elif event.type == "question.withdrawn" and not self.answer.is_of(payload["question_id"]):
            self._questions.pop(payload["question_id"], None)
        elif event.type == "interview.closing" and not self.is_closing:
            self._go_to(None)
            return Elsewhere(payload["say"])
        elif event.type == "utterance.added" and self.answer.is_of(payload["question_id"]):
            self.answer.update(payload["answer_so_far"], Completeness.model_validate(payload["completeness"]))
        elif event.type == "answer.reopened" and not self.answer.is_of(payload["question_id"]):
            self._go_to(self._questions.get(payload["question_id"]), payload["answer_so_far"])
            return Elsewhere([])
        elif event.type == "session.changed" and payload["status"] != "in_progress":
            return Elsewhere([], is_over=True)
        return None

    def _go_to(self, question: Question | None, so_far: str = "") -> None:
        self._pauses.begin_answer()
        self.answer = AnswerInProgress(question, so_far, pauses=self._pauses)
        self.completed_answer_id = None
        if question is not None:
            self._questions[question.id] = question
