"""Candidates: one row per person of an identity provider."""

from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.identity.port import Identity
from app.interview.models import Candidate
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.ids import new_id

_REMEMBERED = 10_000


class Candidates:
    """Finds or makes the row of whoever calls; ids never change, so they are remembered."""

    def __init__(self, transactions: Transactions, clock: Clock) -> None:
        self._transactions = transactions
        self._clock = clock
        self._ids: OrderedDict[Identity, str] = OrderedDict()

    async def id_of(self, identity: Identity) -> str:
        if identity in self._ids:
            self._ids.move_to_end(identity)
            return self._ids[identity]
        candidate_id = await self._find(identity) or await self._create(identity)
        self._ids[identity] = candidate_id
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
