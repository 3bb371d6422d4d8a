"""The sheets that papers stand on: where the text begins on each page, how much room there is, what is drawn around it.

One class for each layout of the catalogue. Letter and document follow GB/T 9704-2012; forms, records and pages in large
letters are no official documents (law.md 3.3): no red head, a binding edge at the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from app.papers.catalogue import PaperKind
from app.papers.document import document_head, document_start, draw_imprint, imprint_of
from app.papers.facts import PaperFacts
from app.papers.flow import Placed
from app.papers.furniture import FORM_DEPTH, FORM_TOP, letter_head, letter_start
from app.papers.page import DEPTH, TOP, Pen


class Sheet(Protocol):
    """Where the text of a paper stands, and what its layout draws beside it."""

    @property
    def numbers_first(self) -> bool:
        """Whether the first page bears its number too."""
        ...

    @property
    def letter(self) -> bool:
        """Whether pages are numbered in the way of official documents (7.5)."""
        ...

    def start(self, page: int) -> float:
        """Points from the top of the sheet to the first line of page `page` (from 1)."""
        ...

    def room(self, page: int) -> float:
        """Points of text that page `page` offers."""
        ...

    def around(self, pen: Pen, page: int, pages: int) -> None:
        """Draws the head, and at the end the imprint."""
        ...

    def closed(self, pages: list[list[Placed]]) -> list[list[Placed]]:
        """The pages with those that the layout itself adds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A form, a record, or a page in large letters: the text only."""

    numbers_first: bool = True
    letter: bool = False

    def start(self, page: int) -> float:
        """The same on every page."""
        return FORM_TOP

    def room(self, page: int) -> float:
        """The same on every page."""
        return FORM_DEPTH

    def around(self, pen: Pen, page: int, pages: int) -> None:
        """Nothing."""

    def closed(self, pages: list[list[Placed]]) -> list[list[Placed]]:
        """None is added."""
        return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheet:
    """A letter (信函格式, 10.1): office in red with double rules, first page without a number."""

    office: str
    number: str
    title: str
    preprinted: bool
    numbers_first: bool = False
    letter: bool = True

    def start(self, page: int) -> float:
        """Below the head on the first page."""
        return letter_start(self.office, self.title) if page == 1 else TOP

    def room(self, page: int) -> float:
        """Down to the lower edge of the text area."""
        return TOP + DEPTH - self.start(page)

    def around(self, pen: Pen, page: int, pages: int) -> None:
        """The head of the first page."""
        if page == 1:
            letter_head(pen, self.office, self.number, self.title, preprinted=self.preprinted)

    def closed(self, pages: list[list[Placed]]) -> list[list[Placed]]:
        """None is added: a letter has no imprint with rules (10.1)."""
        return pages


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """A document (文件格式, 7): red head, and an imprint on the last even page, alone there if it must (7.4, 7.5)."""

    office: str
    number: str
    title: str
    preprinted: bool
    context: Mapping[str, Any]
    numbers_first: bool = True
    letter: bool = True

    def start(self, page: int) -> float:
        """Below the head on the first page."""
        return document_start(self.office, self.title) if page == 1 else TOP

    def room(self, page: int) -> float:
        """Down to the lower edge of the text area; even pages may be the last and keep the place of the imprint."""
        free = TOP + DEPTH - self.start(page)
        return free if page % 2 else free - imprint_of(self.context, self.office).height

    def around(self, pen: Pen, page: int, pages: int) -> None:
        """The head of the first page, the imprint of the last."""
        if page == 1:
            signer = str(self.context.get("signer", ""))
            document_head(
                pen, self.office, self.number, self.title, signer=signer, preprinted=self.preprinted
            )
        if page == pages:
            draw_imprint(pen, imprint_of(self.context, self.office))

    def closed(self, pages: list[list[Placed]]) -> list[list[Placed]]:
        """A page for the imprint where the text ends on an odd one."""
        return pages if len(pages) % 2 == 0 else [*pages, []]


def sheet_of(kind: PaperKind, context: Mapping[str, Any], paper: PaperFacts) -> Sheet:
    """The sheet of a kind's layout."""
    office = str(context["office"]["name"])
    number = paper.document_number or ""
    if kind.layout == "letter":
        return LetterSheet(office=office, number=number, title=kind.title, preprinted=paper.preprinted)
    if kind.layout == "document":
        return DocumentSheet(
            office=office, number=number, title=kind.title, preprinted=paper.preprinted, context=context
        )
    return FormSheet()
