"""Making papers for the window. Every function runs in a worker: what renders papers is loaded there, when first needed.

Documented lazy loading: the libraries of papers are heavy and no page may wait for them (rulings.md 27).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.paper import REASON, PaperDraft, PaperRecord
from app.errors import BadInput
from app.services.session import Session

if TYPE_CHECKING:
    from app.services.papers import MadePaper, Replacement
    from app.services.perform import Performed
    from app.services.printing import NotedPrint, PrintBatch


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperWanted:
    """A paper as the window wants it: of which matter and kind, what was said, from which draft, in whose place."""

    number: str
    kind: str
    said: Mapping[str, str] = field(default_factory=dict)
    draft: str = ""
    replaces: str = ""


def preview(session: Session, wanted: PaperWanted) -> MadePaper:
    """A draft: nothing recorded, no number."""
    from app.services import papers

    said, replaces = _said(wanted)
    return papers.draft(session, wanted.number, wanted.kind, said, replaces)


def hand_on(session: Session, wanted: PaperWanted) -> Performed:
    """Hands the draft on to be reviewed and signed, or changes the one it came from."""
    from app.services import paper_drafts

    said, replaces = _said(wanted)
    return paper_drafts.keep_draft(
        session, wanted.number, wanted.kind, extra=said, replaces=replaces, changed=wanted.draft
    )


def issue(session: Session, wanted: PaperWanted) -> MadePaper:
    """Issues: number and date are given here. From a draft, as it stands now in the window."""
    from app.services import papers

    said, replaces = _said(wanted)
    return papers.issue(
        session, wanted.number, wanted.kind, extra=said, replaces=replaces, draft_id=wanted.draft
    )


def for_preprinted(session: Session, made: MadePaper) -> MadePaper:
    """An issued paper without its red head, for sheets that bear it already."""
    from app.services import papers

    if made.record is None:
        raise AssertionError("a draft is not printed")
    return papers.for_preprinted(session, made.matter, made.record.id)


def note_printed(session: Session, made: MadePaper, printer: str, copies: int) -> NotedPrint:
    """Writes down that a paper was handed to a printer."""
    from app.services import printing

    record = made.record
    if record is None:
        raise AssertionError("a draft is not printed")
    place = printing.BatchPaper(
        number=made.matter,
        paper=record.id,
        kind=record.kind,
        document_number=record.number,
        sha256=made.sha256,
        first=1,
        last=made.pages,
    )
    return printing.note_printed(session, [place], printer, copies, again=record.printed_on is not None)


def strip(session: Session, number: str) -> MadePaper:
    """The registration receipt as a strip. Raises what `papers.strip_of` raises."""
    from app.services import papers

    return papers.strip_of(session, number)


def note_strip(session: Session, receipt: PaperRecord, made: MadePaper, printer: str) -> NotedPrint:
    """Writes down that the strip of a receipt was handed to a printer: with the receipt, by the hash of its own bytes."""
    from app.services import printing

    place = printing.BatchPaper(
        number=made.matter,
        paper=receipt.id,
        kind=made.kind.kind,
        document_number=receipt.number,
        sha256=made.sha256,
        first=1,
        last=made.pages,
    )
    return printing.note_printed(session, [place], printer, again=receipt.printed_on is not None)


def batch(session: Session, chosen: Sequence[tuple[str, str]]) -> PrintBatch:
    """Papers (matter's number, paper's id) as one job for the printer."""
    from app.services import printing

    return printing.batch(session, chosen)


def note_batch(session: Session, job: PrintBatch, printer: str, *, again: bool) -> NotedPrint:
    """Writes down that a batch was handed to a printer."""
    from app.services import printing

    return printing.note_printed(session, job.papers, printer, again=again)


def file_scan(session: Session, number: str, paper: str, path: str) -> Performed:
    """Files the scan that lies at `path` beside its paper. Raises BadInput("file.unreadable") and what filing raises."""
    from app.services import sealing

    file = Path(path).expanduser()
    try:
        if file.stat().st_size > 2 * sealing.LARGEST_SCAN:
            raise BadInput("scan.too_large", field="scan", most=sealing.LARGEST_SCAN // 2**20)
        data = file.read_bytes()
    except OSError as error:
        raise BadInput("file.unreadable", field="path", file=file.name) from error
    return sealing.file_scan(session, number, paper, data)


def said_in(draft: PaperDraft) -> dict[str, str]:
    """What the author of a draft said, with the reason of a replacement. Raises NotAllowed("paper.sealed")."""
    from app.services import paper_drafts

    said, replaces = paper_drafts.said_in(draft)
    return said if replaces is None else {**said, REASON: replaces.reason}


def _said(wanted: PaperWanted) -> tuple[dict[str, str], Replacement | None]:
    from app.services import papers

    said = dict(wanted.said)
    reason = said.pop(REASON, "")
    return said, papers.Replacement(paper=wanted.replaces, reason=reason) if wanted.replaces else None


def copy_of(session: Session, number: str, record: str, wanted: PaperWanted) -> bytes:
    """An editable copy (.docx) of the issued paper `record`, or of the draft as it stands now where that is empty."""
    from app.services import paper_copies

    if record:
        return paper_copies.copy_of(session, number, record)
    said, replaces = _said(wanted)
    return paper_copies.copy_of_draft(session, wanted.number, wanted.kind, said, replaces)


def fetch(session: Session, number: str, reference: str) -> MadePaper:
    """A paper that was issued, as the same bytes."""
    from app.services import papers

    return papers.fetch(session, number, reference)


def preload() -> None:
    """Loads what draws papers, the templates and the faces: for an idle moment, so that the first paper is a quick one."""
    from app.papers import fonts
    from app.papers.catalogue import catalogue

    catalogue()
    import_module("app.services.papers")
    fonts.preload()


def trial() -> bytes:
    """The trial sheet of a printer."""
    from app.papers.trial_sheet import trial_sheet

    return trial_sheet()
