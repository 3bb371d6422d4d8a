"""Side files (旁存文件): the journal a second time, as small encrypted files from which the database can be made anew.

A database is one file; a bad sector in it may take everything since the last backup. So what no rebuild brings back is also
written, in idle moments, into files that never change once they are full: each some hundred rows of an append-only table,
and the few small tables that do change as a whole. Nothing is written on the save path, nothing is ever copied from the
database file itself. `db/side_rebuild.py` reads them.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Table

from app.errors import AppError, Damaged
from app.suites.stored import HEAD, head, read_head
from app.suites.suite import INTL, Suite
from db import tables
from db.durable import FRESH, remove, write_whole
from db.engine import translating

FOLDER = "side"
SUFFIX = ".xfs"
ROWS = 512
"""Rows of an append-only table in one file."""
WHOLE = "tables"
STATION = "station"
"""A small clear file with the station's code, to which the others are bound."""
CHAINS: Mapping[str, tuple[Table, Table]] = {
    "entry": (tables.entry, tables.entry_body),
    "access": (tables.access, tables.access_body),
}
GROWING: Mapping[str, Table] = {"done": tables.done, "token": tables.token}
"""Tables that only grow, in the order of their hidden row numbers."""
CHANGING: tuple[Table, ...] = (
    tables.counter,
    tables.credential,
    tables.local,
    tables.package_sent,
    tables.package_received,
    tables.entry_aside,
    tables.package_matter,
    tables.package_file,
    tables.package_step,
)
"""Small tables that change: kept whole, the two newest states of them."""
_NAME = re.compile(r"(?P<name>[a-z]+)-(?P<first>\d{10})-(?P<last>\d{10})\.xfs")

Rows = dict[str, list[list[object]]]
"""Rows by table, columns in the table's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One side file by its name: of what, and from which row to which."""

    name: str
    first: int
    last: int

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.name}-{self.first:010d}-{self.last:010d}{SUFFIX}"


class SideFiles:
    """The side files of one data folder on SQLite."""

    def __init__(self, folder: Path, engine: Engine, key: bytes, station: str, suite: Suite = INTL) -> None:
        self._folder = folder / FOLDER
        self._engine = engine
        self._cipher = SideCipher(key, station, suite)
        self._station = station
        self._written: dict[str, Piece] | None = None
        self._whole = ""
        self._forgotten = ""

    def write(self) -> bool:
        """Writes one file of what is new; False when there is nothing new. Call it until then.

        The small tables come first: when it is cut off in between, a number is skipped and never given twice.
        Raises what `durable.telling` raises: a full disk, a write-protected one.
        """
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._written is None:
            write_whole(
                self._folder / STATION, lambda out: out.write(self._station.encode()), lambda fresh: None
            )
            self._written = {piece.name: piece for piece in pieces(self._folder)}
        with translating(), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            if self._rewrite(raw):
                return True
            whole = {table.name: _rows(raw, table) for table in CHANGING}
            if self._write_whole(whole):
                return True
            fresh = next(
                (f for name in (*CHAINS, *GROWING) if (f := self._next(raw, name)) is not None), None
            )
        if fresh is None:
            return False
        piece, rows = fresh
        self._put(piece, rows)
        before, self._written[piece.name] = self._written.get(piece.name), piece
        if before is not None and before.first == piece.first:
            remove(self._folder / before.file)
        return True

    def _rewrite(self, raw: Any) -> bool:
        """Writes files anew that hold bodies which went under the seal since; before the small tables, which say how often
        that happened. One file at a time; False when none holds any.
        """
        row = raw.execute("SELECT value FROM local WHERE name = 'forgotten'").fetchone()
        told = "" if row is None else str(row[0])
        if told == self._forgotten:
            return False
        absent = raw.execute(
            "SELECT e.pos FROM entry e LEFT JOIN entry_body b ON b.pos = e.pos AND b.part = 'open' "
            "WHERE b.pos IS NULL ORDER BY e.pos"
        )
        gone = {int(item[0]) for item in absent}
        for piece in pieces(self._folder) if gone else ():
            if piece.name == "entry" and not gone.isdisjoint(range(piece.first, piece.last + 1)):
                made = self._span(raw, piece.name, piece.first, piece.last)
                with contextlib.suppress(AppError, OSError):
                    kept = self._cipher.open(piece.file, (self._folder / piece.file).read_bytes())
                    if len(kept["entry_body"]) == len(made["entry_body"]):
                        continue
                self._put(piece, made)
                return True
        self._forgotten = told
        return False

    def _span(self, raw: Any, name: str, first: int, last: int) -> Rows:
        """The rows of a chain from one position to another."""
        where = f"WHERE pos BETWEEN {first:d} AND {last:d} ORDER BY pos"
        return {table.name: _rows(raw, table, where) for table in CHAINS[name]}

    def _next(self, raw: Any, name: str) -> tuple[Piece, Rows] | None:
        """The rows of the next file: the last one grown, or one more."""
        assert self._written is not None
        last = self._written.get(name)
        first = 1 if last is None else last.first
        if last is not None and last.last - last.first + 1 >= ROWS:
            first = last.last + 1
        until = first + ROWS - 1
        made: Rows = {}
        if name in CHAINS:
            made = self._span(raw, name, first, until)
            count = len(made[name])
        else:
            rows = _rows(raw, GROWING[name], f"WHERE rowid BETWEEN {first:d} AND {until:d} ORDER BY rowid")
            made[name], count = rows, len(rows)
        reached = first + count - 1
        if count == 0 or (last is not None and reached <= last.last):
            return None
        return Piece(name=name, first=first, last=reached), made

    def _write_whole(self, rows: Rows) -> bool:
        """The small tables, when they are not what was written last."""
        assert self._written is not None
        before = self._written.get(WHOLE)
        digest = hashlib.sha256(packed(rows)).hexdigest()
        if not self._whole and before is not None:
            with contextlib.suppress(AppError, OSError):
                kept = self._cipher.open(before.file, (self._folder / before.file).read_bytes())
                self._whole = hashlib.sha256(packed(kept)).hexdigest()
        if digest == self._whole:
            return False
        count = 1 if before is None else before.first + 1
        piece = Piece(name=WHOLE, first=count, last=count)
        self._put(piece, rows)
        self._whole, self._written[WHOLE] = digest, piece
        remove(self._folder / Piece(name=WHOLE, first=count - 2, last=count - 2).file)
        return True

    def _put(self, piece: Piece, rows: Rows) -> None:
        data = self._cipher.seal(piece.file, rows)
        write_whole(self._folder / piece.file, lambda out: out.write(data), lambda fresh: None)


class SideCipher:
    """How a side file is written: JSON, deflated, sealed under a key of its own, bound to its name and station.

    It begins with the header of stored objects (app/suites/stored.py).
    """

    def __init__(self, key: bytes, station: str, suite: Suite = INTL) -> None:
        self._key = key
        self._station = station
        self._suite = suite
        self._head = head(suite, key)

    def seal(self, name: str, rows: Rows) -> bytes:
        """The bytes of the file of that name."""
        plain = zlib.compress(packed(rows), 1)
        return self._head + self._suite.seal(
            _own(self._suite, self._key), plain, self._bound(name, self._head)
        )

    def open(self, name: str, data: bytes) -> Rows:
        """The rows of a file. Raises Damaged("side.changed")."""
        told = read_head(data)
        plain = None
        if told is not None:
            bound = self._bound(name, data[:HEAD])
            plain = told.suite.open(_own(told.suite, self._key), data[HEAD:], bound)
        if plain is None:
            raise Damaged("side.changed", file=name)
        try:
            found = json.loads(zlib.decompress(plain))
        except (ValueError, zlib.error) as error:
            raise Damaged("side.changed", file=name) from error
        return {table: [[_read(value) for value in row] for row in rows] for table, rows in found.items()}

    def _bound(self, name: str, begins: bytes) -> str:
        return f"{self._station}|{name}|{begins.hex()}"


def _own(suite: Suite, key: bytes) -> bytes:
    """The key of side files."""
    return suite.derive(key, "side files")


def pieces(folder: Path) -> Iterator[Piece]:
    """The side files of a folder by kind and place; of two that begin at one row the longer one comes last."""
    for left in folder.glob(f"*{FRESH}"):
        remove(left)
    found = (_NAME.fullmatch(path.name) for path in folder.iterdir())
    made = [
        Piece(name=item["name"], first=int(item["first"]), last=int(item["last"])) for item in found if item
    ]
    yield from sorted(made, key=lambda piece: (piece.name, piece.first, piece.last))


def packed(rows: Rows) -> bytes:
    """Rows as JSON bytes; bytes in them as base64 in a list of one."""
    plain = {name: [[_written(value) for value in row] for row in part] for name, part in rows.items()}
    return json.dumps(plain, sort_keys=True).encode()


def _written(value: object) -> object:
    return [base64.b64encode(bytes(value)).decode()] if isinstance(value, bytes | memoryview) else value


def _read(value: object) -> object:
    return base64.b64decode(value[0]) if isinstance(value, list) else value


def _rows(raw: Any, table: Table, where: str = "ORDER BY 1") -> list[list[object]]:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return [list(row) for row in raw.execute(f"SELECT {names} FROM {table.name} {where}")]
