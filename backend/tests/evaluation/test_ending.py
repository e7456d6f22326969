"""How likely an answer that stands here is over."""

import pytest

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.ending import NAMES, Ending, ending_features, load_ending
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.port import QuestionToEvaluate
from fitting.turn_taking import ends_of

QUESTION = QuestionToEvaluate(text="Tell me about a time when you solved a difficult problem at work.")
BEGUN = "At my last company our billing system failed every Monday."
GOES_ON = (
    f"{BEGUN} I read the logs and found that two jobs ran at once. I wrote a lock for them and tested it."
)
TOLD = f"{GOES_ON} In the end the failures stopped and we saved ten hours a week. So I learned to read logs first."


async def _over(text: str, question: QuestionToEvaluate = QUESTION) -> float | None:
    return (await EmbeddedEvaluator().completeness(question, text)).over


def _features(text: str) -> dict[str, float]:
    lexicon = load_lexicon()
    words = clean(text, QUESTION.text, lexicon).words
    seen = extract(words, lexicon, asks_for_example=True)
    return ending_features(QUESTION.text, words, seen, [], lexicon)


async def test_a_story_that_is_told_is_likelier_over_than_one_that_goes_on() -> None:
    begun, goes_on, told = await _over(BEGUN), await _over(GOES_ON), await _over(TOLD)
    assert begun is not None
    assert goes_on is not None
    assert told is not None
    assert begun < goes_on < told


@pytest.mark.parametrize("text", ["", "Well.", "Yes, I did."])
async def test_of_a_few_words_nothing_is_said(text: str) -> None:
    assert await _over(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Letztes Jahr ist bei uns die Abrechnung ausgefallen und ich habe den Fehler in den Daten gefunden.",
        "На прошлой работе каждую неделю ломалась система счетов, и я нашёл причину в журналах.",
    ],
)
async def test_in_a_language_it_was_not_learned_in_nothing_is_said(text: str) -> None:
    assert await _over(text) is None


async def test_fillers_change_nothing() -> None:
    assert await _over(TOLD.replace("I read", "I, um, read")) == await _over(TOLD)


def test_every_feature_has_its_coefficient() -> None:
    assert set(_features(TOLD)) == set(NAMES) == set(load_ending().over.weights)


def test_without_full_stops_the_answer_is_one_sentence() -> None:
    assert _features(TOLD.replace(".", ""))["sentences"] == 0.0
    assert _features(TOLD)["sentences"] > _features(BEGUN)["sentences"] == 0.0


def test_coefficients_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        Ending.model_validate({"over": {"intercept": 1.0}})


def test_an_answer_is_cut_where_somebody_could_have_stopped() -> None:
    ends = ends_of("I read the logs, and I found the mistake. Then I mended it.")
    assert ends == [
        ("I read the logs.", False),
        ("I read the logs, and I found the mistake.", True),
        ("I read the logs, and I found the mistake. Then I mended it.", True),
    ]
