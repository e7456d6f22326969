"""What tests say to the API, in a sentence each."""

from typing import Any

import httpx

LONG_ENOUGH = "I rewrote the billing job and the error rate fell from four percent to one."


class Interview:
    """One interview over HTTP."""

    def __init__(self, client: httpx.AsyncClient, session_id: str, question: dict[str, Any]) -> None:
        self.client = client
        self.session_id = session_id
        self.first = question
        self._sequence = 0

    @classmethod
    async def start(cls, client: httpx.AsyncClient, **setup: Any) -> "Interview":
        """Without follow-ups unless they are wished for: most tests count questions."""
        body = {"job_title": "Engineer", "follow_ups": False, **setup}
        response = await client.post("/interview/start", json=body)
        assert response.status_code == 201, response.text
        started = response.json()
        return cls(client, started["session_id"], started["question"])

    async def answer(
        self, question_id: str, text: str = LONG_ENOUGH, *, key: str | None = None, **more: Any
    ) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        body = {"session_id": self.session_id, "question_id": question_id, "answer": text, **more}
        return await self.client.post("/interview/answer", json=body, headers=headers)

    async def say(
        self, question_id: str, text: str, *, sequence: int | None = None, utterance_id: str | None = None
    ) -> httpx.Response:
        number = self._sequence if sequence is None else sequence
        self._sequence = max(self._sequence, number + 1)
        body = {
            "utterance_id": utterance_id or f"u-{number}",
            "question_id": question_id,
            "sequence": number,
            "text": text,
        }
        return await self.client.post(f"/interview/session/{self.session_id}/utterances", json=body)

    async def skip(self, question_id: str) -> httpx.Response:
        return await self.client.post(
            f"/interview/session/{self.session_id}/skip", json={"question_id": question_id}
        )

    async def reopen(self, answer_id: str) -> httpx.Response:
        return await self.client.post(f"/interview/answer/{answer_id}/reopen")

    async def correct(self, answer_id: str, text: str = LONG_ENOUGH) -> httpx.Response:
        return await self.client.post(f"/interview/answer/{answer_id}/correct", json={"text": text})

    async def finish(self) -> httpx.Response:
        return await self.client.post("/interview/finish", json={"session_id": self.session_id})

    async def view(self) -> dict[str, Any]:
        response = await self.client.get(f"/interview/session/{self.session_id}")
        assert response.status_code == 200, response.text
        view: dict[str, Any] = response.json()
        return view

    async def question(self, number: int) -> dict[str, Any]:
        found: dict[str, Any] = next(q for q in (await self.view())["questions"] if q["number"] == number)
        return found


def assert_problem(response: httpx.Response, slug: str, status: int) -> dict[str, Any]:
    """A problem document of this type, complete, with no trace of our insides."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["type"] == f"/problems/{slug}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in response.text
    return problem
