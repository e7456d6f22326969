"""What the interviewer needs of its face. ``avatar.Face`` implements it.

The mouth pushes sound itself and announces each piece, so a face never delays the voice: one that fails or is
switched off costs nothing.
"""

from typing import Literal, Protocol

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

Mood = Literal["joining", "speaking", "listening", "thinking"]


class Face(Protocol):
    @property
    def mood(self) -> Mood: ...

    @mood.setter
    def mood(self, mood: Mood) -> None: ...

    def hear(self, samples: NDArray[np.int16], sample_rate: int, *, delay_s: float) -> None:
        """These mono samples will sound ``delay_s`` seconds from now. Must return at once."""
        ...

    def hush(self) -> None:
        """What was announced and has not sounded yet never will: the interviewer was interrupted."""
        ...

    def nod(self) -> None: ...

    async def publish(self, room: rtc.Room) -> None: ...

    async def aclose(self) -> None: ...
