"""Recordings as browsers make them, made here: no binary files in the repository."""

import io
import math
from fractions import Fraction

import av
import numpy as np

RATE = 48_000


def tone(seconds: float, *, level: float = 0.4) -> bytes:
    """A mono s16le hum at 48 kHz."""
    time = np.arange(int(seconds * RATE)) / RATE
    return (np.sin(2 * math.pi * 220 * time) * level * 32_767).astype("<i2").tobytes()


def silence(seconds: float) -> bytes:
    return bytes(int(seconds * RATE) * 2)


def recorded(pcm: bytes, *, container: str, codec: str, rate: int = RATE) -> bytes:
    """Encode mono s16le samples, e.g. as ``webm`` with ``libopus``."""
    file = io.BytesIO()
    with av.open(file, mode="w", format=container) as output:
        stream = output.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(
            np.frombuffer(pcm, dtype="<i2")[None, :], format="s16", layout="mono"
        )
        frame.sample_rate = rate
        frame.time_base = Fraction(1, rate)
        resampler = av.AudioResampler(
            format=stream.codec_context.format,
            layout="mono",
            rate=rate,
            frame_size=stream.codec_context.frame_size or 960,
        )
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            for packet in stream.encode(piece):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)
    return file.getvalue()
