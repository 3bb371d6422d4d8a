"""The seal basket (待盖章) and the seal register (用印登记): papers of all matters on which a seal is due or was set.

Filing the scan of a sealed sheet is here too: it is what stands beside the hash of our own bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.acts.sealing import FileScan, SealPaper, require_paper
from app.domain.codes import label
from app.domain.paper import PaperRecord, Stamp
from app.errors import AppError, BadInput, NotFound
from app.papers.catalogue import paper_kind
from app.papers.workbook import CellValue
from app.readmodels import PaperRow
from app.services.ledger import require_order, span
from app.services.looking import record_export
from app.services.papers import SIGNATURES, keep_file, open_file
from app.services.perform import Performed, perform, performed
from app.services.reading import opened_matter, papers_of
from app.services.registers import register_sheet
from app.services.session import Session

LARGEST_SCAN = 32 * 2**20
"""Bytes of a scan at most: sixty pages of grey at 200 dpi stay below."""
MOST_IN_BASKET = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUse:
    """One line of the seal register: when, which seal, on what, how many copies, who allowed it, who set it."""

    on: date
    stamp: Stamp
    title: str
    document_number: str
    number: str
    copies: int
    approved_by: str
    by: str
    void: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    """What became of one paper of a basket: done, or the refusal it met."""

    number: str
    paper: str
    refused: AppError | None = None


def seal_basket(session: Session) -> list[PaperRow]:
    """The papers that wait for a seal, oldest first. Raises NotAllowed("role.reads_no_matters")."""
    session.require_reader()
    return session.memory.queries.papers(("awaiting_seal",), MOST_IN_BASKET)


def seal_all(
    session: Session,
    chosen: Iterable[tuple[str, str]],
    *,
    stamp: Stamp | None = None,
    approved_by: str = "",
    done: Callable[[Stamped], None] | None = None,
) -> list[Stamped]:
    """Records the seal on papers (matter's number, paper), each for itself: one that is refused stops no other."""
    results: list[Stamped] = []
    for number, paper in chosen:
        refused: AppError | None = None
        try:
            perform(session, number, SealPaper(paper=paper, stamp=stamp, approved_by=approved_by))
        except AppError as error:
            refused = error
        results.append(Stamped(number=number, paper=paper, refused=refused))
        if done is not None:
            done(results[-1])
    return results


def file_scan(session: Session, number: str, paper: str, scan: bytes) -> Performed:
    """Files the scan of a sealed sheet beside its paper.

    Raises BadInput("scan.no_picture", "scan.too_large", "paper.unknown"), NotAllowed("paper.sealed"),
    Refused("scan.not_sealed_yet", "scan.same").
    """
    if len(scan) > LARGEST_SCAN:
        raise BadInput("scan.too_large", field="scan", most=LARGEST_SCAN // 2**20)
    if not scan.startswith(SIGNATURES):
        raise BadInput("scan.no_picture", field="scan")
    matter = opened_matter(session, number, recorded=True)
    record = require_paper(matter, paper)
    kept = keep_file(session, matter, scan)
    return performed(perform(session, number, FileScan(paper=record.id, scan=kept)))


def fetch_scan(session: Session, number: str, paper: str) -> bytes:
    """The scan that is filed beside a paper.

    Raises BadInput("paper.unknown"), NotFound("scan.none"), NotAllowed("paper.sealed"), Damaged("store.changed").
    """
    matter = opened_matter(session, number)
    record = require_paper(matter, paper)
    if not record.scan:
        raise NotFound("scan.none", field="paper", number=record.number)
    return open_file(session, record.scan)


def seal_register(session: Session, first: date, last: date) -> list[SealUse]:
    """The uses of seals in some days, by day; void papers stay in it: the seal was set.

    Raises BadInput("register.days_out_of_order"), NotAllowed("role.reads_no_matters").
    """
    session.require_reader()
    require_order(first, last)
    names = {account.id: account.name for account in session.accounts.accounts}
    rows = session.memory.queries.papers_sealed(first, last)
    return [
        _use(record, matter.number, names)
        for matter, record in papers_of(session, ((row.number, row.id) for row in rows))
    ]


def seal_register_workbook(session: Session, first: date, last: date) -> bytes:
    """The register as .xlsx, to be printed and signed; the same bytes for the same facts."""
    uses = seal_register(session, first, last)
    record_export(session, "seal_register", span(first, last), len(uses))
    return register_sheet(
        "seal_register",
        [row_of(place, use) for place, use in enumerate(uses, start=1)],
        training=session.office.training,
        office=session.office.name,
        first=first.isoformat(),
        last=last.isoformat(),
        count=len(uses),
    )


def row_of(place: int, use: SealUse) -> dict[str, CellValue]:
    """A use as the row of a sheet, by column key."""
    return {
        "place": place,
        "on": use.on,
        "stamp": label("stamps", use.stamp),
        "title": use.title,
        "document_number": use.document_number,
        "number": use.number,
        "copies": use.copies,
        "approved_by": use.approved_by,
        "by": use.by,
    }


def _use(record: PaperRecord, number: str, names: dict[str, str]) -> SealUse:
    use = record.sealing
    if use is None:
        raise AssertionError("a paper is listed as sealed without its sealing")
    return SealUse(
        on=use.on,
        stamp=use.stamp,
        title=paper_kind(record.kind).title,
        document_number=record.number,
        number=number,
        copies=use.copies,
        approved_by=names.get(use.approved_by, use.approved_by),
        by=names.get(use.by, use.by),
        void=bool(record.voided),
    )
