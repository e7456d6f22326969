"""Titles as people write them, in the words that names of occupations are made of."""

import tomllib

import pytest

from app.occupations.catalogue import default_catalogue
from app.occupations.spelling import Spelling, is_one_slip
from app.occupations.tokens import tokens_of
from app.occupations.wording import ABBREVIATIONS_FILE, LANGUAGES_FILE, default_wording


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Sr. Mech. Engr.", "Sr. mechanical engineer"),
        ("Asst. Mgr.", "assistant manager"),
        ("IT trainer", "ict trainer"),
        ("make it work", "make it work"),
        ("Office Admin", "office administrator"),
        ("Tischler/in", "carpenter"),
        ("Chirurgin", "specialised doctor"),
        ("Datenbankentwickler (m/w/d)", "database developer"),
        ("Directrice financière", "financial manager"),
        ("Coiffeur(euse)", "hairdresser"),
        ("Programadoras", "software developer"),
        ("Jefe de proyectos", "manager project"),
        ("Enfermeira", "nurse"),
        ("Data analyste", "Data analyste"),
        ("Chef", "Chef"),
        ("Conductor", "Conductor"),
        ("Director of Finance", "Director of Finance"),
        ("社長 🙂", "社長 🙂"),
        ("", ""),
    ],
)
def test_a_title_is_written_out_in_english(title: str, said: str) -> None:
    assert " ".join(default_wording().written_out(title).split()) == said


def test_every_translation_is_made_of_words_of_occupations() -> None:
    """A word that no name has finds nothing."""
    known = {stem for key in default_catalogue().occupation_keys for stem in key.split()}
    languages = tomllib.loads(LANGUAGES_FILE.read_text(encoding="utf-8"))
    shortened = tomllib.loads(ABBREVIATIONS_FILE.read_text(encoding="utf-8"))
    tables = [table for entry in languages.values() for table in (entry["words"], entry.get("phrases", {}))]
    unknown = [
        (word, instead)
        for table in (*tables, shortened["words"], shortened["several"])
        for word, instead in table.items()
        if not {token.stem for token in tokens_of(instead)} <= known
    ]
    assert unknown == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("manger", "manager"), ("sceintist", "scientist"), ("nurce", "nurse"), ("cheff", "chef")],
)
def test_a_letter_more_less_other_or_changed_about_is_one_slip(one: str, other: str) -> None:
    assert is_one_slip(one, other)
    assert is_one_slip(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("nurse", "nurse"), ("mnagre", "manager"), ("cook", "book keeper")]
)
def test_the_same_word_and_two_slips_are_not_one(one: str, other: str) -> None:
    assert not is_one_slip(one, other)


def test_a_slip_means_the_word_that_is_used_most_and_a_short_word_is_left_alone() -> None:
    spelling = Spelling({"manager": 500, "manger": 1, "banger": 2, "cook": 90})
    assert spelling.meant_by("manger") == "manager"
    assert spelling.meant_by("manager") is None
    assert spelling.meant_by("look") is None
    assert spelling.meant_by("xylophone") is None
