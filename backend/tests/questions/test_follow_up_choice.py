"""Follow-ups, case by case: what is asked for, in whose words, and when nothing is asked."""

import pytest

from app.evaluation.port import MissingFact
from app.questions.follow_ups import (
    LANGUAGES,
    FollowUp,
    Thread,
    choose_follow_up,
    load_rules,
    phrases_of,
)
from app.questions.port import FollowUpWants, PlannedQuestion, QuestionKind

ANSWER = "Last year our shop was slow. We moved the database to another machine."
QUOTE = "We moved the database"


def planned(
    kind: QuestionKind = "behavioral",
    text: str = "Tell me about a time you improved something, and how did it end?",
    probe: str = "What would you do differently today?",
    key_points: tuple[str, ...] = (),
) -> PlannedQuestion:
    return PlannedQuestion(
        bank_id="one",
        text=text,
        competency="ownership",
        kind=kind,
        strong_answer_shows=("a case", "an outcome"),
        follow_up_probe=probe,
        key_points=key_points,
    )


def thread(question: PlannedQuestion | None = None, *asked: FollowUpWants, off_topic: bool = False) -> Thread:
    answers = (ANSWER, *("And there is more." for _ in asked))
    return Thread(question or planned(), answers, asked, is_off_topic=off_topic)


def lacks(what: FollowUpWants, gain: float = 6.0, quote: str | None = QUOTE) -> MissingFact:
    assert what != "topic"
    return MissingFact(what=what, quote=quote, gain=gain)


def chosen(missing: list[MissingFact], of: Thread | None = None, language: str = "en") -> FollowUp:
    follow_up = choose_follow_up(missing, of or thread(), language)
    assert follow_up is not None
    return follow_up


def test_the_own_part_of_what_we_did_is_asked_for_in_the_candidates_words() -> None:
    follow_up = chosen([lacks("own_action")])
    assert follow_up.wants == "own_action"
    assert f"“{QUOTE}”" in follow_up.text
    assert follow_up.quote == QUOTE


def test_what_is_worth_most_is_asked_for_first() -> None:
    assert chosen([lacks("reason", 5.0), lacks("result", 9.0)]).wants == "result"


@pytest.mark.parametrize(
    ("missing", "of"),
    [
        pytest.param([], thread(), id="nothing is missing"),
        pytest.param([lacks("result", 3.9)], thread(), id="hardly anything to gain"),
        pytest.param([lacks("result", 0.0)], thread(), id="nothing to gain"),
        pytest.param([lacks("reason")], thread(None, "result", "own_action"), id="asked twice already"),
        pytest.param([lacks("result", 0.0), lacks("reason")], thread(None, "result"),
                     id="the last follow-up brought nothing"),
        pytest.param([lacks("reason")], thread(None, "topic", off_topic=True), id="still about something else"),
        pytest.param([lacks("reason")], thread(planned("technical", key_points=("a", "b", "c"))),
                     id="every key point is met"),
        pytest.param([lacks("key_point", 10, "b"), lacks("reason")],
                     thread(planned("technical", key_points=("a", "b", "c")), "key_point"),
                     id="one question for key points is enough"),
        pytest.param([lacks("result")], thread(planned("situational")), id="an imagined case has no result"),
        pytest.param([lacks("number")], thread(planned("motivational")), id="motives have no figures"),
    ],
)  # fmt: skip
def test_nothing_is_asked_where(missing: list[MissingFact], of: Thread) -> None:
    assert choose_follow_up(missing, of, "en") is None


def test_a_second_follow_up_asks_for_something_else_in_other_words() -> None:
    second = chosen([lacks("reason")], thread(None, "result"))
    assert second.wants == "reason"


def test_an_answer_to_something_else_is_asked_the_question_again_and_nothing_of_what_it_lacks() -> None:
    follow_up = chosen([lacks("result", 20.0)], thread(off_topic=True))
    assert follow_up.wants == "topic"
    assert follow_up.text.endswith(planned().text)


@pytest.mark.parametrize(
    "quote",
    [
        None,
        "moved",
        "we moved <b>everything</b>",
        "we, uh, moved the database",
        "we never said these words",
        "slow. We moved the “database”",
        " ".join(["moved"] * 20),
    ],
)
def test_what_cannot_be_said_back_is_not_quoted(quote: str | None) -> None:
    answer = f"Last year. {quote}. More."
    of = Thread(planned(), (answer if quote != "we never said these words" else ANSWER,))
    follow_up = chosen([lacks("result", quote=quote)], of)
    assert follow_up.quote is None
    assert follow_up.text in phrases_of("en").past["result"].plain


def test_without_a_quote_the_banks_own_probe_is_asked_where_it_fits() -> None:
    fits = thread(planned(probe="What changed after that?"))
    assert chosen([lacks("result", quote=None)], fits).text == "What changed after that?"
    assert chosen([lacks("reason", quote=None)], fits).text != "What changed after that?"


def test_a_key_point_is_never_read_out() -> None:
    points = ("Look at the query plan", "Check which indexes are used", "Measure again after the change")
    question = planned(
        "technical", "How would you find a slow query?", "And if it is slow once a day?", points
    )
    follow_up = chosen([lacks("key_point", 10, points[1])], thread(question))
    assert follow_up.wants == "key_point"
    assert "index" not in follow_up.text


def test_a_probe_that_leads_to_the_missing_key_point_is_asked() -> None:
    points = ("Look at the query plan", "Check which indexes are used", "Measure again after the change")
    probe = "How would you know that an index is worth its cost?"
    question = planned("technical", "How would you find a slow query?", probe, points)
    assert chosen([lacks("key_point", 10, points[1])], thread(question)).text == probe


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("and how did it end?", "how did it end?"),
        ("Tell me about a time you improved something", None),  # a part that asks nothing by itself
        ("what happened to the cat?", None),  # not of this question
    ],
)
def test_a_part_of_the_question_that_is_open_is_asked_alone(part: str, said: str | None) -> None:
    follow_up = choose_follow_up([lacks("question_part", quote=part)], thread(), "en")
    assert (follow_up.text.split(": ")[-1] if follow_up else None) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_everything_that_may_be_asked(language: str) -> None:
    phrases = phrases_of(language)
    for kind, rules in load_rules().kinds.items():
        for wants in (*rules.wants, "topic"):
            wordings = phrases.wordings(rules.words, wants)  # type: ignore[arg-type] # "topic" is one of them
            assert wordings.quoted or wordings.plain, (kind, wants)
            if wants not in ("topic", "question_part"):
                assert wordings.plain, (kind, wants)
    english = phrases_of("en")
    assert phrases.probe_asks_for.keys() == english.probe_asks_for.keys()


@pytest.mark.parametrize("language", [*LANGUAGES, "de-AT", "pt-BR", "it"])
def test_the_same_gap_is_asked_for_in_the_language_of_the_interview(language: str) -> None:
    follow_up = chosen([lacks("own_action")], language=language)
    assert QUOTE in follow_up.text
    assert follow_up.text.count("?") == 1
    tag = language.split("-")[0]
    expected = phrases_of(tag if tag in LANGUAGES else "en").past["own_action"].quoted
    assert follow_up.text in [template.replace("{quote}", QUOTE) for template in expected]


def test_the_same_thread_gets_the_same_words_every_time() -> None:
    assert chosen([lacks("result")]) == chosen([lacks("result")])
