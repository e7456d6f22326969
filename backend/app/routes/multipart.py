"""Multipart bodies, read no further than their limit and never through a file on disk."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from app.platform.errors import DomainError

# Boundaries, headers of the parts, and short fields come on top of the file.
OVERHEAD_BYTES = 16 * 1024


@contextlib.asynccontextmanager
async def multipart_form(
    request: Request, fields: tuple[str, ...], max_file_bytes: int, too_large: type[DomainError]
) -> AsyncIterator[FormData]:
    """The form, its one file in memory. Raises ``too_large``, RequestValidationError."""
    limit = max_file_bytes + OVERHEAD_BYTES
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    named = " and ".join(fields)
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise invalid(fields[0], f"send {named} as multipart/form-data")
    body = _at_most(request.stream(), limit, too_large)
    parser = MultiPartParser(request.headers, body, max_files=1, max_fields=len(fields))
    parser.spool_max_size = limit
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise invalid(fields[0], f"this multipart body cannot be read; send {named}") from None
    try:
        for name in form:
            if name not in fields:
                raise invalid(name, "is not a field of this request")
        yield form
    finally:
        await form.close()


async def file_of(form: FormData, name: str) -> bytes:
    """The bytes of a file field. Raises RequestValidationError when it is missing or no file."""
    value = form.get(name)
    if value is None:
        raise invalid(name, f"{name} is missing; send it as a file in this form field")
    if not isinstance(value, UploadFile):
        raise invalid(name, "must be a file")
    return await value.read()


def invalid(field: str, message: str) -> RequestValidationError:
    return RequestValidationError(
        [{"type": "value_error", "loc": ("body", field), "msg": message, "input": None}]
    )


async def _at_most(stream: AsyncIterator[bytes], limit: int, too_large: type[DomainError]) -> Any:
    received = 0
    async for chunk in stream:
        received += len(chunk)
        if received > limit:
            raise too_large
        yield chunk
