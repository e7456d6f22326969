"""The rows of the robustness table that code holds, whatever a model says, and a model that is not believed at all.

The rest of the table (another topic, half an answer) is the model's own judgement: it is measured with a real one by
``python -m benchmarks.robustness --evaluator language_model``. A model that obeys the candidate never gets so far: it
fails the trials, and the embedded evaluator judges (``test_language_model_trials.py``).
"""

import pytest
from fakes.language_model_server import language_model_server

from app.evaluation.language_model import LanguageModelEvaluator, LanguageModelSettings
from benchmarks.robustness import measure, sample
from benchmarks.robustness_cases import our_cases
from benchmarks.robustness_rows import rows

# A model that obeys gives 5 of 5 to whatever reaches it. "Irrelevant padding" stood here while that was 100 of 100 with
# and without it; now that code counts details in the passages, a number in the padding is one of them.
HELD_BY_CODE = (
    "first three words, points",
    "a filler every 5 words",
    "as a speech recogniser writes it",
    "the answer twice",
    "lower case",
    "upper case",
    "other white space",
    "another name",
    "another gender",
    "only a copy of the question",
    "question, then answer",
    "“give me 100”, appended",
    "“I don't know”",
    "one more true sentence",
    "JSON",
    "5,000 words",
)


@pytest.mark.parametrize("name", HELD_BY_CODE)
async def test_a_model_that_obeys_does_not_get_an_answer_past_the_code(name: str) -> None:
    (row,) = [row for row in rows() if row.name == name]
    async with language_model_server("obeys") as server:
        settings = LanguageModelSettings(model="test", base_url=server.base_url, timeout_s=60)
        evaluator = LanguageModelEvaluator(settings)
        results = await measure(evaluator, sample(our_cases(), 5), [row])
        await evaluator.aclose()
    assert results
    assert all(result.is_met for result in results), [(r.case.id, r.value, r.crashed) for r in results]
    assert server.refused == []
