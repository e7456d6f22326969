"""The same migrations, repository and interview on SQLite and on PostgreSQL: real servers, same tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import postgresql
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem
from sqlalchemy import inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from app import privacy
from app.config import Settings
from app.interview.models import Candidate, InterviewSession
from app.interview.repository import InterviewRepository
from app.main import Adapters, create_app
from app.platform import migrations
from app.platform.clock import utc_now
from app.platform.database import Base, Transactions, create_engine

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(scope="module")
def postgresql_server() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=BOTH)
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'both.db'}"
    url: str = request.getfixturevalue("postgresql_server")
    engine = create_engine(Settings(_env_file=None, database_url=url).resolved_database_url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(Settings(_env_file=None, database_url=database_url).resolved_database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def transactions(engine: AsyncEngine) -> Transactions:
    await migrations.upgrade(engine)
    return Transactions(engine)


@pytest.fixture
async def app(database_url: str, adapters: Adapters, tmp_path: Path) -> AsyncIterator[FastAPI]:
    settings = Settings(
        _env_file=None,
        environment="test",
        database_url=database_url,
        HIRECOACH_STATE_DIR=tmp_path,
        rate_limit_costly="100000/minute",
    )
    app = create_app(settings, adapters)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def client(
    app: FastAPI, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


def _session(candidate_id: str = "c1", session_id: str = "s1", **more: Any) -> InterviewSession:
    now = utc_now()
    return InterviewSession(
        id=session_id,
        candidate_id=candidate_id,
        status="in_progress",
        setup={"question_count": 1},
        plan=[],
        **{"created_at": now, "updated_at": now} | more,
    )


async def _with_candidate(transactions: Transactions) -> None:
    async with transactions.write() as db:
        db.add(Candidate(id="c1", issuer="test", subject="ada", created_at=utc_now()))


async def test_migrations_make_exactly_the_tables_of_the_models(engine: AsyncEngine) -> None:
    await migrations.upgrade(engine)
    await migrations.upgrade(engine)  # again: nothing to do
    async with engine.connect() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(
                MigrationContext.configure(sync, opts={"compare_type": True}), Base.metadata
            )
        )
    assert differences == []


async def test_migrations_go_down_again(engine: AsyncEngine) -> None:
    await migrations.upgrade(engine)
    async with engine.begin() as connection:
        await connection.run_sync(migrations.downgrade, "base")
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert tables == ["alembic_version"]


async def test_replicas_that_start_together_migrate_once(engine: AsyncEngine) -> None:
    await asyncio.gather(*(migrations.upgrade(engine) for _ in range(3)))


async def test_times_come_back_in_utc_and_naive_ones_are_refused(transactions: Transactions) -> None:
    await _with_candidate(transactions)
    tokyo = datetime(2026, 1, 2, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    async with transactions.write() as db:
        db.add(_session(created_at=tokyo))
    async with transactions.read() as db:
        session = await InterviewRepository(db).session("s1")
        assert session is not None
        assert session.created_at == datetime(2026, 1, 2, 0, 0, tzinfo=UTC)
        assert session.created_at.tzinfo is UTC
    with pytest.raises(Exception, match="naive"):
        async with transactions.write() as db:
            db.add(_session(session_id="s2", created_at=datetime(2026, 1, 2)))


async def test_changes_of_one_session_wait_for_each_other(transactions: Transactions) -> None:
    await _with_candidate(transactions)
    async with transactions.write() as db:
        db.add(_session())

    async def record(n: int) -> None:
        async with transactions.write() as db:
            repository = InterviewRepository(db)
            session = await repository.lock("s1")
            assert session is not None
            await asyncio.sleep(0.01)
            repository.record(session, utc_now(), "session.changed", {"n": n})

    await asyncio.gather(*(record(n) for n in range(5)))
    async with transactions.read() as db:
        events = await InterviewRepository(db).events_after("s1", 0, 100)
    assert [event.sequence for event in events] == [1, 2, 3, 4, 5]


async def test_a_block_that_raises_stores_nothing(transactions: Transactions) -> None:
    await _with_candidate(transactions)

    async def break_off() -> None:
        async with transactions.write() as db:
            db.add(_session())
            await db.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await break_off()
    async with transactions.read() as db:
        assert await InterviewRepository(db).session("s1") is None


async def test_deleting_a_candidate_deletes_everything_of_them(
    client: httpx.AsyncClient, engine: AsyncEngine, tmp_path: Path
) -> None:
    interview = await Interview.start(client)
    await interview.say(interview.first["id"], "Something that was said.")
    await interview.answer(interview.first["id"])
    assert await privacy.erase(Transactions(engine), "open|local", tmp_path)
    async with engine.connect() as connection:
        for table in Base.metadata.tables.values():
            assert (await connection.execute(table.select())).all() == []


async def test_a_whole_interview(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=3, participant_name="Zoë 🚀 שלום")
    await interview.say(interview.first["id"], "I began with the logs,")
    turn = (await interview.answer(interview.first["id"], "and I ended with a test.", key="k")).json()
    assert turn["evaluation"]["status"] == "scored"
    reopened = (await interview.reopen(turn["answer_id"])).json()
    assert reopened["next_question"]["id"] == interview.first["id"]
    turn = (await interview.answer(interview.first["id"], "Then it was quiet.", key="k2")).json()
    turn = (await interview.skip(turn["next_question"]["id"])).json()
    turn = (await interview.answer(turn["next_question"]["id"])).json()
    assert turn["next_question"] is None
    report = (await interview.finish()).json()
    assert report["coverage"] == {"answered": 2, "skipped": 1, "not_answered": 0, "total": 3}
    assert (await interview.finish()).json() == report
    summary = (await client.get("/interview/sessions")).json()["sessions"][0]
    assert summary["score"] == report["overall"]
    assert (await interview.view())["participant_name"] == "Zoë 🚀 שלום"


async def test_list_history_and_report_count_the_same_answers(client: httpx.AsyncClient) -> None:
    """While it goes on, a closed question counts; that it was no answer is known at the end."""
    interview = await Interview.start(client, question_count=3)
    turn = (await interview.answer(interview.first["id"])).json()
    turn = (await interview.answer(turn["next_question"]["id"], "No idea.")).json()
    turn = (await interview.answer(turn["next_question"]["id"])).json()
    assert turn["progress"] == {"answered": 3, "total": 3, "finished": True}
    report = (await interview.finish()).json()
    assert report["coverage"] == {"answered": 2, "skipped": 0, "not_answered": 1, "total": 3}
    summary = (await client.get("/interview/sessions")).json()["sessions"][0]
    assert summary["progress"] == {"answered": 2, "total": 3, "finished": True}
    (history,) = (await client.get("/interview/progress")).json()["interviews"]
    assert sum(competency["answered"] for competency in history["competencies"]) == 2


async def test_what_was_heard_is_corrected_once_though_two_windows_ask_for_it(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client, question_count=1)
    await interview.say(interview.first["id"], "I rewrote the billing job, and the era rate")
    await interview.say(interview.first["id"], "fell from four percent to won 🚀.")
    answer_id = (await interview.answer(interview.first["id"], "", modality="spoken")).json()["answer_id"]
    before = (await interview.finish()).json()
    said = "I rewrote the billing job, and the error rate fell from four percent to one 🚀."
    responses = await asyncio.gather(*(interview.correct(answer_id, said) for _ in range(3)))
    assert {response.status_code for response in responses} == {200}
    report = (await client.get(f"/interview/session/{interview.session_id}/report")).json()
    answer = report["questions"][0]["answer"]
    assert (answer["text"], answer["evaluation"]["status"]) == (said, "scored")
    assert answer["heard"] == "I rewrote the billing job, and the era rate fell from four percent to won 🚀."
    assert answer["before_correction"]["score"] == before["overall"]
    assert report["revision"] == before["revision"] + 1


async def test_two_answers_at_once_are_one(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    responses = await asyncio.gather(
        *(interview.answer(interview.first["id"], f"This one comes from tab number {n}.") for n in range(3))
    )
    assert sorted(r.status_code for r in responses) == [200, 409, 409]
    assert len((await interview.view())["questions"]) == 2


@pytest.mark.parametrize("strange", ["%00", "x" * 300, "%F0%9F%9A%80"])
async def test_strange_ids_reach_no_driver(client: httpx.AsyncClient, strange: str) -> None:
    assert (await client.get(f"/interview/session/{strange}")).status_code in (404, 422)
    interview = await Interview.start(client)
    assert_problem(await interview.answer("not-there"), "question-not-found", 404)


async def test_open_rooms_are_found_by_their_index_alone(engine: AsyncEngine) -> None:
    await migrations.upgrade(engine)
    found = select(InterviewSession.id).where(
        InterviewSession.room_opened_at.is_not(None), InterviewSession.room_closed_at.is_(None)
    )
    async with engine.connect() as connection:
        query = str(found.compile(engine.sync_engine))
        if engine.dialect.name == "postgresql":
            await connection.execute(
                text("SET enable_seqscan = off")
            )  # an empty table is read whole otherwise
            plan = await connection.execute(text(f"EXPLAIN {query}"))
        else:
            plan = await connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))
        assert "ix_sessions_open_rooms" in str(plan.all())


async def test_a_stored_report_is_read_while_somebody_else_holds_the_write_lock(
    client: httpx.AsyncClient, engine: AsyncEngine
) -> None:
    interview = await Interview.start(client)
    report = (await interview.finish()).json()
    async with Transactions(engine).write() as other:
        assert await InterviewRepository(other).lock(interview.session_id) is not None
        async with asyncio.timeout(2):
            read = await client.get(f"/interview/session/{interview.session_id}/report")
    assert read.json() == report
