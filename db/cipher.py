"""Field protection of a database that is not encrypted itself (PostgreSQL, rulings.md 14).

A SQLCipher file is encrypted whole, so there fields are stored as they are. On PostgreSQL the sensitive ones are
encrypted with the suite they name, and what must be found by equality has a keyed hash beside it.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Protocol

from app.errors import Damaged
from app.suites.stored import HEAD, head, read_head
from app.suites.suite import INTL, Suite


class FieldCipher(Protocol):
    """How sensitive fields are written."""

    def blob(self, data: bytes) -> bytes:
        """Bytes as stored."""
        ...

    def open_blob(self, data: bytes) -> bytes:
        """Stored bytes as they were. Raises Damaged("db.field_damaged")."""
        ...

    def text(self, text: str) -> str:
        """Text as stored."""
        ...

    def open_text(self, text: str) -> str:
        """Stored text as it was. Raises Damaged("db.field_damaged")."""
        ...

    def index(self, text: str) -> str:
        """What equality is looked up by."""
        ...


class Plain:
    """For a file that is encrypted whole: everything as it is."""

    def blob(self, data: bytes) -> bytes:
        """Unchanged."""
        return data

    def open_blob(self, data: bytes) -> bytes:
        """Unchanged."""
        return data

    def text(self, text: str) -> str:
        """Unchanged."""
        return text

    def open_text(self, text: str) -> str:
        """Unchanged."""
        return text

    def index(self, text: str) -> str:
        """Unchanged."""
        return text


class Sealed:
    """For a database that others can read: a suite's cipher and keyed hash under keys derived from the data key."""

    def __init__(self, key: bytes, suite: Suite = INTL) -> None:
        self._key = key
        self._suite = suite
        self._head = head(suite, key)
        self._index = (
            hashlib.sha256(b"petition-desk index" + key).digest()
            if suite is INTL
            else suite.derive(key, "index")
        )

    def blob(self, data: bytes) -> bytes:
        """Header, nonce and ciphertext; nothing for nothing."""
        if not data:
            return b""
        return self._head + self._suite.seal(_own(self._suite, self._key), data, self._head.hex())

    def open_blob(self, data: bytes) -> bytes:
        """The plain bytes."""
        if not data:
            return b""
        told = read_head(data)
        if told is None:
            found = INTL.open(_own(INTL, self._key), data, "")
        else:
            found = told.suite.open(_own(told.suite, self._key), data[HEAD:], data[:HEAD].hex())
        if found is None:
            raise Damaged("db.field_damaged")
        return found

    def text(self, text: str) -> str:
        """Base64 of the blob; empty stays empty."""
        return base64.b64encode(self.blob(text.encode())).decode()

    def open_text(self, text: str) -> str:
        """The plain text."""
        try:
            return self.open_blob(base64.b64decode(text)).decode()
        except ValueError as error:
            raise Damaged("db.field_damaged") from error

    def index(self, text: str) -> str:
        """The keyed hash in hex; empty stays empty."""
        return self._suite.authenticate(self._index, text.encode()).hex() if text else ""


def _own(suite: Suite, key: bytes) -> bytes:
    """The key of the fields; that of `intl` is derived as before suites had names."""
    return (
        hashlib.sha256(b"petition-desk field" + key).digest() if suite is INTL else suite.derive(key, "field")
    )
