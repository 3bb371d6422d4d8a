"""Many matters in a few statements: entries read ahead, projections written together, each matter alone where one fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from app.domain import codec
from app.domain.entry import OPEN, Entry, StreamId
from app.errors import AppError, Unavailable
from db import journal, tables
from db.cipher import FieldCipher
from db.engine import translating
from db.projections import Row, Rows, SearchWords
from db.search_index import SearchIndex
from db.statements import Statements

REGISTERED = "registered"
SAVEPOINT, BACK, RELEASE = "SAVEPOINT lot", "ROLLBACK TO SAVEPOINT lot", "RELEASE SAVEPOINT lot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """The projections of one matter: rows that stood, rows to write, keys to remove, and what search may find it by.

    `words` is None where search finds it by the same words as before.
    """

    stream: StreamId
    pos: int
    old: Rows
    write: Rows
    gone: Mapping[str, list[Row]]
    words: SearchWords | None


class LotWork:
    """What was read ahead and what waits to be written; fulfils the port `Lots`, one with its unit of work."""

    def __init__(
        self, connection: Callable[[], Connection], sql: Statements, cipher: FieldCipher, index: SearchIndex
    ) -> None:
        self._connection = connection
        self._sql = sql
        self._cipher = cipher
        self._index = index
        self._ahead: dict[StreamId, list[tuple[int, Entry]]] = {}
        self._numbers: dict[str, StreamId | None] = {}
        self._waiting: list[Projected] | None = None

    def begin(self, streams: Sequence[StreamId]) -> None:
        """Reads ahead, and which of the numbers that these matters claim are taken."""
        self._waiting = []
        with translating():
            self._ahead = journal.read_many(self._connection(), self._sql, self._cipher, streams)
            claimed = {number: None for found in self._ahead.values() if (number := _number(found))}
            self._numbers = dict(claimed)
            if claimed:
                marks = ", ".join("?" for _ in claimed)
                text = f"SELECT number, stream FROM matter WHERE number IN ({marks})"
                for number, key in self._sql.run(self._connection(), text, tuple(claimed)):
                    self._numbers[str(number)] = StreamId.from_key(bytes(key))

    def forget(self, streams: Sequence[StreamId]) -> None:
        """Takes away every row of these matters; what search finds goes when they are made again."""
        for stream in streams:
            with translating():
                row = self._sql.run(
                    self._connection(), "SELECT pos FROM matter WHERE stream = ?", (stream.key,)
                ).fetchone()
                for table in reversed(tables.PROJECTIONS) if row is not None else ():
                    key = "pos" if table is tables.matter else "matter"
                    self._sql.run(self._connection(), f"DELETE FROM {table.name} WHERE {key} = ?", (row[0],))

    def write(self) -> tuple[StreamId, ...]:
        """Writes everything at once; where that fails, each matter alone."""
        waiting, self._waiting = self._waiting or [], None
        self._ahead, self._numbers = {}, {}
        if not waiting or self._written(waiting):
            return ()
        return tuple(item.stream for item in waiting if not self._written([item]))

    def ahead(self, stream: StreamId) -> list[tuple[int, Entry]] | None:
        """The entries of a stream with their positions, once; None where they were not read ahead."""
        return self._ahead.pop(stream, None)

    def taken(self, number: str) -> tuple[bool, StreamId | None]:
        """Whether it was asked ahead whose a number is, and whose."""
        return number in self._numbers, self._numbers.get(number)

    def add(self, item: Projected, number: str) -> bool:
        """Lets the projections of a matter wait; False where nothing waits and they are to be written now."""
        if self._waiting is None:
            return False
        self._waiting.append(item)
        self._numbers[number] = item.stream
        return True

    def put(self, items: Sequence[Projected]) -> None:
        """Writes the projections of matters now: table by table, what goes, what changes, what is new."""
        connection = self._connection()
        with translating():
            for table in tables.PROJECTIONS:
                _write(self._sql, connection, table, items)
            words = [(item.pos, item.words) for item in items if item.words is not None]
            self._index.queue(connection, words)

    def _written(self, items: Sequence[Projected]) -> bool:
        """Writes them all or nothing of them. Raises Unavailable: a full disk is no fault of a matter."""
        self._sql.run(self._connection(), SAVEPOINT)
        try:
            self.put(items)
        except Unavailable:
            raise
        except AppError:
            self._sql.run(self._connection(), BACK)
            self._sql.run(self._connection(), RELEASE)
            return False
        self._sql.run(self._connection(), RELEASE)
        return True


def _write(sql: Statements, connection: Connection, table: Table, items: Sequence[Projected]) -> None:
    gone: list[Row] = []
    changed: list[Row] = []
    new: list[Row] = []
    for item in items:
        old = item.old.get(table.name, {})
        gone += item.gone[table.name]
        for key, row in item.write[table.name].items():
            (changed if key in old else new).append(row)
    sql.remove(connection, table, gone)
    sql.replace(connection, table, changed)
    sql.insert(connection, table, new)


def _number(found: Sequence[tuple[int, Entry]]) -> str:
    """The number that a matter's registration claims; empty where that cannot be read."""
    for _, entry in found:
        part = entry.parts.get(OPEN)
        if entry.header.kind == REGISTERED and part is not None:
            try:
                number = codec.parse_object(part.body).get("number")
            except AppError:
                continue
            if isinstance(number, str):
                return number
    return ""
