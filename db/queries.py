"""The read side: SQL → readmodels. Every list is newest or soonest first by an index, never ranked by a scan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from app.clock import day_of, from_milliseconds
from app.domain.entry import Entry, Link, StreamId, chained
from app.domain.names import search_key
from app.readmodels import DayCounts, DueRow, EnquiryRow, MatterRow, PaperRow, PersonRow, SearchHit
from app.serving_queries import AttemptRow
from app.sieve import EVERYTHING, Sieve
from db import journal
from db.chain_queries import DatabaseChainQueries
from db.check_queries import DatabaseCheckQueries
from db.cipher import FieldCipher
from db.engine import translating
from db.journal import JOURNAL
from db.mediations import DatabaseMediations
from db.repeat_queries import DatabaseRepeatQueries
from db.rows import OBLIGATION_COLUMNS, day_of_row, day_or_none, obligation_of
from db.search_index import SearchIndex
from db.sieving import condition
from db.statements import Statements
from db.written_queries import DatabaseWrittenQueries

MATTER_COLUMNS = (
    "m.number, m.registered_on, m.received_on, m.channel, m.name, m.excerpt, m.category, m.place, m.state, "
    "m.persons, m.restricted, m.anonymous"
)


class DatabaseQueries(
    DatabaseCheckQueries, DatabaseChainQueries, DatabaseRepeatQueries, DatabaseWrittenQueries
):
    """Questions to the projections and the journal, each on a connection of its own."""

    def __init__(
        self, engine: Engine, sql: Statements, cipher: FieldCipher, index: SearchIndex, origin: str
    ) -> None:
        super().__init__(engine, sql, cipher, origin)
        self._index = index
        self.mediations = DatabaseMediations(engine, sql, cipher)
        """What is asked of mediations."""

    def find(self, number: str) -> StreamId | None:
        """The stream of the matter with that number (ours or another system's), or None."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection, "SELECT stream FROM matter WHERE number = ?", (number,)
            ).fetchone()
            if row is None:
                row = self._sql.run(
                    connection,
                    "SELECT m.stream FROM external_number x JOIN matter m ON m.pos = x.matter "
                    "WHERE x.number = ? ORDER BY m.pos DESC LIMIT 1",
                    (number,),
                ).fetchone()
        return None if row is None else StreamId.from_key(bytes(row[0]))

    def stream(self, stream: StreamId, *, known_until: int | None = None) -> tuple[Entry, ...]:
        """The entries of a stream, or those known here before that instant (UTC milliseconds)."""
        with translating(), self._engine.connect() as connection:
            found = journal.read(
                connection, self._sql, JOURNAL, self._cipher, stream, self._origin, known_until
            )
        return tuple(entry for _, entry in found)

    def chain(self, chain: str, epoch: int, after: int, until: int) -> Iterator[Link]:
        """The entries of a chain with numbers beyond `after` up to `until`, in order, streamed."""
        with translating(), self._engine.connect() as connection:
            yield from journal.chain(connection, self._sql, self._cipher, chain, epoch, after, until)

    def token(self, number: str) -> str:
        """The token of a receipt, or empty."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(connection, "SELECT token FROM token WHERE number = ?", (number,)).fetchone()
        return "" if row is None else self._cipher.open_text(str(row[0]))

    def result_of(self, key: str) -> str | None:
        """What was remembered under an idempotency key, or None."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(connection, "SELECT result FROM done WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def due(self, *, today: date, until: date, rule: str = "") -> list[DueRow]:
        """What is open on `today` with a last office day up to `until`, and all that is late; soonest first.

        Up to the end of time (`date.max`) also what is owed without a last day; with `rule` only that rule's. For the
        present day only running rows are touched, by their index; a past day is read from all rows.
        """
        present = today >= day_of(from_milliseconds(self.latest_at()))
        limits: list[str] = ["o.kind = 'duty'", "o.opened_on <= ?"]
        values: list[date | str] = [today]
        if rule:
            limits.append("o.rule = ?")
            values.append(rule)
        if until != date.max:
            limits.append("o.due_office <= ?")
            values.append(until)
        if present:
            limits.append("o.open")
        else:
            limits += [f"(o.{name} IS NULL OR o.{name} > ?)" for name in ("discharged_on", "voided_on")]
            values += [today, today]
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                f"SELECT m.number, m.name, m.excerpt, {OBLIGATION_COLUMNS} FROM obligation o "
                f"JOIN matter m ON m.pos = o.matter WHERE {' AND '.join(limits)} "
                "ORDER BY o.due_office IS NULL, o.due_office, o.matter, o.id",
                tuple(values),
            ).fetchall()
        return [self._due(row, today) for row in rows]

    def search(
        self, words: str, *, field: str = "", limit: int = 50, sieve: Sieve = EVERYTHING
    ) -> list[SearchHit]:
        """Matters whose text, names or numbers hold all the words and that pass the sieve; newest first."""
        wanted = " ".join(map(search_key, words.split())) if field == "names" else words
        with translating(), self._engine.connect() as connection:
            found = self._index.find(connection, wanted, field, limit, sieve)
            rows = self._rows(connection, found)
        return [
            SearchHit(
                number=row.number,
                registered_on=row.registered_on,
                name=row.name,
                snippet=row.excerpt,
                restricted=row.restricted,
                channel=row.channel,
                category=row.category,
                state=row.state,
            )
            for row in rows
        ]

    def newest(self, limit: int = 50, sieve: Sieve = EVERYTHING) -> list[MatterRow]:
        """The newest matters that pass the sieve."""
        wanted, values = condition(sieve)
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                f"SELECT {MATTER_COLUMNS} FROM matter m WHERE {wanted} ORDER BY m.pos DESC LIMIT ?",
                (*values, limit),
            ).fetchall()
        return [self._matter(row) for row in rows]

    def persons(self, *, name_key: str = "", id_number: str = "", limit: int = 20) -> list[PersonRow]:
        """Earlier matters of somebody with that name key or identity number; newest first."""
        name = self._cipher.index(name_key)
        number = self._cipher.index(id_number.upper())
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT DISTINCT m.pos, m.number, m.received_on, m.channel, p.name, m.excerpt, m.place, m.state, "
                "p.name_key, p.id_key FROM person p JOIN matter m ON m.pos = p.matter "
                "WHERE (p.name_key = ? AND p.name_key <> '') OR (p.id_key = ? AND p.id_key <> '') "
                "ORDER BY m.pos DESC LIMIT ?",
                (name, number, limit),
            ).fetchall()
        return [
            PersonRow(
                number=str(row[1]),
                received_on=day_of_row(row[2]),
                channel=str(row[3]),
                name=self._cipher.open_text(str(row[4])),
                excerpt=self._cipher.open_text(str(row[5])),
                place=str(row[6]),
                state=str(row[7]),
                same_name=bool(name) and row[8] == name,
                same_id_number=bool(number) and row[9] == number,
            )
            for row in rows
        ]

    def registered_between(self, first: date, last: date) -> list[MatterRow]:
        """Matters registered in those days, in order of registration."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                f"SELECT {MATTER_COLUMNS} FROM matter m WHERE m.registered_on BETWEEN ? AND ? ORDER BY m.pos",
                (first, last),
            ).fetchall()
        return [self._matter(row) for row in rows]

    def day(self, day: date) -> DayCounts:
        """What the hall did on a day, and what is unserved by now."""
        with translating(), self._engine.connect() as connection:
            batches, persons = self._one(
                connection,
                "SELECT count(*), coalesce(sum(persons), 0) FROM matter WHERE registered_on = ? "
                "AND channel = 'walk_in' AND state <> 'voided' AND NOT backfilled",
                (day,),
            )
            again = self._one(
                connection,
                "SELECT count(*), coalesce(sum(persons), 0) FROM visit WHERE visited_on = ? "
                "AND kind = 'visited-again'",
                (day,),
            )
            (enquiries,) = self._one(connection, 'SELECT count(*) FROM enquiry WHERE "on" = ?', (day,))
            unserved, oldest = self._one(
                connection,
                "SELECT count(*), min(issued_on) FROM paper WHERE needs_delivery = ? "
                "AND state IN ('issued', 'awaiting_seal', 'sealed', 'sent')",
                (True,),
            )
            (awaiting,) = self._one(
                connection, "SELECT count(*) FROM paper WHERE state = 'awaiting_seal'", ()
            )
        return DayCounts(
            day=day,
            batches=int(batches) + int(again[0]),
            persons=int(persons) + int(again[1]),
            enquiries=int(enquiries),
            unserved=int(unserved),
            oldest_unserved=day_or_none(oldest),
            awaiting_seal=int(awaiting),
        )

    def papers(self, states: Sequence[str], limit: int = 200) -> list[PaperRow]:
        """Papers in these states, oldest first."""
        marks = ", ".join("?" for _ in states)
        condition = f"p.state IN ({marks}) ORDER BY p.issued_on, p.matter LIMIT ?"
        return self._paper_rows(condition, (*states, limit))

    def papers_issued(self, first: date, last: date) -> list[PaperRow]:
        """Papers issued in those days, drafts not."""
        condition = (
            "p.issued_on BETWEEN ? AND ? AND p.state NOT IN ('drafted', 'reviewed', 'returned') ORDER BY p.id"
        )
        return self._paper_rows(condition, (first, last))

    def papers_sealed(self, first: date, last: date) -> list[PaperRow]:
        """Papers sealed in those days, by day."""
        return self._paper_rows("p.sealed_on BETWEEN ? AND ? ORDER BY p.sealed_on, p.id", (first, last))

    def paper(self, identity: str) -> PaperRow | None:
        """The paper with that identity, or None."""
        found = self._paper_rows("p.id = ?", (identity,))
        return found[0] if found else None

    def attempts(self, first: date, last: date) -> list[AttemptRow]:
        """The attempts to deliver that count for those days, by day."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, a.paper, a."on", a.place, a.method, a.outcome FROM attempt a '
                'JOIN matter m ON m.pos = a.matter WHERE a."on" BETWEEN ? AND ? ORDER BY a."on", a.paper, a.place',
                (first, last),
            ).fetchall()
        return [
            AttemptRow(
                number=str(row[0]),
                paper=str(row[1]),
                on=day_of_row(row[2]),
                place=int(row[3]),
                method=str(row[4]),
                outcome=str(row[5]),
            )
            for row in rows
        ]

    def _paper_rows(self, condition: str, values: Sequence[object]) -> list[PaperRow]:
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT m.number, p.id, p.kind, p.number, p.issued_on, p.state, p.needs_delivery, m.name, p.sealed_on "
                f"FROM paper p JOIN matter m ON m.pos = p.matter WHERE {condition}",
                tuple(values),
            ).fetchall()
        return [
            PaperRow(
                number=str(row[0]),
                id=str(row[1]),
                kind=str(row[2]),
                document_number=str(row[3]),
                issued_on=day_of_row(row[4]),
                state=str(row[5]),
                needs_delivery=bool(row[6]),
                name=self._cipher.open_text(str(row[7])),
                sealed_on=day_or_none(row[8]),
            )
            for row in rows
        ]

    def enquiries(self, day: date) -> list[EnquiryRow]:
        """The enquiries of a day, newest first."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT number, "on", persons, channel, asked, answered FROM enquiry WHERE "on" = ? '
                "ORDER BY pos DESC",
                (day,),
            ).fetchall()
        return [
            EnquiryRow(
                number=str(row[0]),
                on=day_of_row(row[1]),
                persons=int(row[2]),
                channel=str(row[3]),
                asked=self._cipher.open_text(str(row[4])),
                answered=self._cipher.open_text(str(row[5])),
            )
            for row in rows
        ]

    def _one(self, connection: Connection, text: str, values: tuple[object, ...]) -> tuple[Any, ...]:
        return tuple(self._sql.run(connection, text, values).fetchone())

    def latest_at(self) -> int:
        """UTC milliseconds of the latest instant the journal has seen; 0 for an empty one."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection, "SELECT received_at FROM entry ORDER BY pos DESC LIMIT 1"
            ).fetchone()
        return 0 if row is None else int(row[0])

    def head(self) -> str:
        """The hash of this station's last entry in hex; empty for an empty journal."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection,
                "SELECT header FROM entry WHERE origin = ? ORDER BY epoch DESC, oseq DESC LIMIT 1",
                (self._origin,),
            ).fetchone()
        return "" if row is None else chained(bytes(row[0])).hex()

    def _rows(self, connection: Connection, positions: Sequence[int]) -> list[MatterRow]:
        if not positions:
            return []
        marks = ", ".join("?" for _ in positions)
        rows = self._sql.run(
            connection,
            f"SELECT {MATTER_COLUMNS} FROM matter m WHERE m.pos IN ({marks}) ORDER BY m.pos DESC",
            tuple(positions),
        )
        return [self._matter(row) for row in rows]

    def _matter(self, row: Sequence[Any]) -> MatterRow:
        return MatterRow(
            number=str(row[0]),
            registered_on=day_of_row(row[1]),
            received_on=day_of_row(row[2]),
            channel=str(row[3]),
            name=self._cipher.open_text(str(row[4])),
            excerpt=self._cipher.open_text(str(row[5])),
            category=str(row[6]),
            place=str(row[7]),
            state=str(row[8]),
            persons=int(row[9]),
            restricted=bool(row[10]),
            anonymous=bool(row[11]),
        )

    def _due(self, row: Sequence[Any], today: date) -> DueRow:
        item = obligation_of(row[3:])
        if item.discharged_on is not None and item.discharged_on > today:
            item = replace(item, discharged_on=None, discharged_by="")
        if item.voided_on is not None and item.voided_on > today:
            item = replace(item, voided_on=None, void_reason="")
        return DueRow(
            obligation=item,
            number=str(row[0]),
            name=self._cipher.open_text(str(row[1])),
            excerpt=self._cipher.open_text(str(row[2])),
            status=item.status(today),
        )
