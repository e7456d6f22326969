"""Whatever a model replies, and whatever stands in a CV: as many questions, on the same competencies, no two alike."""

import json
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from questions.test_adapting import GOOD, LIES, PLAN, REQUEST

from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.language_model import LanguageModelSettings
from app.evaluation.language_model.dialect import Message, ReplyShape
from app.evaluation.language_model.reply import Reply
from app.questions.adapting.adapter import LanguageModelAdapter
from app.questions.adapting.checks import load_rules, load_unfair_words
from app.questions.adapting.personal import has_contact_details

ADAPTER = LanguageModelAdapter(
    LanguageModelSettings(model="test", base_url="http://127.0.0.1:1"), SentenceModel()
)
PIECES = (*GOOD.values(), *LIES.values(), *(q.text for q in PLAN), "\x00\ud800 🙂\u202e", "<b>", "?" * 50)
TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=4).map(" ".join),
)
PROPOSED = st.fixed_dictionaries({"number": st.integers(-1, 7), "text": TEXTS})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
REPLIES = st.one_of(
    st.lists(PROPOSED | JSON, max_size=8).map(lambda listed: json.dumps({"questions": listed})),
    JSON.map(json.dumps),
    st.text(max_size=40),
)


class Saying:
    """In the place of a chat."""

    def __init__(self, reply: str) -> None:
        self._reply = reply

    async def ask(self, _messages: Sequence[Message], _shape: ReplyShape, _most_tokens: int) -> Reply:
        return Reply(self._reply, None, is_cut=False)

    async def aclose(self) -> None:
        return None


@settings(max_examples=150, deadline=None)
@given(reply=REPLIES, cv=st.text(max_size=200) | st.sampled_from(PIECES))
async def test_the_plan_stays_valid(reply: str, cv: str) -> None:
    ADAPTER.chat = Saying(reply)  # type: ignore[assignment] # the part of a chat that is used
    adapted = await ADAPTER.adapt(REQUEST.model_copy(update={"cv_text": cv}), PLAN)
    texts = [question.text for question in adapted]
    assert len(set(texts)) == len(PLAN)
    for before, after in zip(PLAN, adapted, strict=True):
        assert after.model_copy(update={"text": before.text}) == before
        if after.text != before.text:
            assert load_rules().fewest_words <= len(after.text.split()) <= load_rules().most_words
            assert after.text.count("?") <= 1
            assert not has_contact_details(after.text)
            assert not set(after.text.lower().rstrip(".?").split()) & load_unfair_words().of("en")
