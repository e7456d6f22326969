"""The candidate's own data: take it all away as files, or delete it all."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from starlette.responses import StreamingResponse

from app import privacy
from app.dependencies import Container, CurrentCandidate, Parts, costly
from app.interview.access import Caller
from app.interview.errors import SessionNotFinished, SessionNotFound
from app.platform.limits import TooManyRequests
from app.report_document.archive import DATA_FILE, Entry, zipped
from app.report_document.document import DocumentUnavailable
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses
from app.routes.reports import document_name

router = APIRouter(prefix="/privacy", tags=["privacy"])

_NO_PDF = f"This PDF could not be made just now. Its report is in {DATA_FILE}.\n".encode()

_ZIP: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"A zip of `{DATA_FILE}` (everything that is kept) and `reports/*.pdf`.",
        "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
    },
}


@router.get(
    "/export",
    operation_id="exportEverything",
    response_class=StreamingResponse,
    responses=_ZIP | problem_responses(*IDENTITY_PROBLEMS, TooManyRequests),
    dependencies=[costly("export")],
)
async def export_everything(candidate: CurrentCandidate, parts: Parts) -> StreamingResponse:
    """Everything that is kept of the candidate, and the report of each finished interview."""
    assert candidate.candidate_id is not None
    everything = await privacy.export(parts.transactions, candidate.candidate_id)
    return StreamingResponse(
        zipped(_entries(everything or {"sessions": []}, candidate, parts)),
        media_type="application/zip",
        headers={
            "Content-Disposition": 'attachment; filename="hirecoach-export.zip"',
            "Cache-Control": "no-store, no-transform",
        },
    )


async def _entries(everything: dict[str, Any], candidate: Caller, parts: Container) -> AsyncIterator[Entry]:
    written = await asyncio.to_thread(json.dumps, everything, indent=2, ensure_ascii=False)
    yield Entry(DATA_FILE, written.encode())
    for session in everything["sessions"]:
        if session["status"] != "finished":
            continue
        try:
            report = await parts.interviews.report(candidate, session["id"])
        except (SessionNotFound, SessionNotFinished):  # deleted meanwhile, in another window
            continue
        name = f"reports/{document_name(report)}"
        try:
            yield Entry(name, await parts.report_printer.pdf(report))
        except DocumentUnavailable:  # half an export would be worse than one without this PDF
            yield Entry(f"{name}.txt", _NO_PDF)


@router.delete(
    "",
    operation_id="deleteEverything",
    status_code=204,
    responses=problem_responses(*IDENTITY_PROBLEMS),
)
async def delete_everything(candidate: CurrentCandidate, parts: Parts) -> None:
    """Delete every interview of the candidate and all that belongs to them; it cannot be brought back."""
    assert candidate.candidate_id is not None
    erased = await privacy.erase(parts.transactions, candidate.candidate_id, parts.settings.state_dir)
    if erased is None:
        return
    for session_id in erased.sessions:
        await parts.events.notify(session_id)  # whoever follows one hears that it is gone
    for session_id in erased.open_rooms:
        await parts.rooms.close(session_id)
    if parts.transactions.is_sqlite:
        await privacy.forget_free_pages(parts.transactions)
