"""What the interviewer says: lines and phrases, one after the other, and how long a reply let wait."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from app.interview.schemas import Briefing
from background import Background
from reply import Reply
from senses import Mouth
from silence import Silence

log = logging.getLogger("hirecoach.agent")

PREPARED_PHRASES = ("nudge", "moment", "sorry", "not_heard")


class Saying:
    """Everything that is said goes through here; the mouth makes it heard."""

    def __init__(
        self,
        mouth: Mouth,
        briefing: Briefing,
        background: Background,
        silence: Silence,
        *,
        on_begin: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        self._mouth = mouth
        self._phrases = briefing.phrases
        # Known words are made ahead, but never before something that waits to be heard.
        self._ahead = [*briefing.reactions, *(briefing.phrases[name] for name in PREPARED_PHRASES)]
        self._background = background
        self._silence = silence
        self._on_begin = on_begin
        self._clock = clock
        self._current: asyncio.Task[None] | None = None
        self._reply: Reply | None = None  # the last one, as long as a cut-in may undo it

    @property
    def is_under_way(self) -> bool:
        """Something is said, or waits to be."""
        return self._current is not None

    def phrase(self, name: str) -> None:
        self.say([self._phrases[name]])

    def say(self, lines: list[str], *, then: Callable[[], Awaitable[None]] | None = None) -> None:
        """``then`` runs when it has been said, or was interrupted."""
        self._current = self._background.spawn(self._speak(lines, then))

    def reply(
        self, reply: Reply, lines: list[str], *, then: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._reply = reply
        self.say(lines, then=then)

    def sounded(self) -> int | None:
        """The first sound of a line is on its way. Returns the turn's milliseconds where it begins a reply."""
        reply = self._reply
        if reply is None or reply.heard_at is not None:
            return None
        reply.heard_at = self._clock()
        log.info("reply after %s", reply)
        return reply.turn_ms

    def take_undoable_reply(self) -> bool:
        """Whether what is being said is a reply that has just begun. True once."""
        reply, self._reply = self._reply, None
        return reply is not None and reply.may_be_undone(self._clock())

    async def _speak(self, lines: list[str], then: Callable[[], Awaitable[None]] | None) -> None:
        self._on_begin()
        was_heard = await self._mouth.say(lines)
        self._mouth.prepare(*self._ahead)
        self._silence.begin()
        if self._current is asyncio.current_task():
            self._current = None
            if not was_heard:  # the next sound is not the beginning of this reply
                self._reply = None
        if then is not None:
            await then()
