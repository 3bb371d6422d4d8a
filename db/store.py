"""Frozen papers and attachments: encrypted files outside the database, named by a keyed hash (rulings.md 11).

A name says nothing without the key; a file is written beside its place, synced and renamed; the same bytes are one
file, so backups are incremental by file.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Damaged, NotFound, Unavailable

NONCE = 12


class FileStore:
    """Encrypted, content-addressed files in one folder."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._aead = AESGCM(hashlib.sha256(b"petition-desk store" + key).digest())
        self._mac = hashlib.sha256(b"petition-desk store name" + key).digest()

    def keep(self, data: bytes) -> str:
        """Keeps the bytes; the answer is their SHA-256 in hex. Raises Unavailable("disk.full", "disk.read_only")."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        nonce = secrets.token_bytes(NONCE)
        fresh = path.with_name(path.name + ".new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with open(fresh, "wb") as file:
                file.write(nonce + self._aead.encrypt(nonce, data, digest.encode()))
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise Unavailable("disk.full" if error.errno == errno.ENOSPC else "disk.read_only") from error
        return digest

    def fetch(self, sha256: str) -> bytes:
        """The bytes. Raises NotFound("store.missing"), Damaged("store.changed"), Unavailable("disk.read_only")."""
        try:
            raw = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("store.missing") from error
        except OSError as error:
            raise Unavailable("disk.read_only") from error
        try:
            data = self._aead.decrypt(raw[:NONCE], raw[NONCE:], sha256.encode())
        except (InvalidTag, ValueError) as error:
            raise Damaged("store.changed") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged("store.changed")
        return data

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""
        return bool(sha256) and self._path(sha256).exists()

    def size(self, sha256: str) -> int:
        """About how many bytes are kept, 0 when there are none: for adding up before they are read."""
        try:
            return self._path(sha256).stat().st_size
        except OSError:
            return 0

    def _path(self, digest: str) -> Path:
        name = hmac.new(self._mac, digest.encode(), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name
