"""The OpenAPI document is true: no undocumented answer, and no server error but the documented 503."""

import asyncio
import json
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import uvicorn
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fakes.speech import FakeTranscriber
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.config import Settings
from app.export_openapi import TARGET
from app.main import Adapters, create_app
from app.platform.problems import MEDIA_TYPE

EXAMPLES = 14


class ServedInThread:
    """The app in a loop and thread of its own, because the fuzzer calls synchronously."""

    def __init__(self, app: Any) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=2))
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))

    def __enter__(self) -> "ServedInThread":
        self._thread.start()
        with httpx.Client() as client:
            client.get(
                f"{self.address}/health/live", timeout=30
            )  # the socket listens: waits until it is served
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._socket.close()


@pytest.fixture(scope="module")
def address(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("fuzzed")
    shutil.copy(migrated_database, folder / "hirecoach.db")
    settings = Settings(
        _env_file=None,
        environment="test",
        HIRECOACH_STATE_DIR=folder,
        rate_limit_costly="100000/minute",
        rate_limit_token="100000/minute",
    )
    adapters = Adapters(planner=FakePlanner(), embedded=FakeEvaluator(), transcriber=FakeTranscriber())
    with ServedInThread(create_app(settings, adapters)) as served:
        yield served.address


@pytest.fixture(scope="module")
def session(address: str) -> dict[str, Any]:
    """A session that is there, so that the fuzzer gets further than 404."""
    response = httpx.post(f"{address}/interview/start", json={"job_title": "Engineer", "question_count": 15})
    started: dict[str, Any] = response.json()
    return started


DOCUMENT: dict[str, Any] = json.loads(TARGET.read_text())
API = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS = [(method, path) for path, operations in DOCUMENT["paths"].items() for method in operations]
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]

# Ended by the fuzzer, a session would answer 409 to everything after; and a real event stream never ends.
KEEPS_ITS_OWN_SESSION = ("finishInterview", "deleteSession", "followSession")


@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda part: str(part))
def test_every_answer_is_documented(method: str, path: str, address: str, session: dict[str, Any]) -> None:
    """Made-up requests, and the same ones about a session that is there."""

    @given(case=API[path][method].as_strategy(), is_real=strategies.booleans())
    @hypothesis_settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    def fuzz(case: Any, is_real: bool) -> None:
        if is_real and DOCUMENT["paths"][path][method]["operationId"] not in KEEPS_ITS_OWN_SESSION:
            _about(case, session)
        response = case.call(base_url=address, timeout=20)
        case.validate_response(response, checks=CHECKS)
        assert response.status_code < 500 or response.status_code == 503

    fuzz()


def _about(case: Any, session: dict[str, Any]) -> None:
    """Let this request be about a session and a question that exist."""
    if "session_id" in (case.path_parameters or {}):
        case.path_parameters["session_id"] = session["session_id"]
    if isinstance(case.body, dict):
        if "session_id" in case.body:
            case.body["session_id"] = session["session_id"]
        if "question_id" in case.body:
            case.body["question_id"] = session["question"]["id"]


def test_the_committed_document_is_up_to_date() -> None:
    document = create_app(Settings(_env_file=None)).openapi()
    assert json.loads(TARGET.read_text()) == json.loads(json.dumps(document)), (
        "backend/openapi.json is not up to date: run `python -m app.export_openapi`"
    )


def test_every_error_in_the_document_is_a_problem() -> None:
    document = create_app(Settings(_env_file=None)).openapi()
    assert "HTTPValidationError" not in document["components"]["schemas"]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == [MEDIA_TYPE], f"{method} {path} {status}"
