"""The root of everything that a feature may raise on purpose.

DomainError
├── DatabaseUnavailable          (here)
├── app.interview.errors.*       session, question, answer
├── app.identity.*, app.rooms.*  sign-in, rooms, proofs
└── app.speech.port.SpeechError stands beside it (it belongs to the agent as well)

Domain errors know no HTTP: ``app.routes.problem_table`` says which problem each one becomes.
"""

from typing import Any


class DomainError(Exception):
    """Something that was asked for cannot be done; ``detail`` says what happened, what was kept, what to do."""

    detail: str = "This could not be done."

    def __init__(self, detail: str | None = None, **extensions: Any) -> None:
        """``extensions`` become members of the problem document; values are JSON or Pydantic models."""
        self.detail = detail or type(self).detail
        self.extensions = extensions
        super().__init__(self.detail)


class DatabaseUnavailable(DomainError):
    """The database is locked, full or gone."""

    detail = (
        "The database cannot be reached or is busy. What was acknowledged is kept. Try again in a few seconds; "
        "on your own machine, look whether its disk is full or another program holds the database."
    )
