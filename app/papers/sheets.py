"""The sheets that papers stand on: where the text begins on each page, how much room there is, what is drawn around it.

One class for each layout of the catalogue. Letter and document follow GB/T 9704-2012; forms, records and pages in large
letters are no official documents (law.md 3.3): no red head, a binding edge at the left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from app.papers.catalogue import PaperKind
from app.papers.document import document_head, document_start, draw_imprint, imprint_of
from app.papers.facts import PaperFacts
from app.papers.flow import Placed
from app.papers.form_furniture import (
    CODE_DEPTH,
    HALF,
    HALF_DEPTH,
    HALF_TOP,
    LABEL,
    LABEL_DEPTH,
    LABEL_TOP,
    SIGNING_DEPTH,
    STRIP_LONGEST,
    STRIP_MARGIN,
    STRIP_WIDTH,
    WIDE,
    WIDE_DEPTH,
    WIDE_TOP,
    draw_binding_edge,
    draw_form_code,
    draw_signing_foot,
)
from app.papers.furniture import FORM_DEPTH, FORM_TOP, letter_head, letter_start
from app.papers.page import A4, DEPTH, TOP, Ground, Pen


class Sheet(Protocol):
    """Where the text of a paper stands, and what its layout draws beside it."""

    @property
    def ground(self) -> Ground:
        """The sheet of paper, and where text stands on it from left to right."""
        ...

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

    def cut(self, pages: list[list[Placed]]) -> Sheet:
        """The sheet for these pages: itself, or cut off below the text where it comes from a roll."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSheet:
    """A form, a record, a label, or a page in large letters.

    `edge` is where a file is bound: "left", "top" or nowhere. `signers` sign at the foot of every page. `code` is that of a
    form printed empty: it stands in the upper right corner of every page.
    """

    ground: Ground = A4
    top: float = FORM_TOP
    depth: float = FORM_DEPTH
    edge: str = ""
    signers: tuple[str, ...] = ()
    code: str = ""
    numbers_first: bool = True
    letter: bool = False

    def start(self, page: int) -> float:
        """The same on every page."""
        return self.top + (CODE_DEPTH if self.code else 0.0)

    def room(self, page: int) -> float:
        """The same on every page."""
        return self.top + self.depth - self.start(page) - (SIGNING_DEPTH if self.signers else 0.0)

    def around(self, pen: Pen, page: int, pages: int) -> None:
        """Binding edge, code and places to sign."""
        if self.edge:
            draw_binding_edge(pen, self.edge)
        if self.code:
            draw_form_code(pen, self.code)
        if self.signers:
            draw_signing_foot(pen, self.signers, self.top + self.depth - SIGNING_DEPTH)

    def closed(self, pages: list[list[Placed]]) -> list[list[Placed]]:
        """None is added."""
        return pages

    def cut(self, pages: list[list[Placed]]) -> Sheet:
        """The whole sheet."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class StripSheet(FormSheet):
    """A strip of a receipt printer (小票): one page, as long as its text."""

    def cut(self, pages: list[list[Placed]]) -> Sheet:
        """Cut off a margin below the last line."""
        used = max((down + box.height for page in pages for down, box in page), default=0.0)
        height = self.top + used + 2 * STRIP_MARGIN
        return replace(self, ground=replace(self.ground, height=height))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSheet:
    """A letter (信函格式, 10.1): office in red with double rules, first page without a number."""

    office: str
    number: str
    title: str
    preprinted: bool
    ground: Ground = A4
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

    def cut(self, pages: list[list[Placed]]) -> Sheet:
        """The whole sheet."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """A document (文件格式, 7): red head, and an imprint on the last even page, alone there if it must (7.4, 7.5)."""

    office: str
    number: str
    title: str
    preprinted: bool
    context: Mapping[str, Any]
    ground: Ground = A4
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

    def cut(self, pages: list[list[Placed]]) -> Sheet:
        """The whole sheet."""
        return self


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
    return _FORMS.get(kind.layout, FormSheet)(signers=kind.signers, code=paper.form_code)


def _record(**given: Any) -> FormSheet:
    return FormSheet(edge="left", **given)


def _wide(**given: Any) -> FormSheet:
    return FormSheet(ground=WIDE, top=WIDE_TOP, depth=WIDE_DEPTH, edge="top", **given)


def _half(**given: Any) -> FormSheet:
    return FormSheet(ground=HALF, top=HALF_TOP, depth=HALF_DEPTH, **given)


def _strip(**given: Any) -> FormSheet:
    width = STRIP_WIDTH - 2 * STRIP_MARGIN
    ground = Ground(width=STRIP_WIDTH, height=STRIP_LONGEST, left=STRIP_MARGIN, measure=width, foot=False)
    return StripSheet(ground=ground, top=3 * STRIP_MARGIN, depth=STRIP_LONGEST, **given)


def _label(**given: Any) -> FormSheet:
    return FormSheet(ground=LABEL, top=LABEL_TOP, depth=LABEL_DEPTH, **given)


_FORMS = {"record": _record, "wide": _wide, "half": _half, "label": _label, "strip": _strip}
"""Layouts of forms that are not an upright A4 page without an edge."""
