"""The list of mediations in the database: rows of a state, and the questions the mediation room asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from app.domain.entry import StreamId, StreamKind
from app.domain.mediation.folding import fold
from app.domain.mediation.likeness import sketch_of
from app.domain.mediation.state import Mediation, Stage
from app.mediation_ports import MediationRow, PromiseRow, SolvedRow
from db import journal, tables
from db.cipher import FieldCipher
from db.engine import translating
from db.journal import JOURNAL
from db.rows import day_of_row, day_or_none
from db.statements import Statements

EXCERPT = 60
"""Characters of what a dispute is about in a list."""
LISTED_NAMES = 3
BETWEEN = "\u3001"
"""Stands between the names of a row as it is kept; no name holds it."""
COLUMNS = ", ".join(f"m.{column.name}" for column in tables.mediation.columns if column.name != "stream")
RUNNING = (Stage.ASKING, Stage.READY, Stage.SITTING, Stage.AGREED)


def listed_names(state: Mediation) -> tuple[str, ...]:
    """The parties' names for a list, the first few; none where nobody may be listed."""
    if state.unlisted or state.confidential:
        return ()
    return tuple(party.name for party in state.parties[:LISTED_NAMES])


def example_of(state: Mediation) -> bytes:
    """The sketch by which a solved case is found as an example; none of one that is no example for anybody."""
    shut = state.unlisted or state.confidential or state.effective_on is None
    return b"" if shut else sketch_of(state.dispute)


def mediation_row(state: Mediation, cipher: FieldCipher) -> tuple[object, ...]:
    """The row of a mediation."""
    open_days = [item.due for item in state.promises if state.kept_on(item) is None]
    hidden = state.unlisted or state.confidential
    dispute = "" if hidden else " ".join(state.dispute.split())[:EXCERPT]
    agreement, ended, court = state.agreement, state.ended, state.confirmation
    return (
        StreamId(StreamKind.MEDIATION, state.id).key,
        state.number,
        state.file_number,
        state.station,
        state.body,
        str(state.source),
        state.dispute_kind,
        state.place,
        state.matter,
        str(state.stage),
        state.opened_on,
        state.began_on,
        state.effective_on,
        state.performed_on,
        None if ended is None else ended.on,
        "" if ended is None else str(ended.mediation_ending),
        None if ended is None else ended.told_on,
        state.call_backs[-1].on if state.call_backs else None,
        court.decided_on if court is not None and court.confirmed else None,
        min(open_days, default=None) if ended is None else None,
        max((item.due for item in state.promises), default=None),
        "" if state.mediator is None else state.mediator.mediator,
        len(state.sittings),
        len(state.parties),
        sum(item.fen for item in agreement.clauses) if agreement is not None and state.effective_on else 0,
        state.unlisted,
        agreement is not None and agreement.between_parties,
        cipher.text(BETWEEN.join(listed_names(state))),
        cipher.text(dispute),
    )


def example_rows(state: Mediation, cipher: FieldCipher) -> list[tuple[object, ...]]:
    """The row by which a solved case is found as an example; none of one that is no example for anybody."""
    sketch = example_of(state)
    if not sketch:
        return []
    return [(state.dispute_kind, state.effective_on, state.number, cipher.blob(sketch))]


def promise_rows(state: Mediation) -> list[tuple[object, ...]]:
    """A row for each promise of the agreement that binds."""
    stream = StreamId(StreamKind.MEDIATION, state.id).key
    last = {step.promise: str(step.breach_step) for step in state.breaches}
    return [
        (
            stream,
            promise.key,
            promise.due,
            promise.fen,
            state.paid(promise),
            state.kept_on(promise),
            last.get(promise.key, ""),
        )
        for promise in state.promises
    ]


class MediationIndex:
    """The list of mediations inside a unit of work."""

    def __init__(self, connection: Callable[[], Connection], sql: Statements, cipher: FieldCipher) -> None:
        self._connection = connection
        self._sql = sql
        self._cipher = cipher

    def find(self, number: str) -> StreamId | None:
        """The stream of the mediation with that number, or None."""
        return _found(self._connection(), self._sql, number)

    def running_of(self, matter: str) -> str:
        """The number of a mediation of that matter that neither ended nor was settled, or empty."""
        marks = ", ".join("?" for _ in RUNNING)
        with translating():
            row = self._sql.run(
                self._connection(),
                f"SELECT number FROM mediation WHERE matter = ? AND stage IN ({marks}) LIMIT 1",
                (matter, *(str(stage) for stage in RUNNING)),
            ).fetchone()
        return "" if row is None else str(row[0])

    def put(self, mediation: Mediation) -> None:
        """Writes its rows anew."""
        connection, key = self._connection(), StreamId(StreamKind.MEDIATION, mediation.id).key
        with translating():
            self._sql.run(connection, "DELETE FROM mediation_promise WHERE stream = ?", (key,))
            self._sql.run(connection, "DELETE FROM mediation WHERE stream = ?", (key,))
            self._sql.run(connection, "DELETE FROM mediation_example WHERE number = ?", (mediation.number,))
            self._sql.insert(connection, tables.mediation, [mediation_row(mediation, self._cipher)])
            self._sql.insert(connection, tables.mediation_example, example_rows(mediation, self._cipher))
            self._sql.insert(connection, tables.mediation_promise, promise_rows(mediation))


def list_all(connection: Connection, sql: Statements, cipher: FieldCipher, station: str) -> None:
    """Lists every mediation of the journal anew."""
    index = MediationIndex(lambda: connection, sql, cipher)
    for _, stream in list(journal.streams_of(connection, JOURNAL, StreamKind.MEDIATION)):
        found = journal.read(connection, sql, JOURNAL, cipher, stream, station)
        state = fold(entry for _, entry in found)
        if state is not None:
            index.put(state)


class DatabaseMediations:
    """What is asked of mediations, each question on a connection of its own."""

    def __init__(self, engine: Engine, sql: Statements, cipher: FieldCipher) -> None:
        self._engine = engine
        self._sql = sql
        self._cipher = cipher

    def find(self, number: str) -> StreamId | None:
        """The stream of the mediation with that number, or None."""
        with self._engine.connect() as connection:
            return _found(connection, self._sql, number)

    def listed(self, *, matter: str = "", stages: Sequence[str] = (), limit: int = 500) -> list[MediationRow]:
        """Mediations, newest first: of one matter, in these stages, or all."""
        where, values = ["1 = 1"], list[object]()
        if matter:
            where.append("m.matter = ?")
            values.append(matter)
        if stages:
            where.append(f"m.stage IN ({', '.join('?' for _ in stages)})")
            values += stages
        return self._rows(
            f"{' AND '.join(where)} ORDER BY m.opened_on DESC, m.number DESC LIMIT ?", *values, limit
        )

    def opened_between(self, first: date, last: date) -> list[MediationRow]:
        """Those that were opened in those days, in order of their numbers."""
        return self._rows("m.opened_on BETWEEN ? AND ? ORDER BY m.number", first, last)

    def ended_between(self, first: date, last: date) -> list[MediationRow]:
        """Those whose agreement began to bind or that ended in those days, in order of their numbers."""
        where = "m.effective_on BETWEEN ? AND ? OR m.ended_on BETWEEN ? AND ? ORDER BY m.number"
        return self._rows(where, first, last, first, last)

    def sketches(self, dispute_kind: str, limit: int) -> list[tuple[str, bytes]]:
        """Number and sketch of the newest of a kind whose agreement binds; none held in private or confidential."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT number, sketch FROM mediation_example WHERE dispute_kind = ? "
                "ORDER BY effective_on DESC, number DESC LIMIT ?",
                (dispute_kind, limit),
            ).fetchall()
        opened = self._cipher.open_blob
        return [(number, opened(sketch)) for number, sketch in rows]

    def solved(self, numbers: Sequence[str]) -> list[SolvedRow]:
        """These as examples, in any order."""
        if not numbers:
            return []
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT number, fen, opened_on, effective_on, parties, performed_on FROM mediation "
                f"WHERE number IN ({', '.join('?' for _ in numbers)}) AND effective_on IS NOT NULL",
                tuple(numbers),
            ).fetchall()
        return [
            SolvedRow(
                number=str(row[0]),
                fen=int(row[1]),
                days=(day_of_row(row[3]) - day_of_row(row[2])).days,
                parties=int(row[4]),
                kept=row[5] is not None,
            )
            for row in rows
        ]

    def untended(self) -> list[MediationRow]:
        """Those without a matter of which nobody was told that they ended, or nobody asked after the agreement."""
        return self._rows(
            "m.matter = '' AND ((m.ended_on IS NOT NULL AND m.began_on IS NOT NULL AND m.told_on IS NULL) OR "
            "(m.effective_on IS NOT NULL AND m.ended_on IS NULL AND m.last_due IS NOT NULL AND "
            "(m.called_back_on IS NULL OR m.called_back_on < m.last_due))) ORDER BY m.number"
        )

    def promises(self, first: date, last: date) -> list[PromiseRow]:
        """What falls due in those days, and what was due before and is not kept; by day."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT m.number, m.matter, m.body, m.mediator, p.promise, p.due, p.fen, p.paid, p.kept_on, "
                "p.last_step, m.unlisted, m.names FROM mediation_promise p JOIN mediation m ON m.stream = p.stream "
                "WHERE p.due <= ? AND (p.due >= ? OR (p.kept_on IS NULL AND m.ended_on IS NULL)) "
                "ORDER BY p.due, m.number, p.promise",
                (last, first),
            ).fetchall()
        return [
            PromiseRow(
                number=str(row[0]),
                matter=str(row[1]),
                body=str(row[2]),
                mediator=str(row[3]),
                promise=str(row[4]),
                due=day_of_row(row[5]),
                fen=int(row[6]),
                paid=int(row[7]),
                kept_on=day_or_none(row[8]),
                last_step=str(row[9]),
                unlisted=bool(row[10]),
                party_names=_names(self._cipher.open_text(str(row[11]))),
            )
            for row in rows
        ]

    def _rows(self, where: str, *values: object) -> list[MediationRow]:
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection, f"SELECT {COLUMNS} FROM mediation m WHERE {where}", values
            ).fetchall()
        return [self._row(tuple(row)) for row in rows]

    def _row(self, row: tuple[Any, ...]) -> MediationRow:
        return MediationRow(
            number=str(row[0]),
            file_number=str(row[1]),
            station=str(row[2]),
            body=str(row[3]),
            source=str(row[4]),
            dispute_kind=str(row[5]),
            place=str(row[6]),
            matter=str(row[7]),
            stage=str(row[8]),
            opened_on=day_of_row(row[9]),
            began_on=day_or_none(row[10]),
            effective_on=day_or_none(row[11]),
            performed_on=day_or_none(row[12]),
            ended_on=day_or_none(row[13]),
            ending=str(row[14]),
            told_on=day_or_none(row[15]),
            called_back_on=day_or_none(row[16]),
            confirmed_on=day_or_none(row[17]),
            next_due=day_or_none(row[18]),
            last_due=day_or_none(row[19]),
            mediator=str(row[20]),
            sittings=int(row[21]),
            parties=int(row[22]),
            fen=int(row[23]),
            unlisted=bool(row[24]),
            between_parties=bool(row[25]),
            party_names=_names(self._cipher.open_text(str(row[26]))),
            excerpt=self._cipher.open_text(str(row[27])),
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(BETWEEN)) if text else ()


def _found(connection: Connection, sql: Statements, number: str) -> StreamId | None:
    with translating():
        row = sql.run(connection, "SELECT stream FROM mediation WHERE number = ?", (number,)).fetchone()
    return None if row is None else StreamId.from_key(bytes(row[0]))
