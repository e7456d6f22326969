"""What the page's buttons call in the room, as remote procedure calls of the agent's participant."""

import json

from livekit import rtc

from interviewer import Interviewer


def register_buttons(participant: rtc.LocalParticipant, interviewer: Interviewer) -> None:
    """Answer ``hirecoach.done``, ``.repeat``, ``.skip`` and ``.mute`` with whether they were accepted."""

    async def done(call: rtc.RpcInvocationData) -> str:
        return _accepted(_is_current(call, interviewer) and await interviewer.done())

    async def repeat(call: rtc.RpcInvocationData) -> str:
        return _accepted(_is_current(call, interviewer) and await interviewer.repeat())

    async def skip(call: rtc.RpcInvocationData) -> str:
        return _accepted(_is_current(call, interviewer) and await interviewer.skip())

    async def mute(call: rtc.RpcInvocationData) -> str:
        interviewer.mute(bool(_payload(call).get("muted")))
        return _accepted(True)

    for name, method in (("done", done), ("repeat", repeat), ("skip", skip), ("mute", mute)):
        participant.register_rpc_method(f"hirecoach.{name}", method)


def _payload(call: rtc.RpcInvocationData) -> dict[str, object]:
    try:
        payload = json.loads(call.payload or "{}")
    except json.JSONDecodeError:
        return {}
    return payload if isinstance(payload, dict) else {}


def _is_current(call: rtc.RpcInvocationData, interviewer: Interviewer) -> bool:
    """A button pressed for a question that is past must not act on the next one."""
    question_id = _payload(call).get("question_id")
    return interviewer.question is not None and question_id in (None, interviewer.question.id)


def _accepted(accepted: bool) -> str:
    return json.dumps({"accepted": accepted})
