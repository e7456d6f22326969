"""Prometheus metrics. Labels are few and bounded: never a session, a candidate, or a path as it was called."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_TURN_SECONDS = (0.25, 0.5, 0.7, 1.0, 1.2, 1.5, 1.8, 2.5, 3.5, 5, 10)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Everything that ``/metrics`` shows; a registry of its own, so that two apps in one process do not collide."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter(
            "hirecoach_requests",
            "Requests by route and status.",
            ["method", "route", "status"],
            registry=registry,
        )
        self.request_seconds = Histogram(
            "hirecoach_request_seconds",
            "Time to the response's first byte.",
            ["method", "route"],
            buckets=_REQUEST_SECONDS,
            registry=registry,
        )
        self.sessions = Counter(
            "hirecoach_sessions", "Interviews by what happened.", ["event"], registry=registry
        )
        self.answers = Counter("hirecoach_answers", "Answers stored.", ["modality"], registry=registry)
        self.evaluations = Counter(
            "hirecoach_evaluations", "Evaluations stored.", ["evaluator", "status"], registry=registry
        )
        self.evaluation_seconds = Histogram(
            "hirecoach_evaluation_seconds", "Time that one judgement took.", ["evaluator"], registry=registry
        )
        self.questions_adapted = Counter(
            "hirecoach_questions_adapted",
            "Questions shown to a language model: adapted, or why the bank's words stayed.",
            ["outcome"],
            registry=registry,
        )
        self.follow_ups_worded = Counter(
            "hirecoach_follow_ups_worded",
            "Follow-up questions shown to a language model: worded, or why our own words were asked.",
            ["outcome"],
            registry=registry,
        )
        self.language_model_calls = Counter(
            "hirecoach_language_model_calls",
            "Calls of the model server by how they ended; invalid: replied, and not with what was asked for.",
            ["purpose", "outcome"],
            registry=registry,
        )
        self.language_model_tokens = Counter(
            "hirecoach_language_model_tokens",
            "Tokens as the model server counts them; cached is part of prompt.",
            ["purpose", "kind"],
            registry=registry,
        )
        self.language_model_cost_usd = Counter(
            "hirecoach_language_model_cost_usd",
            "US dollars; set: by OPENAI_EVALUATION_PRICE; about: by an unverified list; nothing where neither is.",
            ["purpose", "basis"],
            registry=registry,
        )
        self.language_model_cost_basis = Gauge(
            "hirecoach_language_model_cost_basis",
            "1 at how the cost of the model in use is known: set, about, or unknown (only tokens are counted).",
            ["purpose", "basis"],
            registry=registry,
        )
        self.language_model_circuit_open = Gauge(
            "hirecoach_language_model_circuit_open",
            "1 while the model server is left alone after failures.",
            ["purpose"],
            registry=registry,
        )
        self.event_streams = Gauge("hirecoach_event_streams", "Open event streams.", registry=registry)
        self.join_seconds = Histogram(
            "hirecoach_join_seconds",
            "Click to being connected to the room.",
            buckets=_TURN_SECONDS,
            registry=registry,
        )
        self.first_word_seconds = Histogram(
            "hirecoach_first_word_seconds",
            "Connected to the interviewer's first sound.",
            buckets=_TURN_SECONDS,
            registry=registry,
        )
        self.turn_seconds = Histogram(
            "hirecoach_turn_seconds",
            "End of an answer to the interviewer's first sound.",
            ["reporter"],
            buckets=_TURN_SECONDS,
            registry=registry,
        )
        self.connection_quality = Counter(
            "hirecoach_connection_quality", "Reported connection quality.", ["quality"], registry=registry
        )
        self.reconnects = Counter("hirecoach_reconnects", "Room reconnects.", ["reporter"], registry=registry)

    def observe_telemetry(
        self,
        *,
        reporter: str,
        join_ms: float | None,
        first_word_ms: float | None,
        turn_ms: list[float],
        connection_quality: str | None,
        reconnects: int,
    ) -> None:
        """Count what the page or the agent measured; milliseconds in, seconds out."""
        if join_ms is not None:
            self.join_seconds.observe(join_ms / 1000)
        if first_word_ms is not None:
            self.first_word_seconds.observe(first_word_ms / 1000)
        for turn in turn_ms:
            self.turn_seconds.labels(reporter).observe(turn / 1000)
        if connection_quality is not None:
            self.connection_quality.labels(connection_quality).inc()
        if reconnects:
            self.reconnects.labels(reporter).inc(reconnects)

    def exposition(self) -> bytes:
        return generate_latest(self.registry)
