"""The two chains as use-cases see them: walking them, where they stand, signing where they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from app.domain.entry import Entry, StreamId
from app.domain.signed_heads import ChainHead, HeadsSigned


@dataclass(frozen=True, slots=True)
class Chain:
    """What a walk over a chain found: entries, the head's hash in hex, the place of the first bad one (0: none)."""

    entries: int
    head: str
    first_bad: int = 0
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether every entry follows from its predecessor and every body from its entry."""
        return self.first_bad == 0


class Passed(Protocol):
    """A sound entry that a walk over a chain just passed, to be asked before the walk goes on; it is read only on demand."""

    @property
    def place(self) -> int:
        """Its position."""
        ...

    @property
    def kind(self) -> str:
        """Its kind."""
        ...

    @property
    def digits(self) -> str:
        """Its hash in hex."""
        ...

    def entry(self) -> Entry:
        """The entry, read."""
        ...


Walked = Callable[[Passed], None]
"""Who is told of each sound entry during a walk."""


class Journal(Protocol):
    """Walking and rebuilding: maintenance of the memory."""

    def verify(self, chain: str = "entry", *, walked: Walked | None = None) -> Chain:
        """Walks a chain ("entry" or "access"); `walked` is told of each sound entry on the way."""
        ...

    def streams(self) -> Iterator[StreamId]:
        """Every matter's stream, in order of registration."""
        ...


class ChainQueries(Protocol):
    """Where the chains stand."""

    def heads(self, chain: str = "entry") -> list[ChainHead]:
        """Where every chain stands that is here, by writer and epoch; `chain` is "entry" or "access"."""
        ...

    def hash_at(self, head: ChainHead, chain: str = "entry") -> str:
        """The hash in hex of the entry that stands where `head` says, empty for none; its own hash is not looked at."""
        ...

    def last_signed(self) -> tuple[Entry, HeadsSigned] | None:
        """The last signed heads of the access chain, or None."""
        ...


class HeadSigner(Protocol):
    """A person's key for signing heads: derived from the key that their password opens."""

    @property
    def public(self) -> str:
        """The public key in hex."""
        ...

    def sign(self, data: bytes) -> str:
        """The signature over the bytes, in hex."""
        ...
