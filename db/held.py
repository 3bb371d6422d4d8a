"""What lies in a part of the journal, by matter: for the report on something that was lost. Headers only, no body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine

from app.domain.codec import parse_object
from app.services.breaching import HeldMatter
from db.engine import translating
from db.rows import day_of_row
from db.statements import Statements

COLUMNS = (
    "SELECT e.stream, e.header, m.number, m.registered_on, m.restricted, "
    "EXISTS (SELECT 1 FROM person p WHERE p.matter = m.pos AND p.id_key <> '') "
    "FROM entry e LEFT JOIN matter m ON m.stream = e.stream "
)


class JournalHeld:
    """The journal of one open memory (port `HeldRows`)."""

    def __init__(self, engine: Engine, station: str) -> None:
        self._engine, self._sql, self._station = engine, Statements(engine), station

    def until(self, received_before: int) -> list[HeldMatter]:
        """Everything that had come in before an instant (UTC milliseconds)."""
        return self._asked(COLUMNS + "WHERE e.received_at < ?", (received_before,))

    def slice(self, epoch: int, first: int, last: int) -> list[HeldMatter]:
        """Our own entries `first`..`last` of an epoch."""
        where = "WHERE e.origin = ? AND e.epoch = ? AND e.oseq BETWEEN ? AND ?"
        return self._asked(COLUMNS + where, (self._station, epoch, first, last))

    def _asked(self, question: str, values: tuple[object, ...]) -> list[HeldMatter]:
        with translating(), self._engine.connect() as connection:
            return _gathered(self._sql.run(connection, question, values))


def _gathered(rows: Iterable[Any]) -> list[HeldMatter]:
    kinds: dict[bytes, set[str]] = {}
    counts: dict[bytes, int] = {}
    about: dict[bytes, Any] = {}
    for stream, header, *rest in rows:
        key = bytes(stream)
        kinds.setdefault(key, set()).add(str(parse_object(bytes(header))["kind"]))
        counts[key] = counts.get(key, 0) + 1
        about[key] = rest
    return [
        HeldMatter(
            number=str(number or ""),
            registered_on=None if day is None else day_of_row(day),
            restricted=bool(restricted),
            identity_numbers=bool(numbers),
            kinds=frozenset(kinds[key]),
            entries=counts[key],
        )
        for key, (number, day, restricted, numbers) in about.items()
    ]
