"""Bad input: a clear problem that names what to do, and nothing stored."""

import json
from typing import Any

import httpx
import pytest
from interview.conversations import Interview, assert_problem

from app.dependencies import Container

PAGE = "http://localhost:3000"


@pytest.mark.parametrize("body", [b'{"job_title": ', b"[" * 100_000], ids=["cut off", "nested too deeply"])
async def test_broken_json_is_not_taken_for_a_wrong_field_and_is_told_what_to_send(
    client: httpx.AsyncClient, body: bytes
) -> None:
    response = await client.post(
        "/interview/start", content=body, headers={"Content-Type": "application/json"}
    )
    problem = assert_problem(response, "malformed-json", 400)
    assert "Nothing was stored. Send one JSON object" in problem["detail"]


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"job_title": ""}, "job_title", "This is empty; write something here"),
        ({"job_title": "   "}, "job_title", "This is empty; write something here"),
        ({"job_title": "x" * 121}, "job_title", "At most 120 characters fit here; this has 121. Shorten it"),
        ({"job_title": 7}, "job_title", "This must be text, a JSON string"),
        ({"job_title": "a\x00b"}, "job_title", "NUL"),
        ({"question_count": 0}, "question_count", "This must be 1 or more"),
        ({"question_count": 16}, "question_count", "This must be 15 or less"),
        ({"question_count": "5"}, "question_count", "This must be a whole number"),
        ({"question_count": 2.5}, "question_count", "This must be a whole number"),
        ({"seniority": "chief"}, "seniority", "'intern', 'junior', 'mid', 'senior', 'lead' or 'manager'"),
        ({"language": "not a tag"}, "language", "BCP 47"),
        ({"cv_text": "x" * 20_001}, "cv_text", "At most 20,000 characters fit here; this has 20,001"),
        (
            {"favourite_colour": "blue"},
            "favourite_colour",
            "This is not a field of this request; leave it out",
        ),
        ({"captions": "yes"}, "captions", "This must be true or false"),
        ({"focus": "ownership"}, "focus", "This must be a list"),
        ({"focus": ["x"] * 13}, "focus", "At most 12 fit in this list. Take some out"),
        ({"focus": ["ownership", ""]}, "focus.1", "This is empty; write something here"),
    ],
)
async def test_a_field_that_is_not_right_is_named_with_its_limit(
    client: httpx.AsyncClient, change: dict[str, Any], field: str, told: str
) -> None:
    response = await client.post("/interview/start", json={"job_title": "Engineer"} | change)
    problem = assert_problem(response, "validation", 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert told in problem["errors"][0]["message"]
    assert field in problem["detail"]
    assert (await client.get("/interview/sessions")).json() == {"sessions": []}


async def test_a_missing_field_is_said_to_be_missing(client: httpx.AsyncClient) -> None:
    problem = assert_problem(await client.post("/interview/start", json={}), "validation", 422)
    assert problem["errors"] == [{"field": "job_title", "message": "This is missing; add it"}]


@pytest.mark.parametrize("body", [b"[]", b"null", b'"x"', b"12"])
async def test_a_body_that_is_no_object_is_refused(client: httpx.AsyncClient, body: bytes) -> None:
    response = await client.post(
        "/interview/start", content=body, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, "validation", 422)


async def test_a_competency_that_the_bank_does_not_know_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/interview/start", json={"job_title": "x", "focus": ["juggling"]})
    problem = assert_problem(response, "unknown-competency", 422)
    assert "juggling" in problem["detail"]


async def test_a_limit_error_never_quotes_what_was_written(client: httpx.AsyncClient) -> None:
    response = await client.post("/interview/start", json={"job_title": "x", "cv_text": "secret " * 4_000})
    assert "secret" not in response.text


@pytest.mark.parametrize("strange", ["%00", "a%00b", "x" * 300, "%F0%9F%9A%80", "..%2F..", "%ED%A0%80"])
async def test_strange_ids_are_refused_without_a_server_error(
    client: httpx.AsyncClient, strange: str
) -> None:
    for path in (f"/interview/session/{strange}", f"/interview/session/{strange}/report"):
        assert (await client.get(path)).status_code in (404, 422)
    assert (await client.post(f"/interview/answer/{strange}/reopen")).status_code in (404, 422)
    correction = await client.post(f"/interview/answer/{strange}/correct", json={"text": "a"})
    assert correction.status_code in (404, 422)


async def test_unknown_addresses_and_methods_are_problems_too(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/no/such/page"), "not-found", 404)
    problem = assert_problem(await client.put("/interview/start"), "method-not-allowed", 405)
    assert "POST" in problem["detail"]


async def test_a_body_that_is_far_too_large_is_refused_so_that_the_page_can_read_why(
    client: httpx.AsyncClient,
) -> None:
    response = await client.post(
        "/interview/start",
        content=b'{"job_title":"' + b"x" * (3 * 1024 * 1024) + b'"}',
        headers={"Content-Type": "application/json", "Origin": PAGE},
    )
    assert_problem(response, "too-large", 413)
    assert response.headers["Access-Control-Allow-Origin"] == PAGE


async def test_the_longest_texts_fit_however_they_are_escaped(client: httpx.AsyncClient) -> None:
    text = "\N{GRINNING FACE}" * 20_000  # 12 bytes each as JSON escapes
    content = json.dumps({"job_title": "Engineer", "cv_text": text, "job_description": text})
    response = await client.post(
        "/interview/start", content=content, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 201, response.text[:200]


async def test_many_unknown_fields_are_not_all_said_back(client: httpx.AsyncClient) -> None:
    body = {"job_title": "Engineer"} | {f"{number}" + "x" * 1_000: 1 for number in range(1_000)}
    problem = assert_problem(await client.post("/interview/start", json=body), "validation", 422)
    assert len(problem["errors"]) == 20
    assert max(len(error["field"]) for error in problem["errors"]) == 100


async def test_what_nobody_foresaw_is_readable_by_the_page_counted_and_found_by_its_id(
    client: httpx.AsyncClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("zebra")

    monkeypatch.setattr(container.interviews, "list_sessions", broken)
    response = await client.get("/interview/sessions", headers={"Origin": PAGE})
    assert_problem(response, "internal", 500)
    assert "zebra" not in response.text
    assert response.headers["Access-Control-Allow-Origin"] == PAGE
    assert response.headers["X-Request-ID"]
    counted = 'hirecoach_requests_total{method="GET",route="/interview/sessions",status="500"} 1.0'
    assert counted in container.metrics.exposition().decode()


async def test_invented_methods_do_not_fill_the_metrics(
    client: httpx.AsyncClient, container: Container
) -> None:
    for number in range(3):
        await client.request(f"INVENTED{number}", "/interview/options")
    metrics = container.metrics.exposition().decode()
    assert "INVENTED" not in metrics
    assert 'method="other"' in metrics


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_no_page_of_ours_runs_scripts_of_others(client: httpx.AsyncClient, path: str) -> None:
    assert_problem(await client.get(path), "not-found", 404)


@pytest.mark.parametrize("key", ["", "k" * 256])
async def test_a_key_that_is_empty_or_too_long_is_refused(client: httpx.AsyncClient, key: str) -> None:
    interview = await Interview.start(client)
    response = await client.post(
        "/interview/answer",
        json={"session_id": interview.session_id, "question_id": interview.first["id"], "answer": "x"},
        headers={"Idempotency-Key": key},
    )
    problem = assert_problem(response, "validation", 422)
    assert problem["errors"][0]["field"] == "idempotency-key"


@pytest.mark.parametrize("last", ["-1", "abc", "99999999999"])
async def test_a_last_event_id_that_is_no_sequence_is_refused(client: httpx.AsyncClient, last: str) -> None:
    interview = await Interview.start(client)
    response = await client.get(
        f"/interview/session/{interview.session_id}/events", headers={"Last-Event-ID": last}
    )
    assert_problem(response, "validation", 422)


async def test_a_word_that_ends_after_more_than_a_day_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    word = {"text": "hello", "start_ms": 0, "end_ms": 10**400}
    utterance = {
        "utterance_id": "u",
        "question_id": interview.first["id"],
        "sequence": 0,
        "text": "hello",
        "words": [word],
    }
    response = await client.post(f"/interview/session/{interview.session_id}/utterances", json=utterance)
    problem = assert_problem(response, "validation", 422)
    assert problem["errors"][0]["field"] == "words.0.end_ms"


async def test_a_language_tag_ends_where_it_ends(client: httpx.AsyncClient) -> None:
    response = await client.post("/interview/start", json={"job_title": "Engineer", "language": "en\n"})
    assert_problem(response, "validation", 422)
