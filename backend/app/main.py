"""Composition root: ``create_app(settings)`` chooses the adapters; ``app.main:app`` is what uvicorn serves."""

import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI
from pydantic import ValidationError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings, SettingsError
from app.dependencies import Container
from app.documents.reader import DocumentReader
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.port import Evaluator
from app.identity.port import IdentityProvider
from app.interview import background
from app.interview.adapting import Adapting
from app.interview.candidates import Candidates
from app.interview.change import Interviewing
from app.interview.concluding import Conclusions
from app.interview.judging import Judge
from app.interview.looking_back import LookingBack
from app.interview.room_ledger import InterviewRoomLedger
from app.interview.service import InterviewService
from app.interview.transcribing import PushToTalk
from app.interview.views import Views
from app.occupations.recognition import Recogniser
from app.platform import migrations
from app.platform.body_limit import BodyLimit
from app.platform.clock import Clock, utc_now
from app.platform.database import Transactions, create_engine
from app.platform.events import EventBus, InProcessEvents, RedisEvents
from app.platform.guards import install_guards
from app.platform.limits import Limits
from app.platform.logging import API_READY, API_STOPPING, configure_logging, get_logger
from app.platform.metrics import Metrics
from app.platform.request_log import RequestLog
from app.platform.shutdown import Stopping
from app.questions.adapting.port import FollowUpWording, QuestionAdapter
from app.questions.port import QuestionPlanner
from app.report_document.port import ReportPrinter
from app.rooms.wiring import make_agent_access, make_rooms
from app.routes import (
    agent,
    error_handlers,
    health,
    interview,
    livekit_routes,
    openapi,
    preparation,
    privacy,
    reports,
    transcription,
)
from app.speech.port import Transcriber

if TYPE_CHECKING:
    from app.evaluation.language_model import LanguageModelSettings

ROUTERS: tuple[APIRouter, ...] = (
    interview.router,
    preparation.router,
    transcription.router,
    reports.router,
    privacy.router,
    livekit_routes.router,
    agent.router,
    health.router,
)

# The largest JSON: an utterance of 20,000 characters with the times of each word, escaped; twice that.
MAX_BODY_BYTES = 2 * 1024 * 1024
# Recordings and documents may be larger; the route reads no further than their own limit.
PATHS_WITH_A_LIMIT_OF_THEIR_OWN = ("/transcription", "/documents")

log = get_logger(__name__)


@dataclass
class Adapters:
    """What stands behind the ports; whatever is None is chosen from the settings."""

    planner: QuestionPlanner | None = None
    question_adapter: QuestionAdapter | None = None
    follow_up_wording: FollowUpWording | None = None
    embedded: Evaluator | None = None
    language_model: Evaluator | None = None
    identity: IdentityProvider | None = None
    transcriber: Transcriber | None = None
    events: EventBus | None = None
    clock: Clock = utc_now


def create_app(settings: Settings | None = None, adapters: Adapters | None = None) -> FastAPI:
    """Put the app together; cheap: nothing is opened, migrated or loaded before it starts."""
    settings = settings or Settings()
    container = build_container(settings, adapters or Adapters())

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with running(container):
            yield

    app = FastAPI(
        title="HireCoach",
        version="0.1.0",
        description="One interview, any modality: typed, push-to-talk, or spoken. For practice, not selection.",
        lifespan=lifespan,
        # These pages run scripts of a foreign network beside the candidate's data; /openapi.json says the same.
        docs_url=None,
        redoc_url=None,
    )
    app.state.container = container
    for router in ROUTERS:
        app.include_router(router)
    error_handlers.install(app)
    _add_middleware(app, container)
    app.openapi = lambda: openapi.describe(app)  # type: ignore[method-assign] # FastAPI's own way
    return app


def build_container(settings: Settings, adapters: Adapters) -> Container:
    metrics = Metrics()
    events = adapters.events or (RedisEvents(settings.redis_url) if settings.redis_url else InProcessEvents())
    transactions = Transactions(create_engine(settings.resolved_database_url))
    planner = adapters.planner or _planner()
    sentences = SentenceModel(threads=1)  # one for all who ask what words mean: its memory counts once
    judge = Judge(
        adapters.embedded or _embedded_evaluator(sentences),
        adapters.language_model or _language_model(settings, metrics),
        metrics,
    )
    views = Views(planner.competencies())
    interviewing = Interviewing(transactions, events, adapters.clock, views)
    sentence_model = SentenceModel(threads=1)
    wording = adapters.follow_up_wording or _follow_up_wording(settings, metrics, sentence_model)
    conclusions = Conclusions(interviewing, judge, metrics, wording=wording)
    adapter = adapters.question_adapter or _question_adapter(settings, metrics, sentence_model)
    adapting = Adapting(interviewing, adapter) if adapter else None
    stopping = Stopping()
    stopping.callbacks.append(events.wake_all)
    limits = Limits(settings.redis_url)
    transcriber = adapters.transcriber or _transcriber(settings)
    ledger = InterviewRoomLedger(transactions, events, adapters.clock)
    rooms = make_rooms(settings, ledger, limits, adapters.clock)
    return Container(
        settings=settings,
        clock=adapters.clock,
        transactions=transactions,
        events=events,
        metrics=metrics,
        stopping=stopping,
        identity=adapters.identity or _identity(settings),
        candidates=Candidates(transactions, adapters.clock),
        planner=planner,
        judge=judge,
        interviews=InterviewService(
            interviewing, planner, judge, conclusions, metrics, settings.resolved_voice, adapting
        ),
        looking_back=LookingBack(interviewing),
        report_printer=_report_printer(settings),
        recogniser=Recogniser(sentences),
        documents=DocumentReader(),
        limits=limits,
        transcriber=transcriber,
        push_to_talk=PushToTalk(transactions, transcriber, adapters.clock),
        agent_access=make_agent_access(settings, limits, adapters.clock),
        rooms=rooms,
        ready_checks={"media_server": rooms.what_is_away},
        lifespans=[rooms.running, *([adapting.running] if adapting else [])],
    )


@contextlib.asynccontextmanager
async def running(container: Container) -> AsyncIterator[None]:
    """From migrated to closed."""
    configure_logging(container.settings.log_level)
    _make_folder_of_database(container.settings)
    try:
        await migrations.upgrade(container.transactions.engine)
    except (SQLAlchemyError, OSError) as error:
        _say(
            f"HireCoach cannot start: the database does not answer ({type(error).__name__}). See DATABASE_URL."
        )
        raise
    await container.events.start()
    only = container.transactions.is_sqlite
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(container.stopping.watching_signals())
        await stack.enter_async_context(background.running(container.interviews, is_only_process=only))
        for part in container.lifespans:
            await stack.enter_async_context(part())
        log.info(API_READY, identity=container.settings.identity, sqlite=only)
        yield
        log.info(API_STOPPING)
        container.stopping.announce()
        await container.interviews.conclusions.aclose()
    if container.transcriber is not None:
        await container.transcriber.aclose()
    await container.judge.aclose()
    await container.identity.aclose()
    await container.events.aclose()
    await container.limits.aclose()
    await container.transactions.engine.dispose()


def _add_middleware(app: FastAPI, container: Container) -> None:
    """The last one added is the outermost. What answers by itself stands within CORS, so that a page can read it."""
    app.add_middleware(error_handlers.Unforeseen)
    app.add_middleware(BodyLimit, max_bytes=MAX_BODY_BYTES, except_paths=PATHS_WITH_A_LIMIT_OF_THEIR_OWN)
    install_guards(app, container.settings)
    app.add_middleware(RequestLog, metrics=container.metrics)


def _planner() -> QuestionPlanner:
    from app.questions.planner import BankPlanner

    return BankPlanner()


def _embedded_evaluator(sentences: SentenceModel) -> Evaluator:
    from app.evaluation.embedded import EmbeddedEvaluator
    from app.questions.bank_data import default_bank

    bank = default_bank()
    contrast = [question.text for question in bank.questions]
    return EmbeddedEvaluator(contrast_questions=contrast, model=sentences, contrast_in=bank.asked_and_shown())


def _language_model(settings: Settings, metrics: Metrics) -> Evaluator | None:
    if not settings.uses_language_model_evaluator:
        return None
    from app.evaluation.language_model import LanguageModelEvaluator, TriedEvaluator

    return TriedEvaluator(LanguageModelEvaluator(_language_model_settings(settings), metrics), metrics)


def _question_adapter(settings: Settings, metrics: Metrics, model: SentenceModel) -> QuestionAdapter | None:
    """With the language model that judges: who it is has been said to the candidate."""
    if not settings.uses_language_model_evaluator:
        return None
    from app.questions.adapting.adapter import LanguageModelAdapter

    return LanguageModelAdapter(_language_model_settings(settings), model, metrics)


def _follow_up_wording(settings: Settings, metrics: Metrics, model: SentenceModel) -> FollowUpWording | None:
    """With the same model and by the same setting as the questions; it sees less than the judge does."""
    if not settings.uses_language_model_evaluator:
        return None
    from app.questions.adapting.follow_up_wording import LanguageModelWording

    return LanguageModelWording(_language_model_settings(settings), model, metrics)


def _language_model_settings(settings: Settings) -> "LanguageModelSettings":
    from app.evaluation.language_model import LanguageModelSettings, Price

    price = settings.openai_evaluation_price
    return LanguageModelSettings(
        model=settings.openai_evaluation_model,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout_s=settings.openai_evaluation_timeout_s,
        price=Price(*price) if price else None,
    )


def _report_printer(settings: Settings) -> ReportPrinter:
    from app.report_document.document import TypstPrinter

    return TypstPrinter(fonts_dir=settings.state_dir / "fonts")


def _identity(settings: Settings) -> IdentityProvider:
    if settings.identity == "open":
        from app.identity.open import OpenIdentityProvider

        return OpenIdentityProvider()
    from app.identity.oidc import OidcIdentityProvider

    assert settings.oidc_issuer is not None
    return OidcIdentityProvider(
        settings.oidc_issuer,
        audience=settings.oidc_audience,
        authorized_parties=settings.oidc_authorized_parties,
    )


def _transcriber(settings: Settings) -> Transcriber:
    """Push-to-talk hears with the same ear as the room."""
    if settings.resolved_voice == "embedded":
        from app.speech.whisper import WhisperTranscriber

        return WhisperTranscriber(model=settings.speech_model, cache_dir=settings.state_dir / "models")
    from app.speech.openai import OpenAITranscriber, make_client

    assert settings.openai_api_key is not None
    client = make_client(settings.openai_api_key.get_secret_value(), settings.openai_base_url)
    return OpenAITranscriber(client, model=settings.openai_transcription_model)


def _make_folder_of_database(settings: Settings) -> None:
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        from pathlib import Path

        # For its owner only: it holds what people said of themselves. A folder that is there keeps its mode.
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def _app_or_one_sentence() -> FastAPI:
    """The app as the environment wants it; a wrong setting ends the process with a sentence, not a traceback."""
    try:
        settings = Settings()
        configure_logging(settings.log_level)  # before uvicorn says its first word
        return create_app(settings)
    except SettingsError as error:
        sentence = str(error)
    except ValidationError as error:
        wrong = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        sentence = f"A setting is not right. {wrong}."
    _say(f"HireCoach cannot start. {sentence}")
    raise SystemExit(2)


def __getattr__(name: str) -> Any:
    """``app.main:app`` is made when it is asked for: importing this module reads no environment."""
    if name == "app":
        globals()["app"] = made = _app_or_one_sentence()
        return made
    raise AttributeError(name)
