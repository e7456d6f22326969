"""Is this an answer to this question: themes, and that the gender of the people in an answer does not count."""

from random import Random

import pytest

from app.evaluation.embedded import themes
from app.evaluation.embedded.neutral import neutral
from app.evaluation.embedded.relevance import Belonging, Contrast
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Words
from benchmarks.robustness_changes import gender_swapped

MODEL = SentenceModel(threads=1)
CONTRAST = Contrast(MODEL, ())
CONFLICT = "Tell me about a conflict with a colleague."
DEADLINE = "Describe a tight deadline and how you met it."
LATE = (
    "The brochure had to be at the printer's by Friday noon and on Wednesday half of the texts were missing. I cut "
    "the job into small parts, worked until midnight twice and left out the last page. We handed it in an hour early."
)
ARGUED = (
    "She wanted to change the layout and I was against it, and we argued about it in front of the others. I asked her "
    "to sit down with me, heard her side, told her mine, and we agreed on doing half of it her way."
)


def belonging(question: str, answer: str) -> Belonging:
    words = Words.of(answer)
    return CONTRAST.belonging(question, words, [words.between(clause) for clause in words.clauses])


def test_the_vectors_are_of_the_prototypes_that_stand_in_the_files() -> None:
    vectors = themes.Themes()._telling
    clause = themes.texts()[-len(vectors)]
    assert float(vectors[0] @ MODEL.embed([clause])[0]) == pytest.approx(1, abs=0.02)


def test_every_theme_has_a_name_of_its_own() -> None:
    about = [theme.about for theme in themes.load_themes().values()]
    assert len(set(about)) == len(about)


def test_no_prototype_stands_in_two_themes() -> None:
    told = [text for theme in themes.load_themes().values() for text in theme.told]
    assert len(set(told)) == len(told)


def test_a_story_tells_of_its_theme_without_a_word_of_the_question() -> None:
    assert belonging(DEADLINE, LATE).themes > belonging(CONFLICT, LATE).themes
    assert belonging(CONFLICT, ARGUED).themes > belonging(DEADLINE, ARGUED).themes


def test_what_is_told_and_what_was_asked_are_named_where_they_are_clear_and_differ() -> None:
    assert belonging(CONFLICT, LATE).apart == ("a deadline", "a disagreement")
    assert belonging(DEADLINE, LATE).apart is None


def test_the_shares_of_a_question_in_the_themes_add_up_to_one() -> None:
    shares = themes.Themes().asked(MODEL.embed([CONFLICT])[0])
    assert shares.sum() == pytest.approx(1)
    assert list(themes.load_themes())[int(shares.argmax())] == "conflict"


@pytest.mark.parametrize("answer", [LATE, ARGUED])
def test_the_gender_of_the_people_told_about_changes_nothing(answer: str) -> None:
    text = f"{answer} My mother said that he gave her his car and that the lady was angry with him."
    swapped = gender_swapped(text, Random(0))
    assert swapped is not None
    assert belonging(CONFLICT, swapped).features() == belonging(CONFLICT, text).features()


def test_a_text_keeps_its_number_of_words_without_gender() -> None:
    assert neutral("she told him that the lady left") == "they told their that the person left"


def test_too_few_words_belong_to_nothing() -> None:
    assert belonging(CONFLICT, "").features() == dict.fromkeys(
        ("whole", "clause", "words", "words_gap", "recall", "themes"), 0.0
    )
