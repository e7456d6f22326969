"""The state machine, case by case."""

import pytest

from app.interview.errors import (
    AnswerNotReopenable,
    QuestionAlreadyAnswered,
    QuestionNotCurrent,
    QuestionNotFound,
    SessionAbandoned,
    SessionFinished,
)
from app.interview.lifecycle import (
    Abandon,
    Ask,
    Asked,
    Complete,
    Finish,
    HearOut,
    InterviewEvent,
    InterviewState,
    QuestionStatus,
    Reopen,
    Skip,
    TakeUp,
    advance,
    question_that_hears,
)
from app.interview.terms import SessionStatus
from app.platform.errors import DomainError


def state(
    *statuses: QuestionStatus, session: SessionStatus = "in_progress", total: int = 3, words: str = ""
) -> InterviewState:
    """Questions q1, q2, … with these statuses; a withdrawn one leaves its number to the next."""
    questions = []
    number = 0
    for index, status in enumerate(statuses, start=1):
        number += 1
        questions.append(Asked(f"q{index}", number, status, has_words=f"q{index}" in words.split()))
        if status == "withdrawn":
            number -= 1
    return InterviewState(session, total, tuple(questions))


def statuses(state: InterviewState) -> list[str]:
    return [question.status for question in state.questions]


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        (state(), Ask("q1"), ["asked"]),
        (state("asked"), Complete("q1"), ["answered"]),
        (state("asked"), Skip("q1"), ["skipped"]),
        (state("answered"), Ask("q2"), ["answered", "asked"]),
        (state("answered", "asked"), Reopen("q1"), ["asked", "withdrawn"]),
        (state("skipped", "asked"), Reopen("q1"), ["asked", "withdrawn"]),
        (state("answered", "answered", "answered"), Reopen("q3"), ["answered", "answered", "asked"]),
        (state("answered", "withdrawn"), Ask("q3"), ["answered", "withdrawn", "asked"]),
    ],
)
def test_what_an_event_does_to_the_questions(
    before: InterviewState, event: InterviewEvent, after: list[str]
) -> None:
    assert statuses(advance(before, event)) == after


@pytest.mark.parametrize(
    ("before", "event", "error"),
    [
        (state("asked"), Complete("q9"), QuestionNotFound),
        (state("answered", "asked"), Complete("q1"), QuestionAlreadyAnswered),
        (state("skipped", "asked"), Complete("q1"), QuestionNotCurrent),
        (state("asked", "withdrawn"), Complete("q2"), QuestionNotCurrent),
        (state("asked"), Ask("q2"), QuestionNotCurrent),
        (state("answered", total=1), Ask("q2"), QuestionNotCurrent),
        (state("asked", session="finished"), Complete("q1"), SessionFinished),
        (state("asked", session="abandoned"), Complete("q1"), SessionAbandoned),
        (state("asked", session="abandoned"), Skip("q1"), SessionAbandoned),
        (state("answered", "asked", words="q2"), Reopen("q1"), AnswerNotReopenable),
        (state("answered", "answered", "asked"), Reopen("q1"), AnswerNotReopenable),
        (state("answered", session="finished"), Reopen("q1"), SessionFinished),
        (state("asked", session="abandoned"), Finish(), SessionAbandoned),
        (state(session="finished"), TakeUp(), SessionFinished),
    ],
)
def test_what_is_refused(before: InterviewState, event: InterviewEvent, error: type[DomainError]) -> None:
    with pytest.raises(error):
        advance(before, event)


@pytest.mark.parametrize(
    ("before", "event", "after"),
    [
        ("in_progress", Finish(), "finished"),
        ("finished", Finish(), "finished"),
        ("in_progress", Abandon(), "abandoned"),
        ("finished", Abandon(), "finished"),
        ("abandoned", Abandon(), "abandoned"),
        ("abandoned", TakeUp(), "in_progress"),
        ("in_progress", TakeUp(), "in_progress"),
    ],
)
def test_the_status_of_a_session(before: SessionStatus, event: InterviewEvent, after: SessionStatus) -> None:
    assert advance(state("asked", session=before), event).status == after


def test_a_follow_up_keeps_the_number_and_the_total_and_holds_the_progress_back() -> None:
    answered = advance(state("asked"), Complete("q1"))
    assert answered.progress.answered == 1
    followed = advance(answered, Ask("f1", follow_up_to="q1"))
    assert followed.questions[-1].number == 1
    assert followed.progress.model_dump() == {"answered": 0, "total": 3, "finished": False}
    closed = advance(followed, Skip("f1"))
    assert closed.progress.answered == 1
    assert advance(closed, Ask("q2")).questions[-1].number == 2


def test_reopening_an_answer_withdraws_its_follow_up() -> None:
    followed = advance(advance(state("asked"), Complete("q1")), Ask("f1", follow_up_to="q1"))
    assert statuses(advance(followed, Reopen("q1"))) == ["asked", "withdrawn"]


def test_progress_is_finished_when_nothing_is_left_to_ask() -> None:
    assert not state("answered", "answered").progress.finished
    assert state("answered", "skipped", "answered").progress.finished
    assert state("asked", session="finished").progress.finished


def test_words_for_a_withdrawn_question_belong_to_the_one_reopened_before_it() -> None:
    assert question_that_hears(state("asked", "withdrawn"), "q2").id == "q1"
    assert question_that_hears(state("answered", "withdrawn", "asked"), "q2").id == "q1"


def test_late_words_reach_an_answer_of_a_finished_session_but_open_no_question() -> None:
    assert question_that_hears(state("answered", "asked", session="finished"), "q1").id == "q1"
    with pytest.raises(SessionFinished):
        question_that_hears(state("answered", "asked", session="finished"), "q2")


def test_just_after_the_finish_only_the_question_that_was_open_still_hears() -> None:
    just_finished = state("skipped", "asked", session="finished")
    assert question_that_hears(just_finished, "q2", is_just_finished=True).id == "q2"
    with pytest.raises(SessionFinished):
        question_that_hears(just_finished, "q1", is_just_finished=True)
    with pytest.raises(SessionAbandoned):
        question_that_hears(state("asked", session="abandoned"), "q1", is_just_finished=True)


def test_words_that_came_over_the_finish_complete_the_open_question_and_no_other() -> None:
    heard_out = advance(state("answered", "asked", session="finished"), HearOut("q2"))
    assert (heard_out.status, heard_out.questions[1].status) == ("finished", "answered")
    for refused in (state("asked"), state("skipped", session="finished")):
        with pytest.raises(QuestionNotCurrent):
            advance(refused, HearOut("q1"))


def test_the_end_closes_the_thread_that_was_open() -> None:
    followed = advance(advance(state("asked", total=1), Complete("q1")), Ask("f1", follow_up_to="q1"))
    assert followed.progress.answered == 0
    assert advance(followed, Finish()).progress.answered == 1


def test_until_something_follows_nobody_knows_whether_the_thread_is_closed() -> None:
    completed = advance(state("asked", total=1), Complete("q1"))
    assert completed.progress.model_dump() == {"answered": 1, "total": 1, "finished": True}
    waiting = completed.progress_until_followed("q1")
    assert waiting.model_dump() == {"answered": 0, "total": 1, "finished": False}


def test_skipping_a_follow_up_closes_the_thread_of_an_answered_question() -> None:
    followed = advance(advance(state("asked"), Complete("q1")), Ask("f1", follow_up_to="q1"))
    skipped = advance(followed, Skip("f1"))
    assert (skipped.progress.answered, skipped.next_number) == (1, 2)
