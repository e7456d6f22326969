"""A real local OpenID Connect issuer: discovery and keys over HTTP, tokens signed with real keys."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class LocalIssuer:
    """Serves ``/.well-known/openid-configuration`` and ``/keys``; ``requests`` lists the paths asked for."""

    def __init__(self) -> None:
        self.keys: dict[str, tuple[PrivateKey, str]] = {}
        self.extra_keys: list[Any] = []
        self.requests: list[str] = []
        self.override: Callable[[str], tuple[int, bytes] | None] = lambda path: None
        self.url = ""
        self.rotate("first", "RS256")

    def rotate(self, kid: str, algorithm: str, *, keep_old: bool = False) -> None:
        if not keep_old:
            self.keys.clear()
        key: PrivateKey = (
            rsa.generate_private_key(public_exponent=65537, key_size=2048)
            if algorithm == "RS256"
            else ec.generate_private_key(ec.SECP256R1())
        )
        self.keys[kid] = (key, algorithm)

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        given = {
            "iss": self.url,
            "sub": "user_1",
            "aud": "hirecoach",
            "iat": now,
            "nbf": now,
            "exp": now + 60,
        }
        return {name: value for name, value in (given | changes).items() if value is not None}

    def token(self, *, kid: str | None = None, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        kid = kid or next(iter(self.keys))
        key, algorithm = self.keys[kid]
        return jwt.encode(
            self.claims(**changes), key, algorithm=algorithm, headers={"kid": kid} | (headers or {})
        )

    def public_jwk(self, kid: str) -> dict[str, Any]:
        key, algorithm = self.keys[kid]
        if isinstance(key, rsa.RSAPrivateKey):
            jwk = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        else:
            jwk = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return jwk | {"kid": kid, "alg": algorithm, "use": "sig"}

    def answer(self, path: str) -> tuple[int, bytes]:
        if not path.startswith("/health"):  # somebody looks for another server that had this port before
            self.requests.append(path)
        if (overridden := self.override(path)) is not None:
            return overridden
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps({"issuer": self.url, "jwks_uri": f"{self.url}/keys"}).encode()
        if path == "/keys":
            published = [*self.extra_keys, *(self.public_jwk(kid) for kid in self.keys)]
            return 200, json.dumps({"keys": published}).encode()
        return 404, b"{}"


@contextmanager
def running_issuer() -> Iterator[LocalIssuer]:
    issuer = LocalIssuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = issuer.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
