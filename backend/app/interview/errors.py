"""What can go wrong with an interview, in its own words.

DomainError
├── SessionNotFound        also for somebody else's session
├── QuestionNotFound
├── AnswerNotFound
├── UnknownFocus           a competency that the bank does not have
├── SessionFinished
├── SessionAbandoned
├── SessionNotFinished
├── QuestionNotCurrent
├── QuestionAlreadyAnswered  carries ``answer``
├── AnswerEmpty
├── AnswerNotReopenable
└── IdempotencyKeyReused
"""

from app.platform.errors import DomainError


class SessionNotFound(DomainError):
    detail = (
        "There is no such interview, or it belongs to somebody else. "
        "Start a new one, or open one from your history."
    )


class QuestionNotFound(DomainError):
    detail = "There is no such question in this interview. Load the interview again and answer its current question."


class AnswerNotFound(DomainError):
    detail = "There is no such answer. Load the interview again."


class UnknownFocus(DomainError):
    detail = "A competency in focus is not in the question bank. GET /interview/options lists those that are."


class SessionFinished(DomainError):
    detail = (
        "This interview is finished. Everything you said is kept; its report is ready. "
        "Start a new one to go on practising."
    )


class SessionAbandoned(DomainError):
    detail = (
        "This interview was left alone for a while and is paused. Everything you said is kept. "
        "Continue it from your history, then send this again."
    )


class SessionNotFinished(DomainError):
    detail = "This interview is still going on. Its report is made when it is finished."


class QuestionNotCurrent(DomainError):
    detail = "The interview has moved on from this question. Nothing was changed. Load it again to see the current one."


class QuestionAlreadyAnswered(DomainError):
    """Another tab or the microphone was faster; ``answer`` carries what is stored."""

    detail = (
        "This question was answered already, and that answer is kept. "
        "Your text was not stored: copy it if you need it."
    )


class AnswerEmpty(DomainError):
    detail = "There is nothing in this answer yet. Say or type something, or skip the question."


class AnswerNotReopenable(DomainError):
    detail = "This answer can no longer be reopened, because the next question has an answer already. Both are kept."


class IdempotencyKeyReused(DomainError):
    detail = (
        "This Idempotency-Key was used for another request. Nothing was stored. "
        "Send the new request with a new key."
    )
