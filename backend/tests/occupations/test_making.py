"""How the run of labels of a concept is taken apart; on examples in the shape of the file that is read."""

import pytest

from app.occupations.making.__main__ import is_whole, keys, trusted, without_brackets
from app.occupations.making.labels import (
    Cutter,
    described_label,
    described_language,
    labels_before_description,
)


def test_labels_end_where_the_description_begins() -> None:
    parted = labels_before_description(
        [
            "baker bread maker Bakers make bread. They rise early.",
            "MRI technician MRI operator MRI technicians operate scanners. They care for patients.",
            "bee breeder",
        ]
    )
    assert parted[0] == (["baker", "bread", "maker"], "Bakers make bread. They rise early.")
    assert parted[1][0] == ["MRI", "technician", "MRI", "operator"]
    assert parted[2] == (["bee", "breeder"], "")


def test_the_first_label_is_the_one_that_the_description_repeats_in_the_plural() -> None:
    words = ["nurse", "responsible", "for", "general", "care", "staff", "nurse"]
    assert described_label(words, "Nurses responsible for general care are in charge of people.") == 5
    assert described_label(["policeman", "officer"], "Policemen keep order.") == 1
    assert described_label(["baker"], "People who bake bread.") == 0


@pytest.mark.parametrize(
    ("words", "description", "label"),
    [
        ("fitter and turner tool turner", "Fitters and turners use machine tools.", "fitter and turner"),
        ("masseur/masseuse deep tissue therapist", "Masseurs/masseuses relax people.", "masseur/masseuse"),
        ("editor-in-chief managing editor", "Editors-in-chief oversee newspapers.", "editor-in-chief"),
        ("midwife head of services", "Midwives assist women.", "midwife"),
        ("scrap metal operative metal recycler", "Scrap metal operative cut metal.", "scrap metal operative"),
        (
            "meat and meat shop manager butcher",
            "Meat and meat shop managers sell.",
            "meat and meat shop manager",
        ),
        ("ICT tester ICT testers", "ICT testers ICT testers perform tests.", "ICT tester"),
        (
            "optical inspection operator AOI",
            "Optical inspection operators (AOI) look.",
            "optical inspection operator",
        ),
    ],
)
def test_the_first_label_is_told_apart_in_whatever_number_the_description_says_it(
    words: str, description: str, label: str
) -> None:
    said = words.split()
    assert " ".join(said[: described_label(said, description)]) == label


def test_a_language_is_called_by_its_name_and_not_by_what_one_can_do_with_it() -> None:
    assert described_language(["Kurdish", "ability", "to", "comprehend", "spoken", "Kurdish"]) == 1
    assert described_language(["Arabic", "competent", "in", "Arabic"]) == 1
    assert described_language(["Microsoft", "Access", "Access", "MS", "Access"]) == 0
    assert described_language(["Engrade"]) == 0


def test_a_run_is_cut_where_labels_known_from_elsewhere_end_and_begin() -> None:
    known = [
        label.split() for label in ("bread baker", "cake baker", "bread maker", "cake maker", "cake seller")
    ]
    run = ["cake", "baker", "bread", "maker", "cake", "seller", "bread", "baker"]
    assert Cutter([run] * 3, known).cut(run) == [
        ["cake", "baker"],
        ["bread", "maker"],
        ["cake", "seller"],
        ["bread", "baker"],
    ]


def test_no_label_begins_or_ends_with_a_joining_word() -> None:
    run = ["director", "of", "arts", "head", "of", "arts", "manager", "of", "arts"]
    for label in Cutter([run] * 4).cut(run):
        assert label[0] != "of"
        assert label[-1] != "of"


def test_no_label_says_a_word_twice_be_it_in_another_form() -> None:
    runs = [
        text.split() for text in ("write leaflets", "write Tamil writing Tamil", "tune bikes tuning of bikes")
    ]
    for label in Cutter(runs * 5).cut(["write", "Tamil", "writing", "Tamil", "correspond", "in", "Tamil"]):
        assert list(label).count("Tamil") <= 1


def test_every_word_of_a_run_is_in_one_label_in_order() -> None:
    run = ["a", "label", "that", "nobody", "has", "seen", "(with", "brackets)", "and", "of"]
    assert [word for label in Cutter([run]).cut(run) for word in label] == run
    assert Cutter([run]).cut([]) == []


def test_what_stands_in_brackets_is_not_part_of_a_name() -> None:
    assert without_brackets("Python (computer programming)") == "Python"
    assert without_brackets("(only brackets)") == "(only brackets)"


def test_a_label_that_says_a_word_twice_is_two_that_were_not_parted() -> None:
    assert is_whole("manage staff")
    assert not is_whole("plan work work in an organised manner")
    assert not is_whole("of the")


def test_one_word_is_trusted_only_as_the_skills_own_name() -> None:
    assert trusted(keys(["Python", "snake", "snake language"])) == ["python", "languag snak"]
