"""Push-to-talk over HTTP, with a recogniser behind the port and real audio in every container."""

import io
import wave
from typing import Any

import av
import httpx
import numpy as np
import pytest
from fakes.speech import FakeTranscriber
from sqlalchemy import select

from app.dependencies import Container
from app.interview.models import TranscriptionRow
from app.interview.transcribing import MAX_AUDIO_BYTES
from app.main import Adapters

SAID = "I led the migration of our billing system."
RATE = 48_000


@pytest.fixture
def transcriber() -> FakeTranscriber:
    return FakeTranscriber(SAID)


@pytest.fixture
def adapters(adapters: Adapters, transcriber: FakeTranscriber) -> Adapters:
    adapters.transcriber = transcriber
    return adapters


@pytest.fixture
async def session_id(client: httpx.AsyncClient) -> str:
    started: str = (await client.post("/interview/start", json={"job_title": "Nurse"})).json()["session_id"]
    return started


def wav(seconds: float, *, amplitude: int = 8000, rate: int = 16_000) -> bytes:
    times = np.arange(int(seconds * rate)) / rate
    samples = (amplitude * np.sin(2 * np.pi * 440 * times)).astype(np.int16)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(samples.tobytes())
    return file.getvalue()


def encoded(container: str, codec: str, seconds: float = 1.0) -> bytes:
    """A tone as browsers would record it."""
    file = io.BytesIO()
    with av.open(file, mode="w", format=container) as output:
        stream = output.add_stream(codec, rate=RATE)
        stream.layout = "mono"
        tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)).astype(np.int16)
        for start in range(0, len(tone), 960):
            frame = av.AudioFrame.from_ndarray(tone[None, start : start + 960], format="s16", layout="mono")
            frame.sample_rate = RATE
            frame.pts = start
            for packet in stream.encode(frame):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)
    return file.getvalue()


async def send(client: httpx.AsyncClient, session_id: str, audio: bytes, **more: Any) -> httpx.Response:
    return await client.post(
        "/transcription", files={"audio": ("speech", audio)}, data={"session_id": session_id} | more
    )


def problem(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"]


async def test_a_recording_becomes_timed_words_that_are_kept(
    client: httpx.AsyncClient, container: Container, session_id: str
) -> None:
    response = await send(client, session_id, wav(2))
    assert response.status_code == 200, response.text
    heard = response.json()
    assert heard["text"] == SAID
    assert [word["text"] for word in heard["words"]] == SAID.split()
    assert heard["duration_ms"] == 2000
    assert 0 < heard["confidence"] <= 1
    async with container.transactions.read() as db:
        row = await db.scalar(select(TranscriptionRow))
    assert row is not None
    assert (row.id, row.session_id, row.text) == (heard["transcription_id"], session_id, SAID)


@pytest.mark.parametrize(
    ("container_format", "codec"),
    [("webm", "libopus"), ("ogg", "libopus"), ("mp4", "aac"), ("wav", "pcm_s16le")],
)
async def test_what_browsers_record_is_heard(
    client: httpx.AsyncClient, session_id: str, container_format: str, codec: str
) -> None:
    response = await send(client, session_id, encoded(container_format, codec))
    assert response.status_code == 200, response.text
    assert response.json()["text"] == SAID
    assert abs(response.json()["duration_ms"] - 1000) < 100


async def test_the_words_can_be_sent_as_an_answer(client: httpx.AsyncClient, session_id: str) -> None:
    heard = (await send(client, session_id, wav(2))).json()
    view = (await client.get(f"/interview/session/{session_id}")).json()
    answer = {
        "session_id": session_id,
        "question_id": view["current_question_id"],
        "answer": heard["text"],
        "modality": "push_to_talk",
        "transcription_id": heard["transcription_id"],
    }
    assert (await client.post("/interview/answer", json=answer)).status_code == 200


async def test_silence_is_refused_with_what_to_do_and_nothing_is_stored(
    client: httpx.AsyncClient, container: Container, session_id: str
) -> None:
    response = await send(client, session_id, wav(2, amplitude=0))
    assert problem(response) == (422, "/problems/audio-silent")
    assert response.json()["detail"] == (
        "Nothing was heard. Check that your microphone is not muted, then record again."
    )
    async with container.transactions.read() as db:
        assert await db.scalar(select(TranscriptionRow)) is None


async def test_an_empty_recording_is_refused(client: httpx.AsyncClient, session_id: str) -> None:
    assert problem(await send(client, session_id, b"")) == (422, "/problems/audio-empty")


@pytest.mark.parametrize(
    "audio", [b"not audio", b"RIFF", b"\x1aE\xdf\xa3" + b"x" * 500, b"#EXTM3U\nfile:///etc/passwd"]
)
async def test_what_is_no_audio_is_refused(client: httpx.AsyncClient, session_id: str, audio: bytes) -> None:
    assert problem(await send(client, session_id, audio)) == (422, "/problems/audio-not-decodable")


async def test_more_than_five_minutes_is_refused(client: httpx.AsyncClient, session_id: str) -> None:
    audio = wav(301, rate=8_000)
    assert problem(await send(client, session_id, audio)) == (422, "/problems/audio-too-long")


async def test_more_than_ten_megabytes_is_refused_by_its_declared_length(
    client: httpx.AsyncClient, session_id: str
) -> None:
    audio = b"\0" * (MAX_AUDIO_BYTES + 100_000)
    assert problem(await send(client, session_id, audio)) == (413, "/problems/audio-too-large")


async def test_more_than_ten_megabytes_is_refused_while_it_streams(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="audio"; filename="a"\r\n\r\n'
        for _ in range(400):
            sent += 65_536
            yield b"\0" * 65_536

    response = await client.post(
        "/transcription", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert response.status_code == 413
    assert sent <= MAX_AUDIO_BYTES + 4 * 1024 * 1024


@pytest.mark.parametrize(
    ("request_parts", "field"),
    [
        ({"data": {"session_id": "x"}, "files": {}}, "audio"),
        ({"files": {"audio": b"x"}}, "session_id"),
        ({"files": {"audio": b"x"}, "data": {"session_id": ""}}, "session_id"),
        ({"files": {"audio": b"x"}, "data": {"session_id": "y" * 65}}, "session_id"),
        ({"files": {"audio": b"x"}, "data": {"session_id": "x", "extra": "1"}}, "extra"),
        ({"content": b"{}", "headers": {"Content-Type": "application/json"}}, "audio"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, "audio"),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data; boundary=b"}}, "audio"),
    ],
)
async def test_a_malformed_request_is_refused_by_field(
    client: httpx.AsyncClient, request_parts: dict[str, Any], field: str
) -> None:
    response = await client.post("/transcription", **request_parts)
    assert problem(response) == (422, "/problems/validation")
    assert field in {error["field"] for error in response.json()["errors"]}


@pytest.mark.parametrize(
    ("request_parts", "field", "told"),
    [
        ({"files": {"audio": b"x"}}, "session_id", "session_id is missing"),
        ({"files": {"audio": b"x"}, "data": {"session_id": ""}}, "session_id", "This is empty"),
        ({"files": {"audio": b"x", "session_id": b"x"}}, "audio", "cannot be read"),
        ({"data": {"session_id": "x"}, "files": {"session": b"x"}}, "session", "not a field"),
        ({"data": {"session_id": "x", "audio": "x"}, "files": {}}, "audio", "multipart/form-data"),
        ({"files": {"session_id": (None, "x")}}, "audio", "audio is missing; send it as a file"),
        ({"files": {"session_id": (None, "x"), "audio": (None, "x")}}, "audio", "must be a file"),
        ({"files": {"session_id": ("id.txt", b"x")}}, "session_id", "This must be text, not a file"),
    ],
)
async def test_a_wrong_or_missing_field_is_told_in_words(
    client: httpx.AsyncClient, request_parts: dict[str, Any], field: str, told: str
) -> None:
    response = await client.post("/transcription", **request_parts)
    assert problem(response) == (422, "/problems/validation")
    [error] = response.json()["errors"]
    assert error["field"] == field
    assert told in error["message"]


async def test_an_unknown_session_is_not_found_and_nothing_is_heard(
    client: httpx.AsyncClient, transcriber: FakeTranscriber
) -> None:
    assert problem(await send(client, "nope", wav(1))) == (404, "/problems/session-not-found")
    assert transcriber.heard_ms == []


async def test_a_finished_interview_hears_nothing(client: httpx.AsyncClient, session_id: str) -> None:
    await client.post("/interview/finish", json={"session_id": session_id})
    assert problem(await send(client, session_id, wav(1))) == (409, "/problems/session-finished")


async def test_a_recogniser_that_is_away_says_so_and_stores_nothing(
    client: httpx.AsyncClient, container: Container, session_id: str, transcriber: FakeTranscriber
) -> None:
    transcriber.is_away = True
    response = await send(client, session_id, wav(1))
    assert problem(response) == (503, "/problems/speech-unavailable")
    async with container.transactions.read() as db:
        assert await db.scalar(select(TranscriptionRow)) is None
