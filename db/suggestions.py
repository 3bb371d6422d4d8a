"""What the class suggestion has learned, and how often it was taken: a small encrypted file of this computer.

Not the journal, not exported, not backed up: it is learned anew from the office's own matters. The file is under the data
key like the drafts; the tables are made when they are first needed, so that signing in does not wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Column, Engine, Integer, LargeBinary, MetaData, String, Table

from app.errors import Damaged
from db import file_names
from db.engine import cipher_engine, translating, writing
from db.statements import Statements

FILE = file_names.SUGGESTIONS
_metadata = MetaData()
model = Table(
    "model",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("texts", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
taken = Table(
    "taken",
    _metadata,
    Column("kind", String(16), primary_key=True),
    Column("count", Integer, nullable=False),
)


class SuggestionFile:
    """The model of this computer and the counts, without any person."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path, self._key = folder / FILE, key
        self._engine: Engine | None = None

    def load(self) -> tuple[bytes, int]:
        """The model as bytes and of how many texts it was made; empty and 0 before the first."""
        if not self._path.exists():
            return b"", 0
        with translating(), self._opened().connect() as connection:
            row = self._sql.run(connection, "SELECT content, texts FROM model WHERE id = 1", ()).fetchone()
        return (b"", 0) if row is None else (bytes(row[0]), int(row[1]))

    def save(self, content: bytes, texts: int) -> None:
        """Keeps a model in the place of the one before."""
        engine = self._opened()
        with writing(engine) as connection:
            self._sql.run(
                connection,
                "INSERT INTO model (id, texts, content) VALUES (1, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET texts = excluded.texts, content = excluded.content",
                (texts, content),
            )

    def count(self, kind: str) -> None:
        """One more of that kind: taken (first), another of the three (other), or overruled."""
        engine = self._opened()
        with writing(engine) as connection:
            self._sql.run(
                connection,
                "INSERT INTO taken (kind, count) VALUES (?, 1) "
                "ON CONFLICT (kind) DO UPDATE SET count = taken.count + 1",
                (kind,),
            )

    def counts(self) -> Mapping[str, int]:
        """How often of each kind."""
        if not self._path.exists():
            return {}
        with translating(), self._opened().connect() as connection:
            rows = self._sql.run(connection, "SELECT kind, count FROM taken ORDER BY kind", ()).fetchall()
        return {str(kind): int(count) for kind, count in rows}

    def close(self) -> None:
        """Closes the file."""
        if self._engine is not None:
            self._engine.dispose()

    def _opened(self) -> Engine:
        if self._engine is None:
            try:
                self._engine = self._made()
            except Damaged:
                # under another key, or broken: nothing is lost that could not be learned anew
                for kept in self._path.parent.glob(f"{FILE}*"):
                    kept.unlink()
                self._engine = self._made()
            self._sql = Statements(self._engine)
        return self._engine

    def _made(self) -> Engine:
        engine = cipher_engine(self._path, self._key)
        try:
            with writing(engine) as connection:
                _metadata.create_all(connection)
        except Damaged:
            engine.dispose()
            raise
        return engine
