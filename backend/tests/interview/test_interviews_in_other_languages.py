"""A whole interview in another language, with the real bank and the real evaluator: score, follow-up, report."""

import httpx
import pytest
from fakes.clock import TickingClock
from interview.conversations import Interview

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.languages import LANGUAGES
from app.evaluation.embedded.languages.evaluator import language_of
from app.interview.report import NOT_CALIBRATED
from app.main import Adapters
from app.questions.bank_data import default_bank
from app.questions.planner import BankPlanner

# A deed and an end, without a reason.
STORIES = {
    "de": "Letztes Jahr im Lager fehlte jeden Montag eine Palette. Ich habe drei Wochen lang die Lieferscheine "
    "verglichen und den Fahrer gefragt. Am Ende waren es zwei vertauschte Nummern, und seitdem fehlt nichts mehr.",
    "es": "El año pasado en el almacén faltaba un palé cada lunes. Comparé los albaranes durante tres semanas y "
    "llamé al conductor. Al final eran dos números cambiados y no volvió a faltar nada.",
    "fr": "L'année dernière, à l'entrepôt, il manquait une palette chaque lundi. J'ai comparé les bons pendant trois "
    "semaines et j'ai appelé le chauffeur. Finalement c'étaient deux numéros inversés, et depuis rien ne manque.",
    "pt": "No ano passado, no depósito, faltava um palete toda segunda-feira. Comparei as notas durante três semanas e "
    "liguei para o motorista. No final eram dois números trocados e nunca mais faltou nada.",
}

# The competency "influence" in the bank of each language.
INFLUENCE = {"de": "Überzeugungskraft", "en": "Influence"}


@pytest.fixture
def adapters(clock: TickingClock) -> Adapters:
    evaluator = EmbeddedEvaluator(contrast_in=default_bank().asked_and_shown())
    return Adapters(planner=BankPlanner(), embedded=evaluator, clock=clock)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_is_scored_followed_up_and_reported_in_its_language(
    client: httpx.AsyncClient, language: str
) -> None:
    setup = {"language": language, "interview_type": "behavioral", "question_count": 3, "follow_ups": True}
    interview = await Interview.start(client, **setup)
    answered = (await interview.answer(interview.first["id"], STORIES[language])).json()

    evaluation = answered["evaluation"]
    assert evaluation["status"] == "scored"
    assert "not_calibrated_in_this_language" in evaluation["flags"]
    assert language_of(evaluation["biggest_fix"]) in (language, "und")

    follow_up = answered["next_question"]
    assert follow_up["follow_up_to"] == interview.first["id"]
    assert language_of(follow_up["text"]) in (language, "und")

    await interview.finish()
    report = (await client.get(f"/interview/session/{interview.session_id}/report")).json()
    assert NOT_CALIBRATED in report["notes"]
    quotes = [e for d in evaluation["dimensions"] for e in d["evidence"]]
    assert quotes
    assert all(STORIES[language][e["start"] : e["end"]] == e["quote"] for e in quotes)


async def test_the_history_names_a_competency_alike_in_whatever_language_it_was_asked(
    client: httpx.AsyncClient,
) -> None:
    setup = {"interview_type": "behavioral", "question_count": 1, "focus": ["influence"]}
    for language in ("de", "en"):
        interview = await Interview.start(client, language=language, **setup)
        await interview.answer(interview.first["id"], STORIES["de"])
        report = (await interview.finish()).json()
        assert report["competencies"][0]["competency_name"] == INFLUENCE[language]
    history = (await client.get("/interview/progress")).json()["interviews"]
    assert [i["competencies"][0]["competency_name"] for i in history] == [INFLUENCE["en"]] * 2
