"""The face: what it shows when, and that its mouth keeps step with the sound."""

import itertools
import time
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from face.drawing import MOUTHS, NOD_STEPS, SIZE, Look, Pose, i420_of, rgb_of
from face.expression import BLINK_S, NOD_S, Expression, Mood
from face.frames import POSES, frames_of
from face.mouth import MouthTracker

RATE = 22_050


def tone(hz: float, ms: int, *, level: float = 0.4) -> NDArray[np.int16]:
    t = np.arange(RATE * ms // 1000) / RATE
    return (level * 32767 * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def silence(ms: int) -> NDArray[np.int16]:
    return np.zeros(RATE * ms // 1000, dtype=np.int16)


def hiss(ms: int) -> NDArray[np.int16]:
    noise = np.random.default_rng(1).normal(0, 0.2, RATE * ms // 1000)
    return (32767 * np.diff(np.clip(noise, -0.4, 0.4), prepend=0)).astype(np.int16)


def test_silence_closes_the_mouth_and_a_loud_vowel_opens_it() -> None:
    tracker = MouthTracker(RATE)
    assert set(tracker.feed(silence(400))) == {"closed"}
    assert set(tracker.feed(tone(900, 400))[2:]) == {"wide"}


@pytest.mark.parametrize(
    ("sound", "mouth"), [(tone(300, 400), "round"), (tone(2_000, 400), "spread"), (hiss(400), "teeth")]
)
def test_the_kind_of_sound_chooses_the_shape(sound: NDArray[np.int16], mouth: str) -> None:
    shapes = MouthTracker(RATE).feed(sound)
    assert shapes.count(mouth) >= len(shapes) - 2


def test_the_way_samples_are_cut_into_chunks_does_not_matter() -> None:
    sound = np.concatenate([tone(900, 300), silence(200), hiss(300), tone(300, 310)])
    whole = MouthTracker(RATE).feed(sound)
    tracker = MouthTracker(RATE)
    pieces = [
        shape for start in range(0, len(sound), 777) for shape in tracker.feed(sound[start : start + 777])
    ]
    assert pieces == whole


def test_the_mouth_is_never_further_than_80_ms_from_the_sound() -> None:
    """Bursts of sound with silences between them: compare the face, frame by frame, with the truth."""
    sound = np.concatenate([np.concatenate([silence(280), tone(900, 320)]) for _ in range(20)])
    loud = np.abs(sound.astype(np.int32)).reshape(-1, RATE // 50)[:, :].max(axis=1) > 1_000  # each 20 ms
    face, heard_at = Expression(), 100.0
    face.mood = "speaking"
    for start in range(0, len(sound), 4_096):
        face.hear(sound[start : start + 4_096], RATE, heard_at=heard_at + start / RATE)
    frames = int(len(sound) / RATE * 25)
    moving = [
        face.pose_at(heard_at + index / 25 + 0.001).mouth not in ("rest", "closed") for index in range(frames)
    ]
    for index, is_moving in enumerate(moving):
        centre = index * 2
        near = loud[max(0, centre - 4) : centre + 5]  # ±80 ms
        assert is_moving in {bool(value) for value in near}, (
            f"frame {index} shows what is not heard within 80 ms"
        )


def test_a_cut_off_speech_rests_the_mouth_at_once() -> None:
    face = Expression()
    face.hear(tone(900, 2_000), RATE, heard_at=10.0)
    assert face.pose_at(10.5).mouth != "rest"
    face.hush()
    assert face.pose_at(10.52).mouth == "rest"


def test_the_eyes_blink_now_and_then_and_only_briefly() -> None:
    face = Expression(seed=3)
    eyes = [face.pose_at(index / 25).eyes for index in range(25 * 60)]
    blinks = sum(1 for before, after in itertools.pairwise(eyes) if before == "open" != after)
    assert 9 <= blinks <= 30
    assert sum(eye != "open" for eye in eyes) / 25 < 60 * 0.12
    assert BLINK_S < 0.25


def test_it_nods_now_and_then_and_only_while_listening() -> None:
    face = Expression(seed=2)
    face.mood = "listening"
    steps = [face.pose_at(index / 25).nod for index in range(25 * 60)]
    nods = sum(1 for before, after in itertools.pairwise(steps) if before == 0 < after)
    assert 5 <= nods <= 10
    assert max(steps) == NOD_STEPS - 1
    assert sum(step > 0 for step in steps) / 25 <= nods * NOD_S
    face.mood = "speaking"
    assert {face.pose_at(60 + index / 25).nod for index in range(25 * 60)} == {0}


def test_thinking_is_seen_in_the_eyes() -> None:
    face = Expression()
    face.mood = "thinking"
    assert face.pose_at(1.0).gaze == "aside"


def test_every_mouth_is_a_picture_of_its_own() -> None:
    pictures = {rgb_of(Pose(mouth=mouth)).tobytes() for mouth in MOUTHS}
    assert len(pictures) == len(MOUTHS)


def test_colours_survive_the_conversion_to_i420() -> None:
    grey = np.full((SIZE, SIZE, 3), 128, dtype=np.uint8)
    planes = np.frombuffer(i420_of(grey), dtype=np.uint8)
    assert len(planes) == SIZE * SIZE * 3 // 2
    assert abs(int(planes[0]) - 126) <= 1  # 16 + 0.859 * 128
    assert set(planes[SIZE * SIZE :]) == {128}


def test_every_pose_that_the_face_takes_has_its_frame() -> None:
    face = Expression(seed=1)
    taken = set()
    for number, mood in enumerate(get_args(Mood)):
        face.mood = mood
        face.hear(np.tile(tone(900, 200), 60), RATE, heard_at=number * 60.0)
        taken |= {face.pose_at(number * 60 + index / 25) for index in range(25 * 60)}
    assert taken <= set(POSES)
    assert {pose.mouth for pose in taken} > {"rest"}


def test_the_frames_are_drawn_once_and_then_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = frames_of(Look(), tmp_path)
    monkeypatch.setattr("face.frames.rgb_of", None)  # not called again
    read = frames_of(Look(), tmp_path)
    pose = Pose(mouth="wide", eyes="half")
    assert drawn.of(pose) == read.of(pose) == i420_of(rgb_of(pose, Look()))
    with pytest.raises(TypeError):
        frames_of(Look(wall="#000000"), tmp_path)  # another look is another file


def test_the_frames_cost_under_15_percent_of_a_core_beside_encoding(tmp_path: Path) -> None:
    """A ratio of CPU time to video time, frames being drawn already; not wall time."""
    face, frames = Expression(), frames_of(Look(), tmp_path)
    face.mood = "speaking"
    face.hear(np.tile(tone(900, 200), 50), RATE, heard_at=0.0)
    before = time.process_time()
    for index in range(250):
        frames.of(face.pose_at(index / 25))
    assert (time.process_time() - before) / 10 < 0.15
