"""Ready-made SQL for the hot path: each text made once from the tables, run by the driver without detours.

About half of a save's own time went into SQLAlchemy's execution machinery (spike.md); the rows are many and flat,
so the texts are made from the table descriptions and handed to the driver.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Table

from app.giving_way import give_way


class Statements:
    """The compiled statements of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._dialect = engine.dialect
        self._lite = engine.dialect.name == "sqlite"
        self._texts: dict[tuple[str, str], str] = {}

    @property
    def lite(self) -> bool:
        """Whether the engine is SQLite's."""
        return self._lite

    def insert(self, connection: Connection, table: Table, rows: Sequence[Sequence[object]]) -> None:
        """Inserts rows given as values in the table's column order."""
        if rows:
            self._many(connection, "insert", table, rows)

    def replace(self, connection: Connection, table: Table, rows: Sequence[Sequence[object]]) -> None:
        """Sets every column of rows that exist, by primary key."""
        if rows:
            keys = [column.name for column in table.primary_key]
            names = [column.name for column in table.columns]
            rest = [n for n in names if n not in keys]
            order = [names.index(n) for n in (*rest, *keys)]
            self._many(connection, "update", table, [[row[i] for i in order] for row in rows])

    def remove(self, connection: Connection, table: Table, keys: Sequence[Sequence[object]]) -> None:
        """Deletes rows by primary key."""
        if keys:
            self._many(connection, "delete", table, keys)

    def run(self, connection: Connection, text: str, values: Sequence[object] = ()) -> Any:
        """Runs text with `?` for each value; the answer is the driver's result."""
        give_way()
        if self._lite:
            return _driver(connection).execute(text, tuple(self._plain(value) for value in values))
        text = text.replace("%", "%%").replace("?", "%s")
        return connection.exec_driver_sql(text, tuple(values))

    def many(self, connection: Connection, text: str, rows: Sequence[Sequence[object]]) -> None:
        """Runs text with `?` for each value once for each of these rows."""
        if len(rows) == 1 or self._lite:
            for row in rows:
                self.run(connection, text, row)
        elif rows:
            connection.exec_driver_sql(
                text.replace("%", "%%").replace("?", "%s"), [tuple(row) for row in rows]
            )

    def _many(
        self, connection: Connection, what: str, table: Table, rows: Sequence[Sequence[object]]
    ) -> None:
        text = self._text(what, table)
        if self._lite:
            values = [tuple(self._plain(value) for value in row) for row in rows]
            if len(values) == 1:
                _driver(connection).execute(text, values[0])
            else:
                _driver(connection).executemany(text, values)
            return
        many = [tuple(row) for row in rows]
        connection.exec_driver_sql(text, many if len(many) > 1 else many[0])

    def _plain(self, value: object) -> object:
        if self._lite and isinstance(value, date):
            return value.isoformat()
        return value

    def _text(self, what: str, table: Table) -> str:
        key = (what, table.name)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._made(what, table)
        return found

    def _made(self, what: str, table: Table) -> str:
        names = [column.name for column in table.columns]
        keys = [column.name for column in table.primary_key]
        quote = self._dialect.identifier_preparer.quote
        mark = "?" if self._lite else "%s"
        target = quote(table.name)
        where = " AND ".join(f"{quote(n)} = {mark}" for n in keys)
        if what == "insert":
            columns = ", ".join(quote(n) for n in names)
            return f"INSERT INTO {target} ({columns}) VALUES ({', '.join(mark for _ in names)})"
        if what == "delete":
            return f"DELETE FROM {target} WHERE {where}"
        changed = ", ".join(f"{quote(n)} = {mark}" for n in names if n not in keys)
        return f"UPDATE {target} SET {changed} WHERE {where}"


def _driver(connection: Connection) -> Any:
    """The driver's own connection; the transaction stays SQLAlchemy's."""
    return connection.connection.driver_connection
