"""What the document says, as plain data for the template. Pure; every word of it in one place."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from app.delivery.schemas import Delivery, Metric
from app.evaluation.port import DimensionScore, Evaluation
from app.evaluation.rubric import is_off_topic, load_rubric
from app.interview.schemas import Answer, Coverage, Report, ReportQuestion
from app.report_document.score_explained import score_explained

FOOTER = "Made by HireCoach on the machine that holds the interview."
_BEST = 5.0
_MODALITIES = {"typed": "typed", "push_to_talk": "recorded", "spoken": "spoken"}
_EVALUATORS = {
    "embedded": "the embedded evaluator (fixed rules on this machine, no language model)",
    "language_model": "a language model, whose every quote was checked in the answer",
}
_OUTCOMES = {
    "skipped": "Skipped: shown as coverage, not part of any score.",
    "not_reached": "The interview ended before this question.",
    "not_answered": "Not counted as an answer.",
    "pending": "Still being evaluated.",
}
_METRICS: tuple[tuple[str, str], ...] = (
    ("pace", "Pace"),
    ("fillers", "Fillers"),
    ("long_pauses", "Long pauses"),
    ("length", "Length"),
    ("pitch_variation", "Pitch variation"),
    ("loudness", "Loudness"),
)
_RTL = ("R", "AL")


def content_of(report: Report) -> dict[str, Any]:
    """Everything that the template shows."""
    facts = [
        report.seniority.capitalize(),
        _day(report),
        report.participant_name,
        f"version {report.revision}" if report.revision > 1 else None,
    ]
    threads: dict[int, list[dict[str, Any]]] = {}
    for entry in report.questions:
        of_thread = [
            e
            for q in report.questions
            if q.question.number == entry.question.number and (e := _evaluation(q))
        ]
        threads.setdefault(entry.question.number, []).append(_question(entry, of_thread, report.language))
    has_marks = any(e.evidence for q in report.questions for e in _dimensions(q))
    return {
        "title": report.job_title,
        "description": f"Report of a practice interview. {report.disclaimer}",
        "facts": " · ".join(fact for fact in facts if fact),
        "disclaimer": report.disclaimer,
        "footer": FOOTER,
        "overall": _overall(report),
        "coverage": coverage_in_words(report.coverage),
        "summary": report.summary,
        "evaluated_by": _evaluated_by(report),
        "practise_next": [
            {
                "title": item.title,
                "question": f"“{item.question_text}”" if item.question_text else "",
                "why": item.why,
                "retry": item.retry_prompt,
            }
            for item in report.practise_next
        ],
        "competencies": [
            {
                "name": row.competency_name,
                "value": row.score,
                "score": "" if row.score is None else f"{row.score:.0f}",
                "answered": f"{row.answered} of {row.asked} answered",
            }
            for row in report.competencies
        ],
        "legend": "Marked words carry a score; the letters say which dimension they count for."
        if has_marks
        else "",
        "threads": list(threads.values()),
        "delivery": [row for entry in report.questions for row in _delivery(entry)],
        "notes": [*report.notes, report.disclaimer],
        "cjk_family": cjk_family(report.model_dump_json()),
    }


def _day(report: Report) -> str:
    at = report.finished_at or report.created_at
    return f"{at.day} {at:%B %Y}"


def _overall(report: Report) -> dict[str, Any] | None:
    if report.overall is None:
        return None
    spread = report.uncertainty or 0.0
    low, high = max(report.overall - spread, 0.0), min(report.overall + spread, 100.0)
    return {
        "score": f"{report.overall:.0f}",
        "spread": f"{spread:.0f}",
        "value": report.overall,
        "low": low,
        "high": high,
        "words": f"With other questions it might have been {low:.0f} to {high:.0f}.",
    }


def coverage_in_words(coverage: Coverage) -> str:
    words = [f"{coverage.answered} of {coverage.total} questions answered"]
    if coverage.skipped:
        words.append(f"{coverage.skipped} skipped")
    if coverage.not_answered:
        words.append(f"{coverage.not_answered} without an answer")
    return ", ".join(words)


def _evaluated_by(report: Report) -> str:
    names = {e.evaluator: None for q in report.questions if (e := _evaluation(q))}
    return f"Scored by {' and '.join(_EVALUATORS[name] for name in names)}." if names else ""


def _evaluation(entry: ReportQuestion) -> Evaluation | None:
    return entry.answer.evaluation if entry.answer else None


def _dimensions(entry: ReportQuestion) -> Sequence[DimensionScore]:
    evaluation = _evaluation(entry)
    return evaluation.dimensions if evaluation else ()


def _question(entry: ReportQuestion, of_thread: Sequence[Evaluation], language: str) -> dict[str, Any]:
    question, evaluation = entry.question, _evaluation(entry)
    has_answer = entry.answer is not None and entry.status == "answered"
    said = evaluation if has_answer else None
    coaching = [("What was good:", said.strength), ("The one biggest fix:", said.biggest_fix)] if said else []
    return {
        "label": f"Question {question.number}" + (", follow-up" if question.follow_up_to else ""),
        "text": question.text,
        "outcome": _outcome(entry),
        "answer": _answer(entry.answer, of_thread, language) if has_answer and entry.answer else None,
        "coaching": [[title, words] for title, words in coaching if words],
        "retry": (said.retry_prompt or "") if said else "",
        "scored": score_explained(said) if said else [],
        "notes": said.coach_notes if said else [],
        "dimensions": [_dimension(dimension) for dimension in (said.dimensions if said else [])],
    }


def _outcome(entry: ReportQuestion) -> str:
    evaluation = _evaluation(entry)
    status = entry.status if entry.status != "answered" or evaluation is None else evaluation.status
    if evaluation is not None and evaluation.score is not None:
        remark = " (provisional: the recording was hard to understand)" if status == "provisional" else ""
        judged = (
            "together with the answer before"
            if entry.question.follow_up_to
            else entry.question.competency_name
        )
        return f"{judged} · score {evaluation.score:.0f} of 100{remark}{_before_correction(entry.answer)}"
    return _OUTCOMES.get(status, "")


def _before_correction(answer: Answer | None) -> str:
    """Only beside a score of the same evaluator: two scales are no change."""
    if answer is None or answer.before_correction is None or answer.evaluation is None:
        return ""
    before = answer.before_correction
    is_comparable = before.score is not None and before.evaluator == answer.evaluation.evaluator
    return f", {before.score:.0f} before your correction" if is_comparable else ""


def _dimension(dimension: DimensionScore) -> dict[str, Any]:
    anchors = load_rubric().anchors[dimension.name]
    score = dimension.score
    return {
        "title": anchors.title,
        "short": short_name(anchors.title),
        "score": None if score is None else f"{score:.1f}".removesuffix(".0"),
        "value": score,
        "comment": dimension.comment,
        "best": "" if score is None or score >= _BEST else anchors.high,
    }


def short_name(title: str) -> str:
    """What stands beside a marked word: the first letters tell the dimensions apart."""
    return title[:3]


def _answer(answer: Answer, of_thread: Sequence[Evaluation], language: str) -> dict[str, Any]:
    ways = dict.fromkeys(_MODALITIES[part.modality] for part in answer.parts) or {
        _MODALITIES[answer.modality]: None
    }
    mark = ", corrected by you" if answer.heard is not None else ""
    return {
        "how": f"Your answer, {' and '.join(ways)}{mark}",
        "heard": answer.heard or "",
        "language": language.split("-")[0].lower(),
        "is_rtl": is_rtl(answer.text),
        "stretches": stretches_of(answer, of_thread),
    }


def stretches_of(answer: Answer, of_thread: Sequence[Evaluation]) -> list[dict[str, str]]:
    """The answer cut at the edges of its quotes, in code points; the texts together are the answer.

    A follow-up's judgement is of the whole thread, so any of ``of_thread`` may quote it.
    """
    quotes = [
        (evidence.start, evidence.end, short_name(load_rubric().anchors[dimension.name].title))
        for evaluation in of_thread
        for dimension in evaluation.dimensions
        if _has_earned(dimension, evaluation)
        for evidence in dimension.evidence
        if evidence.answer_id == answer.id and answer.text[evidence.start : evidence.end] == evidence.quote
    ]
    edges = sorted({0, len(answer.text), *(edge for start, end, _ in quotes for edge in (start, end))})
    stretches: list[dict[str, str]] = []
    for start, end in pairwise(edges):
        names = dict.fromkeys(name for first, last, name in quotes if first <= start and end <= last)
        text, marks = answer.text[start:end], " ".join(names)
        if stretches and stretches[-1]["marks"] == marks:
            stretches[-1]["text"] += text
        else:
            stretches.append({"text": text, "marks": marks})
    return [piece for stretch in stretches for piece in _without_edges(stretch)]


def _without_edges(stretch: dict[str, str]) -> list[dict[str, str]]:
    """White space at the ends of a mark belongs to no quote."""
    text, words = stretch["text"], stretch["text"].strip()
    if not stretch["marks"] or text == words:
        return [stretch]
    first = text.index(words) if words else len(text)
    pieces = [("", text[:first]), (stretch["marks"], words), ("", text[first + len(words) :])]
    return [{"text": piece, "marks": marks} for marks, piece in pieces if piece]


def _has_earned(dimension: DimensionScore, evaluation: Evaluation) -> bool:
    """Words count for nothing where the score is 0, or where they are about something else."""
    return dimension.score != 0 and not (
        dimension.name == "relevance" and is_off_topic(evaluation.dimensions)
    )


def is_rtl(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left (UAX #9, rule P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RTL:
            return True
    return False


def cjk_family(text: str) -> str:
    """The shapes of Han characters differ by language: kana tell Japanese, hangul Korean, the rest is Chinese."""
    if any("぀" <= character <= "ヿ" for character in text):
        return "Noto Sans CJK JP"
    if any("가" <= character <= "힣" for character in text):
        return "Noto Sans CJK KR"
    return "Noto Sans CJK SC"


def _delivery(entry: ReportQuestion) -> list[dict[str, str]]:
    delivery: Delivery | None = entry.answer.delivery if entry.answer else None
    if delivery is None:
        return []
    name = f"{entry.question.number}" + (", follow-up" if entry.question.follow_up_to else "")
    rows = []
    for field, label in _METRICS:
        metric: Metric | None = getattr(delivery, field)
        if metric is not None:
            rows.append(
                {"question": name, "what": label, "measured": _measured(metric), "words": metric.comment}
            )
    return rows


def _measured(metric: Metric) -> str:
    return "not measured" if metric.value is None else f"{metric.value:g} {metric.unit}"
