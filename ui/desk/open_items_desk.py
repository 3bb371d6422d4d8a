"""What is open between offices, for the window: every function runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.field_words import Settled
from app.readmodels import SamePersonRow
from app.services.differing import LedgerLine, ledger_of_differences, open_numbers
from app.services.exchange import ExchangeDesk, is_county
from app.services.merging import possible_duplicates
from app.services.standing import WaitingMatter, waiting

MOST = 500
"""Rows that one list shows; the command line gives all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItems:
    """Matters that wait in the exchange, differences (the open ones first), pairs that may be one (at the county only)."""

    waiting: tuple[WaitingMatter, ...]
    differences: tuple[LedgerLine, ...]
    duplicates: tuple[SamePersonRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """How many of each are open now."""

    waiting: int
    differences: int
    duplicates: int


def open_items(desk: ExchangeDesk) -> OpenItems:
    """All three lists. Raises NotAllowed for roles that act on no matters."""
    session = desk.session
    ledger = ledger_of_differences(session)
    ordered = sorted(
        ledger, key=lambda line: (line.difference.state is not Settled.OPEN, line.since, line.number)
    )
    return OpenItems(
        waiting=tuple(waiting(desk, MOST)[:MOST]),
        differences=tuple(ordered[:MOST]),
        duplicates=possible_duplicates(session)[:MOST] if is_county(session.office) else (),
    )


def open_counts(desk: ExchangeDesk) -> OpenCounts:
    """The figures alone, `waiting` at most one more than MOST: no matter is read.

    Raises NotAllowed for roles that act on no matters.
    """
    session = desk.session
    return OpenCounts(
        waiting=len(waiting(desk, MOST + 1)),
        differences=len(open_numbers(session)),
        duplicates=len(possible_duplicates(session)) if is_county(session.office) else 0,
    )
