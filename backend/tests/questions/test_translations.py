"""The bank in other languages: complete enough for any interview, sayable, polite, and as fair as the English.

Word lists find what is forbidden by word; the rest is a matter of reading. Reviewed when written: no
question, probe or key point asks about, or presumes, origin, belief, family, health, age, gender,
orientation, politics or pay, and no form of address or participle guesses the candidate's gender.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

import pytest
from pydantic import ValidationError

from app.interview.script import phrasebook
from app.questions.adapting.checks import load_unfair_words
from app.questions.bank_data import MIN_TRANSLATED_PER_SENIORITY, Bank, default_bank
from app.questions.port import QuestionKind, Seniority
from app.questions.wording import MAX_SPOKEN_WORDS, Wording

BANK = default_bank()
LANGUAGES = sorted(BANK.translations)
# What suits any job: with it alone, an interview for an unknown title is whole.
CORE = [q for q in map(BANK.by_id.__getitem__, BANK.translations["de"].questions) if not q.families]
ENTRIES = [
    (tag, question_id, wording)
    for tag in LANGUAGES
    for question_id, wording in BANK.translations[tag].questions.items()
]

# Whole words, as in the English list: protected traits and private life.
UNFAIR = {tag: frozenset(load_unfair_words().bank[tag].split()) for tag in LANGUAGES}
# Words of that list that are innocent in one question, with the reason.
INNOCENT = {
    ("de", "screening-team-size", "größe"),  # of the team
    ("de", "design-crowded-screen", "größe"),  # of a letter
    ("de", "marketing-segments", "größe"),  # of a market
    ("fr", "method-compare-options", "poids"),  # of a criterion
}
KIND_OF = re.compile(r"\bgenre d[e']")  # French for "kind of"
# Forms of the familiar address; the interviewer's phrases are formal, or "você".
FAMILIAR = {
    "de": {"du", "dein", "deine", "deinen", "deiner", "dir", "dich", "euch", "euer", "eure"},
    "es": {"tú", "tu", "tus", "te", "ti", "contigo", "vos"},
    "fr": {"tu", "ton", "ta", "tes", "toi"},
    "pt": {"tu", "teu", "tua", "teus", "tuas", "te", "ti", "senhor", "senhora"},
}
ADDRESSED = {"de": "sie", "es": "usted", "fr": "vous", "pt": "você"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def spoken_texts(wording: Wording) -> tuple[str, str]:
    return wording.text, wording.follow_up_probe


def all_texts(wording: Wording) -> tuple[str, ...]:
    return (*spoken_texts(wording), *wording.strong_answer_shows, *wording.key_points)


def offenders(
    texts_of: Callable[[Wording], tuple[str, ...]], faults_in: Callable[[str, str], Iterator[str]]
) -> list[str]:
    """Each text that breaks a rule: language, question, the rule, and the text. One test names them all."""
    return [
        f"{tag} {question_id}: {fault}: {text}"
        for tag, question_id, wording in ENTRIES
        for text in texts_of(wording)
        for fault in faults_in(tag, text)
    ]


def test_the_core_is_there_in_every_language_that_the_interviewer_speaks() -> None:
    assert BANK.languages == ("en", "de", "es", "fr", "pt")
    assert all(phrasebook(tag).language == tag for tag in BANK.languages)
    translated = {frozenset(BANK.translations[tag].questions) for tag in LANGUAGES}
    assert len(translated) == 1
    assert len(CORE) >= 80


def test_every_job_family_has_technical_questions_in_every_language() -> None:
    of_jobs = [BANK.by_id[i] for i in BANK.translations["de"].questions if BANK.by_id[i].families]
    assert {q.kind for q in of_jobs} == {"technical"}
    for seniority in get_args(Seniority):
        per_family = Counter(f for q in of_jobs if seniority in q.seniorities for f in q.families)
        assert {f.id: per_family[f.id] for f in BANK.families if per_family[f.id] < 2} == {}, seniority


def test_the_core_has_every_kind_and_competency_at_every_level() -> None:
    assert {q.competency for q in CORE} == BANK.competency_ids
    at_least: dict[QuestionKind, int] = {
        "behavioral": 15,
        "situational": 10,
        "technical": 6,
        "screening": 10,
        "motivational": 5,
    }
    for seniority in get_args(Seniority):
        kinds = Counter(q.kind for q in CORE if seniority in q.seniorities)
        assert {kind: kinds[kind] for kind in kinds if kinds[kind] < at_least[kind]} == {}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_text_stands_twice(tag: str) -> None:
    wordings = BANK.translations[tag].questions.values()
    for texts in ([w.text for w in wordings], [w.follow_up_probe for w in wordings]):
        assert [text for text, count in Counter(texts).items() if count > 1] == []
    assert len({c.name for c in BANK.translations[tag].competencies.values()}) == len(BANK.competencies)


def test_every_text_can_be_said_aloud() -> None:
    def faults(tag: str, text: str) -> Iterator[str]:
        if len(text.split()) > MAX_SPOKEN_WORDS:
            yield "too long"
        if re.search(r"[/&%#*_()\[\]{}<>\"“”„«»:;!]|\d", text):
            yield "a sign or figure that cannot be said"
        if re.search(r"\s{2,}", text):
            yield "two blanks"
        if not (text.lstrip("¿")[0].isupper() or "¿" in text):
            yield "no capital at the beginning"
        if text.count("¿") != (text.count("?") if tag == "es" else 0):
            yield "¿ without ?, or ? without ¿"
        if text.count(" ?") != (text.count("?") if tag == "fr" else 0):
            yield "the blank before ?"
        if len(re.findall(r"[.?](?:\s|$)", text)) > 2:
            yield "more than two sentences"

    assert offenders(spoken_texts, faults) == []


def test_it_is_said_politely() -> None:
    def familiar(tag: str, text: str) -> Iterator[str]:
        yield from words(text) & FAMILIAR[tag]

    assert offenders(lambda wording: (*spoken_texts(wording), *wording.key_points), familiar) == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_candidate_is_addressed_as_in_the_phrases(tag: str) -> None:
    phrases = phrasebook(tag).model_dump_json()
    for said in (phrases, " ".join(w.text for w in BANK.translations[tag].questions.values())):
        assert ADDRESSED[tag] in words(said)


def test_it_is_fair() -> None:
    found = [
        (tag, question_id, word, text)
        for tag, question_id, wording in ENTRIES
        for text in all_texts(wording)
        for word in words(KIND_OF.sub("", text)) & UNFAIR[tag]
        if (tag, question_id, word) not in INNOCENT
    ]
    assert found == []


def test_nothing_was_left_in_english() -> None:
    def english(_tag: str, text: str) -> Iterator[str]:
        yield from words(text) & {"the", "and", "with", "what", "how", "your", "you", "tell"}

    assert offenders(all_texts, english) == []


def _with_translation(change: dict[str, object]) -> dict[str, object]:
    whole = BANK.model_dump()
    german = whole["translations"]["de"]
    return {**whole, "translations": {"de": {**german, **change}}}


def test_a_language_with_too_few_questions_is_not_offered() -> None:
    wordings = BANK.translations["de"].questions
    few = {q.id: wordings[q.id] for q in CORE[: MIN_TRANSLATED_PER_SENIORITY - 1]}
    bank = Bank.model_validate(_with_translation({"questions": few}))
    assert bank.languages == ("en",)


@pytest.mark.parametrize(
    ("question_id", "change", "complaint"),
    [
        ("no-such-question", {}, r"de\.toml: unknown question no-such-question"),
        ("method-meeting", {"key_points": []}, "method-meeting: another number of key points"),
        (
            "method-meeting",
            {"strong_answer_shows": ["Etwas Gutes", "Noch etwas"]},
            "method-meeting: another number of strong_answer_shows",
        ),
        ("method-meeting", {"text": "Wie? Warum?"}, "one question"),
        ("method-meeting", {"note": "unknown"}, "Extra inputs"),
    ],
)
def test_a_translation_that_does_not_fit_is_refused(
    question_id: str, change: dict[str, object], complaint: str
) -> None:
    wording = BANK.translations["de"].questions["method-meeting"].model_dump() | change
    with pytest.raises(ValidationError, match=complaint):
        Bank.model_validate(_with_translation({"questions": {question_id: wording}}))


def test_a_translation_that_lacks_a_competency_is_refused() -> None:
    names = BANK.translations["de"].model_dump()["competencies"]
    del names["communication"]
    with pytest.raises(ValidationError, match="competencies must be those of the bank: communication"):
        Bank.model_validate(_with_translation({"competencies": names}))
