"""A local server with OpenAI's audio API, as strict about requests as the published description."""

import json
import threading
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SENTENCE = "I led a team of five engineers through a difficult migration."


class OpenAIAudioServer:
    """``status`` other than 200 makes every call fail with it."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.status = 200
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Authorization") != "Bearer a-key" or owner.status != 200:
                    status = owner.status if owner.status != 200 else 401
                    return self._answer(status, b'{"error": {"message": "no", "type": "error"}}')
                if self.path == "/v1/audio/transcriptions":
                    return self._transcribe(_form(self.headers["Content-Type"], body))
                if self.path == "/v1/audio/speech":
                    return self._speak(json.loads(body))
                return self._answer(404, b"{}")

            def _transcribe(self, form: dict[str, Any]) -> None:
                owner.requests.append({name: value for name, value in form.items() if name != "file"})
                if not form["file"].startswith(b"RIFF"):
                    return self._answer(400, b'{"error": {"message": "bad file"}}')
                return self._answer(200, json.dumps(_heard(form["model"])).encode())

            def _speak(self, request: dict[str, Any]) -> None:
                owner.requests.append(request)
                if set(request) != {"model", "voice", "input", "response_format"}:
                    return self._answer(400, b'{"error": {"message": "unknown parameter"}}')
                pcm = b"\x00\x20\x00\xe0" * (len(request["input"]) * 480)
                return self._answer(200, pcm, "audio/pcm")

            def _answer(self, status: int, body: bytes, content_type: str = "application/json") -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                return None

        return Handler


def _form(content_type: str, body: bytes) -> dict[str, Any]:
    message = BytesParser(EmailMessage).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    fields: dict[str, Any] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        fields[str(name)] = payload if name == "file" else payload.decode()
    return fields


def _heard(model: str) -> dict[str, Any]:
    if model.startswith("whisper"):
        words = SENTENCE.split()
        return {
            "task": "transcribe",
            "language": "english",
            "duration": 3.0,
            "text": SENTENCE,
            "words": [{"word": w, "start": i * 0.25, "end": i * 0.25 + 0.2} for i, w in enumerate(words)],
        }
    return {"text": SENTENCE, "logprobs": [{"token": "I", "logprob": -0.1, "bytes": [73]}]}
