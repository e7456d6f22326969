"""The bank as it ships: what it covers, and that every text can be asked of anyone.

Word lists find what is forbidden by word; the rest is a matter of reading. Reviewed when written, question
by question: none asks for or presumes origin, belief, family, health, age, gender, orientation, politics or
pay of the candidate; none needs the knowledge of one country's law, one company or one product; students and
people without a job so far can answer what is marked for interns; key points are what textbooks agree on.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from app.evaluation.embedded.sentence_model import SentenceModel
from app.questions.adapting.checks import load_unfair_words
from app.questions.bank_data import Bank, BankQuestion, default_bank, read_bank
from app.questions.port import QuestionKind, Seniority
from app.questions.vocabulary import likeness, stems_of
from app.questions.wording import MAX_SPOKEN_WORDS

BANK = default_bank()

# Whole words that an interviewer must not bring up: protected traits and private life.
UNFAIR = frozenset(load_unfair_words().bank["en"].split())
# Words of that list that are innocent in one question of the bank, with the reason.
INNOCENT = {
    ("software-data-loss-deploy", "old"),  # the old structure
    ("software-legacy-rewrite", "old"),  # an old system
    ("administration-records", "old"),  # old files
    ("adaptability-new-tool", "old"),  # the old way of working
}


def spoken_texts(question: BankQuestion) -> tuple[str, str]:
    return question.text, question.follow_up_probe


def offenders(faults_in: Callable[[str], Iterator[str]]) -> list[str]:
    """Each text that is said aloud and breaks a rule: question, rule and text, so that one test names them all."""
    return [
        f"{question.id}: {fault}: {text}"
        for question in BANK.questions
        for text in spoken_texts(question)
        for fault in faults_in(text)
    ]


def test_the_bank_is_large_enough() -> None:
    assert len(BANK.questions) >= 300
    assert len(BANK.competencies) >= 12
    assert len(BANK.families) >= 20


def test_every_competency_and_family_is_asked_about() -> None:
    by_competency = Counter(q.competency for q in BANK.questions)
    by_family = Counter(f for q in BANK.questions for f in q.families)
    assert {c.id: by_competency[c.id] for c in BANK.competencies if by_competency[c.id] < 5} == {}
    assert {f.id: by_family[f.id] for f in BANK.families if by_family[f.id] < 5} == {}


def test_every_kind_is_there_for_every_seniority() -> None:
    for kind in get_args(QuestionKind):
        for seniority in get_args(Seniority):
            fitting = [q for q in BANK.questions if q.kind == kind and seniority in q.seniorities]
            assert len(fitting) >= 6, (kind, seniority)


def test_technical_questions_carry_key_points_in_every_family() -> None:
    technical = [q for q in BANK.questions if q.kind == "technical"]
    assert len(technical) >= 80
    assert all(3 <= len(q.key_points) <= 6 for q in technical)
    per_family = Counter(f for q in technical for f in q.families)
    assert min(per_family[f.id] for f in BANK.families) >= 3
    for seniority in get_args(Seniority):
        per_family = Counter(f for q in technical if seniority in q.seniorities for f in q.families)
        assert {f.id: per_family[f.id] for f in BANK.families if per_family[f.id] < 3} == {}


def test_every_family_is_asked_about_the_past_and_about_a_situation() -> None:
    for kind in ("behavioral", "situational"):
        families = {f for q in BANK.questions if q.kind == kind for f in q.families}
        assert families == {f.id for f in BANK.families}


def test_every_family_has_an_inviting_technical_question_for_everyone() -> None:
    for family in BANK.families:
        inviting = [
            q for q in BANK.questions if q.opens_well and q.kind == "technical" and family.id in q.families
        ]
        assert {s for q in inviting for s in q.seniorities} == set(get_args(Seniority)), family.id


def test_every_text_can_be_said_aloud() -> None:
    def faults(text: str) -> Iterator[str]:
        if len(text.split()) > MAX_SPOKEN_WORDS:
            yield "too long"
        if re.search(r"[/&%#*_()\[\]{}<>\"“”:;]|\d|\be\.g\.|\betc\b|\bi\.e\.", text):
            yield "a sign or figure that cannot be said"
        if not text[0].isupper():
            yield "no capital at the beginning"
        if re.search(r"\s{2,}", text):
            yield "two blanks"

    assert offenders(faults) == []


def test_it_asks_one_thing() -> None:
    def faults(text: str) -> Iterator[str]:
        if text.count("?") > 1:
            yield "two question marks"
        if len(re.findall(r"[.?!](?:\s|$)", text)) > 2:
            yield "more than two sentences"
        if re.search(r"\band (what|why|when|who|where|how)\b.*\band\b", text):
            yield "a second and a third question"

    assert offenders(faults) == []


def test_it_is_fair() -> None:
    found = [
        (question.id, word, text)
        for question in BANK.questions
        for text in (*spoken_texts(question), *question.strong_answer_shows, *question.key_points)
        for word in set(re.findall(r"[a-z]+", text.lower())) & UNFAIR
        if (question.id, word) not in INNOCENT
    ]
    assert found == []


def test_no_question_is_another_one_in_other_words() -> None:
    """Half of the telling words shared means the candidate feels asked the same thing twice."""
    words = {q.id: stems_of(q.text) for q in BANK.questions}
    alike = [
        (a, b, round(likeness(words[a], words[b]), 2))
        for a, b in combinations(words, 2)
        if likeness(words[a], words[b]) >= 0.6
    ]
    assert alike == []
    assert len({q.text.lower() for q in BANK.questions}) == len(BANK.questions)
    assert len({q.follow_up_probe.lower() for q in BANK.questions}) == len(BANK.questions)


@pytest.fixture(scope="module")
def cosines() -> dict[tuple[str, str], float]:
    """How alike the sentence model finds each two questions that one interview could have."""
    vectors = SentenceModel().embed([q.text for q in BANK.questions])
    return {
        (a.id, b.id): float(vectors[i] @ vectors[j])
        for (i, a), (j, b) in combinations(enumerate(BANK.questions), 2)
        if not a.families or not b.families or set(a.families) & set(b.families)
    }


def test_no_question_means_the_same_as_another_one(cosines: dict[tuple[str, str], float]) -> None:
    """The closest pair of the bank is at .79: a customer and a colleague who are hard to please."""
    assert {pair: cosine for pair, cosine in cosines.items() if cosine > 0.85} == {}


def test_questions_that_sound_alike_are_kept_apart(cosines: dict[tuple[str, str], float]) -> None:
    apart = {frozenset(pair) for pair in BANK.not_together}
    alike = {pair: round(cosine, 2) for pair, cosine in cosines.items() if cosine > 0.65}
    assert {pair: cosine for pair, cosine in alike.items() if frozenset(pair) not in apart} == {}


def test_keywords_of_families_are_plain_and_unique() -> None:
    keywords = [k for f in BANK.families for k in f.keywords]
    assert [k for k, n in Counter(keywords).items() if n > 1] == []
    assert all(k == k.lower().strip() and k.isascii() for k in keywords)


QUESTION = {
    "id": "a-question",
    "text": "How do you do it?",
    "competency": "quality",
    "kind": "behavioral",
    "families": [],
    "seniorities": ["mid"],
    "strong_answer_shows": ["Shows one thing", "Shows another"],
    "follow_up_probe": "What happened next?",
}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"text": "word " * 36 + "word?"}, "more than 35 words"),
        ({"text": "What is it? Why is it?"}, "one question"),
        ({"follow_up_probe": "Say more about it!"}, "one question"),
        ({"kind": "technical"}, "technical questions carry key points"),
        ({"key_points": ["One key point"] * 3}, "technical questions carry key points"),
        ({"kind": "technical", "key_points": ["One key point"]}, "at least three key points"),
        ({"seniorities": []}, "at least 1 item"),
        ({"seniorities": ["expert"]}, "intern"),
        ({"strong_answer_shows": ["Only one thing"]}, "at least 2 items"),
        ({"note": "unknown field"}, "Extra inputs"),
        ({"id": "Not A Slug"}, "pattern"),
    ],
)
def test_a_question_that_breaks_a_rule_is_refused(change: dict[str, object], complaint: str) -> None:
    BankQuestion.model_validate(QUESTION)
    with pytest.raises(ValidationError, match=complaint):
        BankQuestion.model_validate({**QUESTION, **change})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"competency": "unknown"}, "a-question: unknown competency unknown"),
        ({"families": ["unknown"]}, "a-question: unknown family unknown"),
    ],
)
def test_a_bank_that_contradicts_itself_is_refused(change: dict[str, object], complaint: str) -> None:
    whole = BANK.model_dump()
    whole |= {"not_together": [], "translations": {}}
    with pytest.raises(ValidationError, match=complaint):
        Bank.model_validate({**whole, "questions": [{**QUESTION, **change}]})


def test_a_bank_with_the_same_question_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="question stands twice: a-question"):
        Bank.model_validate({**BANK.model_dump(), "questions": [QUESTION, QUESTION]})


def test_a_bank_without_a_difficulty_for_each_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"kinds\.toml lacks: .*technical"):
        Bank.model_validate({**BANK.model_dump(), "difficulty": {"behavioral": 1}})


def test_a_file_without_entries_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    (tmp_path / "competencies.toml").write_text('competency = "none"\n')
    with pytest.raises(ValueError, match=r"competencies\.toml: expected \[\[competency\]\]"):
        read_bank(tmp_path)
