"""The read side of finding what may have been brought before: by text, by a name with one wrong letter, by what was said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from app.domain.acts.telling_apart import APART
from app.domain.entry import Entry, StreamId
from app.domain.likeness import near_names
from app.domain.names import search_key
from app.readmodels import PersonRow
from db import journal
from db.cipher import FieldCipher
from db.engine import translating
from db.rows import day_of_row
from db.search_index import SearchIndex
from db.statements import Statements

LINKS = "LINK"
"""Leads that are links between matters."""
NAMESAKES = 200
"""Matters whose names share a pair that are looked through for one with a wrong letter."""


class DatabaseRepeatQueries:
    """Questions about earlier matters like one that is being told."""

    _engine: Engine
    _sql: Statements
    _cipher: FieldCipher
    _index: SearchIndex

    def alike(self, text: str, limit: int) -> list[str]:
        """Numbers of matters that share the rarest pairs of letters of a text, most of them first."""
        with translating(), self._engine.connect() as connection:
            found = self._index.alike(connection, text, limit)
            numbers = self._numbers(connection, found)
        return [numbers[pos] for pos in found if pos in numbers]

    def streams_of(self, numbers: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries of the matters with these numbers of ours, in one question; what is not there is missing."""
        if not numbers:
            return {}
        marks = ", ".join("?" for _ in numbers)
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection, f"SELECT number, stream FROM matter WHERE number IN ({marks})", tuple(numbers)
            ).fetchall()
            streams = {str(number): StreamId.from_key(bytes(key)) for number, key in rows}
            read = journal.read_many(connection, self._sql, self._cipher, list(streams.values()))
        return {number: tuple(entry for _, entry in read[stream]) for number, stream in streams.items()}

    def near_names(self, name_key: str, limit: int) -> list[PersonRow]:
        """Earlier matters of somebody whose name has one letter other than that name key; newest first."""
        if len(name_key) < 2:
            return []
        with translating(), self._engine.connect() as connection:
            found = self._index.near_names(connection, name_key, NAMESAKES)
            if not found:
                return []
            names = self._near(connection, found, name_key)
            if not names:
                return []
            marks = ", ".join("?" for _ in names)
            rows = self._sql.run(
                connection,
                "SELECT m.number, m.received_on, m.channel, m.pos, m.excerpt, m.place, m.state FROM matter m "
                f"WHERE m.pos IN ({marks}) ORDER BY m.pos DESC LIMIT ?",
                (*names, limit),
            ).fetchall()
        return [
            PersonRow(
                number=str(row[0]),
                received_on=day_of_row(row[1]),
                channel=str(row[2]),
                name=names[int(row[3])],
                excerpt=self._cipher.open_text(str(row[4])),
                place=str(row[5]),
                state=str(row[6]),
                same_name=False,
                same_id_number=False,
                near_name=True,
            )
            for row in rows
        ]

    def _near(self, connection: Connection, positions: list[int], name_key: str) -> dict[int, str]:
        """Those of the matters with somebody of such a name, and the name: only the small rows of people are read."""
        marks = ", ".join("?" for _ in positions)
        rows = self._sql.run(
            connection, f"SELECT matter, name FROM person WHERE matter IN ({marks})", tuple(positions)
        ).fetchall()
        opened = ((int(row[0]), self._cipher.open_text(str(row[1]))) for row in rows)
        return {pos: name for pos, name in opened if near_names(search_key(name), name_key)}

    def apart_from(self, number: str) -> frozenset[str]:
        """Numbers that were said not to be the same as this one, by either of the two."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, l.key FROM lead l JOIN matter m ON m.pos = l.matter WHERE l."check" = ? '
                "AND (l.key = ? OR m.number = ?)",
                (APART, number, number),
            ).fetchall()
        return frozenset(str(part) for row in rows for part in row) - {number}

    def linked_to(self, number: str) -> list[str]:
        """Numbers of the matters that were linked to this one by an act of their own."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number FROM lead l JOIN matter m ON m.pos = l.matter WHERE l."check" = ? AND l.key = ? '
                "ORDER BY m.pos",
                (LINKS, number),
            ).fetchall()
        return list(dict.fromkeys(str(row[0]) for row in rows))

    def _numbers(self, connection: Connection, positions: list[int]) -> dict[int, str]:
        if not positions:
            return {}
        marks = ", ".join("?" for _ in positions)
        rows = self._sql.run(
            connection, f"SELECT pos, number FROM matter WHERE pos IN ({marks})", tuple(positions)
        ).fetchall()
        return {int(row[0]): str(row[1]) for row in rows}
