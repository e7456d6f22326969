"""How long an answer takes, what memory the evaluator adds to the API, and the throughput of the command line.

``python -m benchmarks.evaluation_speed`` measures time and memory in a process of its own and prints JSON.
"""

import asyncio
import importlib
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate
from benchmarks import evaluation_data as human
from benchmarks.evaluation_tables import Table, marked
from graded import load_answers

_WORDS = range(80, 121)
_REPEATS = 3
_CLI_ANSWERS = 1_000


def speed() -> Table:
    """A table of both; the command line is left out, and said so, where it does not exist."""
    run = [sys.executable, "-m", "benchmarks.evaluation_speed"]
    found = json.loads(subprocess.run(run, cwd=human.BACKEND, capture_output=True, check=True).stdout)
    table = Table(("measured", "", "goal"))
    table.add(
        f"one answer of {_WORDS.start}–{_WORDS.stop - 1} words, median / P95",
        marked(
            f"{found['median_ms']:.0f} / {found['p95_ms']:.0f} ms",
            is_met=found["median_ms"] <= 100 and found["p95_ms"] <= 300,
        ),
        "≤ 100 / 300 ms",
    )
    table.add("the same, processor time, median", f"{found['median_cpu_ms']:.0f} ms", "–")
    table.add("first answer, the model loaded for it", f"{found['first_ms']:.0f} ms", "–")
    memory = marked(f"{found['added_mb']:.0f} MB", is_met=found["added_mb"] <= 250)
    table.add("memory beyond the API's own", memory, "≤ 250 MB")
    table.add(f"command line, {_CLI_ANSWERS:,} answers", _command_line(), "≤ 60 s")
    table.add("load average during this, of the whole machine", f"{os.getloadavg()[0]:.1f}", "2 cores")
    return table


def _command_line() -> str:
    if importlib.util.find_spec("app.evaluation.__main__") is None:
        return "no command line yet"
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "answers.jsonl"
        asked.write_text("\n".join(_lines()), encoding="utf-8")
        began = time.perf_counter()
        with asked.open("rb") as given:
            done = subprocess.run(
                [sys.executable, "-m", "app.evaluation"],
                cwd=human.BACKEND,
                stdin=given,
                capture_output=True,
                check=True,
            )
        seconds = time.perf_counter() - began
    written = done.stdout.count(b"\n")
    if written != _CLI_ANSWERS:
        return f"{written} of {_CLI_ANSWERS} answers came back"
    return marked(f"{seconds:.0f} s", is_met=seconds <= 60)


def _lines() -> list[str]:
    """A thousand different answers: human data evenly, else ours with a word before them."""
    texts = human.all_texts()
    texts = texts[:: max(1, len(texts) // _CLI_ANSWERS)][:_CLI_ANSWERS]
    ours = [(a.to_evaluate().question, a.answer) for a in load_answers()]
    for i in range(_CLI_ANSWERS - len(texts)):
        question, text = ours[i % len(ours)]
        texts.append((question, f"Number {i}. {text}"))
    return [
        json.dumps(
            {"question": q.text, "answer": text, "kind": q.kind}
            | ({"reference": q.reference} if q.reference else {})
        )
        for q, text in texts
    ]


def resident_mb() -> float:
    """Memory of this process now, in MB of 1,048,576 bytes. Raises OSError where there is no /proc."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def _measure() -> dict[str, float]:
    importlib.import_module("app.main")  # what the API has in memory without the evaluator
    before = resident_mb()
    from benchmarks.evaluators import embedded_evaluator

    evaluator = embedded_evaluator()
    chosen = [a for a in load_answers() if len(a.answer.split()) in _WORDS]
    taken, used = [], []
    for repeat in range(_REPEATS):
        for graded in chosen:
            # A word before each sentence, so that no clause is remembered from the round before.
            text = graded.answer.replace(". ", f". Well {repeat} ")
            question = QuestionToEvaluate(text=graded.question, kind=graded.kind)
            began, cpu = time.perf_counter(), time.process_time()
            await evaluator.evaluate(
                AnswerToEvaluate(answer_id="b", text=f"So {repeat} {text}", question=question)
            )
            taken.append(1000 * (time.perf_counter() - began))
            used.append(1000 * (time.process_time() - cpu))
    steady = sorted(taken[1:])
    return {
        "first_ms": taken[0],
        "median_ms": statistics.median(steady),
        "p95_ms": steady[int(0.95 * len(steady))],
        "median_cpu_ms": statistics.median(used[1:]),
        "added_mb": resident_mb() - before,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure())))
