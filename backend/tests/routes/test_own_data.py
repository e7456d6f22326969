"""Everything of a candidate: taken away as files, or deleted."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem
from pypdf import PdfReader
from routes.test_reports import WhoeverIsNamed

from app.config import Settings
from app.dependencies import Container
from app.interview.schemas import Report
from app.main import Adapters, create_app
from app.report_document.document import DocumentUnavailable

SECRET = "The zebra crossing incident of nineteen ninety nine taught me to count twice."


class PrinterWithoutPaper:
    async def pdf(self, report: Report) -> bytes:
        raise DocumentUnavailable


async def exported(client: httpx.AsyncClient) -> zipfile.ZipFile:
    response = await client.get("/privacy/export")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    assert archive.testzip() is None
    return archive


async def test_the_export_holds_everything_and_a_pdf_of_each_finished_interview(
    client: httpx.AsyncClient,
) -> None:
    done = await Interview.start(client, question_count=1)
    await done.answer(done.first["id"], SECRET)
    await done.finish()
    going_on = await Interview.start(client)
    archive = await exported(client)
    everything = json.loads(archive.read("hirecoach.json"))
    assert {s["id"] for s in everything["sessions"]} == {done.session_id, going_on.session_id}
    reports = [name for name in archive.namelist() if name.startswith("reports/")]
    assert len(reports) == 1
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(archive.read(reports[0]))).pages)
    assert "zebra" in said


async def test_a_pdf_that_cannot_be_made_is_said_and_the_rest_is_exported(
    client: httpx.AsyncClient, container: Container
) -> None:
    container.report_printer = PrinterWithoutPaper()
    interview = await Interview.start(client, question_count=1)
    await interview.finish()
    archive = await exported(client)
    note = next(name for name in archive.namelist() if name.endswith(".pdf.txt"))
    assert b"could not be made" in archive.read(note)
    response = await client.get(f"/interview/session/{interview.session_id}/report.pdf")
    assert_problem(response, "document-unavailable", 503)


async def test_an_export_of_nothing_is_an_empty_one(client: httpx.AsyncClient) -> None:
    archive = await exported(client)
    assert archive.namelist() == ["hirecoach.json"]
    assert json.loads(archive.read("hirecoach.json"))["sessions"] == []


async def test_deleting_everything_leaves_nothing_to_list_or_to_read(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"], SECRET)
    assert (await client.delete("/privacy")).status_code == 204
    assert (await client.get("/interview/sessions")).json() == {"sessions": []}
    assert_problem(await interview.finish(), "session-not-found", 404)
    for file in Path(settings.state_dir).glob("hirecoach.db*"):
        assert b"zebra" not in file.read_bytes()
    assert (await client.delete("/privacy")).status_code == 204


async def test_only_the_own_data_are_exported_and_deleted(
    settings: Settings, adapters: Adapters, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    adapters.identity = WhoeverIsNamed()
    app = create_app(settings, adapters)
    async with app.router.lifespan_context(app), client_of(app) as client:
        client.headers["Authorization"] = "Bearer owner"
        interview = await Interview.start(client)
        await interview.answer(interview.first["id"], SECRET)
        client.headers["Authorization"] = "Bearer somebody-else"
        assert b"zebra" not in (await exported(client)).read("hirecoach.json")
        assert (await client.delete("/privacy")).status_code == 204
        client.headers["Authorization"] = "Bearer owner"
        assert (await interview.view())["session_id"] == interview.session_id
