"""The Piper voice in a process of its own, spoken to over a pipe. Run by ``piper.py``.

Piper is GPL-3 software: this program is the only place that imports it, and shares nothing with the rest but
the pipe.

Frames in both directions: 4 bytes length (big-endian, of what follows), 4 bytes request number, 1 byte kind,
payload. In:  ``S`` UTF-8 text to speak · ``C`` cancel that request.
Out: ``R`` ready (request 0) · ``A`` mono s16le samples · ``E`` end of the request · ``X`` the request failed.
"""

import queue
import struct
import sys
import threading
from typing import IO

HEADER = struct.Struct(">IIc")


def write_frame(stream: IO[bytes], request: int, kind: bytes, payload: bytes = b"") -> None:
    stream.write(HEADER.pack(len(payload) + 5, request, kind) + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[int, bytes, bytes] | None:
    """Return (request, kind, payload); None at the end of the pipe."""
    header = stream.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    length, request, kind = HEADER.unpack(header)
    payload = stream.read(length - 5)
    return (request, kind, payload) if len(payload) == length - 5 else None


def main(model_path: str) -> None:
    """Speak what is asked for until the pipe is closed. ``piper`` is imported here, so never in another
    process."""
    frames_out = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not get into the frames
    from piper import PiperVoice

    voice = PiperVoice.load(model_path)
    for _ in voice.synthesize("Ready."):  # the first run allocates its buffers
        pass
    write_frame(frames_out, 0, b"R")

    waiting: queue.SimpleQueue[tuple[int, str] | None] = queue.SimpleQueue()
    cancelled: set[int] = set()
    threading.Thread(target=_read_requests, args=(waiting, cancelled), daemon=True).start()
    while (entry := waiting.get()) is not None:
        request, text = entry
        if request in cancelled:
            cancelled.discard(request)
            continue
        try:
            for chunk in voice.synthesize(text):
                if request in cancelled:
                    break
                write_frame(frames_out, request, b"A", chunk.audio_int16_bytes)
            write_frame(frames_out, request, b"E")
        except BrokenPipeError:
            return
        except Exception:  # one text that cannot be spoken must not end the voice
            write_frame(frames_out, request, b"X")


def _read_requests(waiting: "queue.SimpleQueue[tuple[int, str] | None]", cancelled: set[int]) -> None:
    while (frame := read_frame(sys.stdin.buffer)) is not None:
        request, kind, payload = frame
        if kind == b"C":
            cancelled.add(request)
        else:
            waiting.put((request, payload.decode()))
    waiting.put(None)  # the parent closed the pipe or died


if __name__ == "__main__":
    main(sys.argv[1])
