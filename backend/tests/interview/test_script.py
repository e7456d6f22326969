"""What the interviewer says: in every language and manner, in the right order, never a judgement too much."""

import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.evaluation.port import DimensionName, DimensionScore, Evaluation, EvaluationStatus
from app.interview import script
from app.interview.script import Commands, Phrasebook, phrasebook
from app.interview.terms import Persona

PERSONAS: tuple[Persona, ...] = get_args(Persona)
STATUSES: tuple[EvaluationStatus, ...] = get_args(EvaluationStatus)
QUESTION = "Tell me about a mistake you made."
SCORED = Evaluation(
    status="scored",
    score=62,
    strength="You named a concrete case.",
    biggest_fix="Say what the outage cost.",
    dimensions=[DimensionScore(name="specificity", score=4), DimensionScore(name="result", score=1)],
)

every_language = pytest.mark.parametrize("language", script.LANGUAGES)
every_persona = pytest.mark.parametrize("persona", PERSONAS)


def greeting(
    language: str = "en", persona: Persona = "warm", name: str = "Maria", total: int = 5
) -> list[str]:
    return script.briefing_lines(language, persona, name, "Nurse", QUESTION, 1, total, is_resumed=False)


def following(
    evaluation: Evaluation | None,
    language: str = "en",
    persona: Persona = "warm",
    number: int = 2,
    is_last: bool = False,
    was_skipped: bool = False,
    question: str | None = QUESTION,
) -> list[str]:
    return script.next_lines(
        language, persona, "each_answer", evaluation, question, number, 5, is_last, was_skipped
    )


@every_language
@every_persona
def test_the_first_words_greet_by_name_in_a_short_line_and_end_with_the_question(
    language: str, persona: Persona
) -> None:
    lines = greeting(language, persona)
    assert "Maria" in lines[0]
    assert len(lines[0].split()) <= 8
    assert lines[-1] == QUESTION
    assert any("Nurse" in line and "5" in line for line in lines)


@every_language
@every_persona
@pytest.mark.parametrize("name", ["Candidate", "candidate", "", "  "])
def test_nobody_is_called_candidate(language: str, persona: Persona, name: str) -> None:
    spoken = [*greeting(language, persona, name), *script.closing_lines(language, persona, name, "at_end")]
    assert not any("candidate" in line.lower() or " ." in line or ", ." in line for line in spoken)


@every_language
def test_who_typed_the_first_answers_is_greeted_and_not_told_of_a_first_question(language: str) -> None:
    manner = phrasebook(language).personas["warm"]
    lines = script.briefing_lines(language, "warm", "Maria", "Nurse", QUESTION, 3, 5, is_resumed=False)
    assert lines[0] == greeting(language)[0]
    assert "3" in lines[1]
    assert manner.how_to_answer not in lines


@every_language
@every_persona
def test_the_question_comes_after_some_seven_seconds(language: str, persona: Persona) -> None:
    """Twenty words or so: a voice says some three in a second."""
    assert sum(len(line.split()) for line in greeting(language, persona)[:-1]) <= 22


@every_language
@every_persona
def test_one_question_is_not_announced_as_several(language: str, persona: Persona) -> None:
    manner = phrasebook(language).personas[persona]
    lines = greeting(language, persona, total=1)
    assert lines[1] == manner.introduction_one_question.format(job_title="Nurse")
    several = r"questions|Fragen|preguntas|perguntas|first|erste|primera|première|primeira"
    assert not re.search(several, " ".join(lines[:-1]))


@every_language
@every_persona
def test_where_our_voice_lacks_the_language_nobody_is_invited_to_speak(
    language: str, persona: Persona
) -> None:
    manner = phrasebook(language).personas[persona]
    lines = script.briefing_lines(
        language, persona, "Maria", "Nurse", QUESTION, 1, 5, is_resumed=False, is_spoken=False
    )
    assert lines[2:] == [manner.how_to_type, QUESTION]
    assert manner.how_to_answer not in lines


@every_language
@every_persona
def test_after_an_interruption_it_says_that_the_interview_goes_on(language: str, persona: Persona) -> None:
    fresh = script.briefing_lines(language, persona, "Maria", "Nurse", QUESTION, 3, 5, is_resumed=True)
    halfway = script.briefing_lines(language, persona, "Maria", "Nurse", QUESTION, 3, 5, True, "So I called")
    assert "3" in fresh[1]
    assert halfway[1] != fresh[1]
    assert fresh[-1] == halfway[-1] == QUESTION
    assert not any("So I called" in line for line in halfway)


@every_language
@every_persona
def test_a_scored_answer_gets_a_strength_and_one_fix(language: str, persona: Persona) -> None:
    acknowledgement, strength, fix, question = following(SCORED, language, persona)
    assert len(acknowledgement.split()) <= 7
    book = phrasebook(language)
    best = "You named a concrete case." if language == "en" else book.remarks.strength["specificity"]
    assert strength == best
    assert ("Say what the outage cost." if language == "en" else book.remarks.fix["result"]) in fix
    assert question == QUESTION


def test_remarks_are_kept_for_the_end_when_asked_to() -> None:
    lines = script.next_lines("en", "warm", "at_end", SCORED, QUESTION, 2, 5, False, False)
    assert lines == ["Thanks for sharing that.", QUESTION]


@every_persona
@pytest.mark.parametrize("status", [s for s in STATUSES if s != "scored"])
def test_an_unscored_answer_is_not_judged(persona: Persona, status: EvaluationStatus) -> None:
    evaluation = SCORED.model_copy(update={"status": status, "score": None})
    assert len(following(evaluation, persona=persona)) == 2
    assert len(following(None, persona=persona)) == 2


@every_language
def test_a_badly_heard_answer_is_said_to_be_badly_heard_and_not_judged(language: str) -> None:
    evaluation = SCORED.model_copy(update={"status": "provisional"})
    lines = following(evaluation, language)
    assert lines[1] == phrasebook(language).personas["warm"].heard_poorly
    assert len(lines) == 3


def test_a_remark_is_only_its_first_sentence() -> None:
    long = SCORED.model_copy(
        update={"strength": "You said 3.5 hours. Then more. And more.", "biggest_fix": None}
    )
    assert following(long)[1] == "You said 3.5 hours."


def test_of_a_fix_in_two_sentences_the_advice_is_spoken() -> None:
    fix = SCORED.model_copy(
        update={"strength": None, "biggest_fix": "This is a headline. Tell the story behind it."}
    )
    assert following(fix)[1] == "And one more thought: Tell the story behind it."


def test_a_quote_is_spoken_whole_or_not_at_all() -> None:
    whole = "You said what came of it: “we cut it to 90 ms.” People remember that."
    assert (
        following(SCORED.model_copy(update={"strength": whole, "biggest_fix": None}))[1]
        == whole.partition(" People")[0]
    )
    cut = "You said: “I called. Then I wrote.” Good."
    in_its_place = phrasebook("en").remarks.strength["specificity"]
    assert following(SCORED.model_copy(update={"strength": cut, "biggest_fix": None}))[1] == in_its_place


def test_a_remark_too_long_to_be_spoken_is_replaced_by_that_of_its_dimension() -> None:
    long = SCORED.model_copy(update={"strength": "word " * 60, "biggest_fix": None})
    assert following(long)[1] == phrasebook("en").remarks.strength["specificity"]


def test_a_strength_that_no_dimension_bears_out_is_not_spoken() -> None:
    weak = Evaluation(status="scored", score=20, strength="word " * 60)
    assert following(weak) == [following(None)[0], QUESTION]


@every_language
@every_persona
def test_an_answer_to_another_question_is_not_praised_aloud(language: str, persona: Persona) -> None:
    off_topic = SCORED.model_copy(
        update={"dimensions": [DimensionScore(name="relevance", score=0.6), *SCORED.dimensions]}
    )
    lines = following(off_topic, language, persona)
    assert len(lines) == 3  # acknowledgement, fix, question
    praise = phrasebook(language).remarks.strength.values()
    assert not {SCORED.strength, *praise} & set(lines)


@every_language
def test_no_general_fix_is_spoken_of_an_answer_that_is_nearly_perfect(language: str) -> None:
    dimensions = [DimensionScore(name="result", score=4.8), DimensionScore(name="structure", score=5)]
    best = SCORED.model_copy(update={"dimensions": dimensions, "biggest_fix": "word " * 60})
    general = set(phrasebook(language).remarks.fix.values())
    assert not [line for line in following(best, language) if any(fix in line for fix in general)]


@every_language
@every_persona
def test_a_skipped_question_gets_no_thanks_for_an_answer(language: str, persona: Persona) -> None:
    manner = phrasebook(language).personas[persona]
    lines = following(SCORED, language, persona, was_skipped=True)
    assert lines[0] in manner.after_skip
    assert lines[1:] == [QUESTION]


def test_the_last_question_is_announced_and_the_only_one_is_not() -> None:
    assert "Here is the last question." in following(None, number=5, is_last=True)
    only = script.next_lines("en", "warm", "each_answer", None, QUESTION, 1, 1, True, False)
    assert "Here is the last question." not in only


def test_without_a_next_question_it_ends_after_the_remark() -> None:
    assert len(following(SCORED, question=None, number=5)) == 3


@every_language
@every_persona
def test_the_closing_names_the_end_and_the_report(language: str, persona: Persona) -> None:
    now = script.closing_lines(language, persona, "Maria", "each_answer")
    later = script.closing_lines(language, persona, "Maria", "at_end")
    assert now[0] == later[0]
    assert "Maria" in now[1]
    assert now[2] != later[2]
    assert len(now[0].split()) <= 7


def test_the_end_is_said_in_the_promised_words() -> None:
    assert script.closing_lines("en", "warm", "Maria", "at_end")[0] == "That was the last question."


@every_language
@every_persona
def test_acknowledgements_change_from_question_to_question(language: str, persona: Persona) -> None:
    said = [following(None, language, persona, number=n)[0] for n in range(2, 6)]
    assert len(set(said)) == 4


@every_language
@every_persona
def test_the_agent_gets_all_of_its_phrases(language: str, persona: Persona) -> None:
    own = script.phrases(language, persona)
    assert set(own) == {"nudge", "sorry", "moment", "not_heard", "reconnected", "repeat", "skipped"}
    assert all(own.values())
    assert len(own["sorry"].split()) <= 6


@every_language
@every_persona
def test_the_first_words_after_any_answer_are_known_ahead(language: str, persona: Persona) -> None:
    known = script.reactions(language, persona)
    for number in range(2, 16):
        assert following(SCORED, language, persona, number=number)[0] in known
        skipped = script.next_lines(language, persona, "at_end", None, QUESTION, number, 15, False, True)
        assert skipped[0] in known


@every_language
def test_personas_differ_in_words(language: str) -> None:
    greetings = {tuple(greeting(language, persona)) for persona in PERSONAS}
    assert len(greetings) == 3


@pytest.mark.parametrize(
    ("tag", "like"), [("de-AT", "de"), ("pt-BR", "pt"), ("EN-us", "en"), ("ja", "en"), ("xx", "en")]
)
def test_a_tag_is_spoken_to_in_its_language_or_in_english(tag: str, like: str) -> None:
    assert greeting(tag) == greeting(like)
    assert script.commands(tag) == script.commands(like)


@every_language
def test_commands_are_many_whole_utterances_with_one_meaning(language: str) -> None:
    commands = script.commands(language)
    assert set(commands) == {"repeat", "skip", "moment", "done"}
    assert all(len(found) >= 15 for found in commands.values())
    every = [phrase for found in commands.values() for phrase in found]
    assert len(every) == len(set(every))


@every_language
def test_every_line_is_a_sentence_that_can_be_spoken(language: str) -> None:
    book = phrasebook(language)
    for persona, manner in book.personas.items():
        for name, value in manner.model_dump().items():
            for line in [value] if isinstance(value, str) else value:
                assert len(line.split()) <= 32, (persona, name, line)
                assert line[-1] in ".?!" or line.endswith("{remark}"), (persona, name, line)
    assert set(book.remarks.fix) == set(get_args(DimensionName))


@given(name=st.text(max_size=80), title=st.text(min_size=1, max_size=120))
def test_any_name_and_title_can_be_spoken(name: str, title: str) -> None:
    lines = script.briefing_lines("en", "warm", name, title, QUESTION, 1, 5, False)
    assert all("\n" not in line for line in lines)
    assert " ".join(title.split()) in lines[1]


def test_a_name_with_braces_is_only_a_name() -> None:
    assert greeting(name="{total}")[0] == "Hello {total}, good to meet you."


def test_a_typo_in_a_field_fails_when_the_file_is_read() -> None:
    raw = phrasebook("en").model_dump()
    raw["personas"]["warm"]["greeting"] = "Hello {nmae}."
    with pytest.raises(ValidationError, match=r"unknown field \{nmae\}"):
        Phrasebook.model_validate(raw)


def test_a_missing_persona_fails_when_the_file_is_read() -> None:
    raw = phrasebook("en").model_dump()
    del raw["personas"]["neutral"]
    with pytest.raises(ValidationError, match="persona missing: neutral"):
        Phrasebook.model_validate(raw)


@pytest.mark.parametrize("phrase", ["I'm done", "i'm done.", "", "done  now", "42"])
def test_a_command_that_no_recogniser_would_match_is_refused(phrase: str) -> None:
    raw = script.commands("en")
    with pytest.raises(ValidationError, match="lower-case words"):
        Commands.model_validate({**raw, "done": [*raw["done"], phrase]})


def test_a_command_with_two_meanings_is_refused() -> None:
    raw = script.commands("en")
    with pytest.raises(ValidationError, match="stands twice: pass"):
        Commands.model_validate({**raw, "done": [*raw["done"], "pass"]})


@every_language
def test_commands_match_what_is_left_of_an_utterance_without_punctuation(language: str) -> None:
    for found in script.commands(language).values():
        for phrase in found:
            assert re.sub(r"[^\w\s'-]", "", phrase).lower() == phrase
