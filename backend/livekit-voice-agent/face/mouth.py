"""Which mouth shape goes with which 40 ms of sound: pure arithmetic over samples.

Loudness decides how far the mouth opens, the spectrum what kind of opening it is. It does not know phonemes;
that costs nothing, fits any voice and language, and cannot drift from the sound.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from face.drawing import Mouth

FRAME_MS = 40  # one video frame at 25 fps

# *Ours*, chosen by looking at the face beside the sound; levels are dB below the loudest frame so far.
_CLOSED_BELOW_DB = -30.0
_SMALL_BELOW_DB = -18.0
_OPEN_BELOW_DB = -8.0
_HISS_SHARE = 0.45  # share of energy above 3.5 kHz from which a sound is an s, f or sh
_ROUND_CENTROID_HZ = 520.0  # o, u and w lie below
_SPREAD_CENTROID_HZ = 1_450.0  # e and i lie above
_PEAK_FLOOR = 0.02  # of full scale: room noise alone never opens the mouth
_PEAK_DECAY = 0.995  # a frame: the reference follows a voice that grows softer within seconds


@dataclass
class MouthTracker:
    """Turns a stream of samples into one mouth shape for each FRAME_MS; keeps what is left over."""

    sample_rate: int
    _rest: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, dtype=np.int16))
    _peak: float = _PEAK_FLOOR

    def feed(self, samples: NDArray[np.int16]) -> list[Mouth]:
        """Take mono samples of any number; return the shapes of the frames that are now complete."""
        frame_length = self.sample_rate * FRAME_MS // 1000
        buffered = np.concatenate([self._rest, samples])
        count = len(buffered) // frame_length
        self._rest = buffered[count * frame_length :]
        frames = buffered[: count * frame_length].reshape(count, frame_length).astype(np.float32) / 32768
        return [self._shape_of(frame) for frame in frames]

    def _shape_of(self, frame: NDArray[np.float32]) -> Mouth:
        level = float(np.sqrt(np.mean(frame**2)))
        self._peak = max(level, self._peak * _PEAK_DECAY, _PEAK_FLOOR)
        level_db = 20 * np.log10(max(level, 1e-6) / self._peak)
        if level_db < _CLOSED_BELOW_DB:
            return "closed"
        hiss_share, centroid_hz = _spectrum(frame, self.sample_rate)
        if hiss_share > _HISS_SHARE:
            return "teeth"
        if level_db < _SMALL_BELOW_DB:
            return "small"
        if centroid_hz < _ROUND_CENTROID_HZ:
            return "round"
        if centroid_hz > _SPREAD_CENTROID_HZ:
            return "spread"
        return "open" if level_db < _OPEN_BELOW_DB else "wide"


def _spectrum(frame: NDArray[np.float32], sample_rate: int) -> tuple[float, float]:
    """Return the share of energy above 3.5 kHz (0–1) and the centroid in Hz."""
    power = np.abs(np.fft.rfft(frame * np.hanning(len(frame)))) ** 2
    frequencies = np.fft.rfftfreq(len(frame), 1 / sample_rate)
    total = float(power.sum()) or 1e-12
    return float(power[frequencies > 3_500].sum()) / total, float((power * frequencies).sum()) / total
