"""The report on a lost stick, laptop or package on paper (数据丢失涉及事项清单): numbers, days, classes, no names.

The same words and rows as the table (`app/services/breaching.sheet_of`), for whoever has to carry it to other offices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.page import BODY, FOLIO, LEFT, MEASURE, MM, PAGE_WIDTH, TITLE, Pen
from app.papers.setting import Style, set_lines, width_of

ROW = Style(role="body", size=10.5, pitch=10.5, leading=17.0)
COLUMNS = (0.0, 46 * MM, 72 * MM, 90 * MM)
"""Where the columns begin, from the left of the text area."""
TOP, BOTTOM = 30 * MM, 272 * MM
FOOT = 277 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachSheet:
    """Title, sentences above, heads of the four columns, rows, and how a page is numbered ({page}, {pages})."""

    title: str
    above: tuple[str, ...]
    heads: tuple[str, str, str, str]
    rows: Sequence[tuple[str, str, str, str]]
    folio: str


def breach_sheet(given: BreachSheet) -> bytes:
    """The report as a PDF."""
    pen = Pen(title=given.title)
    pen.words(given.title, TITLE, (PAGE_WIDTH - width_of(given.title, TITLE)) / 2, TOP)
    top = TOP + 18 * MM
    for sentence in given.above:
        for line in set_lines(sentence, BODY, MEASURE):
            pen.line(line, BODY, LEFT, top)
            top += BODY.leading
    pages = _paged(given.rows, top + 6 * MM)
    for place, rows in enumerate(pages, start=1):
        top = _head(pen, given.heads, top + 6 * MM if place == 1 else TOP)
        for row in rows:
            top = _row(pen, row, top)
        said = given.folio.format(page=place, pages=len(pages))
        pen.words(said, FOLIO, (PAGE_WIDTH - width_of(said, FOLIO)) / 2, FOOT)
        pen.end_page()
    return pen.finish()


def _paged(rows: Sequence[tuple[str, str, str, str]], first: float) -> list[list[tuple[str, str, str, str]]]:
    """The rows of each page; the first page has less room."""
    pages: list[list[tuple[str, str, str, str]]] = [[]]
    top = first + 2 * ROW.leading
    for row in rows:
        height = _height(row)
        if top + height > BOTTOM:
            pages.append([])
            top = TOP + 2 * ROW.leading
        pages[-1].append(row)
        top += height
    return pages


def _height(row: tuple[str, str, str, str]) -> float:
    return len(set_lines(row[3], ROW, MEASURE - COLUMNS[3])) * ROW.leading


def _head(pen: Pen, heads: tuple[str, str, str, str], top: float) -> float:
    for text, left in zip(heads, COLUMNS, strict=True):
        pen.words(text, ROW, LEFT + left, top)
    top += ROW.leading
    pen.rule(LEFT, top + 2, LEFT + MEASURE, top + 2)
    return top + ROW.leading / 2


def _row(pen: Pen, row: tuple[str, str, str, str], top: float) -> float:
    for text, left in zip(row[:3], COLUMNS, strict=False):
        pen.words(text, ROW, LEFT + left, top)
    for line in set_lines(row[3], ROW, MEASURE - COLUMNS[3]):
        pen.line(line, ROW, LEFT + COLUMNS[3], top)
        top += ROW.leading
    return top
