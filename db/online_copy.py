"""A consistent copy of a live SQLCipher file: SQLite's backup API inside one read transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from app.domain.entry import Header, chained
from app.domain.signed_heads import SIGNED
from db.engine import translating

BY_THE_WAY = frozenset({SIGNED, "signed-in", "signed-out", "locked", "unlocked"})
"""Entries of the access chain that ask for no backup by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """How the journal stood when it was copied: entries, hash of the last in hex, entries of the access chain."""

    entries: int
    head: str
    looks: int


def copied(engine: Engine, path: Path, key: bytes, *, pages: int, step: Callable[[], None]) -> Stood:
    """Copies the engine's database into a new file under the same key; `step` is called after so many pages.

    The read transaction keeps one state of the file in view. Without it every foreign write restarts the copy.
    """
    with translating(), contextlib.closing(sqlcipher.connect(str(path), isolation_level=None)) as into:
        into.execute("PRAGMA cipher_log_level = NONE")
        into.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        into.execute("PRAGMA synchronous = OFF")  # it is read again and synced when it goes to its place
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM local").fetchone()
            raw: Any = connection.connection.driver_connection
            stood = _stood(raw)
            raw.backup(into, pages=pages, progress=lambda *_: step(), sleep=0)
    return stood


def first_after(engine: Engine, entries: int, looks: int) -> int | None:
    """When (UTC milliseconds) the first entry after so many of the journal, or of the access chain, came here.

    Signed heads, and who came and went, are by themselves nothing that must be saved: they go with the next thing that is.
    """
    found = []
    with translating(), engine.connect() as connection:
        for name, place in (("entry", entries), ("access", looks)):
            question = f"SELECT received_at, header FROM {name} WHERE pos > {place:d} ORDER BY pos"
            for at, header in connection.exec_driver_sql(question):
                if Header.from_bytes(bytes(header)).kind not in BY_THE_WAY:
                    found.append(int(at))
                    break
    return min(found, default=None)


def _stood(raw: Any) -> Stood:
    entries, looks = (
        int(raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in ("entry", "access")
    )
    last = raw.execute("SELECT header FROM entry ORDER BY pos DESC LIMIT 1").fetchone()
    return Stood(entries=entries, head="" if last is None else chained(bytes(last[0])).hex(), looks=looks)
