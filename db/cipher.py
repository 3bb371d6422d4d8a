"""Field protection of a database that is not encrypted itself (PostgreSQL, rulings.md 14).

A SQLCipher file is encrypted whole, so there fields are stored as they are. On PostgreSQL the sensitive ones are
AES-256-GCM, and what must be found by equality has an HMAC beside it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Damaged

NONCE = 12


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
    """For a database that others can read: AES-256-GCM and HMAC-SHA256 under keys derived from the data key."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(hashlib.sha256(b"petition-desk field" + key).digest())
        self._mac = hashlib.sha256(b"petition-desk index" + key).digest()

    def blob(self, data: bytes) -> bytes:
        """Nonce and ciphertext; nothing for nothing."""
        if not data:
            return b""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._aead.encrypt(nonce, data, None)

    def open_blob(self, data: bytes) -> bytes:
        """The plain bytes."""
        if not data:
            return b""
        try:
            return self._aead.decrypt(data[:NONCE], data[NONCE:], None)
        except InvalidTag as error:
            raise Damaged("db.field_damaged") from error

    def text(self, text: str) -> str:
        """Base64 of nonce and ciphertext; empty stays empty."""
        return base64.b64encode(self.blob(text.encode())).decode()

    def open_text(self, text: str) -> str:
        """The plain text."""
        return self.open_blob(base64.b64decode(text)).decode()

    def index(self, text: str) -> str:
        """HMAC-SHA256 in hex; empty stays empty."""
        return hmac.new(self._mac, text.encode(), hashlib.sha256).hexdigest() if text else ""
