"""Where the chains stand: each answer is a step or two of an index, however long the chains are."""

from __future__ import annotations

from sqlalchemy import Engine

from app.domain.entry import Entry, chained
from app.domain.history import read_value
from app.domain.signed_heads import SIGNED, ChainHead, HeadsSigned
from db import journal
from db.cipher import FieldCipher
from db.engine import translating
from db.journal import ACCESS, JOURNAL
from db.statements import Statements


class DatabaseChainQueries:
    """Questions about the chains."""

    _engine: Engine
    _sql: Statements
    _cipher: FieldCipher

    def heads(self, chain: str = "entry") -> list[ChainHead]:
        """Where every chain stands that is here, by writer and epoch."""
        with translating(), self._engine.connect() as connection:
            return journal.heads(connection, self._sql, ACCESS if chain == "access" else JOURNAL)

    def hash_at(self, head: ChainHead, chain: str = "entry") -> str:
        """The hash in hex of the entry that stands where `head` says, empty for none."""
        with translating(), self._engine.connect() as connection:
            row = self._sql.run(
                connection,
                f"SELECT header FROM {chain} WHERE origin = ? AND epoch = ? AND oseq = ?",
                (head.origin, head.epoch, head.last),
            ).fetchone()
        return "" if row is None else chained(bytes(row[0])).hex()

    def last_signed(self) -> tuple[Entry, HeadsSigned] | None:
        """The last signed heads of the access chain, or None."""
        with translating(), self._engine.connect() as connection:
            found = journal.last_of_kind(connection, self._sql, ACCESS, self._cipher, SIGNED)
        value = None if found is None else read_value(found)
        return None if found is None or value is None else (found, value[1])
