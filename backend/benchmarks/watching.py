"""What a candidate's side of the room sees and hears: frames a second, and whether the mouth fits the sound."""

import asyncio
import time
from typing import Any

import numpy as np
from agent.candidate import Candidate
from livekit import rtc
from numpy.typing import NDArray

# The mouth in the drawing of 512 × 512 (app: face/drawing.py): everything around it may move too.
_MOUTH_ROWS, _MOUTH_COLUMNS = slice(300, 365), slice(215, 297)
_STEP_S = 0.01
_LAGS = range(-40, 41)  # of _STEP_S: ±400 ms


class Watcher(Candidate):
    """A candidate who looks at the interviewer too. Times are monotonic seconds of arrival."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.frames: list[tuple[float, NDArray[np.uint8]]] = []
        self.levels: list[tuple[float, float]] = []
        self.room.on("track_subscribed", self._on_picture)

    def _on_picture(self, track: rtc.Track, *_: object) -> None:
        if isinstance(track, rtc.RemoteVideoTrack):
            self._tasks.append(asyncio.create_task(self._watch(track)))
        if isinstance(track, rtc.RemoteAudioTrack):
            self._tasks.append(asyncio.create_task(self._measure(track)))

    async def _watch(self, track: rtc.RemoteVideoTrack) -> None:
        stream = rtc.VideoStream(track)
        async for event in stream:
            picture = event.frame
            luma = np.frombuffer(picture.data, dtype=np.uint8)[: picture.width * picture.height]
            mouth = luma.reshape(picture.height, picture.width)[_MOUTH_ROWS, _MOUTH_COLUMNS]
            self.frames.append((time.monotonic(), mouth.copy()))

    async def _measure(self, track: rtc.RemoteAudioTrack) -> None:
        stream = rtc.AudioStream(track, sample_rate=16_000, num_channels=1, frame_size_ms=10)
        async for event in stream:
            samples = np.frombuffer(bytes(event.frame.data), dtype=np.int16).astype(np.float64)
            self.levels.append((time.monotonic(), float(np.sqrt(np.mean(samples**2)))))

    def frames_per_second(self) -> list[int]:
        """Frames that came in each whole second between the first and the last."""
        if not self.frames:
            return []
        first = self.frames[0][0]
        counts = np.bincount([int(at - first) for at, _ in self.frames])
        return [int(count) for count in counts[:-1]]


def mouth_after_sound_ms(watcher: Watcher, begin: float, end: float) -> tuple[float, float]:
    """How far the mouth moves behind the sound while the interviewer speaks, and how well they fit (correlation).

    Openness is how far the mouth's pixels are from those at rest; the best lag of the two curves is taken. A few
    of the milliseconds are the receiver's own buffers of sound and picture, which a browser evens out.
    """
    ticks = np.arange(begin, end, _STEP_S)
    rest = np.median(np.stack([mouth for _, mouth in watcher.frames]), axis=0)
    openness = np.array([np.abs(mouth - rest).mean() for _, mouth in watcher.frames])
    frames_at = np.array([at for at, _ in watcher.frames])
    shown = openness[np.clip(np.searchsorted(frames_at, ticks, "right") - 1, 0, None)]
    levels_at = np.array([at for at, _ in watcher.levels])
    heard = np.interp(ticks, levels_at, np.sqrt([level for _, level in watcher.levels]))
    smooth = np.convolve(heard, np.ones(8) / 8, "same")
    fits = {lag: _fit(np.roll(smooth, lag)[60:-60], shown[60:-60]) for lag in _LAGS}
    best = max(fits, key=lambda lag: fits[lag])
    return best * _STEP_S * 1000, fits[best]


def _fit(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return float(np.corrcoef(one, other)[0, 1])
