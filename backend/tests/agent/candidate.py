"""A candidate in the real room: plays recorded speech into it, and keeps what the interviewer says."""

import asyncio
import json
import time

import numpy as np
from livekit import rtc

from app.speech.decode import resample
from app.speech.piper import PiperSynthesizer

RATE = 48_000
EAR_RATE = 16_000
FRAME_MS = 20
# Louder than the codec's own noise.
AUDIBLE = 300


class Candidate:
    """``heard`` is the interviewer's sound (16 kHz mono s16le), ``sounds`` when each stretch of it began."""

    def __init__(self, voice: PiperSynthesizer) -> None:
        self._voice = voice
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=1000)
        self._to_say: asyncio.Queue[tuple[bytes, asyncio.Future[float]]] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self.room = rtc.Room()
        self.room.on("track_subscribed", self._on_track)
        self.heard = bytearray()
        self.sounds: list[float] = []
        self._last_sound_at = 0.0
        self.joined_at = 0.0
        self.is_speaking = False

    async def join(self, url: str, token: str) -> None:
        self.joined_at = time.monotonic()
        await self.room.connect(url, token)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.room.local_participant.publish_track(track, options)
        self._tasks.append(asyncio.create_task(self._play()))

    async def say(self, text: str) -> float:
        """Speak; return when the last word was over (monotonic)."""
        pcm = b"".join([chunk async for chunk in self._voice.synthesize(text)])
        said: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._to_say.put_nowait((resample(pcm, sample_rate=self._voice.sample_rate, wanted=RATE), said))
        return await said

    async def press_done(self) -> float:
        """The page's button; return when it was pressed (monotonic)."""
        participants = self.room.remote_participants.values()
        agents = [p.identity for p in participants if p.kind == rtc.ParticipantKind.PARTICIPANT_KIND_AGENT]
        pressed_at = time.monotonic()
        answer = await self.room.local_participant.perform_rpc(
            destination_identity=agents[-1], method="hirecoach.done", payload="{}", response_timeout=30
        )
        assert json.loads(answer) == {"accepted": True}
        return pressed_at

    async def hear_until_silent(
        self, *, after: int = 0, silence_s: float = 2.5, within_s: float = 60
    ) -> None:
        """Wait until more than ``after`` stretches were heard, and then a silence."""
        async with asyncio.timeout(within_s):
            while len(self.sounds) <= after or time.monotonic() - self._last_sound_at < silence_s:
                await asyncio.sleep(0.02)

    @property
    def _silence_s(self) -> float:
        return time.monotonic() - self._last_sound_at

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.room.disconnect()

    def _on_track(self, track: rtc.Track, *_: object) -> None:
        if isinstance(track, rtc.RemoteAudioTrack):
            self._tasks.append(asyncio.create_task(self._hear(track)))

    async def _hear(self, track: rtc.RemoteAudioTrack) -> None:
        stream = rtc.AudioStream(track, sample_rate=EAR_RATE, num_channels=1)
        async for event in stream:
            samples = bytes(event.frame.data)
            self.heard += samples
            if int(np.abs(np.frombuffer(samples, dtype=np.int16).astype(np.int32)).max()) > AUDIBLE:
                now = time.monotonic()
                if now - self._last_sound_at > 1.0:
                    self.sounds.append(now)
                self._last_sound_at = now

    async def _play(self) -> None:
        """A microphone: silence where nothing is said."""
        size = RATE * FRAME_MS // 1000 * 2
        speech, said = b"", None
        while True:
            if not speech and said is not None:
                said.set_result(time.monotonic())
                said = None
            if not speech and not self._to_say.empty():
                speech, said = self._to_say.get_nowait()
            self.is_speaking = bool(speech)
            frame, speech = speech[:size].ljust(size, b"\x00"), speech[size:]
            await self._source.capture_frame(rtc.AudioFrame(frame, RATE, 1, size // 2))
            await asyncio.sleep(max(0.0, self._source.queued_duration - 0.1))
