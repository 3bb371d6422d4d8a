"""The port to many matters at once, inside a unit of work: read ahead, and their projections written together.

A server is a round trip away from every question; a package of thousands of matters asks thousands of times. One with the
unit of work it is asked of (`UnitOfWork.lots` in app/ports.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.domain.entry import StreamId


class Lots(Protocol):
    """Matters that are brought up to date together."""

    def begin(self, streams: Sequence[StreamId]) -> None:
        """Reads the entries of these matters ahead; from now on projections wait for `write`."""
        ...

    def forget(self, streams: Sequence[StreamId]) -> None:
        """Takes the projections of these matters away: they are made again from nothing."""
        ...

    def write(self) -> tuple[StreamId, ...]:
        """Writes the projections that wait. The answer is the matters that the database refused: nothing is written of
        them, everything of the others.
        """
        ...
