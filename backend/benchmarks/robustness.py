"""What an evaluator withstands: every row of the rubric's table over more than two hundred answers.

Run from backend/: ``python -m benchmarks.robustness [--evaluator language_model] [--quick]``. The language model is
the one that the settings name (OPENAI_API_KEY or OPENAI_BASE_URL). Changes are seeded: the same answers give the
same table.
"""

import argparse
import asyncio
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from app.evaluation.port import Evaluation, Evaluator
from benchmarks import evaluation_data as human
from benchmarks.evaluation_tables import Table
from benchmarks.evaluators import language_model_evaluator
from benchmarks.robustness_cases import all_cases
from benchmarks.robustness_changes import filler_every_five_words
from benchmarks.robustness_rows import Case, Row, Source, Trial, rows, says_fillers
from benchmarks.workers import Judges, Workers, judge_all

SEED = 4
QUICK_CASES = 40
_SOURCES: tuple[Source, ...] = ("ours", "siop", "reference")


@dataclass(frozen=True)
class Result:
    """One trial judged. ``crashed`` names the exception, where there was one."""

    row: Row
    case: Case
    is_met: bool
    value: float
    crashed: str | None = None


async def measure(
    evaluator: Evaluator | Judges, cases: Sequence[Case], chosen: Sequence[Row] | None = None
) -> list[Result]:
    """Judge every row on every case that it applies to; the same seed for the same row and case."""
    asked = chosen or rows()
    # Case by case, not row by row: the evaluator remembers the clauses of what it has just read.
    trials = [
        found for i, case in enumerate(cases) for row in asked for found in _trials(row, case, i, len(cases))
    ]
    both = [answer for _, _, trial in trials for answer in (trial.base, trial.changed)]
    judged = await judge_all(evaluator, "robustness", both)
    return [_result(row, case, judged[2 * i], judged[2 * i + 1]) for i, (row, case, _) in enumerate(trials)]


def _trials(row: Row, case: Case, place: int, count: int) -> Iterable[tuple[Row, Case, Trial]]:
    """The row on this case, if it applies; of slow rows every n-th case is taken."""
    if row.most is None or place % max(1, count // row.most) == 0:
        trial = row.trial(case, Random(f"{SEED}/{row.name}/{case.id}"))
        if trial is not None:
            yield row, case, trial


def _result(row: Row, case: Case, base: Evaluation | str, changed: Evaluation | str) -> Result:
    if isinstance(base, str) or isinstance(changed, str):
        crashed = next(name for name in (base, changed) if isinstance(name, str))
        return Result(row, case, is_met=False, value=0.0, crashed=crashed)
    return Result(row, case, row.holds(base, changed), row.value(base, changed))


def shares(results: Sequence[Result]) -> dict[str, float]:
    """Share of trials that meet each row, 0–1, in the order of the rubric."""
    named: dict[str, list[bool]] = {row.name: [] for row in rows()}
    for result in results:
        named[result.row.name].append(result.is_met)
    return {name: sum(met) / len(met) for name, met in named.items() if met}


def tabulate(results: Sequence[Result]) -> Table:
    """By kind of change: how many trials, which share meets it, where, and the median and worst value."""
    table = Table(
        ("change", "required", "of", "n", "meet it", "", "ours", "SIOP", "with reference", "median", "worst")
    )
    for name, share in shares(results).items():
        found = [r for r in results if r.row.name == name]
        row = found[0].row
        values = [r.value for r in found]
        worst = max(values) if row.worst == "max" else min(values)
        crashed = sorted({r.crashed for r in found if r.crashed})
        table.add(
            name,
            row.required,
            f"≥ {row.goal:.0%}",
            str(len(found)),
            f"{share:.0%}" + (f" ({', '.join(crashed)})" if crashed else ""),
            "✓" if share >= row.goal else "✗",
            *(_share_of(found, source) for source in _SOURCES),
            f"{statistics.median(values):+.1f}",
            f"{worst:+.1f}",
        )
    return table


def _share_of(results: Sequence[Result], source: Source) -> str:
    met = [r.is_met for r in results if r.case.source == source]
    return f"{sum(met) / len(met):.0%}" if met else "–"


def fillers_told(cases: Sequence[Case]) -> float:
    """Share of answers with an "um" every five words of which delivery says so."""
    told = [says_fillers(filler_every_five_words(c.answer.text, "um")) for c in cases]
    return sum(told) / len(told)


def sample(cases: Sequence[Case], most: int) -> list[Case]:
    return list(cases[:: max(1, len(cases) // most)][:most])


async def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.robustness")
    parser.add_argument("--evaluator", choices=("embedded", "language_model"), default="embedded")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_CASES} answers instead of all")
    chosen = parser.parse_args()
    for line in human.missing():
        print(line)
    cases = all_cases()
    cases = sample(cases, QUICK_CASES) if chosen.quick else cases
    told = f"\n{len(cases)} answers; delivery tells of the fillers in {fillers_told(cases):.0%}"
    if chosen.evaluator == "embedded":
        with Workers() as workers:
            print(tabulate(await measure(Judges(workers, "as shipped"), cases)).markdown(), told)
        return
    evaluator = language_model_evaluator()
    try:
        print(tabulate(await measure(evaluator, cases)).markdown(), told)
    finally:
        await evaluator.aclose()


if __name__ == "__main__":
    asyncio.run(main())
