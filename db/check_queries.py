"""What the self-check asks of all matters at once: by index and in one read each, never a walk over the journal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from app.clock import CHINA, day_of, from_milliseconds, milliseconds
from app.domain.access import Viewed, looks_of
from app.domain.check import Finding, Lead
from app.domain.entry import Entry, StreamId, StreamKind, single
from app.domain.history import read_value
from app.domain.matter import AccountGiven
from app.domain.number import missing_numbers
from app.readmodels import AccountRow, DueRow, FindingRow, LeadRow, LookRow, SamePersonRow
from db import journal
from db.day_queries import DatabaseDayQueries
from db.engine import translating
from db.journal import ACCESS
from db.rows import OBLIGATION_COLUMNS, day_of_row, obligation_of


class DatabaseCheckQueries(DatabaseDayQueries):
    """Questions of the self-check."""

    def findings(self, day: date) -> list[FindingRow]:
        """Findings of the record of matters that stand on that day, by matter."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, m.excerpt, f."check", f.claim, f.subject, f.since, f.details FROM finding f '
                'JOIN matter m ON m.pos = f.matter WHERE f.since <= ? ORDER BY f.matter, f."check", f.claim, f.subject',
                (day,),
            ).fetchall()
        return [
            FindingRow(
                finding=Finding(
                    check=str(row[2]),
                    claim=int(row[3]),
                    subject=str(row[4]),
                    since=day_of_row(row[5]),
                    details=tuple(json.loads(str(row[6])).items()) if row[6] else (),
                ),
                number=str(row[0]),
                station=str(row[0])[:4],
                excerpt=self._cipher.open_text(str(row[1])),
            )
            for row in rows
        ]

    def unmet(self, day: date, rules: Sequence[str]) -> list[DueRow]:
        """Duties of these rules whose last day lies before `day` and that were not done by it, by matter."""
        marks = ", ".join("?" for _ in rules)
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                f"SELECT m.number, m.excerpt, m.unreachable, {OBLIGATION_COLUMNS} FROM obligation o "
                f"JOIN matter m ON m.pos = o.matter WHERE o.due_legal < ? AND o.rule IN ({marks}) "
                "AND (o.discharged_on IS NULL OR coalesce(o.handed_on, o.discharged_on) > o.due_legal) "
                "AND (o.discharged_on IS NOT NULL OR o.voided_on IS NULL OR o.voided_on > o.due_legal) "
                "AND m.state <> 'voided' ORDER BY o.matter, o.id",
                (day, *rules),
            ).fetchall()
        made = []
        for row in rows:
            item = obligation_of(row[3:])
            made.append(
                DueRow(
                    obligation=item,
                    number=str(row[0]),
                    name="",
                    excerpt=self._cipher.open_text(str(row[1])),
                    status=item.status(day),
                    unreachable=bool(row[2]),
                )
            )
        return made

    def of_rules(self, rules: Sequence[str], first: date, last: date, today: date) -> list[DueRow]:
        """Duties of these rules that were opened, and windows that were used, in those days; in order of the matters."""
        marks = ", ".join("?" for _ in rules)
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                f"SELECT m.number, m.name, m.excerpt, {OBLIGATION_COLUMNS} FROM obligation o "
                f"JOIN matter m ON m.pos = o.matter WHERE o.rule IN ({marks}) AND "
                "CASE o.kind WHEN 'duty' THEN o.opened_on ELSE o.discharged_on END BETWEEN ? AND ? "
                "ORDER BY o.matter, o.opened_on, o.id",
                (*rules, first, last),
            ).fetchall()
        made = []
        for row in rows:
            item = obligation_of(row[3:])
            made.append(
                DueRow(
                    obligation=item,
                    number=str(row[0]),
                    name=self._cipher.open_text(str(row[1])),
                    excerpt=self._cipher.open_text(str(row[2])),
                    status=item.status(today),
                )
            )
        return made

    def accounts(self) -> list[AccountRow]:
        """What was accounted for, of every matter."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, a."check", a.claim, a.subject, a."on", a."by" FROM account_given a '
                "JOIN matter m ON m.pos = a.matter ORDER BY a.matter, a.place",
            ).fetchall()
        return [
            AccountRow(
                number=str(row[0]),
                account=AccountGiven(
                    check=str(row[1]),
                    claim=int(row[2]),
                    subject=str(row[3]),
                    on=day_of_row(row[4]),
                    by=str(row[5]),
                ),
            )
            for row in rows
        ]

    def leads(self, check: str) -> list[LeadRow]:
        """What has to be compared for a check, in order of the matters."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                'SELECT m.number, l.claim, l.key, l."on" FROM lead l JOIN matter m ON m.pos = l.matter '
                'WHERE l."check" = ? ORDER BY l.matter, l.claim, l.key',
                (check,),
            ).fetchall()
        return [
            LeadRow(
                number=str(row[0]),
                lead=Lead(check=check, claim=int(row[1]), key=str(row[2]), on=day_of_row(row[3])),
            )
            for row in rows
        ]

    def same_persons(self) -> list[SamePersonRow]:
        """Pairs of matters of two stations whose petitioner's identity number has the same keyed hash."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT DISTINCT a.pos, b.pos, a.number, a.received_on, b.number, b.received_on, a.category, a.place "
                "FROM person p JOIN person q ON q.id_key = p.id_key AND q.matter > p.matter "
                "JOIN matter a ON a.pos = p.matter JOIN matter b ON b.pos = q.matter "
                "WHERE p.id_key <> '' AND p.part = 'petitioner' AND q.part = 'petitioner' "
                "AND a.category = b.category AND a.place = b.place "
                "AND substr(a.number, 1, 4) <> substr(b.number, 1, 4) "
                "AND a.state <> 'voided' AND b.state <> 'voided' ORDER BY a.pos, b.pos",
            ).fetchall()
        return [
            SamePersonRow(
                number=str(row[2]),
                received_on=day_of_row(row[3]),
                other=str(row[4]),
                other_received_on=day_of_row(row[5]),
                category=str(row[6]),
                place=str(row[7]),
            )
            for row in rows
        ]

    def restricted(self) -> list[str]:
        """Numbers of the matters under seal, in order of registration."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection, "SELECT number FROM matter WHERE restricted = ? ORDER BY pos", (True,)
            ).fetchall()
        return [str(row[0]) for row in rows]

    def gaps(self) -> list[tuple[int, int, date | None]]:
        """Year and sequence of numbers of this station that stand in no matter, and the day of the next one that does."""
        prefix = f"matter/{self._origin}/"
        with translating(), self._engine.connect() as connection:
            series = self._sql.run(
                connection, "SELECT series, value FROM counter WHERE series LIKE ?", (f"{prefix}%",)
            ).fetchall()
            given = {int(str(row[0]).removeprefix(prefix)): int(row[1]) for row in series}
            # a year of which as many stand as were given has no gap: its numbers need not be looked at one by one
            gappy = {
                year: count
                for year, count in given.items()
                if self._standing(connection, year, count) != count
            }
            rows = [
                row
                for year in gappy
                for row in self._sql.run(
                    connection,
                    "SELECT number, registered_on FROM matter WHERE substr(number, 1, 7) = ?",
                    (f"{self._origin}-{year % 100:02d}",),
                ).fetchall()
            ]
        return missing_numbers(gappy, ((str(row[0]), day_of_row(row[1])) for row in rows))

    def _standing(self, connection: Connection, year: int, count: int) -> int:
        """How many of the first `count` numbers of a year stand in a matter of this station."""
        found = self._sql.run(
            connection,
            "SELECT count(*) FROM matter WHERE substr(number, 1, 7) = ? AND substr(number, 9, 5) <= ?",
            (f"{self._origin}-{year % 100:02d}", f"{count:05d}"),
        ).fetchone()
        return int(found[0])

    def looked(self, since: date) -> list[LookRow]:
        """Who looked at matters under seal since that day, from the access chain, oldest first."""
        hidden = set(self.restricted())
        if not hidden:
            return []
        first = milliseconds(datetime.combine(since, time.min, CHINA))
        made = []
        for entry in self._looks(hidden):
            value = read_value(entry)
            if value is None or not isinstance(value[1], Viewed) or entry.header.at < first:
                continue
            if value[1].number in hidden:
                made.append(
                    LookRow(
                        number=value[1].number,
                        on=day_of(from_milliseconds(entry.header.at)),
                        account=entry.header.actor,
                        what=value[1].what,
                        opened=value[1].sealed,
                        id=entry.header.id.hex,
                    )
                )
        return made

    def looks_at(self, number: str) -> list[Entry]:
        """The entries of the access chain that are about one matter, oldest first."""
        return [entry for entry in self._looks({number}) if _is_about(entry, number)]

    def looks_on(self, day: date) -> list[Entry]:
        """Every entry of the access chain that was made on a day in China, in the order of the chain."""
        first = milliseconds(datetime.combine(day, time.min, CHINA))
        end = milliseconds(datetime.combine(day + timedelta(days=1), time.min, CHINA))
        with translating(), self._engine.connect() as connection:
            found = journal.made_between(connection, self._sql, ACCESS, self._cipher, first, end)
        return [entry for _, entry in found]

    def _looks(self, numbers: set[str]) -> list[Entry]:
        """What was recorded of some matters: in their own streams of the access chain, and in the one for everything else,
        where looks stood before each matter had a stream of its own.
        """
        with translating(), self._engine.connect() as connection:
            marks = ", ".join("?" for _ in numbers)
            rows = self._sql.run(
                connection, f"SELECT stream FROM matter WHERE number IN ({marks})", tuple(sorted(numbers))
            ).fetchall()
            streams = [looks_of(StreamId.from_key(bytes(row[0]))) for row in rows]
            found = [
                item
                for stream in (single(StreamKind.ACCESS), *streams)
                for item in journal.read(connection, self._sql, ACCESS, self._cipher, stream, self._origin)
            ]
        return [entry for _, entry in sorted(found, key=lambda item: item[0])]


def _is_about(entry: Entry, number: str) -> bool:
    value = read_value(entry)
    return value is not None and getattr(value[1], "number", "") == number
