"""Chapters of the handbook on paper, for the wall behind the counter or a desk without screen: text, no form of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.page import LEFT, MEASURE, MM, PAGE_WIDTH, TITLE, Pen
from app.papers.setting import Style, set_lines, width_of

SECTION = Style(role="heading", size=13.0, pitch=13.0, leading=22.0)
SENTENCE = Style(role="body", size=11.5, pitch=11.5, leading=18.0)
FOOT = Style(role="body", size=9.0, pitch=9.0, leading=14.0)
TOP, BOTTOM, FOLIO = 24 * MM, 272 * MM, 280 * MM
STEP = 6 * MM
"""How far a line of a list stands to the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandbookLine:
    """One piece of a chapter: the head of a section, a sentence, or a line of a list with its mark."""

    text: str
    is_head: bool = False
    mark: str = ""


def handbook_sheet(title: str, lines: Sequence[HandbookLine], folio: str) -> bytes:
    """The chapter as a PDF; `folio` has a place for {page}. A head never stands alone at the foot of a page."""
    pen = Pen(title=title)
    pen.words(title, TITLE, (PAGE_WIDTH - width_of(title, TITLE)) / 2, TOP)
    top, page = TOP + 16 * MM, 1
    for line in lines:
        style, left = (SECTION, LEFT) if line.is_head else (SENTENCE, LEFT + (STEP if line.mark else 0))
        top += 3 * MM if line.is_head else 0
        set_ = set_lines(line.text, style, MEASURE - (left - LEFT), justify=False)
        needed = (len(set_) + 2) * style.leading if line.is_head else style.leading
        if top + needed > BOTTOM:
            _end(pen, folio, page)
            top, page = TOP, page + 1
        if line.mark:
            pen.words(line.mark, style, LEFT, top)
        for one in set_:
            if top + style.leading > BOTTOM:
                _end(pen, folio, page)
                top, page = TOP, page + 1
            pen.line(one, style, left, top)
            top += style.leading
        top += 1.5 * MM
    _end(pen, folio, page)
    return pen.finish()


def _end(pen: Pen, folio: str, page: int) -> None:
    said = folio.format(page=page)
    pen.words(said, FOOT, (PAGE_WIDTH - width_of(said, FOOT)) / 2, FOLIO)
    pen.end_page()
