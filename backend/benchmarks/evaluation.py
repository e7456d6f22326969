"""How true, how robust and how fast the embedded evaluator is, beside simple baselines.

Run from backend/: ``python -m benchmarks.evaluation [--quick] [--write]``, or `make bench-evaluation`, which measures
everything and writes the tables into docs/evaluation.md. Human-graded data is read from ``HIRECOACH_DATA``; without
it those tables are left out, and the skip is named. ``--evaluator language_model`` measures the model that the
settings name (OPENAI_API_KEY or OPENAI_BASE_URL) in the same tables; its figures are printed only.
"""

import argparse
import asyncio
import os
import platform
from datetime import UTC, datetime

from app.evaluation.port import Evaluator
from benchmarks import evaluation_data as human
from benchmarks import evaluation_graded, evaluation_human
from benchmarks.evaluation_languages import other_languages
from benchmarks.evaluation_left_out import LeftOut, fit_folds
from benchmarks.evaluation_speed import speed
from benchmarks.evaluation_tables import Table, replace_figures
from benchmarks.evaluators import FallingBack, embedded_evaluator, falling_back_evaluator
from benchmarks.robustness import QUICK_CASES, fillers_told, measure, sample, tabulate
from benchmarks.robustness_cases import all_cases

PAGE = human.BACKEND.parent / "docs" / "evaluation.md"
SHIPPED = "as shipped"
_QUICK_STEP = 10


async def figures(evaluator: Evaluator, *, every: int, quick: bool) -> str:
    """All tables as Markdown; but for speed the embedded evaluator is measured with the question left out."""
    parts = [
        f"Measured {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores"
    ]
    parts[0] += f"; every {every}th row of the human-graded data." if every > 1 else "."
    name, judge = _without_its_question(evaluator)
    if evaluator.name == "embedded":
        parts += _part("Speed", speed())
    parts += _part("Our graded answers", await evaluation_graded.graded({name: judge, SHIPPED: evaluator}))
    parts += ["", (await evaluation_graded.levels(judge)).markdown()]
    if evaluator.name == "embedded":
        parts += _part("Other languages, our own answers", await other_languages())
    parts += _part("Relevance", await evaluation_human.siop(name, judge, every))
    parts += _part("Correctness, graded 0–1", await evaluation_human.saf(name, judge, every))
    parts += _part("Correctness, right or not", await evaluation_human.semeval(name, judge, every))
    parts += await _robustness(judge, quick=quick)
    parts += [f"- {line}" for line in human.missing()]
    parts += ["", evaluator.told()] if isinstance(evaluator, FallingBack) else []
    return "\n".join(parts)


def _without_its_question(evaluator: Evaluator) -> tuple[str, Evaluator]:
    """The embedded evaluator with coefficients that never saw the question; without the data, as it ships."""
    if evaluator.name != "embedded" or any(human.missing()):
        return SHIPPED, evaluator
    return "question left out", LeftOut(evaluator, fit_folds())


async def _robustness(evaluator: Evaluator, *, quick: bool) -> list[str]:
    cases = all_cases()
    cases = sample(cases, QUICK_CASES) if quick else cases
    by_source = ", ".join(f"{sum(c.source == s for c in cases)} {s}" for s in ("ours", "siop", "reference"))
    told = f"{len(cases)} answers ({by_source}). Delivery tells of fillers in {fillers_told(cases):.0%}."
    return [*_part("What it withstands", tabulate(await measure(evaluator, cases))), "", told]


def _part(title: str, table: Table | None) -> list[str]:
    return ["", f"### {title}", "", table.markdown()] if table else []


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluation")
    parser.add_argument(
        "--quick", action="store_true", help="a tenth of the rows, and fewer answers for robustness"
    )
    parser.add_argument("--every", type=int, default=1, help="every n-th row of the human-graded data")
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    parser.add_argument("--evaluator", choices=("embedded", "language_model"), default="embedded")
    chosen = parser.parse_args()
    if chosen.write and chosen.evaluator != "embedded":
        parser.error(f"{PAGE.name} has the figures of the embedded evaluator only")
    for line in human.missing():
        print(line)
    evaluator: Evaluator = (
        embedded_evaluator() if chosen.evaluator == "embedded" else falling_back_evaluator()
    )
    try:
        text = await figures(
            evaluator, every=_QUICK_STEP if chosen.quick else chosen.every, quick=chosen.quick
        )
    finally:
        await evaluator.aclose()
    print(text)
    if chosen.write:
        replace_figures(PAGE, text)


if __name__ == "__main__":
    asyncio.run(main())
