"""The day of the reception hall beside the matters (接待日): enquiries answered in one line.

A stream of its own. An enquiry (咨询) is answered and thereby closed: no matter, no clock, its own series of numbers;
it counts for the day (hall.md, At the counter).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import EntryKind, unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryAnswered:
    """Somebody asked something and was told (咨询已答复): one line each, how many persons, through which channel."""

    number: str
    channel: str
    persons: int
    asked: str
    answered: str = ""


ENTRIES = (EntryKind("enquiry-answered", EnquiryAnswered, unchanged),)
