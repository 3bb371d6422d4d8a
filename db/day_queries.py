"""What a day, a month of receptions or an import consists of: rows by index, never a walk over the journal.

A day and its receptions are those of this station: what came from other stations was their day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from app.readmodels import DayMatterRow, DayVisitRow, LeaderReceptionRow
from db.cipher import FieldCipher
from db.engine import translating
from db.statements import Statements


class DatabaseDayQueries:
    """Questions of the day report, the reception log and the list of imports."""

    def __init__(self, engine: Engine, sql: Statements, cipher: FieldCipher, origin: str) -> None:
        self._engine = engine
        self._sql = sql
        self._cipher = cipher
        self._origin = origin

    def day_matters(self, day: date) -> list[DayMatterRow]:
        """The matters registered on a day and not voided, in order of registration."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT number, channel, persons, urgent, backfilled, restricted FROM matter "
                "WHERE registered_on = ? AND state <> 'voided' AND substr(number, 1, 4) = ? ORDER BY pos",
                (day, self._origin),
            ).fetchall()
        return [
            DayMatterRow(
                number=str(row[0]),
                channel=str(row[1]),
                persons=int(row[2]),
                urgent=bool(row[3]),
                backfilled=bool(row[4]),
                restricted=bool(row[5]),
            )
            for row in rows
        ]

    def day_visits(self, day: date) -> list[DayVisitRow]:
        """Who came again on a day, and letters that were kept with a running matter, by matter."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT m.number, v.kind, v.channel, v.persons FROM visit v JOIN matter m ON m.pos = v.matter "
                "WHERE v.visited_on = ? AND substr(m.number, 1, 4) = ? ORDER BY v.matter, v.place",
                (day, self._origin),
            ).fetchall()
        return [
            DayVisitRow(number=str(row[0]), kind=str(row[1]), channel=str(row[2]), persons=int(row[3]))
            for row in rows
        ]

    def leader_receptions(self, first: date, last: date) -> list[LeaderReceptionRow]:
        """Receptions by leaders in those days, earliest first."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, l."on", l.leader, l.post, l.stand_in, l.persons, l.unit, l.instruction, '
                "m.restricted FROM leader_reception l JOIN matter m ON m.pos = l.matter "
                'WHERE l."on" BETWEEN ? AND ? AND l.station = ? ORDER BY l."on", l.matter, l.place',
                (first, last, self._origin),
            ).fetchall()
        return [
            LeaderReceptionRow(
                number=str(row[0]),
                on=row[1] if isinstance(row[1], date) else date.fromisoformat(str(row[1])),
                leader=str(row[2]),
                post=str(row[3]),
                stand_in=bool(row[4]),
                persons=int(row[5]),
                unit=str(row[6]),
                instruction=self._cipher.open_text(str(row[7])),
                restricted=bool(row[8]),
            )
            for row in rows
        ]

    def numbers_of_import(self, number: str) -> list[str]:
        """The numbers that an import gave, in order of registration."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT m.number FROM import_row i JOIN matter m ON m.pos = i.matter "
                "WHERE i.number = ? ORDER BY i.matter",
                (number,),
            ).fetchall()
        return [str(row[0]) for row in rows]

    def number_of_code(self, identity: str) -> str:
        """The number of the first matter that was registered with a visitor's code; empty where there is none."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection,
                "SELECT m.number FROM used_code u JOIN matter m ON m.pos = u.matter "
                "WHERE u.identity = ? ORDER BY u.matter LIMIT 1",
                (identity,),
            ).fetchone()
        return "" if row is None else str(row[0])
