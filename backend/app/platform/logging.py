"""JSON logs: event names are constants, ``session_id`` is bound, and nothing that was said is ever logged."""

import logging
import sys
from typing import Any

import structlog

REQUEST_SERVED = "request.served"
REQUEST_BROKE = "request.broke"
API_READY = "api.ready"
API_STOPPING = "api.stopping"
SESSION_STARTED = "session.started"
SESSION_FINISHED = "session.finished"
SESSION_ABANDONED = "session.abandoned"
SESSION_CONTINUED = "session.continued"
SESSION_DELETED = "session.deleted"
ANSWER_STORED = "answer.stored"
ANSWER_REOPENED = "answer.reopened"
ANSWER_CORRECTED = "answer.corrected"
ANSWER_SKIPPED = "answer.skipped"
EVALUATION_STORED = "evaluation.stored"
EVALUATION_LATE = "evaluation.late"
EVALUATION_FAILED = "evaluation.failed"
LANGUAGE_MODEL_RESTS = "language_model.rests"
LANGUAGE_MODEL_NOT_BELIEVED = "language_model.not_believed"
EVALUATIONS_PICKED_UP = "evaluations.picked_up"
COMPLETENESS_FAILED = "completeness.failed"
MISSING_FACTS_FAILED = "missing_facts.failed"
DATABASE_AWAY = "database.away"
EVENTS_RELAY_AWAY = "events.relay_away"
BACKGROUND_FAILED = "background.failed"
WARMED_UP = "evaluator.warmed_up"

# Values under these names are words of a person or secrets: they are dropped even when logged by mistake.
_NEVER = frozenset(
    {
        "text",
        "answer",
        "transcript",
        "prompt",
        "cv_text",
        "job_description",
        "token",
        "proof",
        "secret",
        "words",
        "body",
    }
)


def _drop_private(_logger: Any, _method: str, entry: Any) -> Any:
    for name in _NEVER & entry.keys():
        entry[name] = "(not logged)"
    return entry


def _traceback_without_values(_logger: Any, _method: str, entry: Any) -> Any:
    """Keep where it broke, drop the message: messages of drivers and validators quote what they were given."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):  # as the libraries' own loggers give it
        error = error[1]
    if isinstance(error, BaseException):
        frames = []
        trace = error.__traceback__
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}")
            trace = trace.tb_next
        entry["error"] = type(error).__qualname__
        entry["cause"] = type(error.__cause__).__qualname__ if error.__cause__ else None
        entry["frames"] = frames[-12:]
    return entry


def configure_logging(level: str) -> None:
    """Send structlog and the libraries' own loggers to standard output as one JSON object a line."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _drop_private,
        _traceback_without_values,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(noisy).handlers = []
        logging.getLogger(noisy).propagate = True
    # Our own line per request carries the path without its query, and the duration.
    logging.getLogger("uvicorn.access").disabled = True
    for talkative in ("httpx", "httpcore", "openai", "alembic", "sqlalchemy", "aiosqlite"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def get_logger(name: str) -> Any:
    return structlog.get_logger(name)
