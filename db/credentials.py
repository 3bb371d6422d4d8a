"""People's own keys under their passwords, with the count of failures: local, never travelling."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Engine

from db.engine import translating, writing
from db.statements import Statements


class Credentials:
    """The table of wrapped personal keys."""

    def __init__(self, engine: Engine, *, read_only: bool = False) -> None:
        self._read_only = read_only
        self._engine = engine
        self._sql = Statements(engine)

    def put(self, account: str, wrapped: dict[str, Any]) -> None:
        """Sets the wrapped key of an account and forgets its failures."""
        with writing(self._engine) as connection:
            self._sql.run(connection, "DELETE FROM credential WHERE account = ?", (account,))
            self._sql.run(
                connection,
                "INSERT INTO credential (account, wrapped, failures, locked_until) VALUES (?, ?, 0, 0)",
                (account, json.dumps(wrapped)),
            )

    def get(self, account: str) -> tuple[dict[str, Any], int, int] | None:
        """The wrapped key, the failures in a row, and until when (UTC milliseconds) signing in is locked."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection,
                "SELECT wrapped, failures, locked_until FROM credential WHERE account = ?",
                (account,),
            ).fetchone()
        return None if row is None else (json.loads(str(row[0])), int(row[1]), int(row[2]))

    def note(self, account: str, *, failures: int, locked_until: int) -> None:
        """Notes failures in a row; both survive a restart. Where nothing can be written, nothing is noted."""
        if self._read_only:
            return
        with writing(self._engine) as connection:
            self._sql.run(
                connection,
                "UPDATE credential SET failures = ?, locked_until = ? WHERE account = ?",
                (failures, locked_until, account),
            )
