"""Where the chains stand, by scanning: one side of the memory's contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.entry import Entry, chained
from app.domain.history import read_value
from app.domain.signed_heads import SIGNED, ChainHead, HeadsSigned


@dataclass(frozen=True)
class FakePassed:
    """A sound entry that a walk passed."""

    place: int
    _entry: Entry

    @property
    def kind(self) -> str:
        """Its kind."""
        return self._entry.header.kind

    @property
    def digits(self) -> str:
        """Its hash in hex."""
        return self._entry.hash.hex()

    def entry(self) -> Entry:
        """The entry."""
        return self._entry


class FakeChainQueries:
    """Questions about the chains."""

    _memory: Any

    def heads(self, chain: str = "entry") -> list[ChainHead]:
        """Where every chain stands, by writer and epoch."""
        state = self._memory.state
        entries: list[Entry] = state.looks if chain == "access" else state.entries
        last = {(e.header.origin, e.header.epoch): e for e in entries}
        return [
            ChainHead(origin=origin, epoch=epoch, last=e.header.oseq, hash=chained(e.raw).hex())
            for (origin, epoch), e in sorted(last.items())
        ]

    def hash_at(self, head: ChainHead, chain: str = "entry") -> str:
        """The hash of the entry that stands there."""
        state = self._memory.state
        for entry in state.looks if chain == "access" else state.entries:
            header = entry.header
            if (header.origin, header.epoch, header.oseq) == (head.origin, head.epoch, head.last):
                return str(entry.hash.hex())
        return ""

    def last_signed(self) -> tuple[Entry, HeadsSigned] | None:
        """The last signed heads of the access chain, or None."""
        for entry in reversed(self._memory.state.looks):
            value = read_value(entry)
            if entry.header.kind == SIGNED and value is not None:
                return entry, value[1]
        return None
