"""Candidates: one row per person of an identity provider."""

from collections import OrderedDict
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.identity.port import Identity
from app.interview.models import Candidate
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.ids import new_id

_REMEMBERED = 10_000
# `python -m app.privacy delete` and other replicas change the table behind our back: so long an old id is believed.
REMEMBERED_FOR = timedelta(minutes=1)


class Candidates:
    """Finds or makes the row of whoever calls, and remembers its id for a while."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self._ids: OrderedDict[Identity, tuple[str, datetime]] = OrderedDict()

    async def id_of(self, identity: Identity, *, must_be_stored: bool = False) -> str:
        """``must_be_stored``: for whoever is about to write a row that points at this one."""
        now = self._clock()
        known = self._ids.get(identity)
        if known is not None and not must_be_stored and now - known[1] < REMEMBERED_FOR:
            return known[0]
        candidate_id = await self._find(identity) or await self._create(identity)
        self._ids[identity] = candidate_id, now
        self._ids.move_to_end(identity)
        if len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)
        return candidate_id

    async def _find(self, identity: Identity) -> str | None:
        async with self._transactions.read() as db:
            return await db.scalar(
                select(Candidate.id).where(
                    Candidate.issuer == identity.issuer, Candidate.subject == identity.subject
                )
            )

    async def _create(self, identity: Identity) -> str:
        candidate = Candidate(
            id=new_id(), issuer=identity.issuer, subject=identity.subject, created_at=self._clock()
        )
        try:
            async with self._transactions.write() as db:
                db.add(candidate)
        except IntegrityError:  # another request of the same person was faster
            found = await self._find(identity)
            if found is None:
                raise
            return found
        return candidate.id
