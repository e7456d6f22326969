"""The sentence model with a memory on disk: a second fit then takes a minute instead of twenty."""

import hashlib
import os
import sqlite3
from pathlib import Path

import numpy as np

from app.evaluation.embedded.sentence_model import MODEL_SHA256, Embedded, SentenceModel


def memory_file() -> Path:
    """In the state folder, else in the user's cache."""
    state = os.environ.get("HIRECOACH_STATE_DIR")
    folder = Path(state) if state else Path.home() / ".cache" / "hirecoach"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"fitting-{MODEL_SHA256[:12]}.sqlite"


class RememberingModel(SentenceModel):
    """Same vectors; what was embedded once is read from disk, and what is new kept there if it ``stores``."""

    def __init__(self, path: Path, *, stores: bool = True) -> None:
        super().__init__(threads=1)
        self._stores = stores
        self._disk = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._disk.execute("PRAGMA journal_mode=WAL")
        self._disk.execute(
            "CREATE TABLE IF NOT EXISTS embedded"
            " (text TEXT PRIMARY KEY, vector BLOB, pieces TEXT, ranks BLOB, hidden BLOB)"
        )

    def _run(self, text: str) -> Embedded:
        key = hashlib.sha256(text.encode()).hexdigest()
        row = self._disk.execute(
            "SELECT vector, pieces, ranks, hidden FROM embedded WHERE text = ?", (key,)
        ).fetchone()
        if row is not None:
            vector, pieces, ranks, hidden = row
            return Embedded(
                np.frombuffer(vector, dtype=np.float32),
                tuple(pieces.split("\t")) if pieces else (),
                tuple(int(i) for i in np.frombuffer(ranks, dtype=np.int64)),
                np.frombuffer(hidden, dtype=np.float16).reshape(-1, 384),
            )
        fresh = super()._run(text)
        if not self._stores:
            return fresh
        self._disk.execute(
            "INSERT OR REPLACE INTO embedded VALUES (?, ?, ?, ?, ?)",
            (
                key,
                fresh.vector.tobytes(),
                "\t".join(fresh.pieces),
                np.array(fresh.ranks, dtype=np.int64).tobytes(),
                fresh.hidden.tobytes(),
            ),
        )
        return fresh
