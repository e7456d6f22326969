"""``POST /documents``: real worker processes, real documents, and those that want to do harm."""

import asyncio
from pathlib import Path

import httpx
import pytest
from documents import made
from interview.conversations import assert_problem

from app.config import Settings
from app.documents import errors
from app.documents.reader import MAX_DOCUMENT_BYTES, DocumentReader


async def upload(client: httpx.AsyncClient, content: bytes, name: str = "cv.pdf") -> httpx.Response:
    return await client.post("/documents", files={"document": (name, content)})


async def test_a_pdf_comes_back_as_text(client: httpx.AsyncClient) -> None:
    response = await upload(client, made.pdf("Jane Doe, nurse"))
    assert response.status_code == 200
    assert response.json() == {"text": "Jane Doe, nurse", "pages": 1, "truncated": False}


async def test_a_word_file_comes_back_as_text(client: httpx.AsyncClient) -> None:
    response = await upload(client, made.docx("Jane Doe", "Nurse"), "cv.docx")
    assert response.json() == {"text": "Jane Doe\nNurse", "pages": None, "truncated": False}


@pytest.mark.parametrize(
    ("content", "problem", "status"),
    [
        (b"", "document-empty", 422),
        (made.scanned_pdf(), "document-without-text", 422),
        (made.locked_pdf(made.scanned_pdf(), "secret"), "document-encrypted", 422),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "document-type-not-supported", 415),
        (b"%PDF-1.7 and then nothing", "document-not-readable", 422),
        (b"PK\x03\x04 and then nothing", "document-not-readable", 422),
        (b"x" * (MAX_DOCUMENT_BYTES + 1), "document-too-large", 413),
        (b"x" * (MAX_DOCUMENT_BYTES + 100_000), "document-too-large", 413),
    ],
    ids=["empty", "scan", "locked", "picture", "broken PDF", "broken zip", "a byte too long", "too long"],
)
async def test_each_trouble_has_a_problem_of_its_own(
    client: httpx.AsyncClient, content: bytes, problem: str, status: int
) -> None:
    response = await upload(client, content)
    assert_problem(response, problem, status)
    assert "Nothing was stored" in response.json()["detail"]


async def test_a_picture_is_said_to_be_one_whatever_its_name(client: httpx.AsyncClient) -> None:
    response = await upload(client, b"\x89PNG\r\n\x1a\n" + b"words in a picture " * 50, "cv.txt")
    assert_problem(response, "document-type-not-supported", 415)
    assert "a picture: there is no text in it" in response.json()["detail"]


async def test_plain_text_under_the_name_of_a_pdf_is_read_as_what_it_is(client: httpx.AsyncClient) -> None:
    response = await upload(client, b"Jane Doe, nurse", "cv.pdf")
    assert response.json() == {"text": "Jane Doe, nurse", "pages": None, "truncated": False}


@pytest.mark.parametrize(
    "content",
    [
        made.pdf_with_a_page_tree_without_end(),
        made.pdf_with_a_bomb(600 * 1024 * 1024),
        made.docx_with_entities_of_entities(),
        made.docx_whose_xml_is(b"<a>" * 200_000),
        made.docx_whose_xml_is(b" " * (61 * 1024 * 1024)),
        made.zipped({"word/document.xml": b"<x/>"} | {f"word/{n}.xml": b"" for n in range(3_100)}),
    ],
    ids=["endless page tree", "PDF bomb", "entity bomb", "deep nesting", "zip bomb", "thousands of parts"],
)
async def test_a_hostile_document_harms_nobody_and_is_refused(
    client: httpx.AsyncClient, content: bytes
) -> None:
    response = await upload(client, content)
    assert response.status_code == 422
    assert response.json()["type"] in ("/problems/document-not-readable", "/problems/document-without-text")
    assert (await client.get("/health/live")).status_code == 200


async def test_a_request_without_a_file_is_told_what_to_send(client: httpx.AsyncClient) -> None:
    for response in (
        await client.post("/documents", json={"document": "text"}),
        await client.post("/documents", files={"other": ("a.txt", b"text")}),
        await client.post("/documents", data={"document": "text"}, files={}),
    ):
        assert_problem(response, "validation", 422)


async def test_nothing_of_a_document_is_left_on_disk(client: httpx.AsyncClient, settings: Settings) -> None:
    await upload(client, b"A sentence that nobody else would write: zyzzyva." + b" more" * 300_000, "cv.txt")
    files = [path for path in Path(settings.state_dir).rglob("*") if path.is_file()]
    assert files, "the database at least"
    assert not any(b"zyzzyva" in path.read_bytes() for path in files)


async def test_a_document_that_takes_too_long_is_given_up() -> None:
    reader = DocumentReader(time_limit_s=0.001)
    with pytest.raises(errors.DocumentNotReadable):
        await reader.read(b"text")


async def test_a_crowd_is_told_to_come_back_and_the_others_are_read() -> None:
    reader = DocumentReader()
    outcomes = await asyncio.gather(*(reader.read(b"text") for _ in range(12)), return_exceptions=True)
    busy = [each for each in outcomes if isinstance(each, errors.DocumentsBusy)]
    assert len(busy) == 2
    assert {each.text for each in outcomes if not isinstance(each, BaseException)} == {"text"}
