"""Documents, each read by a process of its own that may break, stall or eat memory without harm."""

import asyncio
import contextlib
import json
import sys
from pathlib import Path

from pydantic import BaseModel, Field

from app.documents import errors
from app.documents.plain import MAX_CHARS

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
TIME_LIMIT_S = 20.0
AT_ONCE = 2
# A few may wait for their turn; a crowd is told to come back.
MAX_WAITING = 8

_BACKEND = Path(__file__).parents[2]
_REFUSALS: dict[str, type[errors.DocumentError]] = {
    "empty": errors.DocumentEmpty,
    "type": errors.DocumentTypeNotSupported,
    "picture": errors.DocumentIsPicture,
    "encrypted": errors.DocumentEncrypted,
    "without_text": errors.DocumentWithoutText,
}


class DocumentText(BaseModel):
    """The text of a document; what was read is not kept."""

    text: str = Field(max_length=MAX_CHARS)
    pages: int | None = Field(default=None, description="of a PDF; other formats do not know theirs")
    truncated: bool = Field(description="whether there was more, left out at the end of a paragraph")


class DocumentReader:
    """At most AT_ONCE worker processes."""

    def __init__(self, time_limit_s: float = TIME_LIMIT_S) -> None:
        self._time_limit_s = time_limit_s
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._present = 0

    async def read(self, content: bytes) -> DocumentText:
        """Raises DocumentError, one for each thing that can be wrong."""
        if not content:
            raise errors.DocumentEmpty
        if len(content) > MAX_DOCUMENT_BYTES:
            raise errors.DocumentTooLarge
        if self._present >= AT_ONCE + MAX_WAITING:
            raise errors.DocumentsBusy
        self._present += 1
        try:
            async with self._turns:
                output = await self._run(content)
        finally:
            self._present -= 1
        try:
            found = json.loads(output)
        except ValueError:  # ended by a limit before it could answer
            raise errors.DocumentNotReadable from None
        if "refused" in found:
            raise _REFUSALS.get(found["refused"], errors.DocumentNotReadable)
        return DocumentText.model_validate(found)

    async def _run(self, content: bytes) -> bytes:
        # No environment: settings and keys are none of its business.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "app.documents.worker",
            cwd=_BACKEND,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            output, _ = await asyncio.wait_for(process.communicate(content), self._time_limit_s)
        except TimeoutError:
            raise errors.DocumentNotReadable from None
        finally:  # also when the caller has gone away
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return output
