"""What can go wrong with a model server.

EvaluatorUnavailable
└── ChatFailed          the server: unreachable, busy, broken, silent, no chat server at all
    └── ModelRefused    the server is well, the model declines

No message repeats what a server said: it may quote the candidate.
"""

from typing import Literal

from app.evaluation.port import EvaluatorUnavailable

Failure = Literal[
    "unreachable", "busy", "rejected", "broken", "stalled", "endless", "nonsense", "refused", "resting"
]


class ChatFailed(EvaluatorUnavailable):
    """No usable reply. ``retry_after_s`` is what a busy server asks for; ``is_passing``: once more may help."""

    def __init__(
        self, failure: Failure, message: str, *, retry_after_s: float | None = None, is_passing: bool = False
    ) -> None:
        super().__init__(message)
        self.failure: Failure = failure
        self.retry_after_s = retry_after_s
        self.is_passing = is_passing


class ModelRefused(ChatFailed):
    """The model will not judge this text; another attempt would only cost."""

    def __init__(self) -> None:
        super().__init__("refused", "the language model declined to judge")


class InvalidReply(ValueError):
    """A whole reply that is not what was asked for; the message is told to the model, and never logged."""
