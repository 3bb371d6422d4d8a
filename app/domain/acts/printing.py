"""Printing (打印): a paper came out of a printer. Printing is not issuing; it is written down because copies leave traces.

Which bytes, how many copies, on which printer, and by the entry's header who and when (features.md E9).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import EntryKind
from app.domain.matter import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPrinted:
    """A paper was handed to a printer (已打印): the SHA-256 of its bytes, copies, the printer's name; `again`: a reprint."""

    paper: str
    sha256: str
    copies: int
    printer: str
    again: bool = False


def paper_printed(state: Matter, entry: PaperPrinted, header: Header) -> Matter:
    """The matter with the paper printed once more."""
    record = next((paper for paper in state.papers if paper.id == entry.paper), None)
    if record is None:
        return state
    return state.with_paper(
        replace(record, printed_on=header.on, printed_copies=record.printed_copies + entry.copies)
    )


ENTRIES = (EntryKind("paper-printed", PaperPrinted, paper_printed),)
