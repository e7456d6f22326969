"""How long nobody has spoken, and what the candidate's voice was like before that."""

import asyncio
from collections.abc import Callable

from senses import Ear


class Silence:
    """Begins with the candidate's last voice or our own last word, whichever was later."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.since = clock()
        self.end_of_turn: float | None = None  # the audio model's word on how the voice ended
        self.longest_run_ms = 0  # of voice, since ``forget_runs``

    @property
    def length_s(self) -> float:
        return self._clock() - self.since

    def begin(self) -> None:
        self.since = self._clock()

    def voiced(self, run_ms: int) -> None:
        """The candidate's voice is heard: ``run_ms`` of it so far."""
        self.begin()
        self.longest_run_ms = max(self.longest_run_ms, run_ms)
        self.end_of_turn = None

    def forget_runs(self) -> None:
        self.longest_run_ms = 0

    async def judge(self, ear: Ear) -> None:
        """Ask the audio model how the voice ended; worth nothing once somebody has spoken since."""
        judged = self.since
        self.take(await asyncio.to_thread(ear.end_of_turn_probability), judged)

    def take(self, probability: float, judged: float) -> None:
        """What the audio model says of the silence that began at ``judged``."""
        if judged == self.since:
            self.end_of_turn = probability
