"""Unfinished registrations: a small encrypted file of its own, saved after every field, durable at once.

Not the journal: a draft burns no number and may be given up. Each draft is sealed to its clerk's own key, so that a
colleague at the same PC cannot read it; the file itself is under the data key (rulings.md 10, trust.md 1).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text

from app.domain import codec
from app.errors import Unavailable
from app.ports import FoundNumber, StoredDraft
from db import file_names
from db.ballast import Ballast
from db.engine import cipher_engine, translating, writing
from db.statements import Statements

FILE = file_names.DRAFTS
_metadata = MetaData()
draft = Table(
    "draft",
    _metadata,
    Column("account", String(32), primary_key=True),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("saved_at", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

found = Table(
    "found",
    _metadata,
    Column("account", String(32), primary_key=True),
    Column("number", String(16), primary_key=True),
    Column("saved_at", Integer, nullable=False),
)
"""Numbers of registrations that nobody saw: the program ended between the commit and the screen."""


class DraftFile:
    """The drafts of every clerk of this computer."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        seal: Callable[[bytes], bytes],
        unseal: Callable[[bytes], bytes | None],
    ) -> None:
        self._ballast = Ballast(folder)
        self._engine = cipher_engine(folder / FILE, key)
        self._sql = Statements(self._engine)
        self._seal = seal
        self._unseal = unseal
        with writing(self._engine) as connection:
            _metadata.create_all(connection)

    def save(self, account: str, slot: int, *, key: str, content: dict[str, object], saved_at: int) -> None:
        """Keeps a draft in its slot, over the one that was there. `key` becomes the registration's own key."""
        sealed = self._seal(codec.canonical(content))
        self._ballast.make_room()
        with writing(self._engine) as connection:
            self._sql.run(
                connection,
                "INSERT INTO draft (account, slot, saved_at, key, content) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (account, slot) DO UPDATE SET saved_at = excluded.saved_at, key = excluded.key, "
                "content = excluded.content",
                (account, slot, saved_at, key, sealed),
            )

    def load(self, account: str) -> list[StoredDraft]:
        """The drafts of a clerk, by slot. One that the clerk's key no longer opens is passed over, not deleted."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT slot, saved_at, key, content FROM draft WHERE account = ? ORDER BY slot",
                (account,),
            ).fetchall()
        made = []
        for slot, saved_at, key, content in rows:
            plain = self._unseal(bytes(content))
            if plain is not None:
                made.append(
                    StoredDraft(
                        slot=int(slot),
                        saved_at=int(saved_at),
                        key=str(key),
                        content=codec.parse_object(plain),
                    )
                )
        return made

    def drop(self, account: str, slot: int) -> None:
        """Takes a draft away: after its registration, or given up."""
        with writing(self._engine) as connection:
            self._sql.run(connection, "DELETE FROM draft WHERE account = ? AND slot = ?", (account, slot))

    def note_found(self, account: str, slot: int, found: FoundNumber) -> None:
        """The number takes the place of the draft, in one transaction: neither both nor none after a power cut."""
        with writing(self._engine) as connection:
            self._sql.run(
                connection,
                "INSERT INTO found (account, number, saved_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (account, found.number, found.saved_at),
            )
            self._sql.run(connection, "DELETE FROM draft WHERE account = ? AND slot = ?", (account, slot))

    def found(self, account: str) -> list[FoundNumber]:
        """The numbers that this clerk has not seen, oldest first."""
        with translating(), self._engine.connect() as connection:
            rows = self._sql.run(
                connection,
                "SELECT number, saved_at FROM found WHERE account = ? ORDER BY saved_at, number",
                (account,),
            ).fetchall()
        return [FoundNumber(number=str(number), saved_at=int(saved_at)) for number, saved_at in rows]

    def seen(self, account: str, number: str) -> None:
        """The clerk has seen that number."""
        with writing(self._engine) as connection:
            self._sql.run(connection, "DELETE FROM found WHERE account = ? AND number = ?", (account, number))

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()


class NoDrafts:
    """Stands for the drafts where nothing can be written: none are shown, and keeping one is refused. None is lost."""

    def __init__(self, why: Unavailable) -> None:
        self._code = why.code

    def save(self, account: str, slot: int, *, key: str, content: dict[str, object], saved_at: int) -> None:
        """Raises Unavailable("disk.reading_only…")."""
        raise Unavailable(self._code)

    def load(self, account: str) -> list[StoredDraft]:
        """None."""
        return []

    def drop(self, account: str, slot: int) -> None:
        """Nothing is there to be put away."""

    def note_found(self, account: str, slot: int, found: FoundNumber) -> None:
        """There are no drafts here."""

    def found(self, account: str) -> list[FoundNumber]:
        """None."""
        return []

    def seen(self, account: str, number: str) -> None:
        """Nothing was shown."""

    def close(self) -> None:
        """Nothing is open."""
