"""The day of the reception hall beside the matters (接待日): enquiries answered in one line.

A stream of its own. An enquiry (咨询) is answered and thereby closed: no matter, no clock, its own series of numbers;
it counts for the day (hall.md, At the counter).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.entry import Header
from app.domain.kinds import EntryKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryAnswered:
    """Somebody asked something and was told (咨询已答复): one line each, how many persons, through which channel."""

    number: str
    channel: str
    persons: int
    asked: str
    answered: str = ""


def enquiry_answered(state: object, entry: EnquiryAnswered, header: Header) -> object:
    """Changes no state: enquiries are listed by their projection."""
    return state


ENTRIES = (EntryKind("enquiry-answered", EnquiryAnswered, enquiry_answered),)
