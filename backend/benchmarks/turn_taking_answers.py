"""Spoken answers with thinking pauses planted in them: what ``benchmarks.turn_taking`` listens to.

Human recordings (``HIRECOACH_DATA``/speech) are cut at their natural silences, our graded answers are spoken clause by
clause by the embedded voice; the pieces are joined with pauses of known length. Same code and data, same answers.
"""

import asyncio
import hashlib
import os
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation.port import QuestionToEvaluate
from app.speech.decode import SAMPLE_RATE, decode, resample
from app.speech.piper import PiperSynthesizer
from benchmarks.evaluation_data import BACKEND
from benchmarks.turn_taking_memory import Memory
from graded import GradedAnswer, load_answers

Samples = NDArray[np.int16]

SPEECH = Path(os.environ.get("HIRECOACH_DATA", BACKEND.parents[1] / "shared" / "data")) / "speech"
PAUSES_MS = (300, 700, 1_000, 1_500, 2_000, 3_000, 4_000)
NOISES_DB: tuple[int | None, ...] = (None, 20, 10)
# What comes after the last word: longer than anybody waits.
AFTERWARDS_MS = 14_000
HUMAN_QUESTION = QuestionToEvaluate(text="Please tell me a little story.", kind="motivational")

_WORDS = range(45, 190)
_SYNTHETIC, _SYNTHETIC_IN_NOISE = 14, 7
_HUMAN_SPEECH_S = (14, 22, 30, 40)
_FEWEST_UNIT_WORDS = 4
_FILLER_SHARE, _TRAILING_SHARE = 0.15, 0.15
# Frames of 20 ms this far under the loudest ones are silence: round a synthetic voice, and in a recorded room.
_FRAME = SAMPLE_RATE // 50
_SILENCE_DB, _ROOM_SILENCE_DB = 32.0, 22.0
# Recordings are cut at silences of 160 ms; soft sounds next to them stay with the piece.
_SILENCE_FRAMES, _SOFT_FRAMES = 8, 2
_SHORTEST_PIECE_FRAMES = 60
_SHORTEST_HUMAN_S = 8
# Even a quiet room is not digital silence.
_ROOM_DB = 45.0
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?<=[,;])\s+|\s+(?=(?:and|but|because|so|which|when)\s)")


@dataclass(frozen=True)
class Pause:
    """Between two pieces of speech, in milliseconds of the recording."""

    start_ms: int
    end_ms: int
    planted_ms: int
    kind: str  # what stands before it: "sentence end", "clause end", "and…", "human"


@dataclass(frozen=True)
class SpokenAnswer:
    """``end_ms`` is where the last word ends; silence (or noise) goes on after it."""

    name: str
    source: str  # "synthetic" or "human"
    noise_db: int | None
    question: QuestionToEvaluate
    samples: Samples
    pauses: tuple[Pause, ...]
    end_ms: int


@dataclass(frozen=True)
class _Piece:
    samples: Samples
    kind: str  # of the boundary after it


def spoken_answers(memory: Memory, *, quick: bool) -> list[SpokenAnswer]:
    """All answers in quiet, half of them at each noise; with ``quick`` five in quiet."""
    told = [*_synthetic(memory, 3 if quick else _SYNTHETIC), *(_human()[:2] if quick else _human())]
    answers = []
    for noise_db in NOISES_DB[:1] if quick else NOISES_DB:
        chosen = told if noise_db is None else told[(noise_db == 10) :: 2]
        lengths = _lengths(str(noise_db))
        answers += [_joined(name, source, noise_db, asked, p, lengths) for name, source, asked, p in chosen]
    return answers


_Told = tuple[str, str, QuestionToEvaluate, list[_Piece]]


def _lengths(seed: str) -> Iterator[int]:
    """Each length as often as any other, in an order that no answer has twice."""
    draw = random.Random(seed)
    for _ in cycle((0,)):
        yield from draw.sample(PAUSES_MS, len(PAUSES_MS))


def _joined(
    name: str,
    source: str,
    noise_db: int | None,
    question: QuestionToEvaluate,
    pieces: Sequence[_Piece],
    lengths: Iterator[int],
) -> SpokenAnswer:
    parts: list[Samples] = [np.zeros(SAMPLE_RATE // 2, np.int16)]
    pauses, at = [], len(parts[0])
    for i, piece in enumerate(pieces):
        is_last = i == len(pieces) - 1
        parts.append(piece.samples)
        at += len(piece.samples)
        length_ms = AFTERWARDS_MS if is_last else next(lengths)
        parts.append(np.zeros(length_ms * SAMPLE_RATE // 1000, np.int16))
        if not is_last:
            start_ms = at * 1000 // SAMPLE_RATE
            pauses.append(Pause(start_ms, start_ms + length_ms, length_ms, piece.kind))
            at += len(parts[-1])
    samples = _in_noise(np.concatenate(parts), [p.samples for p in pieces], noise_db, name)
    return SpokenAnswer(name, source, noise_db, question, samples, tuple(pauses), at * 1000 // SAMPLE_RATE)


def _in_noise(samples: Samples, speech: Sequence[Samples], noise_db: int | None, name: str) -> Samples:
    """Pink noise (as loud in each octave, like a room with a fan and a street) under the whole recording."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(samples)))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, len(samples))
    loud = np.concatenate(speech).astype(float)
    wanted = np.sqrt(np.mean(loud**2)) / 10 ** ((_ROOM_DB if noise_db is None else noise_db) / 20)
    mixed = samples + noise / np.sqrt(np.mean(noise**2)) * wanted
    limited: Samples = np.clip(mixed, -32_768, 32_767).astype(np.int16)
    return limited


# --- synthetic voices --------------------------------------------------------------------------------


def _synthetic(memory: Memory, count: int) -> list[_Told]:
    by_hash = sorted(load_answers(), key=lambda a: hashlib.sha256(a.id.encode()).hexdigest())
    chosen: dict[str, GradedAnswer] = {}
    for answer in by_hash:
        if len(answer.answer.split()) in _WORDS and len(chosen) < count:
            chosen.setdefault(answer.question_id, answer)
    return asyncio.run(_spoken(memory, list(chosen.values())))


async def _spoken(memory: Memory, answers: Sequence[GradedAnswer]) -> list[_Told]:
    voice = PiperSynthesizer()
    try:
        told: list[_Told] = []
        for answer in answers:
            units = hesitating(units_of(answer.answer), random.Random(answer.id))
            pieces = [_Piece(_trimmed(await _speech(memory, voice, text)), kind) for text, kind in units]
            told.append((answer.id, "synthetic", answer.to_evaluate().question, pieces))
        return told
    finally:
        await voice.aclose()


async def _speech(memory: Memory, voice: PiperSynthesizer, text: str) -> Samples:
    key = hashlib.sha256(text.encode()).hexdigest()
    if (known := memory.recall_bytes("piper", key)) is None:
        chunks = [chunk async for chunk in voice.synthesize(text)]
        known = resample(b"".join(chunks), sample_rate=voice.sample_rate)
        memory.keep_bytes("piper", key, known)
    return np.frombuffer(known, np.int16)


def units_of(text: str) -> list[tuple[str, str]]:
    """What is said in one breath, with the kind of its end."""
    units: list[tuple[str, str]] = []
    for sentence in _SENTENCE.split(text.strip()):
        clauses: list[str] = []
        for clause in _CLAUSE.split(sentence):
            is_short = clauses and min(len(clauses[-1].split()), len(clause.split())) < _FEWEST_UNIT_WORDS
            if is_short:
                clauses[-1] += f" {clause}"
            else:
                clauses.append(clause)
        units += [(clause, "clause end") for clause in clauses[:-1]] + [(clauses[-1], "sentence end")]
    return units


def hesitating(units: Sequence[tuple[str, str]], draw: random.Random) -> list[tuple[str, str]]:
    """Some units begin with "um", some end on "and…"; the last one ends as it was written."""
    told = []
    for i, (text, kind) in enumerate(units):
        if i and draw.random() < _FILLER_SHARE:
            text = f"Um, {text}"
        if i < len(units) - 1 and draw.random() < _TRAILING_SHARE:
            text, kind = f"{text.rstrip('.,;!?')}, and…", "and…"
        told.append((text, kind))
    return told


# --- human voices ------------------------------------------------------------------------------------


def _human() -> list[_Told]:
    told: list[_Told] = []
    if not SPEECH.is_dir():
        return told
    wanted_s = cycle(_HUMAN_SPEECH_S)
    for file in sorted(SPEECH.glob("*.flac")):
        samples = np.frombuffer(decode(file.read_bytes(), max_seconds=600), np.int16)
        pieces: list[_Piece] = []
        want = next(wanted_s)
        for piece in _cut(samples):
            pieces.append(_Piece(piece, "human"))
            if _length_s(pieces) >= want:
                told.append((f"{file.stem}-{len(told)}", "human", HUMAN_QUESTION, pieces))
                pieces, want = [], next(wanted_s)
        if _length_s(pieces) >= _SHORTEST_HUMAN_S:
            told.append((f"{file.stem}-{len(told)}", "human", HUMAN_QUESTION, pieces))
    return told


def _length_s(pieces: Sequence[_Piece]) -> float:
    return sum(len(piece.samples) for piece in pieces) / SAMPLE_RATE


def _is_loud(samples: Samples, silence_db: float) -> NDArray[np.bool_]:
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(float)
    level = 10 * np.log10(np.mean(frames**2, axis=1) + 1)
    loud: NDArray[np.bool_] = level > np.quantile(level, 0.95) - silence_db
    return loud


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(_is_loud(samples, _SILENCE_DB))
    return samples[loud[0] * _FRAME : (loud[-1] + 1) * _FRAME] if len(loud) else samples


def _cut(samples: Samples) -> list[Samples]:
    """Pieces between silences; one under 1.2 s goes on to the next."""
    loud = np.flatnonzero(_is_loud(samples, _ROOM_SILENCE_DB))
    runs: list[list[int]] = []
    for frame in loud:
        if runs and (
            frame - runs[-1][1] <= _SILENCE_FRAMES or runs[-1][1] - runs[-1][0] < _SHORTEST_PIECE_FRAMES
        ):
            runs[-1][1] = int(frame)
        else:
            runs.append([int(frame), int(frame)])
    return [
        samples[max(0, first - _SOFT_FRAMES) * _FRAME : (last + 1 + _SOFT_FRAMES) * _FRAME]
        for first, last in runs
    ]
