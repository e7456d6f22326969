"""The mouth, with a source that plays in real time but makes no sound."""

import asyncio
import time

import pytest
from fakes.speech import FakeSynthesizer
from livekit import rtc

from speaking import LEAD_MS, Mouth


class SilentSource:
    """Plays what it is given at its own pace; ``heard`` is what was not thrown away."""

    sample_rate = 16_000

    def __init__(self) -> None:
        self._ends_at = 0.0
        self.heard_ms = 0.0

    @property
    def queued_duration(self) -> float:
        return max(0.0, self._ends_at - time.monotonic())

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        length_s = frame.samples_per_channel / self.sample_rate
        self._ends_at = max(self._ends_at, time.monotonic()) + length_s
        self.heard_ms += length_s * 1000

    def clear_queue(self) -> None:
        self.heard_ms -= self.queued_duration * 1000
        self._ends_at = time.monotonic()

    async def wait_for_playout(self) -> None:
        while (left_s := self.queued_duration) > 0:
            await asyncio.sleep(min(left_s, 0.01))


@pytest.fixture
def source() -> SilentSource:
    return SilentSource()


@pytest.fixture
def captions() -> list[str]:
    return []


@pytest.fixture
def voice() -> FakeSynthesizer:
    return FakeSynthesizer()


@pytest.fixture
def mouth(source: SilentSource, voice: FakeSynthesizer, captions: list[str]) -> Mouth:
    async def caption(line: str) -> None:
        captions.append(line)

    return Mouth(source, voice, language="en", caption=caption)


async def test_lines_are_spoken_whole_and_shown(
    mouth: Mouth, source: SilentSource, captions: list[str]
) -> None:
    assert await mouth.say(["Hello there.", "How are you?"])
    assert source.heard_ms == pytest.approx(24 * 20, abs=20)
    assert captions == ["Hello there.", "How are you?"]
    assert not mouth.is_speaking


async def test_an_interruption_silences_at_once_and_drops_what_waits(
    mouth: Mouth, source: SilentSource
) -> None:
    speaking = asyncio.create_task(mouth.say(["A sentence that takes more than a second to say aloud."]))
    waiting = asyncio.create_task(mouth.say(["And another one."]))
    await asyncio.sleep(0.2)
    mouth.interrupt()
    assert source.queued_duration == pytest.approx(0, abs=0.001)
    assert await asyncio.gather(speaking, waiting) == [False, False]
    assert source.heard_ms < 300


async def test_a_hold_is_silent_and_loses_no_sound(mouth: Mouth, source: SilentSource) -> None:
    speaking = asyncio.create_task(mouth.say(["Fifty characters take one second to say like this."]))
    await asyncio.sleep(0.3)
    mouth.hold()
    held_at = source.heard_ms
    await asyncio.sleep(0.2)
    assert source.heard_ms == pytest.approx(held_at, abs=1)
    mouth.resume()
    assert await speaking
    assert source.heard_ms == pytest.approx(50 * 20, abs=LEAD_MS / 4)


async def test_a_voice_that_is_away_still_shows_its_words(
    mouth: Mouth, voice: FakeSynthesizer, captions: list[str]
) -> None:
    voice.is_away = True
    assert await mouth.say(["Can you read this?"])
    await asyncio.sleep(0.05)
    assert captions == ["Can you read this?"]


async def test_a_prepared_line_is_made_once(mouth: Mouth, voice: FakeSynthesizer) -> None:
    mouth.prepare("Take your time.")
    await asyncio.sleep(0.05)
    await mouth.say(["Take your time."])
    assert voice.spoken == ["Take your time."]
    await mouth.aclose()


async def test_after_an_interruption_the_next_line_is_heard(mouth: Mouth, source: SilentSource) -> None:
    speaking = asyncio.create_task(mouth.say(["A sentence that takes more than a second to say aloud."]))
    await asyncio.sleep(0.1)
    mouth.interrupt()
    assert await mouth.say(["Sorry."])
    assert not await speaking
