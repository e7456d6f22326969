"""The clock that tests set."""

from datetime import UTC, datetime, timedelta


class TickingClock:
    """The real time, which a test may set forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead
