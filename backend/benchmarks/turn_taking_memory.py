"""What was computed once is kept under the state folder: features are dear, replaying them costs nothing."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any


def memory_folder() -> Path:
    """In the state folder, else in the user's cache."""
    state = os.environ.get("HIRECOACH_STATE_DIR")
    return (Path(state) if state else Path.home() / ".cache" / "hirecoach") / "bench-turns"


class Memory:
    """Results by kind and key; the key is a hash of all that the result was made from."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._disk = sqlite3.connect(folder / "features.sqlite", isolation_level=None)
        self._disk.execute(
            "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key))"
        )

    def recall_bytes(self, kind: str, key: str) -> bytes | None:
        row = self._disk.execute("SELECT value FROM kept WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return None if row is None else bytes(row[0])

    def keep_bytes(self, kind: str, key: str, value: bytes) -> None:
        self._disk.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (kind, key, value))

    def recall(self, kind: str, key: str) -> Any:
        """What was kept as JSON; None where nothing was."""
        found = self.recall_bytes(kind, key)
        return None if found is None else json.loads(found)

    def keep(self, kind: str, key: str, value: Any) -> None:
        self.keep_bytes(kind, key, json.dumps(value).encode())

    def close(self) -> None:
        self._disk.close()
