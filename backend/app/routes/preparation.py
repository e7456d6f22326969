"""What helps to prepare an interview: the text of a document, and what it seems to be about. Nothing is kept."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from app.dependencies import CurrentCandidate, Parts, costly
from app.documents import errors as documents
from app.documents.reader import MAX_DOCUMENT_BYTES, DocumentText
from app.interview.requests import RecogniseIn
from app.occupations.schemas import Recognition
from app.platform.limits import TooManyRequests
from app.routes.multipart import file_of, multipart_form
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses

router = APIRouter(tags=["preparation"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["document"],
                    "additionalProperties": False,
                    "properties": {
                        "document": {
                            "type": "string",
                            "format": "binary",
                            "description": "PDF, DOCX or plain text; at most 5 MB.",
                        },
                    },
                }
            }
        },
    }
}


@router.post(
    "/documents",
    operation_id="readDocument",
    openapi_extra=_BODY,
    responses=problem_responses(
        *IDENTITY_PROBLEMS,
        documents.DocumentEmpty,
        documents.DocumentTooLarge,
        documents.DocumentTypeNotSupported,
        documents.DocumentEncrypted,
        documents.DocumentWithoutText,
        documents.DocumentNotReadable,
        documents.DocumentsBusy,
        TooManyRequests,
    ),
    dependencies=[costly("documents", for_agents=False)],
)
async def read_document(request: Request, _candidate: CurrentCandidate, parts: Parts) -> DocumentText:
    """The text of a CV or a job description, for the candidate to look over. The document is not kept."""
    fields = ("document",)
    async with multipart_form(request, fields, MAX_DOCUMENT_BYTES, documents.DocumentTooLarge) as form:
        content = await file_of(form, "document")
    return await parts.documents.read(content)


@router.post(
    "/interview/recognise",
    operation_id="recogniseJob",
    responses=problem_responses(*IDENTITY_PROBLEMS, TooManyRequests),
    dependencies=[costly("recognise", for_agents=False)],
)
async def recognise_job(setup: RecogniseIn, _candidate: CurrentCandidate, parts: Parts) -> Recognition:
    """The occupation and the skills that a setup is about, in the words of ESCO. Nothing is kept."""
    return await asyncio.to_thread(
        parts.recogniser.recognise, setup.job_title, setup.job_description or "", setup.cv_text or ""
    )
