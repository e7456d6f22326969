"""The door: hosts, origins, addresses."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.config import Settings
from app.platform.guards import host_without_port, install_guards, is_loopback

HOST = "http://localhost:8000"
PAGE = "http://localhost:3000"


def _app(**changes: Any) -> FastAPI:
    app = FastAPI()

    @app.api_route("/thing", methods=["GET", "POST", "DELETE"])
    async def thing() -> str:
        return "done"

    @app.get("/metrics")
    async def metrics() -> str:
        return "metrics"

    install_guards(app, Settings(_env_file=None, **changes))
    return app


def _client(app: FastAPI, address: str = "127.0.0.1", host: str = HOST) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app, client=(address, 5000)), base_url=host)


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with _client(_app()) as client:
        yield client


def _type(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"]


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000"]
)
async def test_our_own_names_are_let_in(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/thing", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "", "[::2]:8000"]
)
async def test_a_foreign_host_name_is_refused_for_reading_too(client: httpx.AsyncClient, host: str) -> None:
    assert _type(await client.get("/thing", headers={"Host": host})) == (400, "/problems/host-not-allowed")


@pytest.mark.parametrize("origin", [None, PAGE, "http://127.0.0.1:3000", HOST])
async def test_writes_from_our_page_or_from_no_page_are_let_in(
    client: httpx.AsyncClient, origin: str | None
) -> None:
    headers = {} if origin is None else {"Origin": origin}
    assert (await client.post("/thing", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000.evil.example"},
        {"Origin": "https://localhost:3000"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_writes_from_a_foreign_page_are_refused(
    client: httpx.AsyncClient, method: str, headers: dict[str, str]
) -> None:
    response = await client.request(method, "/thing", headers=headers)
    assert _type(response) == (403, "/problems/origin-not-allowed")


async def test_a_preflight_allows_what_the_page_sends_and_no_other_page(client: httpx.AsyncClient) -> None:
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, idempotency-key, last-event-id",
    }
    ours = await client.options("/thing", headers=asked | {"Origin": PAGE})
    assert ours.status_code == 200
    assert ours.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Access-Control-Allow-Credentials" not in ours.headers
    foreign = await client.options("/thing", headers=asked | {"Origin": "http://evil.example"})
    assert "Access-Control-Allow-Origin" not in foreign.headers
    assert foreign.headers["Content-Type"] == "application/problem+json"
    assert _type(foreign) == (403, "/problems/origin-not-allowed")


@pytest.mark.parametrize(
    "asked",
    [
        {"Access-Control-Request-Method": "PUT"},
        {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-own"},
    ],
)
async def test_a_preflight_for_what_pages_may_not_do_says_what_they_may(
    client: httpx.AsyncClient, asked: dict[str, str]
) -> None:
    refused = await client.options("/thing", headers=asked | {"Origin": PAGE})
    assert _type(refused) == (400, "/problems/preflight-refused")
    assert "Idempotency-Key" in refused.json()["detail"]
    assert refused.headers["Access-Control-Allow-Origin"] == PAGE


async def test_a_refusal_can_be_read_by_our_page(client: httpx.AsyncClient) -> None:
    response = await client.get("/thing", headers={"Host": "evil.example", "Origin": PAGE})
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


async def test_open_is_for_this_machine_unless_the_network_is_allowed() -> None:
    async with _client(_app(), "192.168.1.7") as client:
        assert _type(await client.get("/thing")) == (403, "/problems/forbidden")
    async with _client(_app(allow_open_network=True), "192.168.1.7") as client:
        assert (await client.get("/thing")).status_code == 200


async def test_a_forwarded_address_is_not_believed() -> None:
    async with _client(_app(), "192.168.1.7") as client:
        response = await client.get(
            "/thing", headers={"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}
        )
    assert response.status_code == 403


async def test_with_sign_in_the_network_may_come_but_not_to_the_metrics() -> None:
    signed_in = _app(identity="oidc", oidc_issuer="https://id.example", oidc_audience="hirecoach")
    async with _client(signed_in, "192.168.1.7") as client:
        assert (await client.get("/thing")).status_code == 200
        assert _type(await client.get("/metrics")) == (403, "/problems/forbidden")
    async with _client(signed_in) as client:
        assert (await client.get("/metrics")).status_code == 200


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (None, True),
        (("127.0.0.1", 1), True),
        (("127.8.8.8", 1), True),
        (("::1", 1), True),
        (("::ffff:127.0.0.1", 1), True),
        (("::ffff:10.0.0.1", 1), False),
        (("10.0.0.1", 1), False),
        (("testclient", 1), False),
    ],
)
def test_loopback_is_known_in_every_notation(client: Any, expected: bool) -> None:
    assert is_loopback(client) is expected


def test_a_port_is_no_part_of_the_host() -> None:
    assert [host_without_port(h) for h in ("a:1", "A", "[::1]:8000", "[::1]")] == ["a", "a", "[::1]", "[::1]"]
