"""The port of what makes documents."""

from typing import Protocol

from app.interview.schemas import Report


class ReportPrinter(Protocol):
    """Makes a report that can be kept, sent and printed."""

    async def pdf(self, report: Report) -> bytes:
        """The whole report as a PDF; nothing is fetched, and the event loop goes on meanwhile.

        Raises DocumentUnavailable.
        """
        ...
