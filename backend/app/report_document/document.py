"""The report as a PDF: made here, from data, with nothing fetched.

Typst sets the type (Apache-2.0; shaping, both directions, line breaks of every script, tags for screen readers).
Measured beside fpdf2 with text shaping on 6,400 words: 0.2 s against 12 s.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from app.interview.schemas import Report
from app.platform.errors import DomainError
from app.report_document.content import content_of
from app.report_document.fonts import MAIN_FAMILY, font_folders

_TEMPLATE = Path(__file__).with_name("report.typ")
_TYPESETTING = Path(__file__).with_name("typesetting.py")
# Typst works on every core it finds: more documents at once would keep the API from its other work.
_AT_ONCE = 1
# The longest report that can be (15 answers of 20,000 characters) takes under a second on two idle cores.
_WITHIN_S = 30.0


class DocumentUnavailable(DomainError):
    detail = (
        "The PDF cannot be made just now. The report itself is here and complete. Try again in a minute, "
        "or print the page."
    )


class TypstPrinter:
    """Makes PDFs, one at a time, each in a process. ``fonts_dir`` keeps what the first one has to unpack."""

    def __init__(self, fonts_dir: Path, within_s: float = _WITHIN_S) -> None:
        self._fonts_dir = fonts_dir
        self._within_s = within_s
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def pdf(self, report: Report) -> bytes:
        """The report as a tagged PDF. Raises DocumentUnavailable."""
        async with self._turns:
            try:
                job = await asyncio.to_thread(self._job, report)
            except OSError as error:
                raise DocumentUnavailable from error
            return await _set(job, self._within_s)

    def _job(self, report: Report) -> bytes:
        content = content_of(report)
        content["fonts"] = [MAIN_FAMILY, content.pop("cjk_family")]
        job = {
            "template": _TEMPLATE.read_text(),
            "content": content,
            "font_folders": font_folders(self._fonts_dir),
            "timestamp": int((report.finished_at or report.created_at).timestamp()),
        }
        return json.dumps(job).encode()


async def _set(job: bytes, within_s: float) -> bytes:
    """Raises DocumentUnavailable where the process fails or takes too long."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(_TYPESETTING)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # its diagnostics quote the document, which is what a person said
        env={
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
        },
    )
    try:
        async with asyncio.timeout(within_s):
            pdf, _ = await process.communicate(job)
    except TimeoutError as error:
        raise DocumentUnavailable from error
    finally:
        if process.returncode is None:  # too late, or whoever asked has gone
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise DocumentUnavailable
    return pdf
