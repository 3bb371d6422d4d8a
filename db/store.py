"""Frozen papers and attachments: encrypted files outside the database, named by a keyed hash (rulings.md 11).

A name says nothing without the key; a file is written beside its place, synced and renamed; the same bytes are one
file, so backups are incremental by file. Each file names the suite it was written with (app/suites/stored.py); files
without that header are older ones.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import Damaged, NotFound, Unavailable
from app.suites.stored import HEAD, head, read_head
from app.suites.suite import INTL, Suite
from db.durable import own_disk, put_whole, sync_folder

NONCE = 12
FOLDER = "papers"
"""Where the store of a data folder lies."""


class FileStore:
    """Encrypted, content-addressed files in one folder."""

    def __init__(self, folder: Path, key: bytes, suite: Suite = INTL) -> None:
        self._folder = folder
        self._key = key
        self._suite = suite
        self._head = head(suite, key)
        self._mac = (
            hashlib.sha256(b"petition-desk store name" + key).digest()
            if suite is INTL
            else suite.derive(key, "store name")
        )

    def keep(self, data: bytes) -> str:
        """Keeps the bytes; the answer is their SHA-256 in hex. Raises what `own_disk` raises."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        with own_disk():
            _make_durably(path.parent)
            sealed = self._suite.seal(_own(self._suite, self._key), data, digest + self._head.hex())
            put_whole(path, self._head + sealed)
        return digest

    def fetch(self, sha256: str) -> bytes:
        """The bytes.

        Raises NotFound("store.missing"), Damaged("store.changed"), Unavailable("disk.read_only").
        """
        try:
            raw = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("store.missing") from error
        except OSError as error:
            raise Unavailable("disk.read_only") from error
        data = self._opened(raw, sha256)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged("store.changed")
        return data

    def _opened(self, raw: bytes, digest: str) -> bytes:
        told = read_head(raw)
        if told is None:
            return self._opened_older(raw, digest)
        data = told.suite.open(_own(told.suite, self._key), raw[HEAD:], digest + raw[:HEAD].hex())
        if data is None:
            raise Damaged("store.changed")
        return data

    def _opened_older(self, raw: bytes, digest: str) -> bytes:
        try:
            older = AESGCM(_own(INTL, self._key))
            return older.decrypt(raw[:NONCE], raw[NONCE:], digest.encode())
        except (InvalidTag, ValueError) as error:
            raise Damaged("store.changed") from error

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""
        return bool(sha256) and self._path(sha256).exists()

    def size(self, sha256: str) -> int:
        """About how many bytes are kept, 0 when there are none: for adding up before they are read."""
        try:
            return self._path(sha256).stat().st_size
        except OSError:
            return 0

    def stored(self, sha256: str) -> tuple[str, bytes]:
        """The name and the encrypted bytes of a kept file, to be carried elsewhere. Raises NotFound("store.missing")."""
        path = self._path(sha256)
        try:
            return path.name, path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound("store.missing") from error
        except OSError as error:
            raise Unavailable("disk.read_only") from error

    def name_of(self, sha256: str) -> str:
        """The name under which those bytes lie, or would lie."""
        return self._path(sha256).name

    def put_stored(self, name: str, raw: bytes) -> None:
        """Takes a file in that was carried here under its name; `fetch` proves it. Raises what `own_disk` raises."""
        path = self._folder / name[:2] / name
        with own_disk():
            _make_durably(path.parent)
            put_whole(path, raw)

    def files(self) -> Iterator[Path]:
        """Every file that was kept here, whole ones only."""
        return (path for path in sorted(self._folder.glob("??/*")) if len(path.name) == 64)

    def belongs(self, path: Path) -> bool:
        """Whether the bytes of a file are those its name was made of under this key, whatever became of its header."""
        raw = path.read_bytes()
        told = read_head(raw)
        suite, body = (self._suite, raw[HEAD:]) if told is None else (told.suite, raw[HEAD:])
        digest = hashlib.sha256(suite.unproved(_own(suite, self._key), body)).hexdigest()
        return self._path(digest).name == path.name

    def digest_at(self, path: Path) -> str | None:
        """The SHA-256 of what a file holds; None for a file that is damaged or not of this store.

        A file's name and seal are bound to the digest of its bytes, which only the journal knows. So it is deciphered
        first, unproved; the digest that gives must lead to this name, and then the seal is proved with it.
        """
        raw = path.read_bytes()
        told = read_head(raw)
        suite, body = (INTL, raw) if told is None else (told.suite, raw[HEAD:])
        digest = hashlib.sha256(suite.unproved(_own(suite, self._key), body)).hexdigest()
        try:
            return (
                digest
                if self._path(digest).name == path.name and self._opened(raw, digest) is not None
                else None
            )
        except Damaged:
            return None

    def _path(self, digest: str) -> Path:
        name = hmac.new(self._mac, digest.encode(), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / name


def _own(suite: Suite, key: bytes) -> bytes:
    """The key of the files; that of `intl` is derived as before suites had names."""
    return (
        hashlib.sha256(b"petition-desk store" + key).digest() if suite is INTL else suite.derive(key, "store")
    )


def _make_durably(folder: Path) -> None:
    """Makes a folder whose name survives a power cut as surely as what is put into it."""
    if folder.exists():
        return
    _make_durably(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)
