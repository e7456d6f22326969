"""The plan of an interview: complete, repeatable, and fitting the job."""

import asyncio
import cProfile
from collections import Counter
from itertools import combinations, pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questions.bank_data import default_bank
from app.questions.planner import BankPlanner
from app.questions.port import InterviewType, PlannedQuestion, PlanRequest, Seniority, UnknownCompetency
from app.questions.slots import slots_for

PLANNER, ANOTHER_PLANNER = BankPlanner(), BankPlanner()
BANK = default_bank()
BY_ID = {q.id: q for q in BANK.questions}
TITLES = {f.id: f.keywords[0] for f in BANK.families} | {"none": "Beekeeper"}
SENIORITIES = get_args(Seniority)
SUBSTANCE_SKILLS = ("handle hazardous chemicals", "disposal of chemical waste", "read safety data sheets")
TYPES = get_args(InterviewType)


async def plan(title: str = "Backend engineer", **setup: object) -> list[PlannedQuestion]:
    defaults = {"seniority": "mid", "language": "en", "interview_type": "mixed", "question_count": 5}
    return await PLANNER.plan(PlanRequest.model_validate({"job_title": title, **defaults, **setup}))


def ids(planned: list[PlannedQuestion]) -> list[str]:
    return [q.bank_id for q in planned]


@pytest.mark.parametrize("family", TITLES)
async def test_every_combination_gets_exactly_what_was_asked_for(family: str) -> None:
    for seniority in SENIORITIES:
        for interview_type in TYPES:
            for count in (1, 2, 3, 6, 15):
                planned = await plan(
                    TITLES[family], seniority=seniority, interview_type=interview_type, question_count=count
                )
                assert len(planned) == count
                assert len(set(ids(planned))) == count
                for question in planned:
                    source = BY_ID[question.bank_id]
                    assert seniority in source.seniorities
                    assert not source.families or family in source.families


@settings(max_examples=60, deadline=None)
@given(
    title=st.text(min_size=1, max_size=120),
    seniority=st.sampled_from(SENIORITIES),
    interview_type=st.sampled_from(TYPES),
    count=st.integers(1, 15),
    focus=st.lists(st.sampled_from(sorted(BANK.competency_ids)), max_size=12),
    description=st.none() | st.text(max_size=400),
    language=st.sampled_from(["en", "de-CH", "es", "fr", "pt-BR", "uk", "zz-Latn"]),
    seed=st.integers(),
)
async def test_any_request_is_planned_the_same_way_twice(
    title: str,
    seniority: Seniority,
    interview_type: InterviewType,
    count: int,
    focus: list[str],
    description: str | None,
    language: str,
    seed: int,
) -> None:
    request = PlanRequest(
        job_title=title,
        seniority=seniority,
        language=language,
        interview_type=interview_type,
        question_count=count,
        focus=tuple(focus),
        job_description=description,
        seed=seed,
    )
    first = await PLANNER.plan(request)
    assert len(set(ids(first))) == count
    assert await ANOTHER_PLANNER.plan(request) == first


@pytest.mark.parametrize("interview_type", TYPES)
async def test_no_interview_asks_for_nearly_the_same_twice(interview_type: InterviewType) -> None:
    apart = {frozenset(pair) for pair in BANK.not_together}
    for title in TITLES.values():
        for seed, seniority in enumerate(SENIORITIES):
            planned = await plan(
                title, interview_type=interview_type, seniority=seniority, question_count=15, seed=seed
            )
            assert {frozenset(pair) for pair in combinations(ids(planned), 2)} & apart == set()


async def test_another_seed_asks_other_questions() -> None:
    plans = {tuple(ids(await plan(seed=seed))) for seed in range(10)}
    assert len(plans) >= 5


async def test_a_mixed_interview_is_mostly_behavioral_with_something_of_the_job() -> None:
    for title in TITLES.values():
        for count in range(3, 16):
            kinds = Counter(q.kind for q in await plan(title, question_count=count))
            assert kinds["technical"] >= 1
            assert kinds["situational"] >= 1
            assert kinds["behavioral"] == max(kinds.values())


@pytest.mark.parametrize("count", range(1, 16))
async def test_a_screening_is_made_of_screening_and_motivation(count: int) -> None:
    for seniority in SENIORITIES:
        planned = await plan(interview_type="screening", seniority=seniority, question_count=count)
        assert {q.kind for q in planned} <= {"screening", "motivational"}


async def test_a_technical_interview_asks_what_the_job_needs_first() -> None:
    for family, title in TITLES.items():
        planned = await plan(title, interview_type="technical", question_count=3)
        assert {q.kind for q in planned} == {"technical"}
        if family != "none":
            assert all(BY_ID[q.bank_id].families == (family,) for q in planned)
        assert all(q.key_points for q in planned)


async def test_a_behavioral_interview_uses_every_competency_before_it_repeats_one() -> None:
    behavioral = {
        q.competency
        for q in BANK.questions
        if q.kind == "behavioral" and not q.families and "mid" in q.seniorities
    }
    planned = await plan("Beekeeper", interview_type="behavioral", question_count=len(behavioral))
    assert {q.competency for q in planned} == behavioral


async def test_focus_competencies_get_most_of_the_interview() -> None:
    planned = await plan(interview_type="behavioral", question_count=5, focus=("leadership", "integrity"))
    uses = Counter(q.competency for q in planned)
    assert uses["leadership"] + uses["integrity"] >= 3
    assert min(uses["leadership"], uses["integrity"]) >= 1


@pytest.mark.parametrize("competency", sorted(BANK.competency_ids))
async def test_every_competency_can_be_the_focus(competency: str) -> None:
    planned = await plan("Beekeeper", question_count=5, focus=(competency,))
    assert competency in {q.competency for q in planned}


async def test_an_unknown_focus_is_refused_by_name() -> None:
    with pytest.raises(UnknownCompetency) as refused:
        await plan(focus=("leadership", "telepathy"))
    assert refused.value.args == ("telepathy",)


async def test_the_job_description_raises_questions_that_share_its_words() -> None:
    description = "You will change the structure of large database tables with no downtime for the service."
    hits = 0
    for seed in range(20):
        planned = await plan(
            interview_type="technical", question_count=1, job_description=description, seed=seed
        )
        hits += ids(planned) == ["software-data-loss-deploy"]
    assert hits == 20


async def test_another_level_is_asked_other_questions() -> None:
    for seed in range(10):
        intern, mid, manager = [
            set(ids(await plan("Teacher", seniority=s, question_count=8, seed=seed)))
            for s in ("intern", "mid", "manager")
        ]
        assert len(intern & manager) <= 4
        assert intern != mid != manager
    leading = await plan("Teacher", seniority="lead", interview_type="behavioral", question_count=8)
    assert sum(len(BY_ID[q.bank_id].seniorities) < len(SENIORITIES) for q in leading) >= 5


async def test_another_title_of_the_same_family_is_asked_other_questions() -> None:
    for title, wanted in (
        ("SQL injection specialist, backend", "software-injection"),
        ("Cache developer", "software-cache"),
    ):
        planned = await plan(title, seniority="junior", interview_type="technical", question_count=2)
        assert wanted in ids(planned)


async def test_a_cv_raises_what_the_candidate_has_worked_with() -> None:
    cv = "Maintained a REST interface of forty endpoints; announced every contract change to its teams."
    hits = Counter[str | None]()
    for cv_text in (None, cv):
        for seed in range(20):
            planned = await plan(interview_type="technical", question_count=4, seed=seed, cv_text=cv_text)
            hits[cv_text] += "software-breaking-change" in ids(planned)
    assert hits[cv] > hits[None] + 5


async def test_skills_raise_the_questions_about_them() -> None:
    for seed in range(10):
        planned = await plan(
            "Chemist", interview_type="technical", question_count=1, seed=seed, skills=SUBSTANCE_SKILLS
        )
        assert ids(planned) == ["science-new-substance"]


async def test_the_recognised_occupation_decides_where_the_title_does_not() -> None:
    planned = await plan(
        "Wizard of first impressions",
        interview_type="technical",
        question_count=3,
        occupation="hotel receptionist",
    )
    assert {BY_ID[q.bank_id].families for q in planned} == {("hospitality",)}


@pytest.mark.parametrize("interview_type", TYPES)
async def test_the_first_question_warms_up(interview_type: InterviewType) -> None:
    for seniority in SENIORITIES:
        for seed in range(5):
            planned = await plan(interview_type=interview_type, seniority=seniority, seed=seed)
            assert BY_ID[planned[0].bank_id].opens_well


async def test_it_opens_easily_and_does_not_end_with_the_hardest() -> None:
    for interview_type in TYPES:
        planned = await plan(interview_type=interview_type, question_count=6)
        order = [PLANNER._difficulty(BY_ID[q.bank_id]) for q in planned]
        assert order[0] == min(order)
        assert order[-1] == sorted(order)[1]
        assert all(a <= b for a, b in pairwise(order[:-1]))


def test_a_whole_interview_can_be_had_in_five_languages() -> None:
    assert PLANNER.languages() == ["en", "de", "es", "fr", "pt"]


@pytest.mark.parametrize("tag", ["de-AT", "es-MX", "fr", "pt-BR"])
async def test_an_interview_in_another_language_is_wholly_in_it(tag: str) -> None:
    translation = BANK.translations[tag[:2]]
    for seniority in SENIORITIES:
        for interview_type in TYPES:
            for count in (1, 4, 15):
                planned = await plan(
                    language=tag, seniority=seniority, interview_type=interview_type, question_count=count
                )
                assert len(set(ids(planned))) == count
                for question in planned:
                    wording = translation.questions[question.bank_id]
                    assert question.text == wording.text
                    assert question.follow_up_probe == wording.follow_up_probe
                    assert question.strong_answer_shows == wording.strong_answer_shows
                    assert question.key_points == wording.key_points
                    assert question.competency_name == translation.competencies[question.competency].name


@pytest.mark.parametrize("tag", ["de", "es", "fr", "pt"])
async def test_a_screening_in_another_language_is_a_screening(tag: str) -> None:
    for seniority in SENIORITIES:
        planned = await plan(language=tag, interview_type="screening", seniority=seniority, question_count=15)
        assert {q.kind for q in planned} <= {"screening", "motivational"}


@pytest.mark.parametrize(
    ("tag", "title", "family"),
    [
        ("de", "Krankenpfleger", "healthcare"),
        ("fr", "Cuisinière", "hospitality"),
        ("pt", "Advogada", "legal"),
    ],
)
async def test_a_technical_interview_in_another_language_begins_with_the_job(
    tag: str, title: str, family: str
) -> None:
    planned = await plan(title, language=tag, interview_type="technical", question_count=2)
    assert [BY_ID[q.bank_id].families for q in planned] == [(family,), (family,)]


async def test_the_words_of_a_description_count_in_its_own_language() -> None:
    description = (
        "Besprechungen vorbereiten, einladen, Tagesordnungen festlegen, Termine und Zuständige festhalten."
    )
    for seed in range(10):
        planned = await plan(
            "Imker",
            language="de",
            interview_type="technical",
            question_count=1,
            job_description=description,
            seed=seed,
        )
        assert ids(planned) == ["method-meeting"]


async def test_a_language_without_questions_is_asked_in_english() -> None:
    assert ids(await plan(language="uk-UA")) == ids(await plan(language="en"))


async def test_the_plan_carries_what_evaluator_and_follow_up_need() -> None:
    for question in await plan(question_count=15):
        source = BY_ID[question.bank_id]
        assert question.strong_answer_shows == source.strong_answer_shows
        assert question.follow_up_probe == source.follow_up_probe
        assert question.key_points == source.key_points


@pytest.mark.parametrize("interview_type", TYPES)
def test_slots_are_as_many_as_asked_for(interview_type: InterviewType) -> None:
    assert [len(slots_for(interview_type, n)) for n in range(1, 16)] == list(range(1, 16))


def test_long_texts_make_planning_hardly_more_work() -> None:
    """In function calls, which no other work on the machine changes: texts are read once, not for each question."""

    def work(text: str) -> int:
        with cProfile.Profile() as calls:
            asyncio.run(plan(question_count=15, job_description=text, cv_text=text))
        return sum(function.callcount for function in calls.getstats())

    text = "stock forecast python patients lesson deals review " * 390
    asyncio.run(plan())
    assert work(text) < 1.5 * work("")
