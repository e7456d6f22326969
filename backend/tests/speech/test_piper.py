"""The voice lives in another process, which may die."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from app.speech import piper
from app.speech.piper import PiperSynthesizer
from app.speech.port import SpeechUnavailable

# Speaks the frames of piper_process.py without Piper: one byte pair a character; dies when asked to say
# "die".
STAND_IN = """
import os, sys
from pathlib import Path
sys.path.insert(0, {folder!r})
from piper_process import read_frame, write_frame
once = Path({marker!r})
write_frame(sys.stdout.buffer, 0, b"R")
while (frame := read_frame(sys.stdin.buffer)) is not None:
    request, kind, text = frame
    if kind == b"C":
        continue
    if text == b"Die always." or (text == b"Die once." and not once.exists()):
        once.touch()
        os._exit(1)
    if text == b"Fail.":
        write_frame(sys.stdout.buffer, request, b"X")
        continue
    write_frame(sys.stdout.buffer, request, b"A", text * 2)
    write_frame(sys.stdout.buffer, request, b"E")
"""


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PiperSynthesizer:
    monkeypatch.setattr(piper, "PAUSE_BETWEEN_SENTENCES_MS", 0)
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN.format(folder=str(Path(piper.__file__).parent), marker=str(tmp_path / "died")))
    return PiperSynthesizer(command=(sys.executable, "-I", str(script)))


async def _said(voice: PiperSynthesizer, text: str) -> list[bytes]:
    return [chunk async for chunk in voice.synthesize(text)]


async def test_sentences_come_in_order_and_once_each(voice: PiperSynthesizer) -> None:
    assert await _said(voice, "One. Two. Three.") == [b"One." * 2, b"Two." * 2, b"Three." * 2]
    await voice.aclose()


async def test_two_speakers_at_once_do_not_mix(voice: PiperSynthesizer) -> None:
    both = list(await asyncio.gather(_said(voice, "One. Two."), _said(voice, "Three. Four.")))
    assert both == [[b"One." * 2, b"Two." * 2], [b"Three." * 2, b"Four." * 2]]
    await voice.aclose()


async def test_a_process_that_dies_in_the_middle_costs_no_word(voice: PiperSynthesizer) -> None:
    said = await _said(voice, "One. Die once. Three.")
    assert said == [b"One." * 2, b"Die once." * 2, b"Three." * 2]
    await voice.aclose()


async def test_a_process_that_dies_again_and_again_is_reported(voice: PiperSynthesizer) -> None:
    with pytest.raises(SpeechUnavailable):
        await _said(voice, "Die always.")
    assert await _said(voice, "Fine.") == [b"Fine." * 2]  # the next text starts a new process
    await voice.aclose()


async def test_a_text_that_cannot_be_spoken_does_not_end_the_voice(voice: PiperSynthesizer) -> None:
    with pytest.raises(SpeechUnavailable):
        await _said(voice, "Fail.")
    pid = voice.pid
    assert await _said(voice, "Fine.") == [b"Fine." * 2]
    assert voice.pid == pid
    await voice.aclose()


async def test_a_program_that_does_not_start_is_reported(tmp_path: Path) -> None:
    voice = PiperSynthesizer(command=(sys.executable, "-c", "raise SystemExit(3)"))
    with pytest.raises(SpeechUnavailable):
        await _said(voice, "Hello.")
    await voice.aclose()


async def test_a_closed_voice_refuses_and_leaves_no_process(voice: PiperSynthesizer) -> None:
    await _said(voice, "One.")
    pid = voice.pid
    assert pid is not None
    await voice.aclose()
    with pytest.raises(SpeechUnavailable):
        await _said(voice, "Two.")
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.speech
async def test_the_real_voice_comes_back_after_it_was_killed() -> None:
    voice = PiperSynthesizer()
    voice.prewarm()
    pid = voice.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert sum(map(len, await _said(voice, "Here I am again."))) > voice.sample_rate
    assert voice.pid not in (None, pid)
    await voice.aclose()
