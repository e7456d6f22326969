"""The language-model evaluator against a real llama.cpp; its model has random weights, so the sense is none."""

from pathlib import Path
from typing import Literal

import pytest

from app.evaluation.language_model import LanguageModelEvaluator, LanguageModelSettings
from app.evaluation.language_model.chat import Chat
from app.evaluation.language_model.dialect import Dialect
from app.evaluation.language_model.errors import ChatFailed
from app.evaluation.language_model.spending import Meter
from app.evaluation.language_model.verdict import spans_shape
from app.evaluation.port import AnswerToEvaluate, Evaluation, EvaluatorUnavailable, QuestionToEvaluate
from app.platform.metrics import Metrics
from tests.llama_server import llama_server

ANSWER = AnswerToEvaluate(
    answer_id="a1",
    text=(
        "I have bought bread in your shop on the corner since last winter, and I like that you bake it with flour "
        "from here. I told my sister about it, and she works with you now."
    ),
    question=QuestionToEvaluate(text="What do you know about our shop?", kind="screening"),
)
MESSAGES = [
    {"role": "system", "content": "Reply in JSON."},
    {"role": "user", "content": "List the spans 🙂."},
]
SEEDS = 24


def tokens(metrics: Metrics, kind: str) -> float:
    labels = {"purpose": "evaluation", "kind": kind}
    return metrics.registry.get_sample_value("hirecoach_language_model_tokens_total", labels) or 0.0


def calls(metrics: Metrics, outcome: str) -> float:
    labels = {"purpose": "evaluation", "outcome": outcome}
    return metrics.registry.get_sample_value("hirecoach_language_model_calls_total", labels) or 0.0


async def judged_by(seed: int, folder: Path, metrics: Metrics) -> tuple[Evaluation | None, Dialect]:
    with llama_server(folder, seed) as url:
        evaluator = LanguageModelEvaluator(LanguageModelSettings(model="random", base_url=url), metrics)
        try:
            return await evaluator.evaluate(ANSWER), evaluator.chat.dialect
        except EvaluatorUnavailable:
            return None, evaluator.chat.dialect
        finally:
            await evaluator.aclose()


async def test_its_grammar_makes_even_random_weights_give_a_verdict_or_the_evaluator_is_unavailable(
    tmp_path: Path,
) -> None:
    """Which seed comes to the end of its sentences before the token limit depends on every word of the prompt."""
    for seed in range(SEEDS):
        metrics = Metrics()
        evaluation, dialect = await judged_by(seed, tmp_path, metrics)
        assert dialect.format == "json_schema"
        if evaluation is not None:
            break
    assert evaluation is not None, f"none of {SEEDS} models gave a verdict"
    assert {d.name for d in evaluation.dimensions} == {"relevance", "specificity"}
    # Random quotes are in no answer: without evidence nothing earns a three.
    assert all(d.evidence == [] and d.score is not None and d.score < 3 for d in evaluation.dimensions)
    assert evaluation.score is not None
    assert evaluation.score <= 50
    assert tokens(metrics, "completion") > 0
    # The second request begins like the first: the server reads the answer once.
    assert tokens(metrics, "cached") > 0.2 * tokens(metrics, "prompt")


@pytest.mark.parametrize("wanted", ["json_schema", "json_object", "text"])
async def test_it_takes_each_way_of_asking_and_counts_its_tokens(
    wanted: Literal["json_schema", "json_object", "text"], tmp_path: Path
) -> None:
    metrics = Metrics()
    meter = Meter(metrics, "evaluation", None)
    with llama_server(tmp_path) as url:
        chat = Chat(
            LanguageModelSettings(model="random", base_url=url), meter, Dialect(wanted, limit="max_tokens")
        )
        try:
            reply = await chat.ask(MESSAGES, spans_shape(), 400)
        except ChatFailed:
            # Held to JSON and cut off before its end, llama.cpp says in the stream that it broke.
            assert calls(metrics, "broken") == 1
        else:
            assert reply.usage is not None
            assert tokens(metrics, "prompt") == reply.usage.prompt > 0
            assert 0 < reply.usage.completion <= 400
            assert wanted == "text" or reply.content.lstrip().startswith("{")
        finally:
            await chat.aclose()
    assert chat.dialect.format == wanted
