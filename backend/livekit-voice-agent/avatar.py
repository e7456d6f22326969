"""The face in the room: a video track of the interviewer's own, 25 frames a second."""

import asyncio
import contextlib
import time
from pathlib import Path

import numpy as np
from livekit import rtc

from face.drawing import SIZE, Look
from face.expression import Expression
from face.frames import frames_of
from face.mouth import FRAME_MS
from face_port import Attention

FRAMES_PER_SECOND = 1000 // FRAME_MS
MAX_BITRATE_BPS = 500_000  # flat colours compress well; more is never used

# One look for each persona: the words and the jacket change, the person stays.
LOOKS: dict[str, Look] = {
    "warm": Look(),
    "neutral": Look(accent="#4b4a57", accent_shade="#3a3944", wall="#e4e6e8", wall_shade="#cdd2d6"),
    "demanding": Look(accent="#2b2f3a", accent_shade="#1f222b", wall="#dfe1e4", wall_shade="#c4c8cf"),
}


def make_ready(folder: Path) -> None:
    """Have the frames of every look in ``folder``; the first time on a machine that takes 8 s of CPU."""
    for look in LOOKS.values():
        frames_of(look, folder)


class Avatar:
    """Draws and sends the interviewer; implements ``face_port.Face``."""

    def __init__(self, folder: Path, *, persona: str = "warm") -> None:
        """``folder`` is where ``make_ready`` put the frames. Raises OSError."""
        self._frames = frames_of(LOOKS.get(persona, LOOKS["warm"]), folder)
        self._expression = Expression()
        self._source = rtc.VideoSource(SIZE, SIZE)
        self._task: asyncio.Task[None] | None = None

    async def start(self, room: rtc.Room) -> None:
        """Publish the track and begin to draw. Raises rtc.PublishTrackError."""
        track = rtc.LocalVideoTrack.create_video_track("interviewer-face", self._source)
        await room.local_participant.publish_track(
            track,
            rtc.TrackPublishOptions(
                source=rtc.TrackSource.SOURCE_CAMERA,
                simulcast=False,  # one size, one viewer: further layers would only cost encoding
                video_encoding=rtc.VideoEncoding(
                    max_framerate=FRAMES_PER_SECOND, max_bitrate=MAX_BITRATE_BPS
                ),
                video_codec=rtc.VideoCodec.VP8,
            ),
        )
        self._task = asyncio.create_task(self._draw(), name="avatar")

    def hear(self, pcm: bytes, *, sample_rate: int, heard_at: float) -> None:
        samples = np.frombuffer(pcm, dtype=np.int16)
        self._expression.hear(samples, sample_rate, heard_at=heard_at)

    def hush(self) -> None:
        self._expression.hush()

    def attend(self, attention: Attention) -> None:
        self._expression.mood = attention

    async def _draw(self) -> None:
        due = time.monotonic()
        while True:
            pose = self._expression.pose_at(time.monotonic())
            picture = self._frames.of(pose)
            self._source.capture_frame(rtc.VideoFrame(SIZE, SIZE, rtc.VideoBufferType.I420, picture))
            due = max(due + 1 / FRAMES_PER_SECOND, time.monotonic())
            await asyncio.sleep(due - time.monotonic())

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._source.aclose()
