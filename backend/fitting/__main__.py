"""``python -m fitting``: fit, say what was done, write ``fitted.toml``. From the folder backend/.

Every figure that is printed is cross-fitted: of questions that the coefficients behind it never saw.
"""

import sys
import time
from datetime import timedelta

import numpy as np

from app.evaluation.embedded.fitted import FITTED
from app.questions.bank_data import default_bank
from fitting import correctness, relevance, themes
from fitting.arithmetic import Fit, Floats
from fitting.graded_data import DataMissing, check, graded_answers, paraphrases, told_answers
from fitting.remembering_model import RememberingModel, memory_file
from fitting.story import Answers

_HEAD = """\
# Written by `make fit`; do not edit. Log odds are intercept + weights × features, then straight lines to 0–5.
# relevance: fitted on answers of the SIOP 2024 Machine Learning Competition (MIT) and on our own
# (backend/graded), own question against others.
# correctness: fitted on SAF (Filighera et al. 2022, MIT) and SemEval-2013 Task 7 (Dzikovska et al. 2013,
# CC BY-SA 3.0): brief references by SemEval's slopes on SAF's scale, detailed ones by SAF; fitting/correctness.py.
# told, meant: fitted on answers that we wrote and graded ourselves (backend/graded): ours, not human-validated.
"""


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 – a command's report


def main() -> int:
    try:
        check()
    except DataMissing as error:
        say(f"Nothing was fitted: {error}")
        return 2
    started, model = time.monotonic(), RememberingModel(memory_file())
    say(f"{themes.write_vectors(model)} embedded.")
    text = _HEAD + _relevance(model) + _correctness(model) + _story(model)
    FITTED.write_text(text, encoding="utf-8")
    say(f"Wrote {FITTED.name} after {timedelta(seconds=round(time.monotonic() - started))}.")
    return 0


def _relevance(model: RememberingModel) -> str:
    answers, siop = Answers(model), told_answers()
    same = paraphrases(sorted({t.question for t in siop})) | answers.same_topic()
    pairs = relevance.Pairs([*siop, *answers.told()], same, model, [q.text for q in default_bank().questions])
    odds = pairs.cross_fitted()
    say("\nRelevance, whole questions left out:")
    for line in pairs.report(odds):
        say(f"  {line}")
    fitted = pairs.fit(np.arange(len(pairs.own)))
    at = np.quantile(odds[pairs.own], relevance.QUANTILES)
    return _section("relevance", fitted, relevance.NAMES, at, relevance.SCORES)


def _correctness(model: RememberingModel) -> str:
    table = correctness.tabulate(graded_answers(), model, say)
    for line in correctness.report(table, *correctness.cross_fitted(table)):
        say(line)
    return correctness.section(correctness.fit(table, np.arange(len(table.graded))))


def _story(model: RememberingModel) -> str:
    answers = Answers(model)
    say("\nThe four story dimensions added up, our own graded answers, whole questions left out:")
    for line in answers.report(answers.cross_fitted()):
        say(f"  {line}")
    return answers.sections()


def _section(
    title: str, fitted: Fit, names: tuple[str, ...], at: Floats, scores: "list[float] | tuple[float, ...]"
) -> str:
    lines = [f"\n[{title}]", f"intercept = {fitted.intercept:.4f}"]
    lines.append(f"odds_at = [{', '.join(f'{a:.3f}' for a in at)}]")
    lines.append(f"scores = [{', '.join(f'{s:.2f}' for s in scores)}]\n\n[{title}.weights]")
    lines += [f"{name} = {weight:.4f}" for name, weight in zip(names, fitted.weights, strict=True)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
