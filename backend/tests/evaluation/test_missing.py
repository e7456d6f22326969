"""What an answer has not told: what a follow-up may ask for, and what it would be worth."""

import pytest

from app.evaluation.missing import missing_facts
from app.evaluation.port import AnswerToEvaluate, MissingFact, QuestionToEvaluate

STORY = QuestionToEvaluate(text="Tell me about a time you improved something at work.")
WHOLE = (
    "Last year in my warehouse the morning queue took fifty minutes. I counted the trucks for a week because I wanted "
    "facts. I moved two suppliers to six o'clock. In the end the wait dropped to twelve minutes, and I learned to "
    "watch first."
)


def missing(text: str, question: QuestionToEvaluate = STORY) -> dict[str, MissingFact]:
    facts = missing_facts(AnswerToEvaluate(answer_id="a", text=text, question=question))
    assert [f.gain for f in facts] == sorted((f.gain for f in facts), reverse=True)
    return {fact.what: fact for fact in facts}


def test_nothing_is_missing_from_a_whole_story() -> None:
    assert not {f.what for f in missing(WHOLE).values() if f.gain} & {
        "situation",
        "own_action",
        "reason",
        "result",
    }


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("I counted the trucks because I wanted facts, and the wait dropped to twelve minutes.", "situation"),
        ("Last year in my warehouse there was a queue. We moved the database over a weekend. In the end it worked "
         "and the wait dropped by half an hour.", "own_action"),
        ("Last year in my warehouse there was a queue. I counted the trucks and I called two suppliers.", "result"),
        ("Last year in my warehouse there was a queue. I counted the trucks. In the end it dropped.", "reason"),
        ("Last year in my warehouse there was a queue. I counted the trucks because I had a doubt. In the end the "
         "drivers stopped shouting, and the outcome was a calm yard.", "number"),
    ],
)  # fmt: skip
def test_what_was_not_told_is_named_with_something_to_gain(text: str, what: str) -> None:
    fact = missing(text)[what]
    assert fact.gain > 0
    assert fact.quote is None or fact.quote in text


def test_the_own_part_of_what_we_did_is_asked_by_the_candidates_words() -> None:
    text = "Last year our shop was slow. We moved the database to another machine. In the end it took half a second."
    quote = missing(text)["own_action"].quote
    assert quote is not None
    assert quote.lower().startswith("we ")


def test_key_points_that_were_named_are_not_missing() -> None:
    question = QuestionToEvaluate(
        text="How would you find a slow query?", kind="technical",
        key_points=("Look at the query plan", "Check which indexes are used", "Measure again after the change"),
    )  # fmt: skip
    facts = missing_facts(
        AnswerToEvaluate(
            answer_id="a", text="First I would look at the query plan of the statement.", question=question
        )
    )
    named = [f.quote for f in facts if f.what == "key_point"]
    assert named == ["Check which indexes are used", "Measure again after the change"]


@pytest.mark.parametrize("text", ["", "I don't know.", "Lorem ipsum dolor sit amet consectetur"])
def test_there_is_nothing_to_follow_up_on_where_nothing_was_said(text: str) -> None:
    assert missing_facts(AnswerToEvaluate(answer_id="a", text=text, question=STORY)) == []
