"""Noticing (文书): a paper is issued, frozen, voided or replaced; drafting.py is before it, sealing.py after it.

`PaperIssued` commits number and facts, then the paper is rendered, then `PaperFrozen` commits its hash; a crash in
between renders again (rulings.md 11). Number and date are given here, at issuing (签发); printing is not issuing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.clock import day_of, from_milliseconds
from app.domain.acts.drafting import without_draft
from app.domain.acts.sealing import require_paper
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.kinds import ActKind, EntryKind, Happened, Setting
from app.domain.matter import Matter, milestone
from app.domain.paper import PaperRecord, Stamp
from app.errors import Refused

OUTSIDE = "outside"
"""Template of a paper that was written outside this program and is recorded with its number (程序外制作)."""
VOIDED = "void"
"""Stands for a reason that is sealed for this reader: the paper is void all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperIssued:
    """A paper was issued (已签发): kind, number, template version, the facts it says (canonical JSON).

    `notice` is the stem of its milestones ("acceptance-notice"), empty for a paper that tells nothing by law. `stamp` is
    the seal it asks for. Signed from a draft, it says from which and who had a hand in it; `replaces` is the paper
    that it takes the place of, with the `reason` (更正重发).
    """

    kind: str
    template: str
    claim: int
    number: str = ""
    needs_seal: bool = False
    needs_delivery: bool = False
    notice: str = ""
    signed_by: str = ""
    override: str = field(default="", metadata={"scope": "people"})
    facts: str = field(default="", metadata={"scope": "people"})
    stamp: Stamp | None = None
    draft: str = ""
    drafted_by: str = ""
    reviewed_by: str = ""
    replaces: str = ""
    reason: str = field(default="", metadata={"scope": "people"})


def paper_issued(state: Matter, entry: PaperIssued, header: Header) -> Matter:
    """The matter with the paper."""
    record = PaperRecord(
        id=header.id.hex,
        kind=entry.kind,
        number=entry.number,
        template=entry.template,
        facts=entry.facts,
        issued_on=header.on,
        entered_on=day_of(from_milliseconds(header.at)),
        issued_by=entry.signed_by or header.actor,
        needs_seal=entry.needs_seal,
        needs_delivery=entry.needs_delivery,
        claim=entry.claim,
        notice=entry.notice,
        override=entry.override,
        drafted_by=entry.drafted_by,
        reviewed_by=entry.reviewed_by,
        stamp=entry.stamp,
        replaces=entry.replaces,
    )
    state = _replaced(without_draft(state, entry.draft), entry, record.id).with_paper(record)
    return _notice(state, entry.notice, "issued", header, record)


def _replaced(state: Matter, entry: PaperIssued, by: str) -> Matter:
    """The old paper is void. That something was handed over in time stays true; its proof counts no more.

    So the duty stays open until the new paper has arrived, and what begins with its arrival begins then.
    """
    old = state.paper(entry.replaces) if entry.replaces else None
    if old is None:
        return state
    kept = tuple(m for m in state.milestones if m.paper != old.id or m.name != f"{old.notice}-proved")
    void = replace(old, voided=entry.reason or VOIDED, replaced_by=by)
    return replace(state, milestones=kept).with_paper(void)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFrozen:
    """The rendered bytes of a paper were frozen (已固化): their SHA-256 in hex, and the pages.

    `stored` is the SHA-256 of the kept bytes when these are sealed to persons and so differ from the paper's. `code` is the
    text of the signed code it bears (文书验证码): the same again for sheets with a printed head.
    """

    paper: str
    sha256: str
    pages: int
    stored: str = ""
    code: str = ""


def paper_frozen(state: Matter, entry: PaperFrozen, header: Header) -> Matter:
    """The matter with the hash of the frozen paper."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    return state.with_paper(
        replace(
            record,
            sha256=entry.sha256,
            pages=entry.pages,
            stored=entry.stored or entry.sha256,
            code=entry.code,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidPaper:
    """An issued paper is voided (文书作废): its number is kept with the reason; a served one cannot be."""

    paper: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperVoided:
    """An issued paper was voided (文书已作废)."""

    paper: str
    reason: str = field(default="", metadata={"scope": "people"})


def void_paper(matter: Matter, act: VoidPaper, setting: Setting) -> tuple[Happened, ...]:
    """Voids. Raises BadInput("paper.unknown"), Refused("paper.already_outside") once it left the house."""
    record = require_paper(matter, act.paper)
    if record.handed_on is not None or record.proved_on is not None:
        raise Refused("paper.already_outside", field="paper", number=record.number)
    return (Happened(PaperVoided(paper=record.id, reason=act.reason), setting.today),)


def paper_voided(state: Matter, entry: PaperVoided, header: Header) -> Matter:
    """The matter with the paper void; the duty it would have discharged is open again."""
    record = state.paper(entry.paper)
    if record is None:
        return state
    kept = tuple(m for m in state.milestones if m.paper != record.id)
    return replace(state, milestones=kept).with_paper(replace(record, voided=entry.reason or VOIDED))


def made_outside(kind: str, number: str, claim: int, setting: Setting) -> tuple[Happened, ...]:
    """The entry of a paper that the office wrote outside this program, or none without a number.

    From then on it is delivered like any other paper; its number tells that it is sealed and signed.
    """
    if not number:
        return ()
    entry = PaperIssued(
        kind=kind,
        template=OUTSIDE,
        claim=claim,
        number=number,
        needs_delivery=True,
        notice=setting.law.notices.get(kind, ""),
        signed_by=setting.actor,
    )
    return (Happened(entry, setting.today),)


def _notice(state: Matter, stem: str, step: str, header: Header, record: PaperRecord) -> Matter:
    if not stem:
        return state
    return state.with_milestone(
        milestone(state, f"{stem}-{step}", header, claim=record.claim, paper=record.id)
    )


ENTRIES = (
    EntryKind("paper-issued", PaperIssued, paper_issued),
    EntryKind("paper-frozen", PaperFrozen, paper_frozen, files=lambda entry: (entry.stored or entry.sha256,)),
    EntryKind("paper-voided", PaperVoided, paper_voided),
)
ACTS = (ActKind("void-paper", VoidPaper, void_paper),)
