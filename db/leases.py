"""Who is at which matter in a hall: a row with an end that its desk moves on, no transaction that stays open.

A lease keeps nobody out: it is shown, and can be taken over. What two desks save all the same meets the rules for two
windows (decision 0118). The server's clock counts, because those of the desks differ. Decision 0169.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from sqlalchemy import Connection, Engine

from app.hall_ports import Lease
from db import bell
from db.engine import translating, writing
from db.statements import Statements

SECONDS = 90
"""How long a lease stands without a sign of life of its desk."""
_NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
_COLUMNS = "number, account, desk, since, holder"


class DatabaseLeases:
    """The leases of one signed-in person at one desk; fulfils Leases."""

    def __init__(self, engine: Engine, account: str, desk: str, *, seconds: int = SECONDS) -> None:
        self._engine = engine
        self._sql = Statements(engine)
        self._who = (account, desk)
        self._holder = secrets.token_hex(8)
        self._lasts = seconds * 1000

    def take(self, number: str, *, over: bool = False) -> Lease:
        """Sits down at a matter unless somebody else is there; with `over` all the same. The answer is who is there now."""
        with writing(self._engine) as connection:
            before = self._at(connection, number)
            if before is not None and not before.mine and not over:
                return before
            self._sql.run(
                connection,
                "INSERT INTO lease (number, holder, account, desk, since, until) "
                f"VALUES (?, ?, ?, ?, {_NOW}, {_NOW} + ?) ON CONFLICT (number) DO UPDATE SET holder = excluded.holder, "
                "account = excluded.account, desk = excluded.desk, until = excluded.until, "
                "since = CASE WHEN lease.holder = excluded.holder THEN lease.since ELSE excluded.since END",
                (number, self._holder, *self._who, self._lasts),
            )
            if before is None or not before.mine:
                bell.ring(connection, self._sql, {bell.LEASE})
            found = self._at(connection, number)
        if found is None:
            raise AssertionError("a lease that was just taken stands")
        return found

    def go_on(self) -> None:
        """A sign of life: every lease of this person at this desk stands anew."""
        with writing(self._engine) as connection:
            self._sql.run(
                connection,
                f"UPDATE lease SET until = {_NOW} + ? WHERE holder = ?",
                (self._lasts, self._holder),
            )

    def give_back(self, numbers: Iterable[str] = ()) -> None:
        """Gets up from these matters; from all when none is named. What somebody took over stays theirs."""
        with writing(self._engine) as connection:
            if chosen := list(numbers):
                gone = sum(
                    self._sql.run(
                        connection,
                        "DELETE FROM lease WHERE number = ? AND holder = ?",
                        (number, self._holder),
                    ).rowcount
                    for number in chosen
                )
            else:
                gone = self._sql.run(
                    connection, "DELETE FROM lease WHERE holder = ?", (self._holder,)
                ).rowcount
            bell.ring(connection, self._sql, {bell.LEASE} if gone else set())

    def at(self, number: str) -> Lease | None:
        """Who is at a matter now; None: nobody."""
        with translating(), self._engine.connect() as connection:
            return self._at(connection, number)

    def standing(self) -> list[Lease]:
        """Every lease that stands, the longest first."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection, f"SELECT {_COLUMNS} FROM lease WHERE until > {_NOW} ORDER BY since, number"
            ).fetchall()
        return [self._lease(row) for row in rows]

    def _at(self, connection: Connection, number: str) -> Lease | None:
        row = self._sql.run(
            connection, f"SELECT {_COLUMNS} FROM lease WHERE number = ? AND until > {_NOW}", (number,)
        ).fetchone()
        return None if row is None else self._lease(row)

    def _lease(self, row: Iterable[object]) -> Lease:
        number, account, desk, since, holder = row
        return Lease(
            number=str(number),
            account=str(account),
            desk=str(desk),
            since=int(str(since)),
            mine=holder == self._holder,
        )
