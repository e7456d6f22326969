"""One reply to an answer: when it became due and when it began. A reply that has just begun can be undone."""

from dataclasses import dataclass

# Who speaks within this time after the interviewer began had not finished: the answer is reopened.
REOPEN_WITHIN_S = 4.0


@dataclass
class Reply:
    """Times are of one monotonic clock, in seconds. ``due_since`` is the end of the answer."""

    due_since: float
    decided_at: float
    known_at: float = 0.0
    heard_at: float | None = None

    def may_be_undone(self, now: float) -> bool:
        return now - (self.heard_at or self.known_at) < REOPEN_WITHIN_S

    @property
    def turn_ms(self) -> int:
        """End of the answer → first sound."""
        return round(((self.heard_at or self.known_at) - self.due_since) * 1000)

    def __str__(self) -> str:
        parts = (
            ("silence", self.decided_at - self.due_since),
            ("api", self.known_at - self.decided_at),
            ("voice", (self.heard_at or self.known_at) - self.known_at),
        )
        return f"{self.turn_ms} ms: " + ", ".join(f"{name} {s * 1000:.0f}" for name, s in parts)
