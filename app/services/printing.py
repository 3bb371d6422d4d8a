"""Batches of papers for the printer (批量打印): many papers in one job, each page accounted for, one printed again alone.

A batch is made from frozen papers only. What was handed to a printer is written down for each paper, after the printer
took the job: a refused job leaves no entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.changes import Changes
from app.domain.acts.printing import PaperPrinted
from app.domain.kinds import Happened, Setting
from app.domain.matter import Matter
from app.errors import BadInput
from app.papers.binding import Binder, Part, only_pages
from app.ports import UnitOfWork
from app.services.papers import fetch, for_preprinted, require_may_leave
from app.services.perform import write
from app.services.session import Session

MOST = 200
"""Papers in one batch at most: more than a tray holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPaper:
    """One paper of a batch: of which matter, its id, kind and number, its hash, and its first and last page in the job."""

    number: str
    paper: str
    kind: str
    document_number: str
    sha256: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintBatch:
    """A job for the printer: its bytes and what lies on which of its pages."""

    pdf: bytes
    papers: tuple[BatchPaper, ...]

    @property
    def pages(self) -> int:
        """How many pages one copy has."""
        return self.papers[-1].last if self.papers else 0

    def on_pages(self, first: int, last: int) -> PrintBatch:
        """The job for those pages only, in the numbering of the whole. Raises BadInput("print.pages")."""
        if not 1 <= first <= last <= self.pages:
            raise BadInput("print.pages", field="pages", first=first, last=last, pages=self.pages)
        touched = tuple(paper for paper in self.papers if paper.first <= last and paper.last >= first)
        return PrintBatch(pdf=only_pages(self.pdf, first, last), papers=touched)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedPrint:
    """That printing was written down: what is to be read anew."""

    changes: Changes


def batch(session: Session, chosen: Sequence[tuple[str, str]], *, preprinted: bool = False) -> PrintBatch:
    """The papers (matter's number; paper's id, document number or kind) one behind the other.

    `preprinted`: for sheets that bear the red head already. One paper alone is its own frozen bytes. Raises
    BadInput("print.nothing", "print.too_many"), Refused("accused.kept_from"), and what `papers.fetch` raises for a paper
    that cannot be printed.
    """
    if not chosen:
        raise BadInput("print.nothing")
    if len(chosen) > MOST:
        raise BadInput("print.too_many", most=MOST)
    take = for_preprinted if preprinted else fetch
    made = [(number, take(session, number, paper, recorded=True)) for number, paper in chosen]
    papers: list[BatchPaper] = []
    binder = Binder()
    for number, one in made:
        if one.record is None:
            raise AssertionError("a fetched paper has its record")
        require_may_leave(session, number, one.record)
        title = f"{one.kind.title} {one.number}".strip()
        place = binder.add(Part(title=title, data=one.pdf))
        papers.append(
            BatchPaper(
                number=number,
                paper=one.record.id,
                kind=one.kind.kind,
                document_number=one.number,
                sha256=one.sha256,
                first=place.first,
                last=place.last,
            )
        )
    pdf = made[0][1].pdf if len(made) == 1 else binder.finish("", on_pages=False)
    return PrintBatch(pdf=pdf, papers=tuple(papers))


def note_printed(
    session: Session, papers: Sequence[BatchPaper], printer: str, copies: int = 1, *, again: bool = False
) -> NotedPrint:
    """Writes down that these papers were handed to a printer."""
    for paper in papers:
        _note(session, paper, printer, copies, again)
    return NotedPrint(changes=Changes(matters=frozenset(paper.number for paper in papers), papers=True))


def _note(session: Session, paper: BatchPaper, printer: str, copies: int, again: bool) -> None:
    def decide(matter: Matter, setting: Setting, work: UnitOfWork) -> tuple[Happened, ...]:
        entry = PaperPrinted(
            paper=paper.paper, sha256=paper.sha256, copies=copies, printer=printer, again=again
        )
        return (Happened(entry, setting.today),)

    write(session, paper.number, decide)
