"""What somebody wrote last: the journal is read from its end by its primary key, piece by piece, until there is enough."""

from __future__ import annotations

from collections.abc import Sequence, Set

from sqlalchemy import Connection, Engine

from app.domain import codec
from app.domain.entry import Header
from app.readmodels import WrittenRow
from app.written_queries import FURTHEST, is_written, written_row
from db.cipher import FieldCipher
from db.engine import translating
from db.statements import Statements

PIECE = 500
"""Entries that are read at once."""


class DatabaseWrittenQueries:
    """Questions about who wrote what last."""

    _engine: Engine
    _sql: Statements
    _cipher: FieldCipher
    _origin: str

    def written_by(self, actor: str, desk: str, kinds: Set[str], limit: int) -> list[WrittenRow]:
        """The newest entries of these kinds that an account of this station wrote at a desk, newest first."""
        with translating(), self._engine.connect() as connection:
            found = self._written(connection, actor, desk, kinds, limit)
            rows = self._of_matters(connection, list(dict.fromkeys(item.stream.key for item in found)))
        made = []
        for header in found:
            row = rows.get(header.stream.key)
            if row is not None:
                number, name, restricted = row
                made.append(written_row(header, number=number, name=name, restricted=restricted))
        return made

    def _written(
        self, connection: Connection, actor: str, desk: str, kinds: Set[str], limit: int
    ) -> list[Header]:
        marks = [codec.canonical({"actor": actor})[1:-1]]
        if desk:
            marks.append(codec.canonical({"desk": desk})[1:-1])
        found: list[Header] = []
        last = 1 << 62
        for _ in range(FURTHEST // PIECE):
            rows = self._sql.run(
                connection,
                "SELECT pos, header FROM entry WHERE pos < ? ORDER BY pos DESC LIMIT ?",
                (last, PIECE),
            ).fetchall()
            for pos, raw in rows:
                last = int(pos)
                if not all(mark in bytes(raw) for mark in marks):
                    continue
                header = Header.from_bytes(bytes(raw))
                if is_written(header, self._origin, actor, desk, kinds):
                    found.append(header)
                    if len(found) == limit:
                        return found
            if len(rows) < PIECE:
                break
        return found

    def _of_matters(
        self, connection: Connection, streams: Sequence[bytes]
    ) -> dict[bytes, tuple[str, str, bool]]:
        if not streams:
            return {}
        marks = ", ".join("?" for _ in streams)
        rows = self._sql.run(
            connection,
            f"SELECT stream, number, name, restricted FROM matter WHERE stream IN ({marks})",
            streams,
        ).fetchall()
        return {
            bytes(row[0]): (str(row[1]), self._cipher.open_text(str(row[2])), bool(row[3])) for row in rows
        }
