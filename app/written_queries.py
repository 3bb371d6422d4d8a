"""What somebody wrote last, read from the journal itself (最近办的). Part of the port `Queries`."""

from __future__ import annotations

from collections.abc import Set
from typing import Protocol

from app.domain.entry import Header, StreamKind, writer_of
from app.readmodels import WrittenRow

FURTHEST = 10_000
"""Entries of the journal that are looked through, newest first; what lies further back is nobody's slip of the hand."""


class WrittenQueries(Protocol):
    """The part of the read side that knows who wrote what last."""

    def written_by(self, actor: str, desk: str, kinds: Set[str], limit: int) -> list[WrittenRow]:
        """The newest entries of these kinds that an account of this station wrote at a desk, on matters; newest first.

        Every desk where `desk` is empty. At most `FURTHEST` entries of the journal are looked through.
        """
        ...


def is_written(header: Header, station: str, actor: str, desk: str, kinds: Set[str]) -> bool:
    """Whether an entry of a matter is of these kinds and was written by that account of the station, at that desk."""
    return (
        header.stream.kind is StreamKind.MATTER
        and header.kind in kinds
        and header.actor == actor
        and desk in ("", header.desk)
        and writer_of(header.origin) == station
    )


def written_row(header: Header, *, number: str, name: str, restricted: bool) -> WrittenRow:
    """The row of an entry."""
    return WrittenRow(
        entry=header.id.hex,
        kind=header.kind,
        on=header.on,
        at=header.at,
        number=number,
        name=name,
        restricted=restricted,
    )
