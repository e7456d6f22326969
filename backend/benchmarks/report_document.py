"""How long a report takes as a PDF, how large it is, and what memory the API keeps of it.

``python -m benchmarks.report_document``. Goal (the issue about the interviewer's mind): at most 2 s. Fonts are unpacked
anew, as on a machine that has just been set up.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from app.evaluation.port import DimensionName, DimensionScore, Evaluation, Evidence
from app.interview.report import Closing, build_report
from app.interview.schemas import Answer, AnswerPart, Coverage, Question, Report, ReportQuestion
from app.report_document.document import TypstPrinter

_AT = datetime(2026, 11, 14, 10, tzinfo=UTC)
_SENTENCE = "I wrote a script that replayed the failing requests and found that a retry doubled the key. "
_DIMENSIONS: tuple[DimensionName, ...] = ("relevance", "structure", "specificity", "ownership", "result")
_REPEATS = 10


def report_of(questions: int, characters: int, name: str) -> Report:
    """``questions`` answers of ``characters`` each, a quote for every dimension."""
    head = Report(
        session_id="benchmark",
        job_title="Backend engineer",
        seniority="senior",
        participant_name=name,
        created_at=_AT,
        finished_at=_AT,
        revision=1,
        overall=None,
        uncertainty=None,
        coverage=Coverage(answered=0, skipped=0, not_answered=questions, total=questions),
        summary="",
        competencies=[],
        questions=[],
        practise_next=[],
        notes=[],
        disclaimer="",
    )
    entries = [_question(number, characters) for number in range(1, questions + 1)]
    return build_report(head, entries, Closing(questions))


def _question(number: int, characters: int) -> ReportQuestion:
    text = (_SENTENCE * (characters // len(_SENTENCE) + 1))[:characters]
    evidence = [Evidence(quote=text[2:40], start=2, end=40, answer_id=f"a{number}")]
    dimensions = [
        DimensionScore(name=name, score=3.5, evidence=evidence, comment="An own action, one with a reason.")
        for name in _DIMENSIONS
    ]
    return ReportQuestion(
        question=Question(
            id=f"q{number}",
            number=number,
            text=f"Tell me about problem number {number} that you solved.",
            competency=f"competency_{number}",
            competency_name=f"Competency {number}",
            kind="behavioral",
            follow_up_to=None,
            asked_at=_AT,
        ),
        status="answered",
        answer=Answer(
            id=f"a{number}",
            text=text,
            parts=[AnswerPart(modality="typed", text=text, at=_AT)],
            modality="typed",
            answered_at=_AT,
            delivery=None,
            evaluation=Evaluation(status="scored", score=70.0, dimensions=dimensions, strength="Your part."),
        ),
    )


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024**2


def measure() -> dict[str, float]:
    """Seconds, kilobytes, megabytes."""
    usual = report_of(5, 700, "王小明 مريم")
    longest = report_of(15, 20_000, "Jo")
    before = _rss_mb()
    with tempfile.TemporaryDirectory() as folder:
        printer = TypstPrinter(fonts_dir=Path(folder))
        first_s, first = _timed(printer, usual)
        again_s = [_timed(printer, usual)[0] for _ in range(_REPEATS)]
        longest_s, longest_pdf = _timed(printer, longest)
    return {
        "first_s": round(first_s, 2),
        "again_median_s": round(statistics.median(again_s), 3),
        "size_kb": round(len(first) / 1024),
        "longest_s": round(longest_s, 2),
        "longest_kb": round(len(longest_pdf) / 1024),
        "added_mb": round(_rss_mb() - before),
    }


def _timed(printer: TypstPrinter, report: Report) -> tuple[float, bytes]:
    began = time.perf_counter()
    pdf = asyncio.run(printer.pdf(report))
    return time.perf_counter() - began, pdf


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
