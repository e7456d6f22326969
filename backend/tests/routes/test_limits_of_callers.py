"""Who is limited, and who must not be locked out by others."""

from collections.abc import Callable

import httpx
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem

from app.config import Settings
from app.main import Adapters, create_app
from app.rooms.agent_access import sign_proof

KEY, SECRET = "key", "s" * 40
LIMITED = {"rate_limit_costly": "3/minute"}
WITH_LIVEKIT = {"livekit_url": "ws://127.0.0.1:9", "livekit_api_key": KEY, "livekit_api_secret": SECRET}


def _changed(settings: Settings, changes: dict[str, str]) -> Settings:
    known = settings.model_dump(include={"environment", "rate_limit_costly", "rate_limit_token"})
    return Settings(_env_file=None, **{**known, "HIRECOACH_STATE_DIR": settings.state_dir, **changes})


async def test_utterances_of_a_candidate_are_limited_and_those_of_the_agent_are_not(
    settings: Settings, adapters: Adapters, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    app = create_app(_changed(settings, LIMITED | WITH_LIVEKIT), adapters)
    async with app.router.lifespan_context(app), client_of(app) as client:
        interview = await Interview.start(client)
        by_candidate = [await interview.say(interview.first["id"], f"Word {n}.") for n in range(4)]
        assert [response.status_code for response in by_candidate] == [200, 200, 200, 429]
        assert_problem(by_candidate[3], "too-many-requests", 429)
        proof = sign_proof(KEY, SECRET, interview.session_id)
        token = (await client.post("/agent/token", json={"proof": proof})).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        by_agent = [await interview.say(interview.first["id"], f"Word {n}.") for n in range(4, 10)]
        assert {response.status_code for response in by_agent} == {200}


async def test_refused_proofs_of_a_stranger_do_not_lock_the_agent_out(
    settings: Settings, adapters: Adapters, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    app = create_app(_changed(settings, WITH_LIVEKIT), adapters)
    async with app.router.lifespan_context(app), client_of(app) as client:
        for _ in range(60):
            assert_problem(
                await client.post("/agent/token", json={"proof": "no"}), "agent-proof-refused", 401
            )
        assert_problem(await client.post("/agent/token", json={"proof": "no"}), "too-many-requests", 429)
        interview = await Interview.start(client)
        proof = sign_proof(KEY, SECRET, interview.session_id)
        assert (await client.post("/agent/token", json={"proof": proof})).status_code == 200
