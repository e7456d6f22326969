"""Our own graded answers: are pairs that people would order put in that order?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.evaluation.port import AnswerToEvaluate, Evaluator
from benchmarks.evaluation_statistics import cosine, length, word_recall
from benchmarks.evaluation_tables import Table, marked
from benchmarks.off_topic import off_topic
from benchmarks.workers import Judges, evaluations
from graded import GradedAnswer, load_answers

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
GOAL = 0.95
OFF_TOPIC = "adequate > off-topic"
ANY_QUESTION = "plain but strong > polished but empty, of any question"
ASKED_FOR = ("strong > adequate", "adequate > weak", "plain but strong > polished but empty", OFF_TOPIC)


def pairs_by_kind() -> dict[str, list[Pair]]:
    """Every pair within a question, by kind; few have both a plain and a polished one, so these also across
    questions."""
    answers = load_answers()
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


async def scores_of(evaluator: Evaluator | Judges, label: str) -> dict[AnswerToEvaluate, float]:
    """The evaluator's score, 0–100, of every answer that stands in a pair; not answered is 0."""
    asked = {answer for pairs in pairs_by_kind().values() for pair in pairs for answer in pair}
    ordered = sorted(asked, key=lambda a: (a.question.text, a.text))
    judged = await evaluations(evaluator, f"graded, {label}", ordered)
    return {a: found.score or 0.0 for a, found in zip(ordered, judged, strict=True)}


async def graded(evaluators: Mapping[str, Evaluator | Judges]) -> Table:
    """Share of pairs in the right order (ties are wrong): each evaluator, then the baselines."""
    columns: dict[str, Score] = {
        name: (await scores_of(evaluator, name)).__getitem__ for name, evaluator in evaluators.items()
    }
    columns |= {
        "length": lambda a: length(a.text),
        "word recall of the question": lambda a: word_recall(a.text, [a.question.text]),
        "cosine with the question": lambda a: cosine(a.text, [a.question.text]),
    }
    table = Table(("pairs (≥ 95 %)", "n", *columns))
    kinds = pairs_by_kind()
    kinds["all that the goal names"] = [p for kind in ASKED_FOR for p in kinds[kind]]
    for kind, pairs in kinds.items():
        shares = {name: share_in_order(pairs, score) for name, score in columns.items()}
        cells = [
            marked(f"{share:.0%}", is_met=share >= GOAL) if name in evaluators else f"{share:.0%}"
            for name, share in shares.items()
        ]
        table.add(kind, str(len(pairs)), *cells)
    return table


def share_in_order(pairs: Sequence[Pair], score: Score) -> float:
    return sum(score(better) > score(worse) for better, worse in pairs) / max(len(pairs), 1)


async def levels(evaluator: Evaluator | Judges) -> Table:
    """Mean score of each level: what the figures mean in points."""
    table = Table(("level", "n", "mean score", "lowest", "highest", "mean words"))
    for level in ("strong", "plain_strong", "adequate", "weak", "polished_empty"):
        answers = [a for a in load_answers() if a.level == level]
        judged = await evaluations(evaluator, level, [a.to_evaluate() for a in answers])
        scores = [found.score or 0.0 for found in judged]
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
