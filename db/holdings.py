"""What is held of a chain: counted for the table of figures in a package, and put back where it was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from app.clock import milliseconds
from app.domain.entry import Entry, chained
from db import tables
from db.cipher import FieldCipher
from db.engine import translating
from db.journal import JOURNAL, Writer
from db.statements import Statements

RANGE = "FROM entry WHERE origin = ? AND epoch = ? AND oseq > ? AND oseq <= ?"


class HoldingWork:
    """Counts and puts back inside one transaction; fulfils the port `Holdings`."""

    def __init__(
        self,
        connection: Callable[[], Connection],
        sql: Statements,
        cipher: FieldCipher,
        heads: Any,
        writer: Writer,
    ) -> None:
        self._connection = connection
        self._sql = sql
        self._cipher = cipher
        self._heads = heads
        self._writer = writer

    def _run(self, text: str, values: Sequence[object]) -> Any:
        with translating():
            return self._sql.run(self._connection(), text, values)

    def hash_at(self, chain: str, epoch: int, oseq: int) -> str:
        """The hash of the entry at that place; empty when it is not here."""
        row = self._run(
            "SELECT header FROM entry WHERE origin = ? AND epoch = ? AND oseq = ?", (chain, epoch, oseq)
        ).fetchone()
        return "" if row is None else chained(bytes(row[0])).hex()

    def places(self, chain: str, epoch: int, after: int, until: int) -> int:
        """How many entries are here in that range."""
        return int(self._run(f"SELECT count(*) {RANGE}", (chain, epoch, after, until)).fetchone()[0])

    def lost(self, chain: str, epoch: int, after: int, until: int, limit: int) -> list[int]:
        """The first numbers in that range that are not here."""
        found = {int(row[0]) for row in self._run(f"SELECT oseq {RANGE}", (chain, epoch, after, until))}
        gone = (place for place in range(after + 1, until + 1) if place not in found)
        return [place for _, place in zip(range(limit), gone, strict=False)]

    def put_back(self, entries: Sequence[Entry]) -> list[Entry]:
        """Adds the entries whose places are empty, behind everything that is here, or where they were."""
        added: list[Entry] = []
        for entry in entries:
            header = entry.header
            if self.hash_at(header.origin, header.epoch, header.oseq):
                continue
            at = self._heads.of(JOURNAL, header.origin, header.epoch)
            at.latest = max(milliseconds(self._writer.now), at.latest)
            pos = self._former(entry)
            if not pos:
                pos = at.pos = at.pos + 1
            place = (header.origin, header.epoch, header.oseq, header.stream.key, self._version(entry))
            row = (pos, header.id.bytes, *place, header.at, at.latest, entry.raw)
            bodies = [(pos, name, p.salt, self._cipher.blob(p.body)) for name, p in entry.parts.items()]
            with translating():
                self._sql.insert(self._connection(), tables.entry, [row])
                self._sql.insert(self._connection(), tables.entry_body, bodies)
            added.append(entry)
        return added

    def _former(self, entry: Entry) -> int:
        """The position that a lost registration had: its matter's rows and its place in the search still name it."""
        row = self._run(
            "SELECT m.pos FROM matter m WHERE m.stream = ? AND m.pos NOT IN (SELECT pos FROM entry)",
            (entry.header.stream.key,),
        ).fetchone()
        return 0 if row is None else int(row[0])

    def _version(self, entry: Entry) -> int:
        """The first version that is free in the stream: what was lost had it."""
        rows = self._run(
            "SELECT version FROM entry WHERE stream = ? AND origin = ?",
            (entry.header.stream.key, entry.header.origin),
        )
        taken = {int(row[0]) for row in rows}
        return next(version for version in range(1, len(taken) + 2) if version not in taken)
