"""What an answer has not told yet, and what telling it would be worth. Pure: words only, no model.

A follow-up question may only ask for what is listed here, and only where ``gain`` says that the score can move.
"""

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.completeness import unmet_parts
from app.evaluation.embedded.features import Features, extract
from app.evaluation.embedded.judging import story_score
from app.evaluation.embedded.key_points import uncovered_points
from app.evaluation.embedded.lexicon import Lexicon, load_lexicon
from app.evaluation.embedded.quoting import fact_clause, snippet
from app.evaluation.embedded.telling import Telling, telling
from app.evaluation.embedded.words import Span, Words
from app.evaluation.port import AnswerToEvaluate, DimensionName, MissingFact, MissingKind
from app.evaluation.rubric import dimensions_of, has_key, kind_of, load_rubric

# Under this many points of 100 nobody would notice, and a question more would only cost time.
_WORTH_ASKING = 2.0
# Telling one more part of the question is worth about this much relevance (0–5); the anchors go 3 → 5.
_PART_RELEVANCE = 1.0


def missing_facts(answer: AnswerToEvaluate) -> list[MissingFact]:
    """What is missing, dearest first; ``gain`` in points of 100, 0 where telling it could not move the score.

    Empty for what is no answer (too few words, another language): there is nothing to follow up on.
    """
    lexicon = load_lexicon()
    cleaned = clean(answer.text, answer.question.text, lexicon)
    words = cleaned.words
    if len(words) < load_rubric().gates.answered_from_words or cleaned.is_unscorable:
        return []
    seen = extract(words, lexicon, asks_for_example=kind_of(answer.question).asks_for_example)
    found = [*_moves(answer, words, seen, lexicon), *_parts(answer, words, seen, lexicon)]
    found += _key_points(answer, words, lexicon)
    return sorted(found, key=lambda fact: -fact.gain)


# What telling it adds to the counts that the score is made of: what a sentence with it brought along, on average over
# the good answers of the graded set (30 to 168 sentences each).
ADDS: dict[MissingKind, dict[str, float]] = {
    "situation": {"situation": 1.1, "past": 1.7, "order": 0.6, "people": 0.8, "numbers": 0.3, "facts": 0.2,
                  "own_past": 0.3},
    "own_action": {"own_past": 1.3, "past": 2.1, "order": 0.6, "people": 0.6, "numbers": 0.5, "end_past": 2.4},
    "reason": {"reasons": 1.6, "reasoned": 1.0, "past": 2.0, "own_past": 1.0, "people": 1.0, "order": 0.4},
    "result": {"outcome": 1.0, "measured": 0.4, "past": 1.3, "order": 0.6, "others_past": 0.4, "own_past": 0.4,
               "people": 0.3, "numbers": 0.6, "end_numbers": 0.5, "end_past": 1.3, "end_now": 0.2},
    "number": {"numbers": 1.0, "end_numbers": 1.4, "measured": 0.4, "own_past": 0.5, "others_past": 0.3, "people": 0.5},
}  # fmt: skip


def _moves(answer: AnswerToEvaluate, words: Words, seen: Features, lexicon: Lexicon) -> list[MissingFact]:
    """Situation, own action, reason, result, number: what the story dimensions would give for each."""
    told = telling(words, seen, lexicon)
    deeds = seen.acts or told.own
    deed, ended = _last(deeds), bool(seen.outcomes or (told.ending and seen.measured))
    is_told: list[tuple[MissingKind, bool, Span | None]] = [
        ("situation", bool(seen.situations), deed),
        ("own_action", bool(seen.actions or told.own), _we_did(words)),
        ("reason", bool(seen.reasoned) or not deeds, deed),
        ("result", ended, deed),
        ("number", bool(seen.measured or told.signs["end_numbers"]) or not ended, _last(seen.outcomes)),
    ]
    found = []
    for what, is_there, span in is_told:
        if not is_there:
            more = told.with_more(ADDS[what])
            gain = _story(answer, more) - _story(answer, told)
            quoted = fact_clause if what == "number" else snippet
            quote = quoted(words, span) if span else None
            found.append(MissingFact(what=what, quote=quote, gain=_points(gain)))
    return found


def _story(answer: AnswerToEvaluate, told: Telling) -> float:
    """The part of the score, 0–100, that the story dimensions give."""
    asked = dimensions_of(answer.question)
    story = [name for name in asked if name not in ("relevance", "correctness")]
    asks_for_example = kind_of(answer.question).asks_for_example
    total = sum(story_score(name, told, asks_for_example=asks_for_example) for name in story)
    return total * 20 * _share_of_one(asked)


def _share_of_one(asked: tuple[DimensionName, ...]) -> float:
    """What one of the word dimensions counts for in the whole."""
    beside = [name for name in asked if name != "correctness"]
    whole = 1 - load_rubric().gates.correctness_share if "correctness" in asked else 1.0
    return whole / max(len(beside), 1)


def _parts(answer: AnswerToEvaluate, words: Words, seen: Features, lexicon: Lexicon) -> list[MissingFact]:
    if "relevance" not in (asked := dimensions_of(answer.question)):
        return []
    gain = _points(_PART_RELEVANCE * 20 * _share_of_one(asked))
    return [
        MissingFact(what="question_part", quote=part, gain=gain)
        for part in unmet_parts(answer.question, words, seen, lexicon)
    ]


def _key_points(answer: AnswerToEvaluate, words: Words, lexicon: Lexicon) -> list[MissingFact]:
    if not has_key(answer.question) or not (points := answer.question.key_points):
        return []
    gain = _points(100 * load_rubric().gates.correctness_share / len(points))
    return [
        MissingFact(what="key_point", quote=point, gain=gain)
        for point in uncovered_points(words, points, lexicon)
    ]


def _points(gain: float) -> float:
    return round(gain, 1) if gain >= _WORTH_ASKING else 0.0


def _last(spans: tuple[Span, ...]) -> Span | None:
    return spans[-1] if spans else None


def _we_did(words: Words) -> Span | None:
    """The first "we …": what to ask the candidate's own part of."""
    for i, token in enumerate(words.tokens[:-2]):
        if token.word == "we":
            return Span(i, i + 2)
    return None
