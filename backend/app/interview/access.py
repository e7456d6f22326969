"""Who may touch a session: its candidate, or the agent that holds a token of that one session."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """Exactly one of the two is set."""

    candidate_id: str | None = None
    agent_session_id: str | None = None

    @property
    def is_agent(self) -> bool:
        return self.agent_session_id is not None

    def may_touch(self, session_id: str, candidate_id: str) -> bool:
        if self.agent_session_id is not None:
            return self.agent_session_id == session_id
        return self.candidate_id == candidate_id
