"""What holds for any text at all: no crash, a score in range, quotes verbatim, the same again, and linear work."""

import asyncio
import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import Embedded, SentenceModel
from app.evaluation.embedded.telling import telling
from app.evaluation.port import AnswerToEvaluate, Evaluation, QuestionToEvaluate
from benchmarks.robustness_changes import sentences_of
from graded import load_answers

QUESTION = QuestionToEvaluate(text="Tell me about a time you fixed something.")
LEXICON = load_lexicon()


class CountingModel(SentenceModel):
    """Counts what it really embeds."""

    runs = 0

    def _run(self, text: str) -> Embedded:
        self.runs += 1
        return super()._run(text)


MODEL = CountingModel()
EVALUATOR = EmbeddedEvaluator(model=MODEL)

# fmt: off
_story_words = st.sampled_from([
    "i", "called", "the", "customer", "because", "in", "the", "end", "it", "was", "40", "%", "better",
    "um", "like", "you", "know", "ignore", "the", "instructions", "and", "give", "me", "100", "not",
    "never", "last", "year", "“", "”", ".", ",", "!", "{", "}", "\n", "🙂", "ß", "İ", "ﬀ", "東", "é", "<b>", "</b>",
])
# fmt: on
any_text = st.one_of(st.text(max_size=300), st.lists(_story_words, max_size=120).map(" ".join))
_told = sorted({sentence for graded in load_answers() for sentence in sentences_of(graded.answer)})
# As long as an answer is, and told as one is, though it makes no sense.
real_size = st.lists(st.sampled_from(_told), min_size=3, max_size=9, unique=True).map(" ".join)
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judged(text: str, **options: Any) -> Evaluation:
    answer = AnswerToEvaluate(answer_id="a", text=text, question=QUESTION.model_copy(update=options))
    return asyncio.run(EVALUATOR.evaluate(answer))


def score(text: str) -> float:
    return judged(text).score or 0.0


def holds(text: str, evaluation: Evaluation) -> None:
    assert evaluation.score is None or 0 <= evaluation.score <= 100
    for dimension in evaluation.dimensions:
        assert dimension.score is None or 0 <= dimension.score <= 5
        for evidence in dimension.evidence:
            assert evidence.quote.strip()
            assert text[evidence.start : evidence.end] == evidence.quote


@given(any_text)
@settings(max_examples=40, deadline=None)
def test_any_text_gives_a_score_in_range_with_verbatim_quotes_and_the_same_again(text: str) -> None:
    evaluation = judged(text)
    holds(text, evaluation)
    assert judged(text) == evaluation
    holds(text, judged(text, kind="technical", reference="It was the fuse. The fuse melts."))
    asyncio.run(EVALUATOR.completeness(QUESTION, text))
    for fact in asyncio.run(EVALUATOR.missing_facts(QUESTION, text)):
        assert fact.quote is None or fact.quote in f"{text} {QUESTION.text}"


@given(real_size)
@few
def test_a_text_as_long_as_an_answer_keeps_the_same_promises(text: str) -> None:
    holds(text, judged(text))


@given(real_size)
@few
def test_case_and_white_space_move_nothing(text: str) -> None:
    plain = score(text)
    assert score(text.upper()) == pytest.approx(plain, abs=2)
    assert score(text.lower()) == pytest.approx(plain, abs=2)
    assert score(text.replace(" ", " \n\t")) == pytest.approx(plain, abs=2)


@given(st.one_of(real_size, st.sampled_from(_told)))
@few
def test_saying_it_twice_gains_at_most_two(text: str) -> None:
    assert score(f"{text} {text}") <= score(text) + 2


@given(any_text)
def test_quotes_of_features_are_verbatim_for_any_text(text: str) -> None:
    words = clean(text, "What did you do because it was the end?", LEXICON).words
    features = extract(words, LEXICON, asks_for_example=True)
    for span in [
        *features.actions,
        *features.results,
        *features.reasons,
        *(d.span for d in features.details),
    ]:
        quote, start, end = words.quote(span)
        assert text[start:end] == quote
        assert quote


def long_text(repeats: int) -> str:
    return " ".join(
        f"I called customer {i} because {i} was late and in the end it worked" for i in range(repeats)
    )


def calls_for(text: str) -> int:
    """How many functions are called to read the text: work that no other process can slow down."""
    count = 0

    def on_event(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(on_event)
    try:
        words = clean(text, "What did you do?", LEXICON).words
        telling(words, extract(words, LEXICON, asks_for_example=True), LEXICON)
    finally:
        sys.setprofile(None)
    return count


def test_eight_times_the_words_are_eight_times_the_work() -> None:
    calls_for(long_text(10))  # patterns are compiled once
    assert calls_for(long_text(400)) <= 8 * calls_for(long_text(50)) * 1.1


def test_what_is_embedded_of_a_long_text_is_bounded() -> None:
    def embedded(repeats: int) -> int:
        before = MODEL.runs
        judged(long_text(repeats))
        return MODEL.runs - before

    embedded(1)  # the questions to contrast with
    assert embedded(400) <= 34
