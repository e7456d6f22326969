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
from collections.abc import Mapping
from datetime import UTC, datetime

from app.evaluation.port import Evaluator
from benchmarks import evaluation_data as human
from benchmarks import evaluation_graded, evaluation_human
from benchmarks.evaluation_languages import other_languages
from benchmarks.evaluation_left_out import fit_folds
from benchmarks.evaluation_speed import speed
from benchmarks.evaluation_tables import Table, replace_figures
from benchmarks.evaluators import falling_back_evaluator
from benchmarks.robustness import QUICK_CASES, fillers_told, measure, sample, tabulate
from benchmarks.robustness_cases import all_cases
from benchmarks.workers import Coefficients, Judges, Workers

PAGE = human.BACKEND.parent / "docs" / "evaluation.md"
SHIPPED: Coefficients = "as shipped"
LEFT_OUT: Coefficients = "question left out"
_QUICK_STEP = 10


async def embedded_figures(*, every: int, quick: bool) -> str:
    """All tables of the embedded evaluator, with the question left out where the human-graded data is there."""
    tables = _part("Speed", speed())  # first, while nothing else runs here
    left_out = [] if any(human.missing()) else fit_folds()
    with Workers(left_out) as workers:
        shipped = Judges(workers, SHIPPED)
        judges = Judges(workers, LEFT_OUT) if left_out else shipped
        columns: dict[str, Evaluator | Judges] = {LEFT_OUT: judges} if left_out else {}
        columns[SHIPPED] = shipped
        tables += await _tables(columns, every=every, quick=quick)
        others = "\n".join(_part("Other languages, our own answers", await other_languages()))
    return "\n".join([*_head(every), *tables, others])


async def language_model_figures(*, every: int, quick: bool) -> str:
    """The same tables, but for speed, of the model that the settings name, and what it cost."""
    evaluator = falling_back_evaluator()
    try:
        tables = await _tables({"language model": evaluator}, every=every, quick=quick)
        return "\n".join([*_head(every), *tables, "", evaluator.told()])
    finally:
        await evaluator.aclose()


def _head(every: int) -> list[str]:
    head = (
        f"Measured {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores"
    )
    return [f"{head}; every {every}th row of the human-graded data." if every > 1 else f"{head}."]


async def _tables(columns: Mapping[str, Evaluator | Judges], *, every: int, quick: bool) -> list[str]:
    """``columns``: the first is measured everywhere, the others on our own answers only."""
    name, judge = next(iter(columns.items()))
    parts = _part("Our graded answers", await evaluation_graded.graded(columns))
    parts += ["", (await evaluation_graded.levels(judge)).markdown()]
    parts += _part("Relevance", await evaluation_human.siop(name, judge, every))
    parts += _part("Correctness, graded 0–1", await evaluation_human.saf(name, judge, every))
    parts += _part("Correctness, right or not", await evaluation_human.semeval(name, judge, every))
    parts += await _robustness(judge, quick=quick)
    return [*parts, *(f"- {line}" for line in human.missing())]


async def _robustness(judge: Evaluator | Judges, *, quick: bool) -> list[str]:
    cases = all_cases()
    cases = sample(cases, QUICK_CASES) if quick else cases
    by_source = ", ".join(f"{sum(c.source == s for c in cases)} {s}" for s in ("ours", "siop", "reference"))
    told = f"{len(cases)} answers ({by_source}). Delivery tells of fillers in {fillers_told(cases):.0%}."
    return [*_part("What it withstands", tabulate(await measure(judge, cases))), "", told]


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
    every = _QUICK_STEP if chosen.quick else chosen.every
    measured = embedded_figures if chosen.evaluator == "embedded" else language_model_figures
    text = await measured(every=every, quick=chosen.quick)
    print(text)
    if chosen.write:
        replace_figures(PAGE, text)


if __name__ == "__main__":
    asyncio.run(main())
