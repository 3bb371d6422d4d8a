"""The port to what is held of a chain, counted and put back; one with its unit of work (`Packages.holdings`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.entry import Entry


class Holdings(Protocol):
    """Counting the entries of a chain that are here, and putting lost ones back."""

    def hash_at(self, chain: str, epoch: int, oseq: int) -> str:
        """The hash (hex) of the entry at that place of a chain; empty when it is not here."""
        ...

    def places(self, chain: str, epoch: int, after: int, until: int) -> int:
        """How many entries of a chain are here with numbers beyond `after` up to `until`."""
        ...

    def lost(self, chain: str, epoch: int, after: int, until: int, limit: int) -> list[int]:
        """The first numbers in that range of which no entry is here."""
        ...

    def put_back(self, entries: Sequence[Entry]) -> list[Entry]:
        """Adds the entries whose places in their chains are empty; the answer is those. The heads of chains stay."""
        ...
