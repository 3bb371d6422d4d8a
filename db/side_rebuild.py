"""Making a database anew from side files: what they hold, in order, into a fresh file, then walked as any other.

What came after the last side file is not in it, as with a backup: whoever uses this begins a new epoch (rulings.md 9).
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.errors import Damaged, NotFound
from db import tables, vault
from db.durable import FRESH, copy_whole, telling
from db.engine import writing
from db.folder import Opened
from db.memory import DatabaseMemory, open_file
from db.restore import KeyOf
from db.shelf import FOLDER as SHELF
from db.side_files import CHAINS, CHANGING, FOLDER, GROWING, STATION, WHOLE, Piece, Rows, SideCipher, pieces
from db.statements import Statements
from db.store import FileStore

PAPERS = "papers"


@contextlib.contextmanager
def rebuilt(source: Path, beside: Path, key_of: KeyOf) -> Iterator[Opened]:
    """A data folder's side files as an open, verified folder in a room inside `beside`; the room goes when it is left.

    Raises NotFound("side.none"), Damaged("side.changed", "side.gap", "backup.damaged"), and what `key_of` raises.
    """
    if not (source / FOLDER).is_dir() or not any(pieces(source / FOLDER)):
        raise NotFound("side.none", field="file", file=str(source))
    keys = vault.KeyFile.read(source)
    key = keys.checked(key_of(keys))
    with telling(beside):
        room = Path(tempfile.mkdtemp(prefix=".restoring-", suffix=FRESH, dir=beside))
    try:
        with telling(room):
            _bring(source, room)
        memory = _made(source / FOLDER, room, key)
        try:
            store = FileStore(room / PAPERS, key, keys.suite)
            yield Opened(folder=room, memory=memory, store=store, keys=keys, key=key, way="restore")
        finally:
            memory.close()
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _bring(source: Path, room: Path) -> None:
    """Key file, papers and packages as they are: each is a file of its own that a bad database does not touch."""
    copy_whole(source / vault.FILE, room / vault.FILE)
    for place in (PAPERS, SHELF):
        for path in sorted((source / place).rglob("*")) if (source / place).is_dir() else ():
            if path.is_file() and not path.name.endswith(FRESH):
                goal = room / path.relative_to(source)
                goal.parent.mkdir(parents=True, exist_ok=True)
                copy_whole(path, goal)


def _made(folder: Path, room: Path, key: bytes) -> DatabaseMemory:
    """A fresh database with everything that the side files hold. Raises Damaged."""
    station = _station(folder)
    cipher = SideCipher(key, station)
    memory = open_file(room, key, create=station)
    with contextlib.ExitStack() as undo:
        undo.callback(memory.close)
        whole = _newest_whole(folder, cipher)
        _clear(memory)
        _insert(memory, whole)
        for name in (*CHAINS, *GROWING):
            for rows in _in_order(folder, name, cipher):
                _insert(memory, rows)
        with writing(memory.engine) as connection:
            connection.exec_driver_sql("UPDATE local SET value = '0' WHERE name = 'projections'")
        memory.reread()
        if not (memory.verify().ok and memory.verify("access").ok):
            raise Damaged("backup.damaged")
        undo.pop_all()
    return memory


def _station(folder: Path) -> str:
    """The station's code stands in a small clear file, because the files themselves are bound to it."""
    try:
        return (folder / STATION).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged("side.changed", file=STATION) from error


def _newest_whole(folder: Path, cipher: SideCipher) -> Rows:
    """The newest state of the small tables that opens. Raises Damaged("side.changed")."""
    found = [piece for piece in pieces(folder) if piece.name == WHOLE]
    for piece in reversed(found):
        with contextlib.suppress(Damaged):
            return _opened(folder, piece, cipher)
    raise Damaged("side.changed", file=WHOLE)


def _in_order(folder: Path, name: str, cipher: SideCipher) -> Iterator[Rows]:
    """The rows of one kind from the first on. Raises Damaged("side.changed", "side.gap")."""
    longest = {piece.first: piece for piece in pieces(folder) if piece.name == name}
    place = 1
    for first, piece in sorted(longest.items()):
        if first != place:
            raise Damaged("side.gap", name=name, place=place)
        yield _opened(folder, piece, cipher)
        place = piece.last + 1


def _opened(folder: Path, piece: Piece, cipher: SideCipher) -> Rows:
    try:
        return cipher.open(piece.file, (folder / piece.file).read_bytes())
    except OSError as error:
        raise Damaged("side.changed", file=piece.file) from error


def _clear(memory: DatabaseMemory) -> None:
    with writing(memory.engine) as connection:
        for table in CHANGING:
            connection.exec_driver_sql(f"DELETE FROM {table.name}")


def _insert(memory: DatabaseMemory, rows: Rows) -> None:
    sql = Statements(memory.engine)
    with writing(memory.engine) as connection:
        for name, part in rows.items():
            sql.insert(connection, tables.metadata.tables[name], part)
