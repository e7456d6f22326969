"""Does the interviewer cut in, and how long does it wait? ``python -m benchmarks.turn_taking [--quick] [--write]``.

Run from backend/, or `make bench-turns`, which writes the tables into docs/conversation.md. Answers with planted pauses
are heard once (remembered under the state folder) and replayed in virtual time for each patience, beside what stock
LiveKit settings make of the same sound. Human recordings come from ``HIRECOACH_DATA``; without them they are left out.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from app.interview.terms import Patience
from app.speech.whisper import WhisperTranscriber
from benchmarks.evaluation_data import BACKEND
from benchmarks.evaluation_tables import END, Table
from benchmarks.turn_taking_answers import PAUSES_MS, SPEECH, Pause, SpokenAnswer, spoken_answers
from benchmarks.turn_taking_features import Heard, Senses
from benchmarks.turn_taking_memory import Memory, memory_folder
from benchmarks.turn_taking_replay import Course, replay
from benchmarks.turn_taking_stock import stock

PAGE = BACKEND.parent / "docs" / "conversation.md"
BEGIN = "<!-- figures: written by `make bench-turns`, do not edit -->"
PATIENCES: tuple[Patience, ...] = ("quick", "normal", "patient")
# The voice's own start: words that were synthesised ahead, and others (measured in docs/benchmarks.md, `room`).
AHEAD_MS, FRESH_MS = 400, 1_000
# A window of the voice detector and a tick lie between the voice and what is known of it.
_SLACK_MS = 64

Courses = Sequence[Course]
Chosen = Callable[[Heard, Pause], bool]


def _all(heard: Heard, pause: Pause) -> bool:
    return True


def _planted(least_ms: int, most_ms: int, also: Chosen = _all) -> Chosen:
    return lambda heard, pause: least_ms <= pause.planted_ms <= most_ms and also(heard, pause)


def _in_noise(noise_db: int | None) -> Chosen:
    return lambda heard, _: heard.answer.noise_db == noise_db


def _said_by(source: str) -> Chosen:
    return lambda heard, _: heard.answer.source == source


def _after(kind: str) -> Chosen:
    return lambda _, pause: pause.kind == kind


_CONDITIONS: dict[str, Chosen] = {
    "quiet": _in_noise(None),
    "noise at 20 dB": _in_noise(20),
    "noise at 10 dB": _in_noise(10),
    "synthetic voice": _said_by("synthetic"),
    "human voices": _said_by("human"),
    "after a sentence end": _after("sentence end"),
    "after a clause end": _after("clause end"),
    "after “and…”": _after("and…"),
}


def cut_ins(courses: Courses, chosen: Chosen = _all) -> tuple[int, int, int]:
    """How many pauses are chosen; those that were spoken into; those that were to be, and taken back unheard."""
    count = spoken = taken_back = 0
    for course in courses:
        decided = [*course.finished_ms, *course.nudged_ms]
        for pause in course.heard.answer.pauses:
            if not chosen(course.heard, pause):
                continue
            count += 1
            here = [at for at in decided if pause.start_ms <= at < pause.end_ms + _SLACK_MS]
            is_heard = any(at + AHEAD_MS < pause.end_ms for at in here)
            spoken += is_heard
            taken_back += bool(here) and not is_heard
    return count, spoken, taken_back


def elsewhere(courses: Courses) -> int:
    """Decisions inside an answer, but in no planted pause: a silence that was in the recording, or speech not heard."""
    return sum(
        not any(p.start_ms <= at < p.end_ms + _SLACK_MS for p in course.heard.answer.pauses)
        for course in courses
        for at in course.finished_ms
        if at < course.heard.answer.end_ms
    )


def by_length(runs: dict[str, Courses]) -> Table:
    lengths = [f"{ms / 1000:g} s" for ms in PAUSES_MS]
    table = Table(("cut-ins per 100 pauses of", *lengths, "taken back unheard", "elsewhere"))
    for name, courses in runs.items():
        cells, unheard, pauses = [], 0, 0
        for length_ms in PAUSES_MS:
            count, spoken, taken_back = cut_ins(courses, _planted(length_ms, length_ms))
            cells.append(_per_100(spoken, count))
            unheard, pauses = unheard + taken_back, pauses + count
        table.add(name, *cells, _per_100(unheard, pauses), str(elsewhere(courses)))
    table.add("goal, normal patience", "0", "0", "0", "≤ 5", "≤ 5", "–", "–", "–", "–")
    return table


def by_end(runs: dict[str, Courses]) -> Table:
    table = Table(
        ("end of the answer →", "decision P50 / P95", "first sound P50 / P95", "asked before", "never ended")
    )
    for name, courses in runs.items():
        ended = [at for course in courses if (at := course.decided_ms) is not None]
        asked = sum(any(at >= c.heard.answer.end_ms for at in c.nudged_ms) for c in courses)
        never = f"{len(courses) - len(ended)} of {len(courses)}"
        if not ended:
            table.add(name, "–", "–", str(asked), never)
            continue
        p50, p95 = np.quantile(np.array(ended) / 1000, [0.5, 0.95])
        sound = f"{p50 + AHEAD_MS / 1000:.1f} / {p95 + AHEAD_MS / 1000:.1f} s"
        table.add(name, f"{p50:.1f} / {p95:.1f} s", sound, str(asked), never)
    table.add("goal, normal patience", "–", "≤ 1.8 / ≤ 3.5 s", "–", "0")
    return table


def by_condition(courses: Courses) -> Table:
    """Normal patience, taken apart; pauses of 1.5 and 2 s together, so that there are enough of them."""
    table = Table(("normal patience", "≤ 1 s", "1.5–2 s", "3–4 s", "pauses"))
    for name, holds in _CONDITIONS.items():
        cells, total = [], 0
        for few_ms, most_ms in ((0, 1_000), (1_500, 2_000), (3_000, 4_000)):
            count, spoken, _ = cut_ins(courses, _planted(few_ms, most_ms, holds))
            cells.append(_per_100(spoken, count))
            total += count
        table.add(name, *cells, str(total))
    return table


def _per_100(some: int, count: int) -> str:
    return f"{100 * some / count:.0f}" if count else "–"


def figures(heard: Sequence[Heard], senses: Senses) -> str:
    """All tables as Markdown."""
    runs: dict[str, Courses] = {p: [replay(h, p) for h in heard] for p in PATIENCES}
    normal = runs["normal"]
    runs["normal, own pauses not known"] = [replay(h, "normal", learns_pauses=False) for h in heard]
    runs["stock: VAD, 0.5 s"] = [stock(h, senses, "vad") for h in heard]
    runs["stock: `v1-mini`, 0.5–2.5 s"] = [stock(h, senses, "v1-mini") for h in heard]
    lengths_s = [h.answer.end_ms / 1000 for h in heard]
    pauses = sum(len(h.answer.pauses) for h in heard)
    told = (
        f"Measured {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores: "
        f"{len(heard)} answers of {min(lengths_s):.0f}–{max(lengths_s):.0f} s with {pauses} planted pauses."
    )
    ends = dict(runs)
    for source in ("synthetic", "human"):
        ends[f"normal, {source}"] = [c for c in normal if c.heard.answer.source == source]
    tables = (by_length(runs), by_end(ends), by_condition(normal))
    return "\n\n".join([told, *(table.markdown() for table in tables)])


def _heard(answers: Sequence[SpokenAnswer], senses: Senses) -> Iterator[Heard]:
    """Each answer's features; the first time takes minutes, so a count goes to standard error."""
    for i, answer in enumerate(answers, 1):
        print(f"heard: {i} of {len(answers)}", file=sys.stderr)
        yield senses.hear(answer)


def replace_figures(text: str) -> None:
    """Write ``text`` between the markers of the page; raises ValueError when they are not there."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no markers for figures")
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.turn_taking")
    parser.add_argument("--quick", action="store_true", help="five answers in quiet: for development")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    chosen = parser.parse_args()
    if chosen.quick and chosen.write:
        parser.error("five answers are no figures")
    if not SPEECH.is_dir():
        print(f"No human recordings in {SPEECH}: set HIRECOACH_DATA to the folder that has speech/.")
    memory = Memory(memory_folder())
    senses = Senses(memory, WhisperTranscriber(cache_dir=memory_folder() / "models"))
    answers = spoken_answers(memory, quick=chosen.quick)
    text = figures(list(_heard(answers, senses)), senses)
    memory.close()
    print(text)
    if chosen.write:
        replace_figures(text)


if __name__ == "__main__":
    main()
