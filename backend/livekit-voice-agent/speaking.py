"""The mouth: texts → sound in the room, one at a time, stopped or held within a few milliseconds."""

import asyncio
import contextlib
import logging
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Protocol

from livekit import rtc

from app.speech.port import SpeechUnavailable, Synthesizer
from face_port import Face

log = logging.getLogger("hirecoach.agent")

FRAME_MS = 20
# Sound handed over ahead of the moment it is heard: covers a late event loop, and is what is thrown away when
# stopped.
LEAD_MS = 160

Caption = Callable[[str], Awaitable[None]]


class Source(Protocol):
    """The part of ``rtc.AudioSource`` that is used."""

    @property
    def sample_rate(self) -> int: ...
    @property
    def queued_duration(self) -> float: ...
    async def capture_frame(self, frame: rtc.AudioFrame) -> None: ...
    def clear_queue(self) -> None: ...
    async def wait_for_playout(self) -> None: ...


class Mouth:
    """Speaks lines in order. While one is heard the next is being made."""

    def __init__(
        self,
        source: Source,
        synthesizer: Synthesizer,
        *,
        language: str,
        caption: Caption,
        face: Face | None = None,
        on_line: Callable[[], None] = lambda: None,
    ) -> None:
        """``on_line`` is called when the first sound of a line is handed over."""
        self._source = source
        self._synthesizer = synthesizer
        self._language = language
        self._caption = caption
        self._face = face
        self._on_line = on_line
        self._one_at_a_time = asyncio.Lock()
        self._stopped = 0  # counts interruptions: a speech that began before the last one is over
        self._may_play = asyncio.Event()
        self._may_play.set()
        self._played: deque[bytes] = deque(maxlen=math.ceil(LEAD_MS / FRAME_MS) + 2)
        self._ahead: deque[bytes] = deque()
        self._prepared: dict[str, asyncio.Task[list[bytes]]] = {}
        self._captions: set[asyncio.Task[None]] = set()
        self.is_speaking = False

    def prepare(self, *lines: str) -> None:
        """Make the sound of known texts ahead."""
        for line in lines:
            if line not in self._prepared:
                self._prepared[line] = asyncio.create_task(self._collect(line))

    async def say(self, lines: Sequence[str]) -> bool:
        """Speak; False when it was interrupted. What cannot be spoken is shown as a caption all the same."""
        began_at = self._stopped
        async with self._one_at_a_time:
            if began_at != self._stopped:
                return False
            self.is_speaking = True
            try:
                return await self._speak(lines, began_at)
            finally:
                self.is_speaking = False
                self._may_play.set()
                self._ahead.clear()

    def interrupt(self) -> None:
        """Be silent now; what waits to be said will not be."""
        self._stopped += 1
        self._source.clear_queue()
        self._ahead.clear()
        self._may_play.set()
        if self._face is not None:
            self._face.hush()

    def hold(self) -> None:
        """Be silent, perhaps only for a moment: it might have been a cough."""
        if not self.is_speaking or not self._may_play.is_set():
            return
        self._may_play.clear()
        unheard = min(len(self._played), round(self._source.queued_duration * 1000 / FRAME_MS))
        self._source.clear_queue()
        self._ahead.extendleft([self._played.pop() for _ in range(unheard)])
        if self._face is not None:
            self._face.hush()

    def resume(self) -> None:
        """Go on where it was held."""
        self._may_play.set()

    @property
    def is_held(self) -> bool:
        return not self._may_play.is_set()

    async def aclose(self) -> None:
        self.interrupt()
        for task in [*self._prepared.values(), *self._captions]:
            task.cancel()

    async def _speak(self, lines: Sequence[str], began_at: int) -> bool:
        ahead: asyncio.Queue[tuple[int, bytes] | None] = asyncio.Queue()
        making = asyncio.create_task(self._make(lines, ahead))
        try:
            shown = -1
            while began_at == self._stopped and (item := await ahead.get()) is not None:
                index, frame = item
                if began_at == self._stopped and index != shown:
                    shown = index
                    self._show(lines[index])
                await self._play(frame, began_at)
            await self._source.wait_for_playout()
            while self._ahead and began_at == self._stopped:  # held during its last moments
                await self._play(b"", began_at)
                await self._source.wait_for_playout()
            return began_at == self._stopped
        finally:
            making.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await making

    async def _play(self, frame: bytes, began_at: int) -> None:
        """Hand over what a hold took back, then this frame."""
        if frame:
            self._ahead.append(frame)
        while self._ahead and began_at == self._stopped:
            await self._may_play.wait()
            if self._ahead and began_at == self._stopped:
                await self._hand_over(self._ahead.popleft())

    async def _hand_over(self, frame: bytes) -> None:
        rate = self._source.sample_rate
        if self._face is not None:
            heard_at = time.monotonic() + self._source.queued_duration
            self._face.hear(frame, sample_rate=rate, heard_at=heard_at)
        self._played.append(frame)
        await self._source.capture_frame(rtc.AudioFrame(frame, rate, 1, len(frame) // 2))
        # The source takes more than this at once; holding it to the lead keeps "now" close to what is heard.
        surplus_s = self._source.queued_duration - LEAD_MS / 1000
        if surplus_s > 0:
            await asyncio.sleep(surplus_s)

    async def _make(self, lines: Sequence[str], ahead: "asyncio.Queue[tuple[int, bytes] | None]") -> None:
        """Make the lines' sound, at most all of it ahead of the listener. A line without sound is one empty
        frame."""
        try:
            for index, line in enumerate(lines):
                try:
                    async for frame in self._frames(line):
                        ahead.put_nowait((index, frame))
                except SpeechUnavailable:
                    log.warning("the voice is away; the text is shown only")
                    ahead.put_nowait((index, b""))
        finally:
            ahead.put_nowait(None)

    async def _frames(self, line: str) -> AsyncIterator[bytes]:
        """Frames of ``FRAME_MS`` at the source's rate; the last one is filled up with silence."""
        size = self._source.sample_rate * FRAME_MS // 1000 * 2
        rest = b""
        async for chunk in self._sound_of(line):
            rest += chunk
            while len(rest) >= size:
                yield rest[:size]
                rest = rest[size:]
        if rest:
            yield rest.ljust(size, b"\x00")

    async def _sound_of(self, line: str) -> AsyncIterator[bytes]:
        if prepared := self._prepared.get(line):
            try:
                for chunk in await asyncio.shield(prepared):
                    yield chunk
                return
            except SpeechUnavailable:
                del self._prepared[line]  # made again now
        async for chunk in self._synthesized(line):
            yield chunk

    async def _collect(self, line: str) -> list[bytes]:
        return [chunk async for chunk in self._synthesized(line)]

    async def _synthesized(self, line: str) -> AsyncIterator[bytes]:
        """The voice's samples at the source's rate."""
        resampler = None
        if self._synthesizer.sample_rate != self._source.sample_rate:
            resampler = rtc.AudioResampler(self._synthesizer.sample_rate, self._source.sample_rate)
        async for chunk in self._synthesizer.synthesize(line, language=self._language):
            if resampler is None:
                yield chunk
            else:
                for frame in resampler.push(bytearray(chunk)):
                    yield bytes(frame.data)
        for frame in resampler.flush() if resampler else []:
            yield bytes(frame.data)

    def _show(self, line: str) -> None:
        self._on_line()
        task = asyncio.create_task(self._shown(line))
        self._captions.add(task)
        task.add_done_callback(self._captions.discard)

    async def _shown(self, line: str) -> None:
        try:
            await self._caption(line)
        except Exception as error:  # a caption that is lost must not end the speech
            log.warning("caption not sent: %s", type(error).__name__)
