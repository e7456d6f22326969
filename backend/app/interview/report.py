"""The report out of what was answered. Pure arithmetic of the rubric: no rows, no clock."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.disagreement import DIFFER_FLAG
from app.evaluation.port import Evaluation
from app.evaluation.rubric import NOT_CALIBRATED_FLAG
from app.interview.schemas import CompetencyResult, Coverage, PractiseNext, Report, ReportQuestion

DISCLAIMER = "For practice, not selection."
UNVALIDATED = "Behavioural scores are not validated against human ratings."
JUDGEMENTS_DIFFER = (
    "Judgements differ: the language model and the embedded evaluator are more than 25 points apart on at "
    "least one answer. Read the reasons there, and take its score with care."
)
NOT_CALIBRATED = (
    "Provisional: not calibrated in this language. These scores are counted from signs in the words (own actions, "
    "reasons, details, outcomes) with weights that we chose; no graded answers in this language stand behind them."
)

# Rubric: under half answered, there is no overall verdict, only what was seen.
VERDICT_FROM_SHARE = 0.5
PRACTISE_NEXT = 3

# Ours: with one scored answer its own spread cannot be seen. Answers of one person to different questions
# spread by about this many points of 100, so one answer is taken to be that uncertain.
SPREAD_OF_ONE_ANSWER = 15.0

_COUNTED = ("scored", "provisional")
_NO_ANSWER = ("not_answered", "skipped")


@dataclass(frozen=True)
class Closing:
    """What the report needs besides the questions."""

    total: int
    notes: tuple[str, ...] = ()


def overall_score(scores: Sequence[float], total: int) -> tuple[float | None, float | None]:
    """Mean and its standard error over the questions (both 0–100); None when under half was answered.

    The standard error is ours: it says how much the mean would move with other questions, not how well
    the scores agree with people.
    """
    if not scores or len(scores) < VERDICT_FROM_SHARE * total:
        return None, None
    spread = statistics.stdev(scores) if len(scores) > 1 else SPREAD_OF_ONE_ANSWER
    return round(statistics.fmean(scores), 1), round(spread / math.sqrt(len(scores)), 1)


def build_report(head: Report, questions: Sequence[ReportQuestion], closing: Closing) -> Report:
    """Fill ``head`` (who and when) with what was seen."""
    threads = _counting(questions)
    coverage = _coverage(threads, closing.total)
    overall, uncertainty = overall_score(
        [score for q in threads if (score := _score(q)) is not None], closing.total
    )
    return head.model_copy(
        update={
            "overall": overall,
            "uncertainty": uncertainty,
            "coverage": coverage,
            "summary": _summary(overall, coverage),
            "competencies": _competencies(threads),
            "questions": list(questions),
            "practise_next": _practise_next(questions, threads),
            "notes": _notes(questions, coverage, closing),
            "disclaimer": DISCLAIMER,
        }
    )


def _evaluation(question: ReportQuestion) -> Evaluation | None:
    return question.answer.evaluation if question.answer else None


def _score(question: ReportQuestion) -> float | None:
    return _counted_score(_evaluation(question))


def _counted_score(evaluation: Evaluation | None) -> float | None:
    return evaluation.score if evaluation and evaluation.status in _COUNTED else None


def counting(thread: Sequence[Evaluation | None]) -> int:
    """Which judgement of a question and its follow-ups is that of the question; an index.

    The latest that has a score, because a thread is judged as a whole with each answer to it; else the first.
    """
    return max((at for at, judged in enumerate(thread) if _counted_score(judged) is not None), default=0)


def _counting(questions: Sequence[ReportQuestion]) -> list[ReportQuestion]:
    threads: dict[int, list[ReportQuestion]] = {}
    for question in questions:
        threads.setdefault(question.question.number, []).append(question)
    return [thread[counting([_evaluation(q) for q in thread])] for thread in threads.values()]


def _is_answered(thread: ReportQuestion) -> bool:
    """The one rule of what counts as answered, of the judgement that counts for a question and its follow-ups.

    A refusal, "I don't know" and too few words close a question without answering it. An answer that waits for its
    judgement counts, and so does one in a language that is not scored.
    """
    judged = _evaluation(thread)
    return thread.status == "answered" and (judged is None or judged.status not in _NO_ANSWER)


def _coverage(threads: Sequence[ReportQuestion], total: int) -> Coverage:
    """Of the planned questions: follow-ups are part of theirs."""
    answered = sum(_is_answered(thread) for thread in threads)
    skipped = sum(thread.status == "skipped" for thread in threads)
    return Coverage(answered=answered, skipped=skipped, not_answered=total - answered - skipped, total=total)


def _competencies(threads: Sequence[ReportQuestion]) -> list[CompetencyResult]:
    by_competency: dict[str, list[ReportQuestion]] = {}
    for thread in threads:
        if thread.status != "not_reached":
            by_competency.setdefault(thread.question.competency, []).append(thread)
    return [_competency(competency, asked) for competency, asked in by_competency.items()]


def _competency(competency: str, asked: Sequence[ReportQuestion]) -> CompetencyResult:
    scores = [score for thread in asked if (score := _score(thread)) is not None]
    return CompetencyResult(
        competency=competency,
        competency_name=asked[0].question.competency_name,
        score=round(statistics.fmean(scores), 1) if scores else None,
        answered=sum(_is_answered(thread) for thread in asked),
        asked=len(asked),
    )


def _practise_next(
    questions: Sequence[ReportQuestion], threads: Sequence[ReportQuestion]
) -> list[PractiseNext]:
    """The lowest scores first, each with the evaluator's own retry prompt; then what was not answered."""
    scored = sorted(
        (q for q in threads if _score(q) is not None and (e := _evaluation(q)) and e.retry_prompt),
        key=lambda q: (_score(q) or 0.0, q.question.number),
    )
    open_ones = [q for q in threads if q.status != "not_reached" and not _is_answered(q)]
    roots = {q.question.number: q for q in questions if q.question.follow_up_to is None}
    chosen: dict[int, PractiseNext] = {}
    for q in [*scored, *open_ones]:
        # A follow-up makes no sense without its question: that one is practised, and once.
        root = roots.get(q.question.number, q)
        if q.question.number not in chosen and len(chosen) < PRACTISE_NEXT:
            is_scored = _score(q) is not None
            chosen[q.question.number] = _from_fix(q, root) if is_scored else _from_gap(root)
    return list(chosen.values())


def _from_fix(question: ReportQuestion, root: ReportQuestion) -> PractiseNext:
    evaluation = _evaluation(question)
    assert evaluation is not None
    return PractiseNext(
        title=root.question.competency_name,
        why=evaluation.biggest_fix or f"This answer scored {evaluation.score:.0f} of 100.",
        question_id=root.question.id,
        retry_prompt=evaluation.retry_prompt or "",
        question_text=root.question.text,
    )


def _from_gap(question: ReportQuestion) -> PractiseNext:
    return PractiseNext(
        title=question.question.competency_name,
        why="There is no answer to this question yet.",
        question_id=question.question.id,
        retry_prompt="Try this question again, and tell one concrete case from beginning to end.",
        question_text=question.question.text,
    )


def _summary(overall: float | None, coverage: Coverage) -> str:
    seen = f"You answered {coverage.answered} of {coverage.total} questions"
    if overall is None:
        return f"{seen}. That is too little for an overall score, so the report shows only what was seen."
    return f"{seen}, and scored {overall:.0f} of 100 on average."


def _notes(questions: Sequence[ReportQuestion], coverage: Coverage, closing: Closing) -> list[str]:
    notes = list(closing.notes)
    if any(q.question.kind == "behavioral" and _score(q) is not None for q in questions):
        notes.append(UNVALIDATED)
    statuses = [e.status for q in questions if (e := _evaluation(q))]
    # Without a score it is the language that keeps the answer from being judged, and its own notes say so.
    if any((e := _evaluation(q)) and e.status == "provisional" and e.score is not None for q in questions):
        notes.append(
            "Where the recording was hard to understand, the score is provisional: the words may not be yours. "
            "Correct what was heard on the page of this report, and the answer is scored again."
        )
    if any(q.answer is not None and q.answer.heard is not None for q in questions):
        notes.append(
            "What you corrected is scored as you corrected it; what was heard stands beside it, and how you spoke "
            "stays as it was measured."
        )
    if any((e := _evaluation(q)) and DIFFER_FLAG in e.flags for q in questions):
        notes.append(JUDGEMENTS_DIFFER)
    if any((e := _evaluation(q)) and NOT_CALIBRATED_FLAG in e.flags for q in questions):
        notes.append(NOT_CALIBRATED)
    if "pending" in statuses:
        notes.append("Some answers are still being evaluated. Load the report again in a minute.")
    if coverage.not_answered or coverage.skipped:
        notes.append("Questions without an answer are shown as coverage and are not part of the mean.")
    return notes
