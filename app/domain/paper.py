"""A paper of a matter (文书) as its entries say: from the draft to the sealed scan and the proof of its delivery.

拟稿 → 审核 → 签发 → 待盖章 → 已盖章 → 送达 (hall.md): number and date are given at signing; printing is not signing,
signing is not sealing, sealing is not delivering.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.delivery import Attempt
from app.domain.handwriting import Handwriting

REASON = "replaces.reason"
"""Under which the reason of a replacement stands among what the author of a draft said."""


class Stamp(StrEnum):
    """Which seal was set (印章): of the office, its special one for petitions, of a mediation committee."""

    OFFICE = "office"
    SPECIAL = "special"
    COMMITTEE = "committee"


SUFFICES = {
    Stamp.OFFICE: frozenset({Stamp.OFFICE}),
    Stamp.SPECIAL: frozenset({Stamp.OFFICE, Stamp.SPECIAL}),
    Stamp.COMMITTEE: frozenset({Stamp.COMMITTEE}),
}
"""Which seals will do where one is asked for: 加盖单位公章（或信访工作专用章）, never that of a section (law.md 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """One use of a seal (用印): on which day, which, on how many copies, who allowed it, who set it."""

    on: date
    stamp: Stamp
    copies: int
    approved_by: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDraft:
    """A draft that was handed on (拟稿): its kind, what its author said, how far it has come. `id` is its first entry's.

    `says` is canonical JSON of what was asked; empty when it is sealed and not opened. `replaces` is the paper that it
    takes the place of.
    """

    id: str
    kind: str
    claim: int
    says: str
    drafted_by: str
    drafted_on: date
    replaces: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None
    returned: str = ""

    @property
    def state(self) -> str:
        """drafted, reviewed or returned."""
        if self.returned:
            return "returned"
        return "reviewed" if self.reviewed_on is not None else "drafted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """A paper that was issued (文书): kind, number, frozen hash, seal and delivery. `id` is its entry's UUID in hex.

    `facts` is the canonical JSON of what it says (empty when sealed and not opened), `entered_on` the day of its entry.
    `claim` is 0 for the whole matter, `stamp` the seal it asks for; `replaces` and `replaced_by` are the papers before
    and after it (更正重发), `code` the text of the signed code it bears.
    """

    id: str
    kind: str
    number: str
    template: str
    facts: str
    issued_on: date
    issued_by: str
    needs_seal: bool
    needs_delivery: bool
    claim: int = 0
    notice: str = ""
    override: str = ""
    drafted_by: str = ""
    reviewed_by: str = ""
    stamp: Stamp | None = None
    replaces: str = ""
    replaced_by: str = ""
    sha256: str = ""
    stored: str = ""
    code: str = ""
    pages: int = 0
    entered_on: date | None = None
    sealed_on: date | None = None
    sealing: Sealing | None = None
    scan: str = ""
    printed_on: date | None = None
    printed_copies: int = 0
    voided: str = ""
    attempts: tuple[Attempt, ...] = ()
    handwriting: tuple[Handwriting, ...] = ()

    @property
    def proved_on(self) -> date | None:
        """The day on which the paper reached its addressee by proof, or None."""
        return next((a.on for a in self.attempts if a.proves), None)

    @property
    def handed_on(self) -> date | None:
        """The day it was handed over or posted, or None; what a notice is timely by (rulings.md 3)."""
        return min((a.on for a in self.attempts if a.leaves_the_house), default=None)

    @property
    def state(self) -> str:
        """issued, awaiting_seal, sealed, sent, delivered or void: what stands on the paper list."""
        if self.voided:
            return "void"
        if self.proved_on is not None:
            return "delivered"
        if self.handed_on is not None:
            return "sent"
        if self.needs_seal:
            return "sealed" if self.sealed_on else "awaiting_seal"
        return "issued"
