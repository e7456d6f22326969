"""Everything of a candidate in one file: the data as JSON, and each report as a PDF. Made while it is sent."""

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass

DATA_FILE = "hirecoach.json"


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    name: str
    content: bytes


class _Sink(io.RawIOBase):
    """Takes what the archive writes and gives it away; it cannot go back, so sizes follow their file."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # zipfile writes bytes, not any buffer
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken


async def zipped(entries: AsyncIterator[Entry]) -> AsyncIterator[bytes]:
    """The archive in pieces, never whole in memory; PDFs are compressed already and are stored as they are."""
    sink = _Sink()
    with zipfile.ZipFile(sink, mode="w") as archive:
        async for entry in entries:
            is_compressed = entry.name.endswith(".pdf")
            method = zipfile.ZIP_STORED if is_compressed else zipfile.ZIP_DEFLATED
            archive.writestr(entry.name, entry.content, compress_type=method)
            yield sink.take()
    yield sink.take()
