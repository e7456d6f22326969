"""What the face does at a moment: mouth by what is heard, eyes and head by what the interviewer is doing.

Time goes in as seconds of a monotonic clock; there is no clock in here, so that tables of moments can
test it.
"""

import random
from collections import deque
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from face.drawing import NOD_STEPS, Eyes, Mouth, Pose
from face.mouth import FRAME_MS, MouthTracker

Mood = Literal["joining", "speaking", "listening", "thinking"]

BLINK_S = 0.16
BLINK_EVERY_S = (2.2, 5.5)  # people blink some 15 times a minute in conversation
NOD_EVERY_S = (6.0, 11.0)  # *ours*: a listener who nods now and then, and is not a nodding dog
NOD_S = 0.64


class Expression:
    """The face's state. Sound is announced with the moment at which it will be heard."""

    def __init__(self, *, seed: int = 0) -> None:
        self.mood: Mood = "joining"
        self._random = random.Random(seed)  # noqa: S311 - blinking is no secret
        self._mouths: deque[tuple[float, Mouth]] = deque()
        self._tracker: MouthTracker | None = None
        self._next_frame_at = 0.0
        self._blink_at = 0.0
        self._nod_at = 0.0

    def hear(self, pcm: NDArray[np.int16], sample_rate: int, *, heard_at: float) -> None:
        """Announce speech of the interviewer that begins to sound at ``heard_at``."""
        if self._tracker is None or self._tracker.sample_rate != sample_rate:
            self._tracker = MouthTracker(sample_rate)
            self._next_frame_at = heard_at
        if abs(self._next_frame_at - heard_at) > 2 * FRAME_MS / 1000:
            self._next_frame_at = heard_at  # a gap, or a new utterance
        for mouth in self._tracker.feed(pcm):
            self._mouths.append((self._next_frame_at, mouth))
            self._next_frame_at += FRAME_MS / 1000

    def hush(self) -> None:
        """The speech was cut off: what was announced will not be heard."""
        self._mouths.clear()
        self._tracker = None

    def pose_at(self, now: float) -> Pose:
        mouth, eyes = self._mouth_at(now), self._eyes_at(now)
        if mouth != "rest":
            return Pose(mouth=mouth, eyes=eyes)
        if self.mood == "thinking":
            return Pose(eyes=eyes, gaze="aside")
        return Pose(eyes=eyes, nod=self._nod_step_at(now))

    def _mouth_at(self, now: float) -> Mouth:
        while len(self._mouths) > 1 and self._mouths[1][0] <= now:
            self._mouths.popleft()
        if not self._mouths or self._mouths[0][0] > now:
            return "rest"
        started_at, mouth = self._mouths[0]
        if now - started_at > 3 * FRAME_MS / 1000:
            self._mouths.popleft()
            return "rest"
        return mouth

    def _eyes_at(self, now: float) -> Eyes:
        if now >= self._blink_at + BLINK_S:
            self._blink_at = now + self._random.uniform(*BLINK_EVERY_S)
        into_blink = now - self._blink_at
        if into_blink < 0:
            return "open"
        return "shut" if BLINK_S * 0.25 < into_blink < BLINK_S * 0.7 else "half"

    def _nod_step_at(self, now: float) -> int:
        if self.mood != "listening" or now >= self._nod_at + NOD_S:
            self._nod_at = now + self._random.uniform(*NOD_EVERY_S)
        progress = (now - self._nod_at) / NOD_S
        return round((NOD_STEPS - 1) * (1 - abs(2 * progress - 1))) if progress > 0 else 0
