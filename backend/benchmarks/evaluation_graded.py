"""Our own graded answers: are pairs that people would order put in that order?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.evaluation.port import AnswerToEvaluate, Evaluator
from benchmarks.evaluation_statistics import cosine, length, word_recall
from benchmarks.evaluation_tables import Table, progress
from benchmarks.graded import GradedAnswer, Half, load_answers, off_topic

# Better and worse, both as answers to the same question.
Pair = tuple[AnswerToEvaluate, AnswerToEvaluate]
Score = Callable[[AnswerToEvaluate], float]
KINDS = {
    "strong > adequate": ("strong", "adequate"),
    "adequate > weak": ("adequate", "weak"),
    "strong > weak": ("strong", "weak"),
    "plain but strong > adequate": ("plain_strong", "adequate"),
    "plain but strong > polished but empty": ("plain_strong", "polished_empty"),
    "strong > polished but empty": ("strong", "polished_empty"),
    "adequate > polished but empty": ("adequate", "polished_empty"),
}
OFF_TOPIC = "adequate > off-topic"
ANY_QUESTION = "plain but strong > polished but empty, of any question"
ASKED_FOR = ("strong > adequate", "adequate > weak", "plain but strong > polished but empty", OFF_TOPIC)


def pairs_of(half: Half) -> dict[str, list[Pair]]:
    """Every pair within a question of this half, by kind; few have both a plain and a polished one, so these also
    across questions."""
    answers = [a for a in load_answers() if a.half == half]
    by_question: dict[str, dict[str, GradedAnswer]] = {}
    for answer in answers:
        by_question.setdefault(answer.question_id, {})[answer.level] = answer
    groups = by_question.values()
    found = {kind: list(_within(groups, better, worse)) for kind, (better, worse) in KINDS.items()}
    found[OFF_TOPIC] = [
        (levels["adequate"].to_evaluate(), levels["adequate"].to_evaluate(other.answer))
        for name, levels in by_question.items()
        for other in off_topic(name)
    ]
    found[ANY_QUESTION] = [
        (plain.to_evaluate(), polished.to_evaluate())
        for plain in answers
        for polished in answers
        if (plain.level, polished.level) == ("plain_strong", "polished_empty")
    ]
    return found


def _within(groups: Iterable[Mapping[str, GradedAnswer]], better: str, worse: str) -> Iterator[Pair]:
    for levels in groups:
        if better in levels and worse in levels:
            yield levels[better].to_evaluate(), levels[worse].to_evaluate()


async def scores_of(evaluator: Evaluator, half: Half) -> dict[AnswerToEvaluate, float]:
    """The evaluator's score, 0–100, of every answer that stands in a pair; not answered is 0."""
    asked = {answer for pairs in pairs_of(half).values() for pair in pairs for answer in pair}
    ordered = sorted(asked, key=lambda a: (a.question.text, a.text))
    return {a: (await evaluator.evaluate(a)).score or 0.0 for a in progress(f"graded, {half}", ordered)}


async def graded(evaluator: Evaluator, left_out: Mapping[str, Score]) -> Table:
    """Share of pairs in the right order (ties are wrong), held-out half first; baselines on the held-out half."""
    held_out, dev = await scores_of(evaluator, "held_out"), await scores_of(evaluator, "dev")
    columns: dict[str, Score] = {
        **left_out,
        "ours": held_out.__getitem__,
        "length": lambda a: length(a.text),
        "word recall of the question": lambda a: word_recall(a.text, [a.question.text]),
        "cosine with the question": lambda a: cosine(a.text, [a.question.text]),
    }
    table = Table(("pairs (≥ 95 %)", "n", *columns, "ours, `dev` half"))
    of_dev = pairs_of("dev")
    kinds = pairs_of("held_out")
    kinds["all that the goal names"] = [p for kind in ASKED_FOR for p in kinds[kind]]
    of_dev["all that the goal names"] = [p for kind in ASKED_FOR for p in of_dev[kind]]
    for kind, pairs in kinds.items():
        shares = [share_in_order(pairs, score) for score in columns.values()]
        on_dev = share_in_order(of_dev[kind], dev.__getitem__)
        table.add(kind, str(len(pairs)), *(f"{share:.0%}" for share in shares), f"{on_dev:.0%}")
    return table


def share_in_order(pairs: Sequence[Pair], score: Score) -> float:
    return sum(score(better) > score(worse) for better, worse in pairs) / max(len(pairs), 1)


async def levels(evaluator: Evaluator) -> Table:
    """Mean score of each level, held-out half: what the figures mean in points."""
    table = Table(("level, held-out half", "n", "mean score", "lowest", "highest", "mean words"))
    for level in ("strong", "plain_strong", "adequate", "weak", "polished_empty"):
        answers = [a for a in load_answers() if a.level == level and a.half == "held_out"]
        scores = [(await evaluator.evaluate(a.to_evaluate())).score or 0.0 for a in answers]
        words = [length(a.answer) for a in answers]
        table.add(
            level.replace("_", ", "),
            str(len(answers)),
            f"{sum(scores) / len(scores):.0f}",
            f"{min(scores):.0f}",
            f"{max(scores):.0f}",
            f"{sum(words) / len(words):.0f}",
        )
    return table
