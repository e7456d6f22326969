"""The most that verified passages can carry, and how little that costs a fair judge."""

from statistics import fmean

import pytest
from fakes.language_model import FAIR
from fakes.language_model_server import language_model_server

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.language_model import LanguageModelEvaluator, LanguageModelSettings
from app.evaluation.language_model.carrying import (
    HELD_FLAG,
    clearly_contradicts,
    held_to_passages,
    load_bounds,
)
from app.evaluation.port import (
    AnswerToEvaluate,
    DimensionName,
    DimensionScore,
    Evaluation,
    Evidence,
    QuestionToEvaluate,
)
from app.evaluation.rubric import dimensions_of
from graded import load_answers

LEXICON = load_lexicon()
QUESTION = QuestionToEvaluate(text="Tell me about a time you fixed something at work.")
STRONG = (
    "In March our till in Leeds crashed every evening at six. I read the logs for two days, found a full disk, and "
    "moved the receipts to another server because nobody could wait. Since then it has not crashed once."
)
EMPTY = "Things like that are usually handled well where I work, since everybody cares and communication is key there."


def held(text: str, quotes: list[str] | None = None, **options: str) -> dict[DimensionName, DimensionScore]:
    """Fives for everything, on these quotes (None: the whole answer)."""
    answer = AnswerToEvaluate(answer_id="a1", text=text, question=QUESTION, **options)
    places = [
        Evidence(quote=quote, start=(at := text.index(quote)), end=at + len(quote), answer_id="a1")
        for quote in ([text] if quotes is None else quotes)
    ]
    fives = [DimensionScore(name=name, score=5, comment="You tell.") for name in dimensions_of(QUESTION)]
    words = clean(text, QUESTION.text, LEXICON).words
    return {d.name: d for d in held_to_passages(answer, fives, words, places, LEXICON)}


class TestWhatPassagesCarry:
    def test_all_that_a_five_asks_for_carries_fives(self) -> None:
        assert {d.score for d in held(STRONG).values()} == {5}

    def test_words_that_show_nothing_carry_little_but_topic(self) -> None:
        scores = {name: d.score for name, d in held(EMPTY).items()}
        bounds = load_bounds().example
        assert scores.pop("relevance") == 5  # whose topic it is, code does not count
        assert scores == {name: bounds[name].none for name in scores}

    def test_what_is_not_in_the_passages_is_not_counted(self) -> None:
        far = f"{STRONG} {'And so on and on it went with us. ' * 6}The weather there is usually nice."
        assert held(far, ["The weather there is usually nice"])["specificity"].score == 3
        assert held(far, ["In March our till in Leeds crashed"])["specificity"].score == 5

    def test_no_passage_carries_as_little(self) -> None:
        assert held(STRONG, [])["ownership"].score == load_bounds().example["ownership"].none

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "Held at 3"), ("de-DE", "Höchstens 3"), ("it", "Held at 3")]
    )
    def test_what_is_held_says_so_in_the_interviews_language(self, language: str, words: str) -> None:
        comment = held(EMPTY, language=language)["specificity"].comment
        assert comment.startswith("You tell. (")
        assert words in comment

    def test_every_language_has_words_for_everything_that_can_be_held(self) -> None:
        bounds = load_bounds()
        can_be_held = {*bounds.example, *bounds.other, "correctness"}
        assert all(set(words) == can_be_held for words in bounds.words.values())
        assert all("{most}" in why for words in bounds.words.values() for why in words.values())


class TestTheWrongWayRound:
    REFERENCE = "A cache keeps copies near the reader, so that the second read is fast. It has to be cleared on writes."

    def said(self, text: str, reference: str = REFERENCE) -> bool:
        question = QuestionToEvaluate(text="What is a cache?", kind="technical", reference=reference)
        answer = AnswerToEvaluate(answer_id="a1", text=text, question=question)
        return clearly_contradicts(answer, clean(text, question.text, LEXICON).words, LEXICON)

    def test_the_reference_with_a_not_in_it_is(self) -> None:
        assert self.said(self.REFERENCE.replace("It has to be", "It does not have to be"))

    def test_the_reference_itself_is_not_nor_are_other_words_for_it(self) -> None:
        assert not self.said(self.REFERENCE)
        assert not self.said("It holds what was read before, nearby, and you must not forget to empty it.")

    def test_a_reference_whose_points_deny_each_others_words_says_nothing(self) -> None:
        both = "TCP keeps the order of packets. UDP does not keep the order of packets."
        assert not self.said(both, both)

    def test_one_of_several_references_is_enough_to_be_right(self) -> None:
        other = "A cache does not have to be cleared on writes if it expires. Copies are near the reader."
        assert not self.said(other, f"{self.REFERENCE} || {other}")

    def test_without_a_reference_nothing_can_be(self) -> None:
        answer = AnswerToEvaluate(answer_id="a1", text=STRONG, question=QUESTION)
        assert not clearly_contradicts(answer, clean(STRONG, QUESTION.text, LEXICON).words, LEXICON)


async def judged_by(behaviour: str, text: str) -> Evaluation:
    async with language_model_server(behaviour) as server:
        evaluator = LanguageModelEvaluator(LanguageModelSettings(model="test", base_url=server.base_url))
        try:
            return await evaluator.evaluate(AnswerToEvaluate(answer_id="a1", text=text, question=QUESTION))
        finally:
            await evaluator.aclose()


async def test_a_model_that_obeys_is_held_and_flagged_and_its_fix_is_still_about_what_is_missing() -> None:
    longer = f"{EMPTY} We all value quality, and that is why problems are rarely seen by anybody in our team."
    evaluation = await judged_by("obeys", longer)
    assert HELD_FLAG in evaluation.flags
    assert evaluation.score is not None
    assert evaluation.score <= 70
    assert evaluation.biggest_fix
    assert HELD_FLAG not in (await judged_by("obeys", STRONG)).flags


async def test_another_language_is_not_counted_in_english_words() -> None:
    german = (
        "Im März ist unsere Kasse jeden Abend abgestürzt. Ich habe die Protokolle gelesen und den Speicher geleert, "
        "weil niemand warten konnte. Seitdem läuft sie ohne Fehler, und wir prüfen sie einmal in der Woche."
    )
    assert HELD_FLAG not in (await judged_by("obeys", german)).flags


async def test_a_fair_judges_verdicts_are_hardly_touched() -> None:
    """All 226 graded answers by a scripted judge that is fair at the upper end: measured 30 answers, 0.4 points."""
    lost: list[float] = []
    async with language_model_server("fair") as server:
        evaluator = LanguageModelEvaluator(LanguageModelSettings(model="test", base_url=server.base_url))
        for graded in load_answers():
            score = (await evaluator.evaluate(graded.to_evaluate())).score
            assert score is not None
            lost.append(20 * FAIR[graded.level] - score)
        await evaluator.aclose()
    assert fmean(lost) <= 1
    assert sum(points > 0 for points in lost) <= 0.2 * len(lost)
    assert sum(points > 10 for points in lost) <= 2
