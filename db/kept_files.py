"""Files on a hall's server, in rows of at most a megabyte: written whole in one transaction, read piece by piece.

They come here encrypted (kept papers, packages); the names are the caller's and tell nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import Engine

from db.engine import translating, writing
from db.statements import Statements

PART = 1024 * 1024
"""Bytes of one part: a row is never larger."""


class KeptFiles:
    """The table of kept files. Everything raises Unavailable("db.no_server") while the server is away."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._sql = Statements(engine)

    def put(self, name: str, source: BinaryIO) -> bool:
        """Puts a file there under that name; False when it was there: all parts come at once, so one tells of all."""
        with writing(self._engine) as connection:
            if self._sql.run(
                connection, "SELECT 1 FROM kept_file WHERE name = ? LIMIT 1", (name,)
            ).fetchone():
                return False
            part = 0
            while data := source.read(PART):
                self._sql.run(
                    connection,
                    "INSERT INTO kept_file (name, part, body) VALUES (?, ?, ?) ON CONFLICT (name, part) DO NOTHING",
                    (name, part, data),
                )
                part += 1
        return True

    def parts(self, name: str) -> Iterator[bytes]:
        """The parts of a file in order; none for one that is not there."""
        part = 0
        while True:
            with translating(), self._engine.connect() as connection:
                row = self._sql.run(
                    connection, "SELECT body FROM kept_file WHERE name = ? AND part = ?", (name, part)
                ).fetchone()
            if row is None:
                return
            yield bytes(row[0])
            part += 1

    def size(self, name: str) -> int:
        """How many bytes a file has; 0 for one that is not there."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection, "SELECT coalesce(sum(length(body)), 0) FROM kept_file WHERE name = ?", (name,)
            ).fetchone()
        return int(row[0])
