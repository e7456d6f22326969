"""Correctness beside a reference: what earns, what costs, and what is neither."""

import pytest

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.comparing import opposites
from app.evaluation.embedded.fitted import load_fitted
from app.evaluation.embedded.key_points import contradicted_points
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.words import Words
from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate

EVALUATOR = EmbeddedEvaluator()
QUESTION = "Why does bread rise? State at least two reasons."
REFERENCE = (
    "Yeast turns sugar into carbon dioxide. Gluten holds the gas in bubbles. "
    "Steam makes the bubbles grow in the oven."
)


async def correctness(text: str, reference: str = REFERENCE, question: str = QUESTION) -> float:
    """0–100."""
    asked = QuestionToEvaluate(text=question, kind="technical", reference=reference)
    evaluation = await EVALUATOR.evaluate(AnswerToEvaluate(answer_id="a", text=text, question=asked))
    score = next(d.score for d in evaluation.dimensions if d.name == "correctness")
    assert score is not None
    return 20 * score


async def test_the_reference_in_other_words_scores_over_half_of_it_and_that_over_another_subject() -> None:
    whole = await correctness(
        "The yeast eats the sugar and gives off carbon dioxide, and the gluten net keeps that gas as bubbles."
    )
    part = await correctness("The yeast does something with the sugar.")
    other = await correctness("I would take the train because the road is closed in winter.")
    assert whole > part > other
    assert other <= 25


async def test_what_the_question_says_already_earns_little() -> None:
    assert await correctness("Bread rises for at least two reasons, that is why bread does rise.") <= 40


async def test_a_denied_reference_keeps_half_and_its_words_in_no_order_less() -> None:
    itself = await correctness(REFERENCE)
    denied = await correctness(REFERENCE.replace("Gluten holds", "Gluten does not hold"))
    shuffled = await correctness(
        "bubbles sugar gluten oven carbon turns steam gas dioxide yeast grow holds makes"
    )
    assert itself >= 95
    assert denied <= itself / 2 + 1
    assert shuffled <= 50


async def test_a_list_of_the_points_in_their_order_is_no_jumble() -> None:
    assert (
        await correctness(
            "yeast, sugar into carbon dioxide; gluten holds gas, bubbles; steam, bubbles grow, oven"
        )
        >= 60
    )


async def test_any_of_several_references_will_do() -> None:
    both = "There is a gap in the circuit. || The path is not closed."
    asked = "Why is the lamp dark?"
    assert await correctness("The path is not closed.", both, asked) >= 90
    assert await correctness("There is a gap in the circuit.", both, asked) >= 90


@pytest.mark.parametrize(
    ("points", "said", "is_contradicted"),
    [
        (["The path is closed."], "the path is not closed", True),
        (["The path is not closed."], "the path is closed", True),
        (["The path is closed."], "it is not the lamp of which we spoke, the path is closed", False),
        (["The path is closed."], "the path is closed", False),
        # A noun is no statement, and the other side of a comparison has it.
        (["Sequence number", "The header of TCP is longer."], "UDP has no sequence number", False),
        # The words of a point, far apart and beside a "not" about something else, are no denial of it.
        (
            ["Gluten holds the gas in bubbles.", "Steam makes the dough rise."],
            "gluten is a protein and you need not knead it long before the gas that comes makes small bubbles",
            False,
        ),
    ],
)
def test_only_a_near_copy_with_a_negation_more_or_less_is_a_contradiction(
    points: list[str], said: str, is_contradicted: bool
) -> None:
    assert bool(contradicted_points(Words.of(said), points, load_lexicon())) is is_contradicted


def test_opposites_go_both_ways() -> None:
    table = opposites()
    assert all(word in table[other] for word, others in table.items() for other in others)


def test_a_brief_and_a_detailed_reference_have_weights_of_their_own_and_the_way_between_is_even() -> None:
    fitted = load_fitted().correctness
    features = dict.fromkeys({*fitted.brief.weights, *fitted.detailed.weights}, 0.5)
    brief, detailed = fitted.brief.odds(features), fitted.detailed.odds(features)
    assert fitted.odds(features, int(fitted.brief_to)) == pytest.approx(brief)
    assert fitted.odds(features, int(fitted.detailed_from)) == pytest.approx(detailed)
    between = sorted((brief, detailed))
    assert between[0] <= fitted.odds(features, 35) <= between[1]
    with pytest.raises(KeyError):
        fitted.odds({}, 10)
