"""What an answer asks of the database: each statement is a good part of what the whole call costs."""

from collections.abc import Iterator

import httpx
import pytest
from interview.conversations import Interview
from sqlalchemy import event

from app.dependencies import Container
from app.interview.models import AnswerRow


@pytest.fixture
def statements(container: Container) -> Iterator[list[str]]:
    """The first word of each statement, in order; of what may write: the watch over rooms reads when it likes."""
    seen: list[str] = []
    only_reads: set[object] = set()
    engine = container.transactions.engine.sync_engine

    def note(connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("BEGIN"):
            (only_reads.add if "DEFERRED" in statement else only_reads.discard)(connection)
        if connection not in only_reads:
            seen.append(statement.split()[0])

    def note_commit(connection: object) -> None:
        if connection not in only_reads:
            seen.append("COMMIT")

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", note_commit)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
    event.remove(engine, "commit", note_commit)


async def test_an_answer_is_two_transactions_and_the_second_reads_nothing_again(
    client: httpx.AsyncClient, statements: list[str]
) -> None:
    interview = await Interview.start(client)
    statements.clear()
    await interview.answer(interview.first["id"])
    stored = statements[: statements.index("COMMIT")]
    judged = statements[statements.index("COMMIT") + 1 :]
    assert sorted(stored) == ["BEGIN", *["INSERT"] * 3, *["SELECT"] * 4, *["UPDATE"] * 2]
    # The lock; then the judgement, the next question, the events in one statement, and their count.
    assert sorted(judged) == ["BEGIN", "COMMIT", *["INSERT"] * 2, "SELECT", *["UPDATE"] * 2]


async def test_whether_to_follow_up_asks_the_database_nothing_and_a_follow_up_one_thing_more(
    client: httpx.AsyncClient, statements: list[str]
) -> None:
    interview = await Interview.start(client, follow_ups=True)
    statements.clear()
    turn = (await interview.answer(interview.first["id"])).json()
    stored = statements[: statements.index("COMMIT")]
    judged = statements[statements.index("COMMIT") + 1 :]
    assert turn["next_question"]["follow_up_to"] == interview.first["id"]
    assert sorted(stored) == ["BEGIN", *["INSERT"] * 3, *["SELECT"] * 4, *["UPDATE"] * 2]
    assert sorted(judged) == ["BEGIN", "COMMIT", *["INSERT"] * 2, "SELECT", *["UPDATE"] * 2]
    statements.clear()
    await interview.answer(turn["next_question"]["id"])
    stored = statements[: statements.index("COMMIT")]
    assert sorted(stored) == ["BEGIN", *["INSERT"] * 3, *["SELECT"] * 5, *["UPDATE"] * 2]


async def test_what_is_not_judged_yet_is_null_in_the_database(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    answer_id = (await interview.answer(interview.first["id"])).json()["answer_id"]
    async with container.transactions.read() as db:
        row = await db.get(AnswerRow, answer_id)
        assert row is not None
        assert row.delivery is None
        column = AnswerRow.__table__.c.delivery
        assert await db.scalar(AnswerRow.__table__.select().where(column.is_(None)))
