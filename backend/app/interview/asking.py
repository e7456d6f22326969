"""What the interviewer says and asks next."""

from dataclasses import dataclass

from app.evaluation.port import Evaluation
from app.interview import script
from app.interview.change import Change
from app.interview.lifecycle import Ask
from app.interview.models import AskedQuestion
from app.interview.schemas import Question
from app.interview.views import ANONYMOUS, Views, setup_of
from app.platform.ids import new_id
from app.questions.port import PlannedQuestion


@dataclass(frozen=True)
class WhatWasAnswered:
    """What the next words react to. ``follow_up`` is set where the answer leaves a gap worth asking about."""

    answer_id: str | None = None
    question_id: str | None = None
    evaluation: Evaluation | None = None
    was_skipped: bool = False
    follow_up: PlannedQuestion | None = None


@dataclass(frozen=True)
class NextWords:
    question: Question | None
    say: list[str]


def ask_first(change: Change, views: Views) -> Question:
    """Ask the first question of the plan; the greeting around it is the briefing's."""
    row = _ask(change, PlannedQuestion.model_validate(change.session.plan[0]), None)
    question = views.question(row)
    change.record("question.asked", question=question.model_dump(mode="json"), say=[question.text])
    return question


def ask_next(change: Change, views: Views, after: WhatWasAnswered) -> NextWords | None:
    """Ask what comes next, or close. None where nothing is due: a question is open, or the session is not."""
    state = change.state
    if state.status != "in_progress" or state.current is not None:
        return None
    planned = after.follow_up
    if planned is None and not state.is_complete:
        planned = PlannedQuestion.model_validate(change.session.plan[state.next_number - 1])
    if planned is None:
        return _close(change, after)
    row = _ask(change, planned, _beginning_of_thread(change, after) if after.follow_up else None)
    say = _say(change, after, planned.text, row.number)
    question = views.question(row)
    change.record(
        "question.asked",
        question=question.model_dump(mode="json"),
        say=say,
        answer_id=after.answer_id,
        progress=change.state.progress.model_dump(),
    )
    return NextWords(question, say)


def _beginning_of_thread(change: Change, after: WhatWasAnswered) -> str:
    """A follow-up belongs to the question of the plan, also when it follows a follow-up."""
    assert after.question_id is not None
    return change.row(after.question_id).follow_up_to or after.question_id


def _ask(change: Change, planned: PlannedQuestion, follow_up_to: str | None) -> AskedQuestion:
    question_id = new_id()
    state = change.apply(Ask(question_id, follow_up_to))
    row = AskedQuestion(
        id=question_id,
        session_id=change.session.id,
        position=len(change.questions) + 1,
        number=state.question(question_id).number,
        follow_up_to=follow_up_to,
        planned=planned.model_dump(mode="json"),
        status="asked",
        asked_at=change.now,
    )
    change.questions.append(row)
    change.repository.add(row)
    return row


def _close(change: Change, after: WhatWasAnswered) -> NextWords:
    setup = setup_of(change.session)
    say = _say(change, after, None, setup.question_count)
    say += script.closing_lines(
        setup.language, setup.persona, change.session.participant_name or ANONYMOUS, setup.feedback
    )
    change.record(
        "interview.closing", say=say, answer_id=after.answer_id, progress=change.state.progress.model_dump()
    )
    return NextWords(None, say)


def _say(change: Change, after: WhatWasAnswered, question_text: str | None, number: int) -> list[str]:
    if after.answer_id is None:  # nothing to react to: the interview goes on after a pause
        return [question_text] if question_text else []
    setup = setup_of(change.session)
    if after.follow_up is not None:
        asked = sum(row.number == number and row.status != "withdrawn" for row in change.questions)
        return script.follow_up_lines(
            setup.language, setup.persona, after.follow_up.text, number, follow_up_number=asked - 1
        )
    return script.next_lines(
        setup.language,
        setup.persona,
        setup.feedback,
        after.evaluation,
        question_text,
        number,
        setup.question_count,
        number == setup.question_count,
        after.was_skipped,
    )
