"""URL and key → engine: SQLCipher file by default, PostgreSQL for halls with several windows.

SQLCipher: raw 32-byte key, WAL, synchronous=FULL read back after setting, transactions begun by us (the driver's own
are off), checkpoints when idle (db/checkpoint.py). `module=` is given so that SQLAlchemy wraps the driver's errors.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.errors import AppError, Conflict, Damaged, Unavailable

WRITING = {"writing": True}
"""Execution option of a connection that is about to write: the transaction takes the write lock at once."""
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
"""How long a server is waited for: seconds, the last one milliseconds (names of libpq)."""
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ncpfs"})
"""Where SQLite's locks cannot be trusted; a data folder there is refused."""


def cipher_engine(path: Path, key: bytes) -> Engine:
    """An engine on the SQLCipher file at `path` with the raw 32-byte `key`.

    The connection that was given back last is taken next: each keeps pages it deciphered for itself, and lets them all go
    when another one has written.
    The first connection raises Damaged("db.wrong_key_or_damaged") when the key does not open the file.
    """
    return _engine(str(path), _literal(key), _set_up)


def reading_engine(path: Path, key: bytes, *, immutable: bool = False, recovering: bool = False) -> Engine:
    """An engine that never writes (db/rescue.py). `immutable`: the file is read as it lies, without its log.

    `recovering`: the file is a copy of ours whose log may be taken in, but nothing else may be written.
    """
    mode = "mode=rw" if recovering else "mode=ro&immutable=1" if immutable else "mode=ro"
    return _engine(f"file:{quote(os.path.abspath(path))}?{mode}", _literal(key), _set_up_for_reading)


def _literal(key: bytes) -> str:
    return f"\"x'{key.hex()}'\""


def _engine(place: str, literal: str, set_up: Callable[[Any, str], None]) -> Engine:
    def connect() -> Any:
        with contextlib.ExitStack() as undo:
            connection = sqlcipher.connect(
                place, isolation_level=None, check_same_thread=False, uri=place.startswith("file:")
            )
            undo.callback(connection.close)
            set_up(connection, literal)
            undo.pop_all()
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        pool_use_lifo=True,
        pool_reset_on_return="rollback",
    )
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, literal: str) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")
    run(f"PRAGMA key = {literal}")
    run("PRAGMA busy_timeout = 8000")  # first: several desks that open a new file at once wait for each other
    try:
        run("SELECT count(*) FROM sqlite_master").fetchone()
        run("PRAGMA journal_mode = WAL")
    except sqlcipher.DatabaseError as error:
        raise translated(error) from error
    run("PRAGMA synchronous = FULL")
    run("PRAGMA foreign_keys = ON")
    run("PRAGMA wal_autocheckpoint = 20000")
    run("PRAGMA cache_size = -16384")
    run("PRAGMA temp_store = MEMORY")
    if run("PRAGMA synchronous").fetchone()[0] != 2 or run("PRAGMA journal_mode").fetchone()[0] != "wal":
        raise Unavailable("db.not_durable")


def _set_up_for_reading(connection: Any, literal: str) -> None:
    run = connection.execute
    run("PRAGMA cipher_log_level = NONE")
    run(f"PRAGMA key = {literal}")
    try:
        run("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher.DatabaseError as error:
        raise translated(error) from error
    run("PRAGMA query_only = ON")
    run("PRAGMA busy_timeout = 8000")
    run("PRAGMA temp_store = MEMORY")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def postgres_engine(url: str) -> Engine:
    """An engine on PostgreSQL (psycopg). Ruling 14: TLS and disk encryption are the hall's to provide.

    A server that does not answer is given up after seconds, and connections of one that was started anew are not used.
    Raises Unavailable("server.no_driver") where psycopg is not installed: the desk of one window does without.
    """
    try:
        return create_engine(
            url,
            pool_size=4,
            max_overflow=4,
            pool_use_lifo=True,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            connect_args=dict(PATIENCE),
        )
    except ModuleNotFoundError as error:
        raise Unavailable("server.no_driver") from error


def damaged_pages(engine: Engine) -> int:
    """How many pages of a SQLCipher file do not carry the HMAC they were written with; 0 on a server."""
    if engine.dialect.name != "sqlite":
        return 0
    with translating(), engine.connect() as connection:
        return len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall())


def structure_sound(engine: Engine) -> bool:
    """Whether SQLite finds the trees of a SQLCipher file whole; one broken place is enough to know. True on a server."""
    if engine.dialect.name != "sqlite":
        return True
    with translating(), engine.connect() as connection:
        row = connection.exec_driver_sql("PRAGMA quick_check(1)").fetchone()
    return row is not None and row[0] == "ok"


def leave_one_file(engine: Engine) -> None:
    """Takes the write-ahead log into a SQLCipher file and closes it, so that the file can be handed on alone."""
    with translating(), engine.connect() as connection:
        connection.rollback()
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all or nothing, the write lock at once, the driver's errors as ours."""
    with (
        translating(),
        engine.connect().execution_options(**WRITING) as connection,
        connection.begin(),
    ):
        yield connection


UPDATING = 72002
"""Key of the advisory lock under which one desk at a time brings a server's database up to its program."""


@contextlib.contextmanager
def updating_alone(engine: Engine) -> Iterator[bool]:
    """On a server: no other desk brings the database up to date meanwhile. The answer is whether it is a server."""
    if engine.dialect.name == "sqlite":
        yield False
        return
    with translating(), engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_advisory_lock(%s)", (UPDATING,))
        connection.commit()
        try:
            yield True
        finally:
            connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", (UPDATING,))
            connection.commit()


@contextlib.contextmanager
def translating() -> Iterator[None]:
    """Turns the driver's errors into ours: full disk, read-only, damaged page, wrong key, somebody faster."""
    try:
        yield
    except DBAPIError as error:
        raise translated(error.orig or error) from error
    except sqlcipher.Error as error:
        raise translated(error) from error


def translated(error: BaseException) -> AppError:
    """The error of ours that a driver's error means, by SQLite's result code or PostgreSQL's SQLSTATE."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    state = str(getattr(error, "sqlstate", "") or "")
    for prefix, made in _MEANINGS.items():
        if name.startswith(prefix) or (state and state.startswith(prefix)):
            return made()
    if "not a database" in str(error):
        return Damaged("db.wrong_key_or_damaged")
    if state == "" and name == "" and "connection" in str(error).lower():
        return Unavailable("db.no_server")
    return Damaged("db.unexpected", kind=type(error).__name__)


_MEANINGS: dict[str, Callable[[], AppError]] = {
    "SQLITE_FULL": lambda: Unavailable("disk.full"),
    "SQLITE_IOERR_SHMSIZE": lambda: Unavailable("disk.full"),
    "SQLITE_IOERR_READ": lambda: Damaged("db.damaged"),
    "SQLITE_IOERR_SHORT_READ": lambda: Damaged("db.damaged"),
    "SQLITE_IOERR": lambda: Unavailable("disk.failed"),
    "SQLITE_CORRUPT": lambda: Damaged("db.damaged"),
    "SQLITE_NOTADB": lambda: Damaged("db.wrong_key_or_damaged"),
    "SQLITE_READONLY": lambda: Unavailable("disk.read_only"),
    "SQLITE_CANTOPEN": lambda: Unavailable("disk.read_only"),
    "SQLITE_PERM": lambda: Unavailable("disk.read_only"),
    "SQLITE_BUSY": lambda: Unavailable("db.busy"),
    "SQLITE_LOCKED": lambda: Unavailable("db.busy"),
    "SQLITE_CONSTRAINT": lambda: Conflict("journal.stream_moved"),
    "23505": lambda: Conflict("journal.stream_moved"),
    "40": lambda: Conflict("journal.stream_moved"),
    "53100": lambda: Unavailable("disk.full"),
    "08": lambda: Unavailable("db.no_server"),
    "57P": lambda: Unavailable("db.no_server"),
}
"""First letters of a result code → what it means for the clerk. SQLITE_IOERR_SHMSIZE is a totally full disk
(trust.md 0.4); class 40 of PostgreSQL is a lost race."""


def refuse_network_folder(folder: Path, mounts: str | None = None) -> None:
    """Raises Unavailable("disk.network_folder") for a folder on a network share: SQLite's locks fail there.

    `mounts` is the text of /proc/mounts; None reads it. Where there is none (Windows), UNC paths are refused.
    """
    if str(folder).startswith(("\\\\", "//")):
        raise Unavailable("disk.network_folder")
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text()
        except OSError:
            return
    place = os.path.realpath(folder)
    best = ("", "")
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            point = parts[1].replace("\\040", " ")
            inside = place == point or place.startswith(point.rstrip("/") + "/")
            if inside and len(point) >= len(best[0]):
                best = (point, parts[2])
    if best[1] in NETWORK_FILE_SYSTEMS:
        raise Unavailable("disk.network_folder")
