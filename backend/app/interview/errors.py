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
├── AnswerStillOpen        nothing is corrected before the answer is given
├── AnswerNotSpoken        typed words are the candidate's own
├── CorrectionTooLarge     carries ``heard_words``, ``most_changed``, ``most_added``
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


class AnswerStillOpen(DomainError):
    detail = (
        "This answer is not one that stands: it was opened again, or its question was skipped. Nothing was changed. "
        "What was heard can be corrected once the question is answered."
    )


class AnswerNotSpoken(DomainError):
    detail = (
        "This answer was typed, so its words are your own and nothing was misheard. Nothing was changed. "
        "To say it better, practise this question again."
    )


class CorrectionTooLarge(DomainError):
    """This would be another answer; ``detail`` says by how much, the extensions carry the limits in words."""

    detail = (
        "This changes more than a recogniser gets wrong. Nothing was changed. Practise this question again."
    )


class IdempotencyKeyReused(DomainError):
    detail = (
        "This Idempotency-Key was used for another request. Nothing was stored. "
        "Send the new request with a new key."
    )
