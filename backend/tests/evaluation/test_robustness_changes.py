"""Changes of the robustness suite do what their names say."""

from random import Random

import pytest

from benchmarks import robustness_changes as changes
from benchmarks.robustness_rows import says_fillers

TEXT = "I asked Tom, my boss, at 8:40. He said 1,000 euros is too much. So I'd wait. In the end it cost 0.5 less."


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("The motor will run.", "The motor will not run."),
        ("Both patterns are loops. They open left.", "Both patterns are not loops. They open left."),
        ("The tree blocks the light.", "The tree does not block the light."),
        ("Everybody who studies the sky knows this.", "Everybody who does not study the sky knows this."),
    ],
)
def test_one_negation_denies_one_sentence(text: str, denied: str) -> None:
    assert changes.one_negation(text, Random(0)) == denied


def test_what_is_denied_already_is_not_denied_again() -> None:
    assert changes.one_negation("The circuit is not closed.", Random(0)) is None


def test_punctuation_goes_and_numbers_and_contractions_stay() -> None:
    bare = changes.without_punctuation(TEXT, Random(0))
    assert "8:40" in bare
    assert "1,000" in bare
    assert "0.5" in bare
    assert "I'd" in bare
    assert "." not in bare.replace("0.5", "")


def test_white_space_and_case_keep_the_words() -> None:
    assert changes.other_white_space(TEXT, Random(1)).split() == TEXT.split()
    assert changes.upper_case(TEXT, Random(1)).lower() == TEXT.lower()


def test_another_gender_is_another_gender_all_through() -> None:
    changed = changes.gender_swapped("She lost her keys, so I helped her. Her father came.", Random(0))
    assert changed == "He lost his keys, so I helped him. His mother came."


def test_two_names_give_the_same_text_but_for_the_name() -> None:
    one, other = changes.named("I told my boss at once.", 0), changes.named("I told my boss at once.", 1)
    assert one != other
    assert one is not None
    assert other is not None
    assert one.split()[:4] == other.split()[:4] == ["I", "told", "my", "boss"]


def test_a_sentence_less_never_takes_the_first_one() -> None:
    for seed in range(20):
        less = changes.one_sentence_less(TEXT, Random(seed))
        assert less is not None
        assert less.startswith("I asked Tom")
        assert len(changes.sentences_of(less)) == len(changes.sentences_of(TEXT)) - 1


def test_the_recogniser_writes_neither_case_nor_marks_and_mishears_names() -> None:
    heard = changes.as_recognised(TEXT, Random(3))
    assert heard == heard.lower()
    assert "tom" not in heard.split()
    assert "," not in heard.replace("1,000", "")


def test_the_same_seed_gives_the_same_change() -> None:
    assert changes.as_recognised(TEXT, Random(5)) == changes.as_recognised(TEXT, Random(5))
    assert changes.padded(TEXT, Random(5)) == changes.padded(TEXT, Random(5))


def test_delivery_tells_of_a_filler_every_five_words_and_of_none_where_there_is_none() -> None:
    assert says_fillers(changes.filler_every_five_words(TEXT, "um"))
    assert not says_fillers(TEXT)
