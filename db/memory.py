"""The office's memory as one thing: engine, journal, projections, search, on SQLCipher or PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from app.chains import Chain, Walked
from app.domain import history
from app.domain.entry import StreamId, StreamKind, single
from app.domain.reception import EnquiryAnswered
from app.errors import Damaged, Unavailable
from app.ports import Known
from db import chain_walk, file_names, journal, tables
from db.ballast import Ballast
from db.before_upgrade import set_aside
from db.cipher import FieldCipher, Plain, Sealed
from db.credentials import Credentials
from db.engine import cipher_engine, postgres_engine, refuse_network_folder, translating, writing
from db.folder_lock import FolderLock
from db.journal import ACCESS, JOURNAL, Writer
from db.mediations import list_all
from db.projections import VERSION, Rows, enquiry_row, rows_of, search_words, table_names
from db.queries import DatabaseQueries
from db.search_index import LiteIndex, PostgresIndex, SearchIndex
from db.statements import Statements
from db.unit_of_work import Work
from db.upgrade import require_current, require_readable, upgrade_connection

FILE = file_names.DATABASE
HALL = "hall"
"""Row of the local ones that says that other desks were invited."""
RESTED = (
    "INSERT INTO local (name, value) VALUES ('rested', '1') "
    "ON CONFLICT (name) DO UPDATE SET value = CAST(local.value AS INTEGER) + 1"
)
"""The small write after a checkpoint: how often this database has rested."""
SEALED_FIELDS = frozenset(
    {("matter", "name"), ("matter", "excerpt"), ("person", "name"), ("leader_reception", "instruction")}
)
"""What the rows of projections hold encrypted on a server."""
CHUNK = 200
"""Matters that are rebuilt or compared at once."""


class DatabaseMemory:
    """Journal, projections and search of one station."""

    def __init__(self, engine: Engine, cipher: FieldCipher, *, read_only: Unavailable | None = None) -> None:
        if read_only is None:
            require_current(engine)
        else:
            require_readable(engine)
        self.read_only = read_only
        """Why nothing can be written, and with what every act is refused; None: all is as usual (db/rescue.py)."""
        self.at_close: ExitStack | None = None
        """What goes away with this memory: the copy it reads from, the server of its own."""
        self.ballast: Ballast | None = None
        """Room kept back in the data folder; None on a server."""
        self._engine = engine
        self._cipher = cipher
        self.lock: FolderLock | None = None
        """Held as long as the memory is open; None on a server."""
        self._sql = Statements(engine)
        self._index: SearchIndex = (
            LiteIndex(self._sql) if self._sql.lite else PostgresIndex(self._sql, cipher)
        )
        self._local = self._read_local()
        self.credentials = Credentials(engine, read_only=read_only is not None)
        self.queries = DatabaseQueries(engine, self._sql, cipher, self._index, self.station)

    @property
    def station(self) -> str:
        """The station's code."""
        return self._local["station"]

    @property
    def epoch(self) -> int:
        """The epoch of the chain: raised by every restore."""
        return int(self._local["epoch"])

    @property
    def is_hall(self) -> bool:
        """Whether several desks write here: kept files are on the server, too."""
        return HALL in self._local

    def reread(self) -> None:
        """Reads anew what a unit of work may have changed about this station: its epoch."""
        self._local = self._read_local()

    @property
    def journal(self) -> DatabaseMemory:
        """Itself: walking the chains."""
        return self

    @property
    def projections_current(self) -> bool:
        """Whether the projections were written by this version's rules; else they must be rebuilt."""
        return self._local.get("projections") == str(VERSION)

    def write(self, *, actor: str, desk: str, now: datetime) -> Work:
        """A unit of work of this person at this desk. Raises Unavailable("disk.reading_only…") for what is only read."""
        _require_writable(self.read_only)
        if self.ballast is not None:
            self.ballast.make_room()
        writer = Writer(origin=self.station, epoch=self.epoch, actor=actor, desk=desk, now=now)
        return Work(self._engine, self._sql, self._cipher, self._index, writer, self.ballast)

    def verify(self, chain: str = "entry", *, walked: Walked | None = None) -> Chain:
        """Walks a chain ("entry" or "access"); `walked` is told of each sound entry on the way."""
        pair = ACCESS if chain == "access" else JOURNAL
        with translating(), self._reading() as connection:
            return chain_walk.verify(connection, self._sql, pair, self._cipher, walked)

    def streams(self) -> Iterator[StreamId]:
        """Every matter's stream, in order of registration."""
        with self._reading() as connection:
            for _, stream in journal.matter_streams(connection, JOURNAL):
                yield stream

    def index_waiting(self, limit: int = 64) -> int:
        """Indexes waiting search rows, for idle moments; the answer is how many were indexed."""
        if self.read_only is not None:
            return 0
        with writing(self._engine) as connection:
            return self._index.index_waiting(connection, limit)

    def tidy_index(self) -> bool:
        """Makes the search index a little more compact, for idle moments; False when there is nothing to do."""
        if self.read_only is not None:
            return False
        with writing(self._engine) as connection:
            return self._index.tidy(connection)

    @property
    def engine(self) -> Engine:
        """The engine, for what copies the database as a whole."""
        return self._engine

    def checkpoint(self) -> None:
        """Moves the log into the file, then writes a little, so that no clerk pays the fresh log's second sync.

        What is written must differ from what stood there: SQLite leaves a page alone that would stay the same.
        """
        if not self._sql.lite or self.read_only is not None:
            return
        with translating():
            with self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    connection.rollback()
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with writing(self._engine) as connection:
                self._sql.run(connection, RESTED)

    def rebuild(self, known: Callable[[StreamId], Known | None], *, check: bool) -> dict[str, object]:
        """Makes every projection anew, in chunks; with `check` nothing is changed and the rows are compared.

        Until a rebuild has come to its end the projections count as not current, so that one which was cut off is
        begun again at the next start. Raises Unavailable("disk.reading_only…") for what is only read.
        """
        if not check:
            _require_writable(self.read_only)
        with translating(), self._reading() as connection:
            streams = list(journal.matter_streams(connection, JOURNAL))
        if not check:
            self._clear()
            self._list_beside()
        rows, equal = 0, True
        for start in range(0, len(streams), CHUNK):
            chunk = streams[start : start + CHUNK]
            states = [(pos, stream, state) for pos, stream in chunk if (state := known(stream)) is not None]
            made = _together(rows_of(state, pos, stream.key, self._cipher) for pos, stream, state in states)
            rows += sum(len(part) for part in made.values())
            if check:
                equal = self._same(made, chunk[0][0], chunk[-1][0]) and equal
            else:
                self._write_chunk(made, states)
        if check:
            return {
                "tables": len(tables.PROJECTIONS),
                "rows": rows,
                "equal": equal and self._count_rows() == rows,
            }
        with writing(self._engine) as connection:
            self._sql.run(
                connection, "UPDATE local SET value = ? WHERE name = 'projections'", (str(VERSION),)
            )
        return {"tables": len(tables.PROJECTIONS), "rows": rows, "equal": True}

    def _write_chunk(self, made: Rows, states: list[tuple[int, StreamId, Known]]) -> None:
        with writing(self._engine) as connection:
            for table in tables.PROJECTIONS:
                self._sql.insert(connection, table, list(made[table.name].values()))
            self._index.queue(connection, [(pos, search_words(state.matter)) for pos, _, state in states])

    def _same(self, made: Rows, first: int, last: int) -> bool:
        """Whether the stored rows of the matters from position `first` to `last` are these."""
        for table in tables.PROJECTIONS:
            names = table_names()[table.name]
            place = "pos" if table is tables.matter else "matter"
            quoted = ", ".join(f'"{name}"' for name in names)
            with translating(), self._reading() as connection:
                found = self._sql.run(
                    connection,
                    f"SELECT {quoted} FROM {table.name} WHERE {place} BETWEEN ? AND ?",
                    (first, last),
                ).fetchall()
            stored = {self._comparable(table.name, tuple(row)) for row in found}
            if stored != {self._comparable(table.name, row) for row in made[table.name].values()}:
                return False
        return True

    def _count_rows(self) -> int:
        with translating(), self._reading() as connection:
            counts = [
                self._sql.run(connection, f"SELECT count(*) FROM {table.name}").fetchone()[0]
                for table in tables.PROJECTIONS
            ]
        return sum(int(count) for count in counts)

    def close(self) -> None:
        """Closes every connection; the key is needed again after it."""
        self._engine.dispose()
        if self.lock is not None:
            self.lock.release()
        if self.at_close is not None:
            self.at_close.close()

    def _comparable(self, name: str, row: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            _flat(self._opened(name, column, value))
            for column, value in zip(table_names()[name], row, strict=True)
        )

    def _opened(self, table: str, column: str, value: object) -> object:
        """Encrypted fields are compared by what they say: two encryptions of one text differ."""
        if (table, column) in SEALED_FIELDS:
            return self._cipher.open_text(str(value))
        return value

    def _clear(self) -> None:
        with writing(self._engine) as connection:
            self._sql.run(connection, "UPDATE local SET value = '0' WHERE name = 'projections'")
            self._index.drop(connection)
            tables.metadata.drop_all(connection, tables=[*tables.PROJECTIONS, *tables.BESIDE])
            _create_projections(connection, self._index)

    def _list_beside(self) -> None:
        with writing(self._engine) as connection:
            stream = single(StreamKind.RECEPTION)
            found = journal.read(connection, self._sql, JOURNAL, self._cipher, stream, self.station)
            rows = []
            for pos, entry in found:
                value = history.read_value(entry)
                if value is not None and isinstance(value[1], EnquiryAnswered):
                    rows.append(enquiry_row(entry, value[1], pos, self._cipher))
            self._sql.insert(connection, tables.enquiry, rows)
            list_all(connection, self._sql, self._cipher, self.station)

    def _read_local(self) -> dict[str, str]:
        with translating(), self._engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT name, value FROM local").fetchall()
        found = {str(name): str(value) for name, value in rows}
        if "station" not in found:
            raise Damaged("db.not_ours")
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection


def _require_writable(read_only: Unavailable | None) -> None:
    """Raises what acts are refused with where nothing can be written."""
    if read_only is not None:
        raise Unavailable(read_only.code)


def _together(parts: Iterable[Rows]) -> Rows:
    """The rows of several matters as one set per table."""
    made: Rows = {table.name: {} for table in tables.PROJECTIONS}
    for part in parts:
        for name, rows in part.items():
            made[name].update(rows)
    return made


def _flat(value: object) -> object:
    """Values as both engines and the fold give them: days as text, yes/no as 0/1, bytes as bytes."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, memoryview):
        return bytes(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def create_tables(engine: Engine, cipher: FieldCipher, *, station: str, epoch: int = 1) -> None:
    """Makes every table of a new database, in one transaction."""
    sql = Statements(engine)
    index: SearchIndex = LiteIndex(sql) if sql.lite else PostgresIndex(sql, cipher)
    with writing(engine) as connection:
        upgrade_connection(connection)
        _create_projections(connection, index)
        rows = [("station", station), ("epoch", str(epoch)), ("projections", str(VERSION))]
        sql.insert(connection, tables.local, rows)


def _create_projections(connection: Connection, index: SearchIndex) -> None:
    tables.metadata.create_all(connection, tables=[*tables.PROJECTIONS, *tables.BESIDE])
    index.create(connection)


def open_file(folder: Path, key: bytes, *, create: str = "") -> DatabaseMemory:
    """The memory in a data folder. `create` names the station of a new one.

    Raises Unavailable("disk.network_folder", "db.none", "folder.in_use"), Damaged("db.wrong_key_or_damaged").
    """
    refuse_network_folder(folder)
    path = folder / FILE
    if not create and not path.exists():
        raise Unavailable("db.none")
    with ExitStack() as undo:
        lock = FolderLock.shared(folder)
        undo.callback(lock.release)
        engine = cipher_engine(path, key)
        undo.callback(engine.dispose)
        if create:
            create_tables(engine, Plain(), station=create)
        else:
            set_aside(folder, engine, key)
        memory = DatabaseMemory(engine, Plain())
        undo.pop_all()
    memory.lock = lock
    memory.ballast = Ballast(folder)
    return memory


def open_server(url: str, key: bytes, *, create: str = "") -> DatabaseMemory:
    """The memory on PostgreSQL; sensitive fields are sealed under `key`. `create` names the station of a new one.

    Raises Unavailable("db.no_server", "server.not_empty"), Damaged("db.not_ours").
    """
    with ExitStack() as undo:
        engine = postgres_engine(url)
        undo.callback(engine.dispose)
        cipher = Sealed(key)
        if create:
            if tables_there(engine):
                raise Unavailable("server.not_empty")
            create_tables(engine, cipher, station=create)
        memory = DatabaseMemory(engine, cipher)
        undo.pop_all()
    return memory


def tables_there(engine: Engine) -> list[str]:
    """The tables that a database holds."""
    with translating(), engine.connect() as connection:
        return inspect(connection).get_table_names()


def clear_server(engine: Engine) -> None:
    """Takes away what a founding that failed has made on a server; it had begun with an empty database."""
    with writing(engine) as connection:
        for name in inspect(connection).get_table_names():
            quoted = engine.dialect.identifier_preparer.quote(name)
            connection.exec_driver_sql(f"DROP TABLE {quoted} CASCADE")
    engine.dispose()
