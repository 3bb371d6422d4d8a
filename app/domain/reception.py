"""The day of the reception hall beside the matters (接待日): enquiries answered in one line, drafts given up.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDiscarded:
    """A registration that had been begun was given up (草稿已放弃), with the reason and without personal data.

    Kept so that nobody can be sent away by leaving the form: what was begun and not registered is countable.
    """

    reason: str
    had_name: bool = False
    had_story: bool = False


def enquiry_answered(state: object, entry: EnquiryAnswered, header: Header) -> object:
    """Changes no state: enquiries are listed by their projection."""
    return state


def draft_discarded(state: object, entry: DraftDiscarded, header: Header) -> object:
    """Changes no state: discarded drafts are listed from their stream."""
    return state


ENTRIES = (
    EntryKind("enquiry-answered", EnquiryAnswered, enquiry_answered),
    EntryKind("draft-discarded", DraftDiscarded, draft_discarded),
)
