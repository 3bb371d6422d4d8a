"""Where the chains stand, by scanning: one side of the memory's contract."""

from __future__ import annotations

from typing import Any

from app.domain.entry import Entry, chained
from app.domain.history import read_value
from app.domain.signed_heads import SIGNED, ChainHead, HeadsSigned


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

    def last_signed(self) -> tuple[Entry, HeadsSigned] | None:
        """The last signed heads of the access chain, or None."""
        for entry in reversed(self._memory.state.looks):
            value = read_value(entry)
            if entry.header.kind == SIGNED and value is not None:
                return entry, value[1]
        return None
