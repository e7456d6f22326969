"""From counted signs to dimension scores by stated arithmetic; each score with the words that it stands on."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.evaluation.embedded.judging import load_coefficients as english_coefficients
from app.evaluation.embedded.languages.lexicon import LanguageLexicon
from app.evaluation.embedded.languages.relevance import Fit
from app.evaluation.embedded.languages.signs import Seen
from app.evaluation.embedded.languages.wording import Comments
from app.evaluation.embedded.words import Span
from app.evaluation.port import DimensionName, DimensionScore, Evidence

_MOST_QUOTES = 3
_BEST = 5.0
STORY: tuple[DimensionName, ...] = ("structure", "specificity", "ownership", "result")
Sum = dict[str, float]


class Sums(BaseModel):
    """``base`` and a weight for each sign; empty: this dimension is not asked of such questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    structure: Sum
    specificity: Sum
    ownership: Sum
    result: Sum = {}


class RelevanceRule(BaseModel):
    """When words alone are enough to say something; see the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    met_high: int
    rank_high: float
    score_high: float
    rank_part: float
    score_part: float
    rank_off: float
    rival_off: float
    score_off: float
    fewest_words: int


class Coefficients(BaseModel):
    """``coefficients.toml``: ours, fitted to nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half: dict[str, float] = Field(min_length=1)
    told: Sums
    meant: Sums
    relevance: RelevanceRule

    @model_validator(mode="after")
    def _known_signs(self) -> "Coefficients":
        for sums in (self.told, self.meant):
            for name in STORY:
                weights: Sum = getattr(sums, name)
                if unknown := set(weights) - set(self.half) - {"base"}:
                    raise ValueError(f"{name}: unknown sign {', '.join(sorted(unknown))}")
        return self


@cache
def load_coefficients() -> Coefficients:
    """Read the coefficients; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("coefficients.toml").open("rb") as file:
        return Coefficients.model_validate(tomllib.load(file))


@dataclass(frozen=True)
class Observed:
    """Everything that was observed about one answer; ``fit`` is None where nothing could be compared."""

    answer_id: str
    seen: Seen
    lexicon: LanguageLexicon
    comments: Comments
    fit: Fit | None
    asks_for_example: bool
    is_prose: bool = True


def story_score(name: DimensionName, counts: Mapping[str, float], *, asks_for_example: bool) -> float:
    """base + weight × n / (n + half) over the signs, cut to 0–5; ``result`` of what one would do is as of a story."""
    data = load_coefficients()
    sums: Sum = getattr(data.told if asks_for_example else data.meant, name) or getattr(data.told, name)
    score = sums["base"]
    for sign, weight in sums.items():
        if sign != "base":
            score += weight * counts[sign] / (counts[sign] + data.half[sign])
    return min(_BEST, max(0.0, score))


def judge(name: DimensionName, observed: Observed) -> DimensionScore:
    """Score one dimension, 0–5 with one decimal; None where words alone do not tell."""
    score, spans, comment = _JUDGES[name](observed)
    if score is not None and not observed.is_prose:
        score *= english_coefficients().not_prose
    return DimensionScore(
        name=name,
        score=None if score is None else round(score, 1),
        evidence=_evidence(observed, spans),
        comment=comment,
    )


def _evidence(observed: Observed, spans: Sequence[Span]) -> list[Evidence]:
    found: list[Evidence] = []
    for span in spans:
        quote, start, end = observed.seen.words.quote(span)
        if quote and all(end <= e.start or start >= e.end for e in found):
            found.append(Evidence(quote=quote, start=start, end=end, answer_id=observed.answer_id))
        if len(found) == _MOST_QUOTES:
            break
    return found


_Judged = tuple[float | None, Sequence[Span], str]


def _relevance(observed: Observed) -> _Judged:
    rule, fit, comments = load_coefficients().relevance, observed.fit, observed.comments
    if fit is None or len(observed.seen.words) < rule.fewest_words:
        return None, [], comments.relevance_open
    if len(fit.met) >= rule.met_high and fit.rank >= rule.rank_high:
        return rule.score_high, fit.met, comments.relevance_high
    if fit.met and fit.rank >= rule.rank_part:
        return rule.score_part, fit.met, comments.relevance_part
    if not fit.met and fit.rank < rule.rank_off and fit.rival >= rule.rival_off:
        return rule.score_off, [], comments.relevance_low
    return None, [], comments.relevance_open


def _story(name: DimensionName, observed: Observed) -> float:
    return story_score(name, observed.seen.counts, asks_for_example=observed.asks_for_example)


def _structure(observed: Observed) -> _Judged:
    seen, comments = observed.seen, observed.comments
    told = {
        comments.situation: seen.situations,
        comments.action: seen.acts,
        comments.result: seen.outcomes or seen.late,
    }
    missing = [name for name, spans in told.items() if not spans]
    comment = (
        comments.structure_missing.format(listed=", ".join(missing)) if missing else comments.structure_all
    )
    return _story("structure", observed), [spans[0] for spans in told.values() if spans], comment


def _specificity(observed: Observed) -> _Judged:
    details, comments = observed.seen.details, observed.comments
    listed = ", ".join(f"“{detail.what}”" for detail in details[:3])
    comment = comments.details.format(listed=listed) if details else comments.no_details
    spans = [detail.span for detail in details] or list(observed.seen.acts[:1])
    return _story("specificity", observed), spans, comment


def _ownership(observed: Observed) -> _Judged:
    seen, comments = observed.seen, observed.comments
    comment = comments.own.format(actions=len(seen.acts), reasons=len(seen.reasoned))
    return (
        _story("ownership", observed),
        seen.reasoned or seen.acts,
        comment if seen.acts else comments.no_own,
    )


def _result(observed: Observed) -> _Judged:
    seen, comments = observed.seen, observed.comments
    spans = [*(seen.measured or seen.outcomes[-1:] or seen.late[-1:]), *seen.lessons[:1]]
    if not spans:
        return _story("result", observed), [], comments.no_result
    is_full = seen.measured or seen.lessons
    return _story("result", observed), spans, comments.result_full if is_full else comments.result_bare


def _correctness(observed: Observed) -> _Judged:
    """Whether something is true needs more than word lists."""
    return None, [], observed.comments.correctness_open


_JUDGES = {
    "relevance": _relevance,
    "structure": _structure,
    "specificity": _specificity,
    "ownership": _ownership,
    "result": _result,
    "correctness": _correctness,
}
