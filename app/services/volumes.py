"""Binding a volume (装订): its pieces one by one, then cover, contents and remarks; of a matter or of a mediation alike.

What is bound, under which headings and what cover and remarks say is told by the `Source`; the rest is the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from app.domain.material import Attachment
from app.errors import AppError, BadInput, Damaged, NotAllowed, NotFound, Refused
from app.papers.binding import Binder, Part
from app.papers.facts import PaperFacts
from app.papers.render import render
from app.services.facts.asked import only_declared
from app.services.occasion import Facts
from app.services.office_templates import kind_in_force, words_of_version
from app.services.session import Session
from resources.loader import words


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """One piece of a file: its section, title, document number, who made it, when; `numbers` are its pages in the file.

    `scan` is the SHA-256 of a kept scan; empty for the paper itself. `kept` are pages of what was handed in, `anew` those
    of a transcript.
    """

    section: str
    title: str
    number: str
    author: str
    on: date
    paper: str
    scan: str = ""
    kept: tuple[Attachment, ...] = ()
    anew: tuple[str, ...] = ()
    note: str = ""
    numbers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A bound file: PDF, numbered pages, its pieces in order, and what is missing in words."""

    pdf: bytes
    pages: int
    items: tuple[FileItem, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around the pieces: the title of the file, the sheets before and behind them, each with its bookmark."""

    title: str
    before: tuple[tuple[str, bytes], ...] = ()
    behind: tuple[tuple[str, bytes], ...] = ()


class Source(Protocol):
    """What is bound: the headings and bytes of its pieces, and the sheets around them."""

    empty: str
    """The error of a volume without a piece."""

    def heading_of(self, section: str) -> str:
        """Under which bookmark the pieces of a section stand."""
        ...

    def bytes_of(self, item: FileItem) -> list[bytes]:
        """The files of a piece, in order."""
        ...

    def frame(self, bound: list[FileItem], missing: list[str], pages: int) -> Frame:
        """Cover, contents and remarks of what was bound."""
        ...


@dataclass(slots=True)
class Binding:
    """A file being bound, piece by piece: `step` until it says False, then `finish`. Leaving it halfway leaves nothing."""

    source: Source
    waiting: list[FileItem]
    missing: list[str]
    bound: list[FileItem] = field(default_factory=list)
    _binder: Binder = field(default_factory=Binder)

    @property
    def total(self) -> int:
        """How many pieces there are."""
        return len(self.bound) + len(self.waiting)

    def step(self) -> bool:
        """Binds the next piece; False when there is none left."""
        if not self.waiting:
            return False
        item = self.waiting.pop(0)
        try:
            data, *more = self.source.bytes_of(item)
            heading = self.source.heading_of(item.section)
            place = self._binder.add(
                Part(title=f"{item.title} {item.number}".strip(), data=data, more=more, heading=heading)
            )
        except (BadInput, Damaged, NotFound, NotAllowed, Refused) as error:
            self.missing.append(_unbound(item, error))
            return bool(self.waiting)
        pages = f"{place.first}" if place.first == place.last else f"{place.first}-{place.last}"
        self.bound.append(replace(item, numbers=pages))
        return bool(self.waiting)

    def finish(self) -> CaseFile:
        """Cover and contents before, remarks behind, numbers on the pages. Raises Refused of an empty source."""
        if not self.bound:
            raise Refused(self.source.empty)
        pages = self._binder.numbered
        frame = self.source.frame(self.bound, self.missing, pages)
        for title, data in frame.before:
            self._binder.put_before(Part(title=title, data=data, numbered=False))
        for title, data in frame.behind:
            self._binder.add(Part(title=title, data=data, numbered=False))
        pdf = self._binder.finish(frame.title)
        return CaseFile(pdf=pdf, pages=pages, items=tuple(self.bound), missing=tuple(self.missing))


def item_rows(bound: list[FileItem]) -> list[Facts]:
    """The pieces as the rows of a list of contents."""
    return [
        {
            "number": item.number,
            "author": item.author,
            "title": item.title,
            "on": item.on.isoformat(),
            "pages": item.numbers,
            "note": item.note,
        }
        for item in bound
    ]


def sheet(session: Session, kind: str, facts: Facts) -> bytes:
    """Cover, contents or remarks as PDF, in the template that is in force today."""
    chosen = kind_in_force(session, kind)
    paper = PaperFacts(
        kind=kind,
        template_version=chosen.version,
        document_number=None,
        facts=only_declared(chosen, facts),
        training=session.office.training,
        words=words_of_version(session, kind, chosen.version),
    )
    return render(paper).pdf


def _unbound(item: FileItem, error: AppError) -> str:
    text = words("words/case_file.toml")
    if error.code == "bind.unreadable" or error.code.startswith("shut."):
        return str(text["case_file"]["not_bound"]).format(title=item.title)
    which = (
        "sealed"
        if isinstance(error, NotAllowed)
        else "outside"
        if error.code == "paper.made_outside"
        else "unreadable"
    )
    return str(text["case_file_missing"][which]).format(title=item.title, number=item.number)
