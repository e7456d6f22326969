"""The embedded voice: Piper in its own process, supervised, with several sentences in flight."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.speech import weights
from app.speech.piper_process import read_frame, write_frame
from app.speech.port import SpeechUnavailable
from app.speech.sentences import spoken_pieces

# The languages that the embedded voice really speaks. Others are read out by the same English voice.
SPOKEN_LANGUAGES = ("en",)

# Loading takes ~1 s on two idle cores; ten times that on a machine that is starting everything at once.
START_TIMEOUT_S = 15.0
# A sentence takes a quarter of its own length to make; one that has not come by now never will.
PIECE_TIMEOUT_S = 20.0
PAUSE_BETWEEN_SENTENCES_MS = 220
PAUSE_INSIDE_SENTENCE_MS = 60

_END = b"E"
_GONE = b"G"  # not on the wire: the process died


@dataclass
class _Request:
    """One piece under way; frames arrive from the reader's thread."""

    loop: asyncio.AbstractEventLoop
    frames: "asyncio.Queue[tuple[bytes, bytes]]" = field(default_factory=asyncio.Queue)

    def deliver(self, kind: bytes, payload: bytes = b"") -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.frames.put_nowait, (kind, payload))


class _PiperProcess:
    """One life of the process. Threads, not asyncio: it is started before any loop runs and outlives each."""

    def __init__(self, command: Sequence[str]) -> None:
        self._requests: dict[int, _Request] = {}
        self._last_number = 0
        self._lock = threading.Lock()
        self._is_ready = threading.Event()
        self.is_alive = True
        # Its own environment is empty but for what a program needs to run: it has no business with our keys.
        env = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ
        }
        self._process = subprocess.Popen(  # noqa: S603 — a command of our own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
        )
        threading.Thread(target=self._read, daemon=True, name="piper-reader").start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until_ready(self) -> None:
        if not self._is_ready.wait(START_TIMEOUT_S) or not self.is_alive:
            self.stop()
            raise SpeechUnavailable("the voice did not start")

    def speak(self, text: str, loop: asyncio.AbstractEventLoop) -> tuple[int, _Request]:
        request = _Request(loop)
        with self._lock:
            self._last_number += 1
            number = self._last_number
            self._requests[number] = request
        self._send(number, b"S", text.encode())
        if not self.is_alive:
            request.deliver(_GONE)
        return number, request

    def cancel(self, number: int) -> None:
        with self._lock:
            is_under_way = self._requests.pop(number, None) is not None
        if is_under_way:
            self._send(number, b"C")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _send(self, number: int, kind: bytes, payload: bytes = b"") -> None:
        if self._process.stdin is None:
            return
        try:
            with self._lock:
                write_frame(self._process.stdin, number, kind, payload)
        except (OSError, ValueError):
            self.is_alive = False

    def _read(self) -> None:
        stdout = self._process.stdout
        while stdout is not None and (frame := read_frame(stdout)) is not None:
            number, kind, payload = frame
            if kind == b"R":
                self._is_ready.set()
                continue
            with self._lock:
                request = self._requests.get(number) if kind == b"A" else self._requests.pop(number, None)
            if request is not None:
                request.deliver(kind, payload)
        self.is_alive = False
        self._is_ready.set()
        with self._lock:
            orphans, self._requests = list(self._requests.values()), {}
        for request in orphans:
            request.deliver(_GONE)
        self._process.wait()
        for pipe in (self._process.stdin, stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue


class PiperSynthesizer:
    """Speaks English with the voice "joe". The process starts on first use and again when it died."""

    name = "piper"

    def __init__(self, *, model: Path | None = None, command: Sequence[str] | None = None) -> None:
        model = model or weights.piper_joe()
        self.sample_rate = int(json.loads(Path(f"{model}.json").read_text())["audio"]["sample_rate"])
        script = Path(__file__).with_name("piper_process.py")
        # -I: neither the script's folder nor PYTHONPATH is on its path, only the environment's packages.
        self._command = tuple(command or (sys.executable, "-I", str(script), str(model)))
        self._process: _PiperProcess | None = None
        self._starting = threading.Lock()
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """Of the running process, for measurements and tests."""
        return self._process.pid if self._process and self._process.is_alive else None

    def prewarm(self) -> None:
        """Start the process and wait until it can speak. Blocks ~1 s; raises SpeechUnavailable."""
        self._running_process()

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        pieces = spoken_pieces(text)
        done = 0
        has_retried = False
        while done < len(pieces):
            try:
                async for chunk in self._speak(pieces[done:]):
                    done += 1
                    yield chunk
            except SpeechUnavailable:
                if has_retried or self._is_closed:
                    raise
                has_retried = True  # the process died in the middle: the next life speaks the rest

    async def aclose(self) -> None:
        self._is_closed = True
        if self._process is not None:
            await asyncio.to_thread(self._process.stop)

    async def _speak(self, pieces: Sequence[str]) -> AsyncIterator[bytes]:
        """Yield one chunk a piece. All are sent at once, so the voice works ahead of the listener."""
        process = await asyncio.to_thread(self._running_process)
        loop = asyncio.get_running_loop()
        under_way = [process.speak(piece, loop) for piece in pieces]
        try:
            for piece, (_, request) in zip(pieces, under_way, strict=True):
                yield await self._whole_piece(request) + self._pause_after(piece)
        finally:
            for number, _ in under_way:
                process.cancel(number)

    async def _whole_piece(self, request: _Request) -> bytes:
        samples = bytearray()
        while True:
            try:
                kind, payload = await asyncio.wait_for(request.frames.get(), PIECE_TIMEOUT_S)
            except TimeoutError:
                self._stop_process()
                raise SpeechUnavailable("the voice does not answer") from None
            if kind == b"A":
                samples += payload
            elif kind == _END:
                return bytes(samples)
            else:
                raise SpeechUnavailable("the voice stopped in the middle of a sentence")

    def _pause_after(self, piece: str) -> bytes:
        is_clause = piece.endswith((",", ";", ":", "–", "—"))
        pause_ms = PAUSE_INSIDE_SENTENCE_MS if is_clause else PAUSE_BETWEEN_SENTENCES_MS
        return b"\x00\x00" * (self.sample_rate * pause_ms // 1000)

    def _running_process(self) -> _PiperProcess:
        with self._starting:
            if self._is_closed:
                raise SpeechUnavailable("the voice is closed")
            if self._process is None or not self._process.is_alive:
                self._process = _PiperProcess(self._command)
                self._process.wait_until_ready()
            return self._process

    def _stop_process(self) -> None:
        if self._process is not None:
            self._process.stop()
