"""Hearing early that the server stops.

uvicorn runs the shutdown of the app only after every connection is closed, and an event stream is a connection
that never closes by itself: without this, Ctrl+C waits for every open page.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """Says once that the server stops; ``callbacks`` run in the loop at that moment."""

    def __init__(self) -> None:
        self.is_set = False
        self.callbacks: list[Callable[[], None]] = []

    def announce(self) -> None:
        if not self.is_set:
            self.is_set = True
            for callback in self.callbacks:
                callback()

    @contextmanager
    def watching_signals(self) -> Iterator[None]:
        """Announce at the first SIGINT or SIGTERM, then let whoever handled it before go on."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop = asyncio.get_running_loop()
        previous: dict[int, Any] = {}

        def handle(number: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.announce)
            if callable(before := previous[number]):
                before(number, frame)

        for number in _SIGNALS:
            before = signal.getsignal(number)
            if callable(before):
                previous[number] = before
                signal.signal(number, handle)
        try:
            yield
        finally:
            for watched, before in previous.items():
                if signal.getsignal(watched) is handle:
                    signal.signal(watched, before)
