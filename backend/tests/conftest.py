"""The app with a real SQLite in a folder of its own; planner and evaluators are fakes behind their ports."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from fakes.clock import TickingClock
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncEngine

from app.config import Settings
from app.dependencies import Container
from app.main import Adapters, create_app
from app.platform import migrations
from app.platform.database import create_engine
from tests.media_server import media_server, own_media_server  # noqa: F401 — fixtures
from tests.redis_server import redis_url  # noqa: F401 — a fixture


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database file; copied for each test, because migrating takes longer than most tests."""
    import asyncio

    path = tmp_path_factory.mktemp("database") / "template.db"

    async def migrate() -> None:
        engine: AsyncEngine = create_engine(f"sqlite+aiosqlite:///{path}")
        await migrations.upgrade(engine)
        await engine.dispose()

    asyncio.run(migrate())
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated_database: Path) -> Settings:
    shutil.copy(migrated_database, tmp_path / "hirecoach.db")
    return Settings(
        _env_file=None,
        environment="test",
        HIRECOACH_STATE_DIR=tmp_path,
        rate_limit_costly="100000/minute",
        rate_limit_token="100000/minute",
    )


@pytest.fixture
def clock() -> TickingClock:
    return TickingClock()


@pytest.fixture
def evaluator() -> FakeEvaluator:
    return FakeEvaluator()


@pytest.fixture
def adapters(evaluator: FakeEvaluator, clock: TickingClock) -> Adapters:
    """Override this fixture in a test module to put other adapters behind the ports."""
    return Adapters(planner=FakePlanner(), embedded=evaluator, clock=clock)


@pytest.fixture
async def app(settings: Settings, adapters: Adapters) -> AsyncIterator[FastAPI]:
    """The app, started, and stopped at the end of the test."""
    app = create_app(settings, adapters)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def container(app: FastAPI) -> Container:
    container: Container = app.state.container
    return container


@pytest.fixture
def client_of() -> Callable[[FastAPI], httpx.AsyncClient]:
    """A client of any app, in process: no socket, and no lifespan of its own."""

    def make(app: FastAPI) -> httpx.AsyncClient:
        # A 500 is an answer like any other here: tests look at it instead of at a traceback.
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")

    return make


@pytest.fixture
async def client(
    app: FastAPI, client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client
