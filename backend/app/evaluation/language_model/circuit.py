"""A model server that has failed several times in a row is left alone for a while."""

import time
from collections.abc import Callable

# Ours: one blip costs nothing, three in a row are no blip. Resting doubles up to five minutes while trials fail.
OPENS_AFTER = 3
RESTS_FOR_S = 30.0
RESTS_AT_MOST_S = 300.0


class CircuitBreaker:
    """Closed → open after consecutive failures → half-open after a rest: one trial decides."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rest_s = RESTS_FOR_S
        self._open_until: float | None = None
        self._has_trial = False

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone, or on trial."""
        return self._open_until is not None

    def admits(self) -> bool:
        """Whether the server may be asked now; an admitted caller reports how it went."""
        if self._open_until is None:
            return True
        if self._has_trial or self._clock() < self._open_until:
            return False
        self._has_trial = True
        return True

    def succeeded(self) -> None:
        self._failures, self._rest_s = 0, RESTS_FOR_S
        self._open_until, self._has_trial = None, False

    def failed(self, retry_after_s: float | None = None) -> None:
        """``retry_after_s``: a busy server said itself how long it wants to be left alone."""
        self._failures += 1
        on_trial, self._has_trial = self._has_trial, False
        if on_trial:
            self._rest_s = min(2 * self._rest_s, RESTS_AT_MOST_S)
        if retry_after_s is not None:
            self._rest(min(retry_after_s, RESTS_AT_MOST_S))
        elif on_trial or self._failures >= OPENS_AFTER:
            self._rest(self._rest_s)

    def withdrawn(self) -> None:
        """The caller gave up before anything was known: the next one may try."""
        self._has_trial = False

    def _rest(self, seconds: float) -> None:
        # Late failures of calls begun before must not shorten a rest.
        self._open_until = max(self._open_until or 0.0, self._clock() + seconds)
