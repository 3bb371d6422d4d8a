"""A unit of work: `with memory.write(…) as work: … work.commit()`; anything else rolls back.

Number, entries, projections and idempotency key go into one transaction with synchronous=FULL: one sync on the
clerk's path. On PostgreSQL the head lock is taken last, when the first entry is appended (rulings.md 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from types import TracebackType
from typing import Self
from uuid import UUID

from sqlalchemy import Connection, Engine

from app.domain.entry import OPEN, Entry, StreamId, chain_for, home_of
from app.domain.reception import EnquiryAnswered
from app.errors import Conflict, Unavailable
from app.ports import Draft, Known
from db import bell, journal, tables
from db.ballast import Ballast
from db.cipher import FieldCipher
from db.engine import WRITING, translating
from db.journal import ACCESS, JOURNAL, Head, Pair, Writer
from db.lots import LotWork, Projected
from db.mediations import MediationIndex
from db.packages import Heads, PackageWork
from db.projections import Rows, differences, enquiry_row, rows_of, search_words
from db.search_index import SearchIndex
from db.statements import Statements

FORGOTTEN = (
    "INSERT INTO local (name, value) VALUES ('forgotten', '1') "
    "ON CONFLICT (name) DO UPDATE SET value = CAST(local.value AS INTEGER) + 1"
)
"""How often bodies went: side files look for it (db/side_files.py)."""


class Work:
    """One transaction of one person at one desk."""

    def __init__(
        self,
        engine: Engine,
        sql: Statements,
        cipher: FieldCipher,
        index: SearchIndex,
        writer: Writer,
        ballast: Ballast | None = None,
    ) -> None:
        self._engine = engine
        self._sql = sql
        self._cipher = cipher
        self._index = index
        self._writer = writer
        self._ballast = ballast
        self._open: Connection | None = None
        self._heads = Heads(lambda: self._connection, sql, writer.epoch)
        self._packages: PackageWork | None = None
        self.lots = LotWork(lambda: self._connection, sql, cipher, index)
        """Many matters at once."""
        self.mediations = MediationIndex(lambda: self._connection, sql, cipher)
        """The list of mediations."""
        self._versions: dict[bytes, int] = {}
        self._positions: dict[bytes, int] = {}
        self._homes: dict[bytes, str] = {}
        self._kinds: set[str] = set()

    def __enter__(self) -> Self:
        """Begins; on SQLite the write lock is taken at once."""
        with translating():
            self._open = self._engine.connect().execution_options(**WRITING)
            self._open.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Rolls back unless committed. A full disk whose ballast could be given up: Conflict("disk.made_room")."""
        connection, self._open = self._connection, None
        with translating():
            connection.close()
        full = isinstance(error, Unavailable) and error.code == "disk.full"
        if full and self._ballast is not None and self._ballast.release():
            raise Conflict("disk.made_room") from error  # as after a lost race: done once more, now with room

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            raise RuntimeError("a unit of work is used inside its with block")
        return self._open

    @property
    def latest_at(self) -> int:
        """UTC milliseconds of the latest instant the journal has seen; 0 for an empty one."""
        return self._head(JOURNAL).latest

    @property
    def packages(self) -> PackageWork:
        """The ledger of packages and the chains of others."""
        if self._packages is None:
            self._packages = PackageWork(
                lambda: self._connection, self._sql, self._cipher, self._heads, self._writer
            )
        return self._packages

    def stream(self, stream: StreamId) -> tuple[Entry, ...]:
        """The entries of a stream, in the order they came to be known here."""
        found = self.lots.ahead(stream)
        if found is None:
            with translating():
                found = journal.read(
                    self._connection, self._sql, JOURNAL, self._cipher, stream, self._writer.origin
                )
        if found:
            self._positions[stream.key] = found[0][0]
            self._homes[stream.key] = home_of(found[0][1].header.origin)
        chain = self._chain(stream)
        self._versions[stream.key] = sum(entry.header.origin == chain for _, entry in found)
        return tuple(entry for _, entry in found)

    def stream_head(self, stream: StreamId) -> tuple[UUID, ...]:
        """The last entry of a stream as `after` of the next one; () for an empty one."""
        with translating():
            row = self._sql.run(
                self._connection,
                "SELECT id, version FROM entry WHERE stream = ? AND origin = ? ORDER BY version DESC LIMIT 1",
                (stream.key, self._writer.origin),
            ).fetchone()
        self._versions[stream.key] = 0 if row is None else int(row[1] or 0)
        return () if row is None else (UUID(bytes=bytes(row[0])),)

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number, or None."""
        asked, stream = self.lots.taken(number)
        if asked:
            return stream
        with translating():
            row = self._sql.run(
                self._connection, "SELECT stream FROM matter WHERE number = ?", (number,)
            ).fetchone()
        return None if row is None else StreamId.from_key(bytes(row[0]))

    def take_number(self, series: str) -> int:
        """The next number of a gapless series, from 1; given back when the transaction is undone."""
        self._head(JOURNAL)
        with translating():
            row = self._sql.run(
                self._connection,
                "INSERT INTO counter (series, value) VALUES (?, 1) "
                "ON CONFLICT (series) DO UPDATE SET value = counter.value + 1 RETURNING value",
                (series,),
            ).fetchone()
        return int(row[0])

    def result_of(self, key: str) -> str | None:
        """What was remembered under an idempotency key, or None."""
        with translating():
            row = self._sql.run(self._connection, "SELECT result FROM done WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def remember(self, key: str, result: str) -> None:
        """Remembers a result under an idempotency key, in the same transaction."""
        with translating():
            self._sql.insert(self._connection, tables.done, [(key, result)])

    def append(self, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        """Appends entries to this station's chain. Raises Conflict("journal.stream_moved")."""
        return self._append(JOURNAL, drafts)

    def look(self, draft: Draft) -> None:
        """Appends an entry to the access chain, which is never exported."""
        self._append(ACCESS, [draft])

    def project(self, before: Known | None, after: Known) -> None:
        """Writes the difference between two states to the projections, and queues the search row."""
        stream = StreamId.parse(f"matter:{after.matter.id.hex}")
        self._kinds.add(stream.kind.value)
        pos = self._positions[stream.key]
        old: Rows = {} if before is None else rows_of(before, pos, stream.key, self._cipher)
        new = rows_of(after, pos, stream.key, self._cipher)
        write, delete = differences(old, new)
        words = search_words(after.matter)  # before anything is written: a matter may prove impossible
        same = before is not None and search_words(before.matter) == words
        item = Projected(
            stream=stream, pos=pos, old=old, write=write, gone=delete, words=None if same else words
        )
        if not self.lots.add(item, after.matter.number):
            self.lots.put([item])

    def list_enquiry(self, entry: Entry, value: EnquiryAnswered) -> None:
        """Writes the row of an enquiry that was just appended."""
        row = enquiry_row(entry, value, self._head(JOURNAL).pos, self._cipher)
        with translating():
            self._sql.insert(self._connection, tables.enquiry, [row])

    def forget_bodies(self, stream: StreamId, entries: Sequence[UUID], part: str = OPEN) -> None:
        """Deletes one part of bodies of a stream, overwrites what they left in the file, and lets side files know."""
        with translating():
            if self._sql.lite:
                self._sql.run(self._connection, "PRAGMA secure_delete = ON")
            for identity in entries:
                self._sql.run(
                    self._connection,
                    "DELETE FROM entry_body WHERE part = ? AND pos IN "
                    "(SELECT pos FROM entry WHERE stream = ? AND id = ?)",
                    (part, stream.key, identity.bytes),
                )
            self._sql.run(self._connection, FORGOTTEN)

    def keep_token(self, number: str, token: str) -> None:
        """Keeps the token of a receipt; it is in no entry, only its hash is."""
        with translating():
            self._sql.insert(self._connection, tables.token, [(number, self._cipher.text(token))])

    def keep_credential(self, account: str, wrapped: str) -> None:
        """Keeps a person's wrapped key and forgets their failures; an empty one is taken away."""
        rows = [(account, wrapped, 0, 0)] if wrapped else []
        with translating():
            self._sql.run(self._connection, "DELETE FROM credential WHERE account = ?", (account,))
            self._sql.insert(self._connection, tables.credential, rows)

    def commit(self) -> None:
        """Makes it durable: one sync. The other desks of a hall hear of it."""
        with translating():
            bell.ring(self._connection, self._sql, self._kinds)
            self._connection.commit()

    def _append(self, pair: Pair, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
        made: list[Entry] = []
        self._kinds.update(draft.stream.kind.value for draft in drafts)
        for chain, together in groupby(drafts, key=lambda draft: self._chain(draft.stream)):
            at = self._heads.of(pair, chain)
            numbered = [(draft, self._next_version(pair, draft)) for draft in together]
            first = at.pos + 1
            writer = replace(self._writer, origin=chain, epoch=self._heads.epoch)
            with translating():
                made += journal.append(self._connection, self._sql, pair, self._cipher, writer, at, numbered)
            for place, (draft, _) in enumerate(numbered, start=first):
                self._positions.setdefault(draft.stream.key, place)
        return tuple(made)

    def _next_version(self, pair: Pair, draft: Draft) -> int:
        key = draft.stream.key
        if pair is ACCESS and key not in self._versions:
            self._versions[key] = self._last_look(key)
        if key not in self._versions:
            if draft.after:
                raise Conflict("journal.stream_moved")
            self._versions[key] = 0
        self._versions[key] += 1
        return self._versions[key]

    def _last_look(self, key: bytes) -> int:
        """The newest version in a stream of the access chain, over all epochs: a restore begins a new one."""
        with translating():
            row = self._sql.run(
                self._connection,
                "SELECT max(version) FROM access WHERE stream = ? AND origin = ?",
                (key, self._writer.origin),
            ).fetchone()
        return int(row[0] or 0)

    def _chain(self, stream: StreamId) -> str:
        """In which chain this station writes on a stream: its own, or its outbox for the station of the matter."""
        return chain_for(self._writer.origin, self._homes.get(stream.key, ""))

    def _head(self, pair: Pair) -> Head:
        return self._heads.of(pair, self._writer.origin)
