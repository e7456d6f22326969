"""Words every follow-up by rule, when it is let."""

import asyncio

from app.questions.follow_ups import FollowUp, Thread


class FakeFollowUpWording:
    """Waits until ``go`` is set, and no longer than it may."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.go = asyncio.Event()
        if at_once:
            self.go.set()
        self.times: list[float] = []
        self.is_closed = False

    async def word(self, chosen: FollowUp, thread: Thread, language: str, within_s: float) -> str | None:
        self.times.append(within_s)
        if chosen.quote is None or within_s <= 0:
            return None
        try:
            await asyncio.wait_for(self.go.wait(), within_s)
        except TimeoutError:
            return None
        return f"Worded: “{chosen.quote}”, and then?"

    async def aclose(self) -> None:
        self.is_closed = True
