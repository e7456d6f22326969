"""Which questions a job title leads to."""

import pytest

from app.questions.bank_data import default_bank
from app.questions.titles import family_of

FAMILIES = default_bank().families


@pytest.mark.parametrize(
    ("title", "family"),
    [
        ("Backend Engineer", "software"),
        ("Senior Software Developer (m/f/d)", "software"),
        ("Full-Stack Developer", "software"),
        ("Site Reliability Engineer", "software"),
        ("Data Engineer", "data"),
        ("Machine Learning Engineer", "data"),
        ("Product Manager", "product"),
        ("Product Designer", "design"),
        ("UX/UI Designer", "design"),
        ("Sales Engineer", "sales"),
        ("Product Marketing Specialist", "marketing"),
        ("Customer Success Manager", "support"),
        ("Technical Support Engineer", "support"),
        ("Accountant", "finance"),
        ("Technical Recruiter", "hr"),
        ("Registered Nurse", "healthcare"),
        ("NURSE", "healthcare"),
        ("Warehouse Operative", "logistics"),
        ("Primary School Teacher", "education"),
        ("Executive Assistant to the CEO", "administration"),
        ("Software Engineering Manager", "software"),
        ("Programer", "software"),
        ("Développeur", "software"),
        ("Softwareentwickler", "software"),
        ("Krankenschwester", "healthcare"),
        ("Enfermera", "healthcare"),
        ("Hotel Receptionist", "hospitality"),
        ("Sous Chef", "hospitality"),
        ("Kellnerin", "hospitality"),
        ("HGV / Lorry Driver (nights)", "logistics"),
        ("Fachkraft für Lagerlogistik", "logistics"),
        ("Conductor de autobús", "logistics"),
        ("Apprentice Electrician", "construction"),
        ("Pedreiro", "construction"),
        ("CNC Machinist", "manufacturing"),
        ("Quality Engineer", "manufacturing"),
        ("Mechanical Engineer", "engineering"),
        ("Architekt", "engineering"),
        ("Solution Architect", "software"),
        ("Senior Legal Counsel", "legal"),
        ("Avocate", "legal"),
        ("Compliance Officer", "legal"),
        ("Policy Advisor", "public"),
        ("Sachbearbeiterin Bauamt", "public"),
        ("Postdoctoral Researcher", "science"),
        ("Laboratory Technician", "science"),
        ("Youth Worker", "social"),
        ("Altenpfleger", "social"),
        ("Security Engineer", "security"),
        ("SOC Analyst", "security"),
        ("Management Consultant", "consulting"),
        ("IT Security Consultant", "security"),
        ("Store Manager", "retail"),
        ("Verkäuferin im Einzelhandel", "retail"),
        ("Journalist", "media"),
        ("Video Editor", "media"),
        ("Chef de projet", "product"),
        ("Key Account Manager", "sales"),
        ("Sales Assistant", "retail"),
        ("Event Planner", "hospitality"),
        ("Demand Planner", "operations"),
        ("Clinical Psychologist", "healthcare"),
    ],
)
def test_a_title_is_recognised(title: str, family: str) -> None:
    assert family_of(title, None, FAMILIES) == family


@pytest.mark.parametrize("title", ["Astronaut", "zxqv", "社長", "🙂", "-", "1234", "Beekeeper", "a"])
def test_an_unknown_title_belongs_to_no_family(title: str) -> None:
    assert family_of(title, None, FAMILIES) is None


def test_an_occupation_helps_only_where_the_title_says_nothing() -> None:
    assert family_of("Ninja", None, FAMILIES, occupation="bricklayer") == "construction"
    assert family_of("Nurse", None, FAMILIES, occupation="bricklayer") == "healthcare"


def test_a_keyword_inside_another_word_does_not_count() -> None:
    assert family_of("Hrvatin", None, FAMILIES) is None


def test_an_unknown_title_is_recognised_by_its_description() -> None:
    description = "You take care of every patient on the ward and give them their medication."
    assert family_of("Guardian", description, FAMILIES) == "healthcare"


def test_a_known_title_outweighs_its_description() -> None:
    assert (
        family_of("Teacher", "Our patients in hospital care need medication and treatment.", FAMILIES)
        == "education"
    )
