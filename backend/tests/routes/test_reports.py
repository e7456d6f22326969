"""The report over HTTP: on paper, with the rubric's anchors, and only for its candidate."""

import io
from collections.abc import Callable

import httpx
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem
from pypdf import PdfReader

from app.config import Settings
from app.evaluation.port import DimensionName
from app.identity.port import Identity
from app.main import Adapters, create_app


class WhoeverIsNamed:
    """An identity provider that believes the bearer token."""

    name = "whoever"

    async def identify(self, bearer: str | None) -> Identity:
        return Identity(issuer="test", subject=bearer or "nobody")

    async def aclose(self) -> None:
        pass


async def test_the_document_is_a_pdf_of_the_report(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=1, participant_name="王小明")
    await interview.answer(
        interview.first["id"], "I rewrote the billing job and the errors fell to one percent."
    )
    await interview.finish()
    response = await client.get(f"/interview/session/{interview.session_id}/report.pdf")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-disposition"].startswith('attachment; filename="hirecoach-report-20')
    pages = PdfReader(io.BytesIO(response.content)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "王小明" in said
    assert "errors fell to one percent" in said


async def test_an_unfinished_interview_has_no_document(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    response = await client.get(f"/interview/session/{interview.session_id}/report.pdf")
    assert_problem(response, "session-not-finished", 409)


async def test_nobody_else_gets_document_attempts_or_progress(
    settings: Settings, adapters: Adapters, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    adapters.identity = WhoeverIsNamed()
    app = create_app(settings, adapters)
    async with app.router.lifespan_context(app), client_of(app) as client:
        client.headers["Authorization"] = "Bearer owner"
        interview = await Interview.start(client, question_count=1)
        await interview.finish()
        session = f"/interview/session/{interview.session_id}"
        assert (await client.get(f"{session}/report.pdf")).status_code == 200
        client.headers["Authorization"] = "Bearer somebody-else"
        for path in ("report.pdf", "report", "attempts"):
            assert_problem(await client.get(f"{session}/{path}"), "session-not-found", 404)
        assert (await client.get("/interview/progress")).json() == {"interviews": []}


async def test_the_rubric_names_every_dimension_with_its_anchors(client: httpx.AsyncClient) -> None:
    dimensions = (await client.get("/interview/rubric")).json()["dimensions"]
    assert {d["name"] for d in dimensions} == set(DimensionName.__args__)  # type: ignore[attr-defined]  # a Literal
    assert all(d["title"] and d["low"] and d["middle"] and d["high"] for d in dimensions)
