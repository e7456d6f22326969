"""Whatever a model replies: one short question with the candidate's words in it, or none."""

import json
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from questions.test_follow_up_wording import GOOD, LIES, MODEL, QUOTE, THREAD, asked_for

from app.evaluation.language_model import LanguageModelSettings
from app.evaluation.language_model.dialect import Message, ReplyShape
from app.evaluation.language_model.reply import Reply
from app.questions.adapting.checks import load_unfair_words
from app.questions.adapting.follow_up_checks import load_prompt
from app.questions.adapting.follow_up_wording import LanguageModelWording
from app.questions.adapting.personal import has_contact_details

WORDING = LanguageModelWording(LanguageModelSettings(model="test", base_url="http://127.0.0.1:1"), MODEL)
PIECES = (
    *(text for texts in GOOD.values() for text in texts),
    *(text for text in LIES.values() if text),
    f"“{QUOTE}”",
    "\x00\ud800 🙂\u202e",
    "?" * 50,
)
TEXTS = st.one_of(
    st.sampled_from(PIECES),
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=4).map(" ".join),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)
REPLIES = st.one_of(
    TEXTS.map(lambda text: json.dumps({"text": text})), JSON.map(json.dumps), st.text(max_size=40)
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
@given(reply=REPLIES, wants=st.sampled_from(sorted(GOOD)))
async def test_what_is_asked_is_one_question_with_the_quote(reply: str, wants: str) -> None:
    WORDING.chat = Saying(reply)  # type: ignore[assignment] # the part of a chat that is used
    chosen = asked_for(wants)  # type: ignore[arg-type] # a key of GOOD
    text = await WORDING.word(chosen, THREAD, "en", 60.0)
    if text is not None:
        assert text.count(QUOTE) == 1
        assert text.count("?") == 1
        assert text.endswith("?")
        assert len(text.split()) <= load_prompt().rules.most_words
        around = text.replace(QUOTE, "")
        assert not has_contact_details(around)
        assert not set(around.lower().strip("?.“” ").split()) & load_unfair_words().of("en")
