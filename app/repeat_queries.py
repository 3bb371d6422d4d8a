"""What is asked to find earlier matters like one that is being told. Part of the port `Queries`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.entry import Entry
from app.readmodels import PersonRow


class RepeatQueries(Protocol):
    """The part of the read side that finds what may have been brought before."""

    def alike(self, text: str, limit: int) -> list[str]:
        """Numbers of matters that share the rarest pairs of letters of a text, most of them first.

        Candidates only: nothing of a matter under seal is in any index; who asks compares the stories themselves.
        """
        ...

    def near_names(self, name_key: str, limit: int) -> list[PersonRow]:
        """Earlier matters of somebody whose name has one letter other than that name key; newest first."""
        ...

    def apart_from(self, number: str) -> frozenset[str]:
        """Numbers that were said not to be the same as this one, by either of the two (不是同一件)."""
        ...

    def linked_to(self, number: str) -> list[str]:
        """Numbers of the matters that were linked to this one by an act of their own."""
        ...

    def streams_of(self, numbers: Sequence[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries of the matters with these numbers of ours, in one question; what is not there is missing."""
        ...
