"""How long recognition and reading of documents take: ``python -m benchmarks.recognition``.

The longest texts that the API takes, plain and made of what could cost most; nothing is remembered from run to run.
"""

import asyncio
import statistics
import time
from collections.abc import Callable
from functools import partial

from app.documents.reader import DocumentReader
from app.evaluation.embedded.sentence_model import SentenceModel
from app.interview.terms import MAX_TEXT_CHARS
from app.occupations.recognition import Recogniser
from app.occupations.vectors import Vector

RUNS = 15
GOAL_MS = 300
PROSE = (
    "We design and build REST APIs in Python, own our PostgreSQL databases and run services on Kubernetes. "
    "You mentor junior engineers, work with stakeholders and improve wound care, triage and patient records. "
)
CASES = {
    "prose": PROSE,
    "a skill in every word": "Python SQL Docker triage payroll SEO Excel Figma ",
    "no blank at all": "x",
    "blanks only": " ",
    "commas": "a,",
}


def measured_ms(work: Callable[[], object]) -> tuple[float, float]:
    """Median and 95th percentile of RUNS."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), sorted(took)[-1 - RUNS // 20]


class Forgetful:
    """The sentence model without its memory: each text is new to it."""

    def __init__(self) -> None:
        self._model = SentenceModel(threads=1)
        self._calls = 0

    def embed(self, texts: list[str]) -> Vector:
        self._calls += 1
        return self._model.embed([f"{text} {self._calls}" for text in texts])


def main() -> None:
    print(f"| {MAX_TEXT_CHARS:,} characters, twice | P50 | P95 | goal |\n|---|---|---|---|")
    recogniser = Recogniser(Forgetful())
    recogniser.recognise("warm")
    for name, piece in CASES.items():
        text = (piece * MAX_TEXT_CHARS)[:MAX_TEXT_CHARS]
        median, worst = measured_ms(partial(recogniser.recognise, "Marketing manager", text, text))
        print(f"| recognise: {name} | {median:.0f} ms | {worst:.0f} ms | ≤ {GOAL_MS} ms |", flush=True)
    reader = DocumentReader()
    median, worst = measured_ms(lambda: asyncio.run(reader.read(PROSE.encode())))
    print(f"| read a text file, process and all | {median:.0f} ms | {worst:.0f} ms | – |")


if __name__ == "__main__":
    main()
