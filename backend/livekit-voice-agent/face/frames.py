"""Every frame the face can show, drawn once on a machine and then read from a file.

Drawing one takes 65 ms and does not let go of the interpreter, which a job that is speaking cannot spare. The
file is mapped into memory, so all jobs of a machine share one copy (15 MB for each look).
"""

import hashlib
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from face.drawing import EYES, MOUTHS, NOD_STEPS, SIZE, Look, Pose, i420_of, portrait_svg, rgb_of

FRAME_BYTES = SIZE * SIZE * 3 // 2

# All that ``Expression.pose_at`` gives: a face that speaks neither nods nor looks away.
POSES = tuple(
    dict.fromkeys(
        [Pose(mouth=mouth, eyes=eyes) for mouth in MOUTHS for eyes in EYES]
        + [Pose(eyes=eyes, nod=step) for eyes in EYES for step in range(NOD_STEPS)]
        + [Pose(eyes=eyes, gaze="aside") for eyes in EYES]
    )
)


class Frames:
    """The frames of one look, I420 bytes of SIZE × SIZE pixels."""

    def __init__(self, frames: NDArray[np.uint8]) -> None:
        self._frames = frames
        self._rows = {pose: row for row, pose in enumerate(POSES)}

    def of(self, pose: Pose) -> bytes:
        """Raises KeyError for a pose that is not in ``POSES``."""
        return bytes(self._frames[self._rows[pose]])


def frames_of(look: Look, folder: Path) -> Frames:
    """Read the look's frames; the first time they are drawn (about 2.5 s of CPU). Raises OSError.

    The file appears by a rename and its name is a digest of the drawings, so one that exists is whole and
    true.
    """
    file = folder / f"face-{_digest(look)}.i420"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as being_drawn:
            drawn = Path(being_drawn) / file.name
            drawn.write_bytes(b"".join(i420_of(rgb_of(pose, look)) for pose in POSES))
            drawn.replace(file)
    return Frames(np.memmap(file, dtype=np.uint8, mode="r", shape=(len(POSES), FRAME_BYTES)))


def _digest(look: Look) -> str:
    drawings = "".join(portrait_svg(pose, look) for pose in POSES)
    return hashlib.sha256(drawings.encode()).hexdigest()[:16]
