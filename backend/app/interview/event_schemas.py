"""What happened, as it is stored and streamed."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

EventType = Literal[
    "question.asked",  # {question, say}
    "question.withdrawn",  # {question_id}
    "utterance.added",  # {question_id, part, answer_so_far, completeness}
    "answer.completed",  # {question_id, answer, progress}   (evaluation redacted for feedback: at_end)
    "answer.reopened",  # {question_id, answer_id, answer_so_far, progress}
    "answer.corrected",  # {answers: [{question_id, answer}]}: the one put right first, then those judged with it
    "evaluation.updated",  # {question_id, answer_id, evaluation}
    "question.skipped",  # {question_id, progress}
    "interview.closing",  # {say}: the last question is done; the agent closes, then finishes
    "session.changed",  # {status, participant_name, revision}
    "agent.state",  # {state, since}
]


class Event(BaseModel):
    """One server-sent event: ``id`` is ``sequence``, ``event`` is ``type``, ``data`` is this object."""

    sequence: int
    type: EventType
    at: datetime
    payload: dict[str, Any]
