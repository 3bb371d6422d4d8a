"""Kept files of a hall: on its server for every desk, and in this desk's folder as far as they were needed here.

What lies on the server are the very bytes of the encrypted files (db/store.py), in parts, under the keyed names: its
administrator sees how many there are and how large. A copy stays in the folder, so that what this desk made or looked at
can be printed while the server is away. Decision 0167.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable

from sqlalchemy import Engine

from app.errors import Damaged, NotFound
from db.kept_files import KeptFiles
from db.store import FileStore


class SharedStore:
    """The store of a hall's desk; fulfils PaperStore."""

    def __init__(self, near: FileStore, engine: Engine) -> None:
        self._near = near
        self._far = KeptFiles(engine)

    def keep(self, data: bytes) -> str:
        """Keeps the bytes on the server and here. Raises Unavailable("db.no_server") and what `own_disk` raises."""
        digest = self._near.keep(data)
        name, raw = self._near.stored(digest)
        self._send(name, raw)
        return digest

    def fetch(self, sha256: str) -> bytes:
        """The bytes, from here or from the server; a copy that is damaged here is fetched anew.

        Raises NotFound("store.missing"), Damaged("store.changed"), Unavailable("db.no_server").
        """
        if self._near.has(sha256):
            with contextlib.suppress(Damaged):
                return self._near.fetch(sha256)
        name = self._near.name_of(sha256)
        raw = b"".join(self._far.parts(name))
        if not raw:
            raise NotFound("store.missing")
        self._near.put_stored(name, raw)
        return self._near.fetch(sha256)

    def has(self, sha256: str) -> bool:
        """Whether the bytes are kept here or on the server."""
        return self._near.has(sha256) or (bool(sha256) and self._far.size(self._near.name_of(sha256)) > 0)

    def size(self, sha256: str) -> int:
        """About how many bytes are kept, 0 when there are none."""
        return self._near.size(sha256) or (self._far.size(self._near.name_of(sha256)) if sha256 else 0)

    def share(self, step: Callable[[], None] = lambda: None) -> int:
        """Puts on the server what lies only here; the answer is how many files. `step` is called after each."""
        sent = 0
        for path in self._near.files():
            sent += self._send(path.name, path.read_bytes())
            step()
        return sent

    def _send(self, name: str, raw: bytes) -> bool:
        return self._far.put(name, io.BytesIO(raw))
