"""A lawyer's or adviser's opinion on a matter (律师意见、法律顾问意见): asked, given, taken up or not (features.md I6).

It binds nobody and moves no day; it says what was advised and what the office made of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, Note
from app.errors import BadInput


class Adoption(StrEnum):
    """What became of an opinion: 采纳、部分采纳、未采纳、待定."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeLegalOpinion:
    """A lawyer gave an opinion (记录律师意见): who, what, whether it is taken up and why not, on which day (today)."""

    lawyer: str
    legal_opinion: str
    adoption: Adoption
    reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalOpinionTaken:
    """A lawyer's opinion was taken down (已记录律师意见)."""

    lawyer: str
    adoption: Adoption
    legal_opinion: str = field(default="", metadata={"scope": "story"})
    reason: str = field(default="", metadata={"scope": "story"})


def take_legal_opinion(matter: Matter, act: TakeLegalOpinion, setting: Setting) -> tuple[Happened, ...]:
    """Records it on its day.

    Raises BadInput("act.date_in_future", "legal_opinion.before_registration", "legal_opinion.reason").
    """
    on = act.on or setting.today
    if on > setting.today:
        raise BadInput("act.date_in_future", field="on", day=on.isoformat())
    if on < matter.received_on:
        raise BadInput("legal_opinion.before_registration", field="on", day=on.isoformat())
    if act.adoption in (Adoption.PARTLY, Adoption.NOT_ADOPTED) and not act.reason.strip():
        raise BadInput("legal_opinion.reason", field="reason")
    entry = LegalOpinionTaken(
        lawyer=act.lawyer, adoption=act.adoption, legal_opinion=act.legal_opinion, reason=act.reason
    )
    return (Happened(entry, on),)


def legal_opinion_taken(state: Matter, entry: LegalOpinionTaken, header: Header) -> Matter:
    """The matter with the opinion."""
    note = Note(
        kind="legal-opinion", on=header.on, words=entry.legal_opinion, answer=entry.reason, by=entry.lawyer
    )
    return replace(state, notes=(*state.notes, note))


ENTRIES = (EntryKind("legal-opinion-taken", LegalOpinionTaken, legal_opinion_taken),)
ACTS = (ActKind("legal-opinion", TakeLegalOpinion, take_legal_opinion),)
