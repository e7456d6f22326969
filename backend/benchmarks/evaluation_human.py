"""The evaluator against people's grades (SAF, SemEval) and against other questions (SIOP), beside simple baselines."""

from collections.abc import Sequence
from itertools import chain

from app.evaluation.port import AnswerToEvaluate, Evaluation, Evaluator, QuestionToEvaluate
from benchmarks import evaluation_data as human
from benchmarks.evaluation_statistics import auc, cosine_of, length, pearson, rmse, word_recall
from benchmarks.evaluation_tables import Table, marked
from benchmarks.folds import fold_of
from benchmarks.workers import Judges, evaluations

_OTHERS_EACH = 8
_SEMEVAL_GOALS = {"beetle": 0.87, "sciEntsBank": 0.82}


def correctness_of(evaluation: Evaluation) -> float:
    """The dimension on 0–100; not answered counts as 0."""
    found = [d.score for d in evaluation.dimensions if d.name == "correctness" and d.score is not None]
    return 20 * found[0] if found else 0.0


async def _judged(
    evaluator: Evaluator | Judges, label: str, rows: Sequence[human.ReferenceAnswer]
) -> list[Evaluation]:
    answers = [AnswerToEvaluate(answer_id="b", text=r.answer, question=r.to_evaluate()) for r in rows]
    return await evaluations(evaluator, label, answers)


def _baselines(
    evaluator: Evaluator | Judges, label: str, rows: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, list[float]]:
    """Of texts, each with those that it is compared with."""
    if isinstance(evaluator, Judges):
        cosines = evaluator.workers.map(f"{label}, cosines", cosine_of, rows)
    else:
        cosines = [cosine_of(row) for row in rows]
    return {
        "word recall": [100 * word_recall(text, others) for text, others in rows],
        "cosine of embeddings": [100 * c for c in cosines],
        "length": [length(text) for text, _ in rows],
    }


async def saf(name: str, evaluator: Evaluator | Judges, every: int) -> Table | None:
    """Pearson r and RMSE on 0–100, blanks left out; every n-th row."""
    rows = human.saf()
    if rows is None:
        return None
    chosen = rows[::every]
    judged = await _judged(evaluator, "SAF", chosen)
    columns: dict[str, Sequence[float]] = {
        f"{name}: correctness": [correctness_of(e) for e in judged],
        f"{name}: overall score": [e.score or 0.0 for e in judged],
        **_baselines(evaluator, "SAF", [(r.answer, r.references) for r in chosen]),
    }
    grades = [100 * r.grade for r in chosen]
    table = Table((f"SAF, n = {len(chosen)}", "Pearson r (≥ .55)", "RMSE of 100 (≤ 25)"))
    for column, scores in columns.items():
        r, error = pearson(scores, grades), rmse(scores, grades)
        if column.endswith(": correctness"):
            cells = [marked(f"{r:.2f}", is_met=r >= 0.55), marked(f"{error:.1f}", is_met=error <= 25)]
        else:
            cells = [f"{r:.2f}", "–" if column == "length" else f"{error:.1f}"]
        table.add(column, *cells)
    return table


async def semeval(name: str, evaluator: Evaluator | Judges, every: int) -> Table | None:
    """AUC of correct answers against the rest, each part on its own."""
    rows = human.semeval()
    if rows is None:
        return None
    chosen = rows[::every]
    judged = await _judged(evaluator, "SemEval", chosen)
    columns: dict[str, Sequence[float]] = {
        f"{name}: correctness": [correctness_of(e) for e in judged],
        f"{name}: overall score": [e.score or 0.0 for e in judged],
        **_baselines(evaluator, "SemEval", [(r.answer, r.references) for r in chosen]),
    }
    table = Table((f"SemEval 2013, n = {len(chosen)}", "Beetle, AUC (≥ .87)", "SciEntsBank, AUC (≥ .82)"))
    for column, scores in columns.items():
        aucs = {part: _auc_of(part, chosen, scores) for part in _SEMEVAL_GOALS}
        table.add(
            column,
            *(
                marked(f"{found:.2f}", is_met=found >= _SEMEVAL_GOALS[part])
                if column.endswith(": correctness")
                else f"{found:.2f}"
                for part, found in aucs.items()
            ),
        )
    return table


def _auc_of(part: str, rows: Sequence[human.ReferenceAnswer], scores: Sequence[float]) -> float:
    mine = [(s, r.is_correct) for s, r in zip(scores, rows, strict=True) if r.set == part]
    return auc([s for s, _ in mine], [c for _, c in mine])


async def siop(name: str, evaluator: Evaluator | Judges, every: int) -> Table | None:
    """Relevance of each answer to its own question against eight others; paraphrases are no others."""
    answers = human.siop()
    if answers is None:
        return None
    pairs = siop_pairs(every)
    asked = [
        AnswerToEvaluate(answer_id="b", text=a.answer, question=QuestionToEvaluate(text=q))
        for a, q, _ in pairs
    ]
    judged = [_relevance(found) for found in await evaluations(evaluator, "SIOP", asked)]
    own = [is_own for _, _, is_own in pairs]
    columns: dict[str, Sequence[float]] = {
        f"{name}: relevance": [relevance for relevance, _ in judged],
        **_baselines(evaluator, "SIOP", [(a.answer, (q,)) for a, q, _ in pairs]),
    }
    table = Table(
        (f"SIOP, {sum(own)} answers, {len(pairs)} pairs", "AUC (≥ .95)", "≤ 25 of 100: own", "others")
    )
    for column, scores in columns.items():
        capped = [total <= 25 for _, total in judged] if column.endswith(": relevance") else None
        shares = [_share(capped, own, of=True), _share(capped, own, of=False)] if capped else ["–", "–"]
        found = auc(scores, own)
        cell = marked(f"{found:.3f}", is_met=found >= 0.95) if capped else f"{found:.3f}"
        table.add(column, cell, *shares)
    return table


def siop_pairs(every: int) -> list[tuple[human.SiopAnswer, str, bool]]:
    """Each answer with its own question (True) and with eight others, always the same.

    Evenly taken from those that are no paraphrase of its own and are left out together with it.
    """
    answers = human.siop() or ()
    questions = sorted({a.question for a in answers})

    def of(i: int, answer: human.SiopAnswer) -> list[tuple[human.SiopAnswer, str, bool]]:
        same, fold = human.same_siop_questions(answer.question), fold_of(answer.question)
        others = [q for q in questions if q not in same and fold_of(q) == fold]
        step = max(1, len(others) // _OTHERS_EACH)
        taken = others[i % step :: step][:_OTHERS_EACH]
        return [(answer, answer.question, True), *((answer, q, False) for q in taken)]

    return list(chain.from_iterable(of(i, a) for i, a in enumerate(answers) if i % every == 0))


def _relevance(evaluation: Evaluation) -> tuple[float, float]:
    """The dimension, 0–5, and the overall score; both 0 where nothing was answered."""
    found = [d.score for d in evaluation.dimensions if d.name == "relevance" and d.score is not None]
    return (found[0] if found else 0.0), evaluation.score or 0.0


def _share(capped: Sequence[bool], own: Sequence[bool], *, of: bool) -> str:
    chosen = [c for c, o in zip(capped, own, strict=True) if o is of]
    return f"{sum(chosen) / len(chosen):.0%}"
