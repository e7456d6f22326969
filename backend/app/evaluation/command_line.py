"""``python -m app.evaluation``: JSON lines of answers in, JSON lines of evaluations out, in the same order.

In: ``{"question", "answer", "reference"?, "key_points"?, "kind"?, "seniority"?, "language"?}``; alternative
references are joined by `` || ``. Out: the fields of ``Evaluation`` beside the input's own (where both have one,
the evaluation's). A line that cannot be used gives ``{"error", "line"}`` in its place, and the rest goes on; the
exit status is then 1. Runs in as many processes as there are cores (``--processes N``); progress is drawn on a
terminal only.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from typing import Any, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.port import AnswerToEvaluate, EvaluatorUnavailable, QuestionToEvaluate

# Lines handed to a process at a time: few enough that the bar moves, many enough that handing over costs nothing.
_CHUNK = 8
_BAR_WIDTH = 30
# A child that has loaded one sentence model takes ~200 MB; more than this many gain nothing on common machines.
_MOST_PROCESSES = 8

_evaluator: EmbeddedEvaluator | None = None


class AnswerLine(BaseModel):
    """One line of input; other fields are kept and come out again."""

    model_config = ConfigDict(extra="allow")

    question: str = Field(max_length=20_000)
    answer: str = Field(max_length=200_000)
    reference: str | None = None
    key_points: list[str] | None = None
    kind: str | None = None
    seniority: str | None = None
    language: str | None = None

    def to_evaluate(self) -> AnswerToEvaluate:
        has_key = bool(self.reference or self.key_points)
        question = QuestionToEvaluate(
            text=self.question,
            kind=self.kind or ("technical" if has_key else "behavioral"),
            seniority=self.seniority or "mid",
            key_points=tuple(self.key_points or ()),
            reference=self.reference or None,
        )
        return AnswerToEvaluate(
            answer_id="", text=self.answer, question=question, language=self.language or "en"
        )


def evaluated(numbered: tuple[int, str]) -> str:
    """The output for one line of input; never raises for what is in it."""
    number, text = numbered
    try:
        line = AnswerLine.model_validate(_object(text))
    except ValidationError as error:
        return _error(number, _said(error))
    except ValueError as error:
        return _error(number, str(error))
    try:
        evaluation = asyncio.run(_shared_evaluator().evaluate(line.to_evaluate()))
    except EvaluatorUnavailable as error:
        return _error(number, str(error))
    return json.dumps({**_object(text), **evaluation.model_dump(mode="json")}, ensure_ascii=False)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("not JSON that can be read: nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("a JSON object is needed, one a line")
    return found


def _said(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _error(number: int, message: str) -> str:
    return json.dumps({"error": message, "line": number}, ensure_ascii=False)


def _shared_evaluator() -> EmbeddedEvaluator:
    global _evaluator  # one a process: the sentence model takes a second to load
    if _evaluator is None:
        _evaluator = EmbeddedEvaluator()
    return _evaluator


def _numbered(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, from 1; empty ones are left out."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line


def run(lines: list[tuple[int, str]], processes: int) -> Iterator[str]:
    """Evaluate in order; with one process here, else in children."""
    if processes <= 1 or len(lines) <= _CHUNK:
        yield from map(evaluated, lines)
        return
    # "spawn": a child must not inherit half of the threads of this process.
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(evaluated, lines, chunksize=_CHUNK)


def _progress(done: int, total: int, out: TextIO) -> None:
    if not out.isatty():
        return
    filled = _BAR_WIDTH * done // max(total, 1)
    out.write(f"\r[{'#' * filled}{'.' * (_BAR_WIDTH - filled)}] {done} of {total}")
    if done == total:
        out.write("\n")
    out.flush()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.evaluation", description=__doc__)
    parser.add_argument("file", nargs="?", help="JSON lines; without it, standard input")
    parser.add_argument(
        "--processes", type=int, default=min(os.cpu_count() or 1, _MOST_PROCESSES), metavar="N"
    )
    options = parser.parse_args(arguments)
    try:
        lines = list(_numbered(_read(options.file)))
    except OSError as error:
        sys.stderr.write(f"{options.file} cannot be read: {error.strerror}\n")
        return 2
    failed = False
    for done, output in enumerate(run(lines, options.processes), start=1):
        sys.stdout.write(output + "\n")
        failed = failed or output.startswith('{"error"')
        _progress(done, len(lines), sys.stderr)
    return 1 if failed else 0


def _read(path: str | None) -> list[str]:
    """The lines; bytes that are no UTF-8 become replacement characters instead of an end."""
    if path is None:
        return sys.stdin.buffer.read().decode("utf-8", "replace").split("\n")
    with open(path, "rb") as file:  # noqa: PTH123 – "-" and pipes are opened as they are
        return file.read().decode("utf-8", "replace").split("\n")
