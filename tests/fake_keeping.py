"""A sealer, a store of papers and what the class suggestion keeps, in plain Python."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import NotFound, Unavailable


@dataclass
class FakeSealer:
    """Seals by writing the holders in front; `me` opens what names it."""

    me: str = ""

    def seal(self, plain: bytes, holders: Sequence[str]) -> bytes:
        """As the real one: at least two holders."""
        if len(set(holders)) < 2:
            raise Unavailable("seal.too_few_holders")
        return ",".join(holders).encode() + b"\n" + bytes(b ^ 0x55 for b in plain)

    def open(self, sealed: bytes) -> bytes | None:
        """The plain bytes for a holder."""
        holders, _, rest = sealed.partition(b"\n")
        return bytes(b ^ 0x55 for b in rest) if self.me in holders.decode().split(",") else None


class FakeStore:
    """Papers in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def keep(self, data: bytes) -> str:
        """Keeps the bytes."""
        digest = hashlib.sha256(data).hexdigest()
        self.kept[digest] = data
        return digest

    def fetch(self, sha256: str) -> bytes:
        """The bytes."""
        if sha256 not in self.kept:
            raise NotFound("store.missing")
        return self.kept[sha256]

    def has(self, sha256: str) -> bool:
        """Whether they are kept."""
        return sha256 in self.kept

    def size(self, sha256: str) -> int:
        """How many bytes."""
        return len(self.kept.get(sha256, b""))


class FakeSuggestions:
    """What the class suggestion keeps, in memory."""

    def __init__(self) -> None:
        self._model: tuple[bytes, int] = (b"", 0)
        self._counts: dict[str, int] = {}

    def load(self) -> tuple[bytes, int]:
        """The model and its texts."""
        return self._model

    def save(self, content: bytes, texts: int) -> None:
        """Keeps it."""
        self._model = (content, texts)

    def count(self, kind: str) -> None:
        """One more."""
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def counts(self) -> Mapping[str, int]:
        """All of them."""
        return dict(self._counts)
