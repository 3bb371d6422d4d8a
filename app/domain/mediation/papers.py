"""The file of a mediation (调解卷宗): its papers as they were made, their signed originals, and what else lies in it.

Made from facts and frozen with their hash like every paper; the body's own numbers and seal, not the petition office's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app.domain.acts.delivering import KEPT_FILES
from app.domain.changed import replace
from app.domain.entry import Header
from app.domain.handwriting import SignaturePicture
from app.domain.kinds import EntryKind, Happened, Setting
from app.domain.mediation.act import MediationAct, on_day
from app.domain.mediation.state import FiledPiece, Mediation, MediationPaper
from app.errors import BadInput, NotFound, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPaperMade:
    """A paper of the file was made (调解文书已制作): kind, number, template and the facts it says as canonical JSON."""

    kind: str
    template: str
    number: str = ""
    party: int = 0
    sitting: int = 0
    facts: str = field(default="", metadata={"scope": "people"})
    override: str = field(default="", metadata={"scope": "people"})


def paper_made(state: Mediation, entry: MediationPaperMade, header: Header) -> Mediation:
    """The mediation with the paper."""
    made = MediationPaper(
        id=header.id.hex,
        kind=entry.kind,
        number=entry.number,
        template=entry.template,
        facts=entry.facts,
        on=header.on,
        by=header.actor,
        party=entry.party,
        sitting=entry.sitting,
        override=entry.override,
    )
    return replace(state, papers=(*state.papers, made))


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPaperFrozen:
    """The drawn bytes of a paper were kept (调解文书已固化): their SHA-256, the kept ones' where sealed, the pages."""

    paper: str
    sha256: str
    pages: int
    stored: str = ""


def paper_frozen(state: Mediation, entry: MediationPaperFrozen, header: Header) -> Mediation:
    """The mediation with the paper's hash."""
    stored = entry.stored or entry.sha256
    return _changed(
        state, entry.paper, lambda p: replace(p, sha256=entry.sha256, pages=entry.pages, stored=stored)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationHandwritingTaken(SignaturePicture):
    """A picture of a signature was taken beside a paper (手写签名影像). That the person signed is an entry of its own."""


def handwriting_taken(state: Mediation, entry: MediationHandwritingTaken, header: Header) -> Mediation:
    """The mediation with the picture beside its paper."""
    made = entry.beside(header)
    return _changed(state, entry.paper, lambda paper: replace(paper, handwriting=(*paper.handwriting, made)))


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverPaper:
    """A paper was handed to its party (交付文书): which one, when."""

    paper: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPaperHanded:
    """A paper was handed over (调解文书已交付)."""

    paper: str


def hand_over_paper(state: Mediation, act: HandOverPaper, setting: Setting) -> tuple[Happened, ...]:
    """Records it. Raises NotFound("mediation.no_paper") and what `on_day` raises."""
    paper = require_paper(state, act.paper)
    return (Happened(MediationPaperHanded(paper=paper.id), on_day(act.on, setting, since=paper.on)),)


def paper_handed(state: Mediation, entry: MediationPaperHanded, header: Header) -> Mediation:
    """The mediation with the paper handed over; the first day stands."""
    found = state.paper(entry.paper)
    if found is None or found.handed_on is not None:
        return state
    return _changed(state, entry.paper, lambda paper: replace(paper, handed_on=header.on))


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScan:
    """The signed original of a paper was scanned (归入扫描件): which paper, the SHA-256 of the kept scan."""

    paper: str
    scan: str = field(default="", metadata={"values": KEPT_FILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationScanFiled:
    """The signed original of a paper was filed as a scan (签署件已归入)."""

    paper: str
    scan: str


def file_scan(state: Mediation, act: FileScan, setting: Setting) -> tuple[Happened, ...]:
    """Files it. Raises NotFound("mediation.no_paper"), BadInput("mediation.no_file")."""
    paper = require_paper(state, act.paper)
    if not act.scan:
        raise BadInput("mediation.no_file", field="paper")
    return (Happened(MediationScanFiled(paper=paper.id, scan=act.scan), setting.today),)


def scan_filed(state: Mediation, entry: MediationScanFiled, header: Header) -> Mediation:
    """The mediation with the scan."""
    return _changed(state, entry.paper, lambda paper: replace(paper, scan=entry.scan))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidMediationPaper:
    """A paper that was made wrongly is void (文书作废): which, and why; its number is kept with the reason."""

    paper: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationPaperVoided:
    """A paper of the file is void (调解文书已作废)."""

    paper: str
    reason: str = field(default="", metadata={"scope": "people"})


def void_paper(state: Mediation, act: VoidMediationPaper, setting: Setting) -> tuple[Happened, ...]:
    """Voids. Raises NotFound("mediation.no_paper"), BadInput("mediation.no_reason"),
    Refused("mediation.paper_outside") once it was handed over or its signed original is here.
    """
    paper = require_paper(state, act.paper)
    if not act.reason.strip():
        raise BadInput("mediation.no_reason", field="reason")
    if paper.handed_on is not None or paper.scan:
        raise Refused("mediation.paper_outside", field="paper", paper=paper.kind)
    return (Happened(MediationPaperVoided(paper=paper.id, reason=act.reason), setting.today),)


def paper_voided(state: Mediation, entry: MediationPaperVoided, header: Header) -> Mediation:
    """The mediation with the paper void."""
    return _changed(state, entry.paper, lambda paper: replace(paper, voided=entry.reason or "void"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePiece:
    """Something is put into the file (归入材料): its name, whose it is (party from 1; 0: nobody's), pages, the kept file."""

    name: str
    given_by: int = 0
    pages: int = 0
    sha256: str = field(default="", metadata={"values": KEPT_FILES})


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceFiled:
    """Something was put into the file (材料已归入)."""

    name: str = field(default="", metadata={"scope": "story"})
    given_by: int = 0
    pages: int = 0
    sha256: str = ""


def file_piece(state: Mediation, act: FilePiece, setting: Setting) -> tuple[Happened, ...]:
    """Files it. Raises BadInput("mediation.no_piece", "mediation.no_party")."""
    if not act.name.strip():
        raise BadInput("mediation.no_piece", field="name")
    if act.given_by:
        state.require_party(act.given_by)
    entry = PieceFiled(name=act.name, given_by=act.given_by, pages=act.pages, sha256=act.sha256)
    return (Happened(entry, setting.today),)


def piece_filed(state: Mediation, entry: PieceFiled, header: Header) -> Mediation:
    """The mediation with the piece."""
    piece = FiledPiece(
        name=entry.name,
        on=header.on,
        by=header.actor,
        given_by=entry.given_by,
        pages=entry.pages,
        sha256=entry.sha256,
    )
    return replace(state, filed=(*state.filed, piece))


def require_paper(state: Mediation, reference: str) -> MediationPaper:
    """The paper with that id, number or kind. Raises NotFound("mediation.no_paper")."""
    found = state.paper(reference)
    if found is None:
        raise NotFound("mediation.no_paper", field="paper", paper=reference)
    return found


def _changed(state: Mediation, paper: str, change: Callable[[MediationPaper], MediationPaper]) -> Mediation:
    return replace(state, papers=tuple(change(p) if p.id == paper else p for p in state.papers))


def _kept(entry: MediationPaperFrozen) -> tuple[str, ...]:
    return (entry.stored or entry.sha256,)


def _scan(entry: MediationScanFiled) -> tuple[str, ...]:
    return (entry.scan,)


def _piece(entry: PieceFiled) -> tuple[str, ...]:
    return (entry.sha256,) if entry.sha256 else ()


ENTRIES = (
    EntryKind("mediation-paper-made", MediationPaperMade, paper_made),
    EntryKind("mediation-paper-frozen", MediationPaperFrozen, paper_frozen, files=_kept),
    EntryKind(
        "mediation-handwriting-taken",
        MediationHandwritingTaken,
        handwriting_taken,
        files=lambda entry: (entry.picture,),
    ),
    EntryKind("mediation-paper-handed", MediationPaperHanded, paper_handed),
    EntryKind("mediation-scan-filed", MediationScanFiled, scan_filed, files=_scan),
    EntryKind("mediation-paper-voided", MediationPaperVoided, paper_voided),
    EntryKind("mediation-piece-filed", PieceFiled, piece_filed, files=_piece),
)
ACTS = (
    MediationAct("hand-over-paper", HandOverPaper, hand_over_paper),
    MediationAct("file-scan", FileScan, file_scan),
    MediationAct("void-mediation-paper", VoidMediationPaper, void_paper),
    MediationAct("file-piece", FilePiece, file_piece),
)
