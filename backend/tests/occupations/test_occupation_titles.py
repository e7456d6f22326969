"""Which occupation a title is taken for; a wrong one is corrected by a line in additions.toml and one here."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evaluation.embedded.sentence_model import EmbeddingsUnavailable, SentenceModel
from app.occupations.recognition import MAX_ALTERNATIVES, Recogniser
from app.occupations.vectors import Vector
from app.questions.planner import BankPlanner
from app.questions.port import PlanRequest

MODEL = SentenceModel(threads=1)


RECOGNISER = Recogniser(MODEL)


@pytest.fixture
def recogniser() -> Recogniser:
    return RECOGNISER


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Accountant", "accountant"),
        ("Senior Backend Engineer", "software developer"),
        ("Frontend developer (m/f/d)", "user interface developer"),
        ("Staff Nurse - ICU", "nurse"),
        ("Registered nurse", "nurse"),
        ("Site Reliability Engineer", "cloud DevOps engineer"),
        ("Product Manager", "product manager"),
        ("Customer Success Manager at Acme", "customer experience manager"),
        ("Account Executive, Enterprise", "sales account manager"),
        ("Head of Marketing", "marketing manager"),
        ("Elementary school teacher", "primary school teacher"),
        ("Data Analyst Intern", "data analyst"),
        ("Barista", "barista"),
        ("Physiotherapist", "physiotherapist"),
        ("Truck driver", "cargo vehicle driver"),
        ("Electrician", "electrician"),
        ("Social worker", "social worker"),
        ("Pharmacist", "pharmacist"),
        ("Receptionist", "receptionist"),
        ("Beekeeper", "bee breeder"),
        ("Attorney", "lawyer"),
        ("Police officer", "police officer"),
        ("Policy advisor", "policy officer"),
        ("Social Media Manager", "online community manager"),
        ("Insurance agent", "insurance broker"),
        ("Math teacher", "mathematics teacher"),
        ("Krankenschwester", "nurse"),
        ("Ingeniero de software", "software developer"),
    ],
)
def test_a_title_is_taken_for_its_occupation(recogniser: Recogniser, title: str, occupation: str) -> None:
    found = recogniser.recognise(title).occupation
    assert found is not None
    assert found.label.startswith(occupation)
    assert found.id.startswith("http://data.europa.eu/esco/occupation/")


@pytest.mark.parametrize(
    "title", ["", " ", "asdf qwer", "Wizard of light bulb moments", "12345", "🙂", "- (m/f/d)"]
)
def test_a_title_of_no_job_is_taken_for_none(recogniser: Recogniser, title: str) -> None:
    assert recogniser.recognise(title).occupation is None


def test_a_title_of_several_jobs_offers_the_others(recogniser: Recogniser) -> None:
    found = recogniser.recognise("Teacher")
    assert found.occupation is not None
    assert 2 <= len(found.alternatives) <= MAX_ALTERNATIVES
    assert found.occupation not in found.alternatives


def test_a_name_that_is_given_is_not_lost_when_the_sentence_model_is_away() -> None:
    found = Recogniser(_Away()).recognise("Accountant", "You know Excel and reconciliations.")
    assert found.occupation is not None
    assert found.occupation.label == "accountant"
    assert [skill.label for skill in found.skills] == ["Excel", "bank reconciliation"]


class _Away:
    def embed(self, texts: list[str]) -> Vector:
        raise EmbeddingsUnavailable("not installed")


@given(title=st.text(max_size=120), text=st.text(max_size=300))
@settings(max_examples=30, deadline=None)
def test_any_text_is_answered_and_twice_the_same(title: str, text: str) -> None:
    found = RECOGNISER.recognise(title, text, text)
    assert found == RECOGNISER.recognise(title, text, text)
    for skill in found.skills:
        assert skill.phrase in " ".join(text.split())


async def test_a_title_that_says_nothing_is_asked_about_the_occupation_that_was_chosen() -> None:
    """The words of ESCO mean something to the bank."""
    asked = PlanRequest(
        job_title="Ward wizard", seniority="mid", language="en", interview_type="technical", question_count=3
    )
    recognised = RECOGNISER.recognise("Registered nurse").occupation
    assert recognised is not None
    chosen = asked.model_copy(update={"occupation": recognised.label})
    plain, fitting = await BankPlanner().plan(asked), await BankPlanner().plan(chosen)
    assert any("health" in question.bank_id for question in fitting)
    assert not any("health" in question.bank_id for question in plain)
