"""Good answers for the robustness suite: ours, of the SIOP set, and correct ones to questions with references."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate
from benchmarks import evaluation_data as human
from benchmarks.folds import fold_of
from benchmarks.robustness_rows import Case
from graded import (
    GradedAnswer,
    load_answers,
    load_paraphrases,
    load_reference_questions,
    related_to,
)

GOOD = ("strong", "plain_strong", "adequate")
_SIOP, _SAF_EACH, _SEMEVAL = 60, 2, 80
_FEWEST_WORDS, _SIOP_FEWEST_WORDS = 8, 50
# Two reference answers that share more of their words than this are about the same thing.
_SHARED_WORDS = 0.2


def all_cases() -> list[Case]:
    """Good answers of ours, and samples of the human data where it is."""
    return [*our_cases(), *siop_cases(human.siop() or []), *our_reference_cases(), *reference_cases()]


def our_cases(answers: Iterable[GradedAnswer] | None = None) -> list[Case]:
    """Every strong, plain but strong and adequate answer."""
    told_again = {p.answer_id: p.paraphrase for p in load_paraphrases()}
    chosen = answers or [a for a in load_answers() if a.level in GOOD]
    asked = {a.question_id: a.to_evaluate().question for a in load_answers()}
    neighbours = tuple(a.answer for a in load_answers())
    return [
        Case(
            id=a.id,
            source="ours",
            answer=a.to_evaluate(),
            others=_left_out_together(
                a.question, (q for name, q in asked.items() if name not in related_to(a.question_id))
            ),
            neighbours=neighbours,
            paraphrase=told_again.get(a.id),
        )
        for a in chosen
    ]


def siop_cases(answers: Sequence[human.SiopAnswer]) -> list[Case]:
    """Sixty of the longer answers; nobody graded them, so "good" means only that something was said."""
    long = [a for a in answers if len(a.answer.split()) >= _SIOP_FEWEST_WORDS]
    questions = sorted({a.question for a in answers})
    neighbours = tuple(a.answer for a in long)
    cases = []
    for i, a in enumerate(long[:: max(1, len(long) // _SIOP)][:_SIOP]):
        same = human.same_siop_questions(a.question)
        others = _left_out_together(
            a.question, (QuestionToEvaluate(text=q) for q in questions if q not in same)
        )
        cases.append(
            Case(
                id=f"siop-{i}",
                source="siop",
                answer=_answer(f"siop-{i}", a.answer, QuestionToEvaluate(text=a.question)),
                others=others,
                neighbours=neighbours,
            )
        )
    return cases


def our_reference_cases() -> list[Case]:
    """Questions of ours that bring a reference, each with a right answer."""
    questions = load_reference_questions()
    asked = [q.to_evaluate() for q in questions]
    return [
        Case(
            id=q.id,
            source="reference",
            answer=answer,
            others=tuple(a.question for a in asked if a is not answer),
            neighbours=tuple(other.answer for other in questions),
            reference=q.reference,
        )
        for q, answer in zip(questions, asked, strict=True)
    ]


def reference_cases() -> list[Case]:
    """Answers that people graded as right: two to each SAF question, one to each of eighty of SemEval."""
    saf = [r for r in human.saf() or [] if r.grade >= 0.8]
    semeval = [r for r in human.semeval() or [] if r.is_correct]
    chosen = list(chain(_some_each(saf, _SAF_EACH), _some_each(semeval, 1)[:_SEMEVAL]))
    neighbours = tuple(r.answer for r in chosen)
    seen: set[str] = set()
    cases = []
    for i, row in enumerate(chosen):
        others = _left_out_together(
            row.question, (o.to_evaluate() for o in chosen if o.set == row.set and not _alike(o, row))
        )
        cases.append(
            Case(
                id=f"reference-{i}",
                source="reference",
                answer=_answer(f"reference-{i}", row.answer, row.to_evaluate()),
                others=others,
                neighbours=neighbours,
                reference=None if row.question in seen else row.reference,
            )
        )
        seen.add(row.question)
    return cases


def _left_out_together(question: str, others: Iterable[QuestionToEvaluate]) -> tuple[QuestionToEvaluate, ...]:
    """Those of the question's own fold: coefficients that never saw the one never saw the other."""
    return tuple(other for other in others if fold_of(other.text) == fold_of(question))


def _some_each(rows: Sequence[human.ReferenceAnswer], count: int) -> list[human.ReferenceAnswer]:
    """The first ``count`` answers long enough to be changed, of each question; questions of all sets in turns."""
    groups: dict[str, list[human.ReferenceAnswer]] = defaultdict(list)
    for row in rows:
        if len(row.answer.split()) >= _FEWEST_WORDS and len(groups[row.question]) < count:
            groups[row.question].append(row)
    by_set: dict[str, list[human.ReferenceAnswer]] = defaultdict(list)
    for row in chain.from_iterable(groups.values()):
        by_set[row.set].append(row)
    longest = max((len(rows) for rows in by_set.values()), default=0)
    return [rows[i] for i in range(longest) for rows in by_set.values() if i < len(rows)]


def _alike(one: human.ReferenceAnswer, other: human.ReferenceAnswer) -> bool:
    if one.question == other.question:
        return True
    mine, theirs = (
        {w for w in f"{r.question} {r.reference}".lower().split() if len(w) > 3} for r in (one, other)
    )
    return len(mine & theirs) > _SHARED_WORDS * min(len(mine), len(theirs))


def _answer(name: str, text: str, question: QuestionToEvaluate) -> AnswerToEvaluate:
    return AnswerToEvaluate(answer_id=name, text=text, question=question)
