"""The port of the interviewer's face: it is told what will be heard, and when, and publishes a video track.

The speaker pushes sound itself and calls the face for each piece, so the face never delays the voice: a face
that fails or is switched off costs nothing. ``avatar.Avatar`` implements it.
"""

from typing import Literal, Protocol

from livekit import rtc

Attention = Literal["speaking", "listening", "thinking"]


class Face(Protocol):
    async def start(self, room: rtc.Room) -> None:
        """Publish the video track; called once, after the room is connected."""
        ...

    def hear(self, pcm: bytes, *, sample_rate: int, heard_at: float) -> None:
        """These mono s16le samples will be played out from ``heard_at`` (``time.monotonic()``) on. Must
        return at once."""
        ...

    def hush(self) -> None:
        """What was announced by ``hear`` and is not played yet will not be heard: the interviewer was
        interrupted."""
        ...

    def attend(self, attention: Attention) -> None: ...

    async def aclose(self) -> None: ...
