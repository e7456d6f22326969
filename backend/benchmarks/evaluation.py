"""How true and how fast the embedded evaluator is, beside simple baselines.

Run from backend/: ``python -m benchmarks.evaluation``. Reads human-graded data from ``HIRECOACH_DATA``
(default ``../shared/data`` beside the repository); without it only speed is measured, and the skip is named.
Samples are taken evenly, so that it ends within two minutes; ``--all`` takes everything.
"""

import asyncio
import csv
import os
import resource
import statistics
import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import tokenize
from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate

BACKEND = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HIRECOACH_DATA", BACKEND.parents[1] / "shared" / "data")) / "scoring"
SAMPLE = 200 if "--all" not in sys.argv else 10**6
MODEL = SentenceModel(threads=2)


def rows_of(name: str) -> list[dict[str, str]]:
    """Rows of one data file, [] when it is not there."""
    path = DATA / name
    if not path.is_file():
        print(f"skipped: {name} is not in HIRECOACH_DATA")
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def evenly(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[:: max(1, len(rows) // SAMPLE)]


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Share of (positive, negative) pairs in the right order, ties half."""
    s, p = np.array(scores), np.array(positive)
    neg = np.sort(s[~p])
    below = np.searchsorted(neg, s[p], "left") + np.searchsorted(neg, s[p], "right")
    return float(below.mean() / 2 / max(len(neg), 1))


def word_recall(answer: str, references: list[str]) -> float:
    said = {t.word for t in tokenize(answer)}
    wanted = [{t.word for t in tokenize(r)} for r in references]
    return max((len(w & said) / len(w) for w in wanted if w), default=0.0)


def cosine(answer: str, others: list[str]) -> float:
    return float((MODEL.embed(others) @ MODEL.embed([answer or "-"])[0]).max())


async def correctness(evaluator: EmbeddedEvaluator, question: str, answer: str, reference: str) -> float:
    """Score 0–100 of an answer to a question with a reference; not answered is 0."""
    asked = QuestionToEvaluate(
        text=question, kind="technical", reference=reference, dimensions=("correctness",)
    )
    evaluation = await evaluator.evaluate(AnswerToEvaluate(answer_id="b", text=answer, question=asked))
    return evaluation.score or 0.0


async def bench_saf() -> None:
    """Nothing in the correctness score was fitted on SAF, so every question is left out."""
    rows = [r for r in rows_of("saf_english.csv") if r["answer"].strip().lower() not in ("", "no submission")]
    if not rows:
        return
    rows, evaluator = evenly(rows), EmbeddedEvaluator()
    grades = [100 * float(r["grade"]) for r in rows]
    ours = [await correctness(evaluator, r["question"], r["answer"], r["reference"]) for r in rows]
    for name, scores in {
        "ours": ours,
        "word recall": [100 * word_recall(r["answer"], [r["reference"]]) for r in rows],
        "cosine": [100 * cosine(r["answer"], [r["reference"]]) for r in rows],
        "length": [float(len(tokenize(r["answer"]))) for r in rows],
    }.items():
        r = float(np.corrcoef(scores, grades)[0, 1])
        rmse = float(np.sqrt(np.mean((np.array(scores) - np.array(grades)) ** 2)))
        error = "" if name == "length" else f"  RMSE {rmse:.1f}"
        print(f"SAF non-blank, n={len(rows)}, {name:12} r {r:.2f}{error}")


async def bench_semeval() -> None:
    every, evaluator = rows_of("semeval2013_train.csv"), EmbeddedEvaluator()
    for part in ("beetle-train", "sciEntsBank-train") if every else ():
        rows = evenly([r for r in every if r["set"] == part])
        right = [r["label"] == "correct" for r in rows]
        refs = [r["references"].split(" || ") for r in rows]
        ours = [await correctness(evaluator, r["question"], r["answer"], r["references"]) for r in rows]
        for name, scores in {
            "ours": ours,
            "word recall": [word_recall(r["answer"], ref) for r, ref in zip(rows, refs, strict=True)],
            "cosine": [cosine(r["answer"], ref) for r, ref in zip(rows, refs, strict=True)],
            "length": [float(len(tokenize(r["answer"]))) for r in rows],
        }.items():
            print(f"SemEval {part}, n={len(rows)}, {name:12} AUC {auc(scores, right):.2f}")


async def bench_relevance() -> None:
    """The half of the SIOP answers that nothing was fitted on, own question and others."""
    rows = rows_of("siop2024_interview_answers.csv")[1::2][: SAMPLE // 2]
    if not rows:
        return
    questions = sorted({r["question"] for r in rows})
    alike = MODEL.embed(questions) @ MODEL.embed(questions).T
    evaluator = EmbeddedEvaluator(questions)
    ours: list[float] = []
    near: list[float] = []
    recall: list[float] = []
    own: list[bool] = []
    for i, row in enumerate(rows):
        k = questions.index(row["question"])
        others = [j for j in range(len(questions)) if alike[k, j] < 0.6]
        for j in [k, *others[i % 7 :: max(1, len(others) // 5)][:5]]:
            asked = QuestionToEvaluate(text=questions[j], dimensions=("relevance",))
            answer = AnswerToEvaluate(answer_id="b", text=row["answer"], question=asked)
            evaluation = await evaluator.evaluate(answer)
            ours.append(evaluation.dimensions[0].score or 0.0 if evaluation.dimensions else 0.0)
            near.append(cosine(row["answer"], [questions[j]]))
            recall.append(word_recall(row["answer"], [questions[j]]))
            own.append(j == k)
    for name, scores in {"ours": ours, "cosine": near, "word recall": recall}.items():
        print(f"SIOP own question against others, n={len(rows)}, {name:12} AUC {auc(scores, own):.2f}")
    capped = [s <= 1 for s in ours]
    print(
        f"SIOP capped: {np.mean([c for c, o in zip(capped, own, strict=True) if o]):.0%} of own, "
        f"{np.mean([c for c, o in zip(capped, own, strict=True) if not o]):.0%} of others"
    )


async def bench_speed() -> None:
    with (BACKEND / "tests/evaluation/answers.toml").open("rb") as file:
        cases = tomllib.load(file)["case"]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    evaluator, taken = EmbeddedEvaluator(), []
    for repeat in range(4):
        for case in cases:
            # A fresh word each time, so that no vector is remembered.
            text = f"{case['good']} That was answer {repeat} of mine"
            question = QuestionToEvaluate(text=case["question"])
            start = time.perf_counter()
            await evaluator.evaluate(
                AnswerToEvaluate(answer_id="b", text=f"number {repeat} {text}", question=question)
            )
            taken.append(1000 * (time.perf_counter() - start))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    steady = sorted(taken[len(cases) :])
    p95 = steady[int(0.95 * len(steady))]
    print(f"about 100 words: first {taken[0]:.0f} ms, median {statistics.median(steady):.0f}, P95 {p95:.0f}")
    print(f"memory of model and evaluator: {(after - before) / 1024:.0f} MB")


async def main() -> None:
    await bench_speed()
    await bench_relevance()
    await bench_saf()
    await bench_semeval()


if __name__ == "__main__":
    asyncio.run(main())
