"""The slip that goes with packages on a medium (交换包交接单): counts, sums, and a code that the other side prints, too.

It names nobody and no matter: whoever carries the medium may read it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.page import LEFT, MEASURE, MM, PAGE_WIDTH, Pen
from app.papers.plain_sheet import paragraphs, signed, titled
from app.papers.setting import Style, width_of
from resources.loader import words

ROW = Style(role="body", size=10.5, pitch=10.5, leading=16.0)
CHECK = Style(role="body", size=20.0, pitch=20.0, leading=34.0)
COLUMNS = (0.0, 58 * MM, 80 * MM, 98 * MM, 122 * MM)
"""Where the columns begin, from the left of the text area."""
MOST_LINES = 14
"""Packages that have a line of their own: the slip is one page."""
SIGNING = 246 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverSheet:
    """What stands on the sheet: sentences above, rows of five columns, sentences below, the check code, the long code."""

    about: Sequence[str]
    rows: Sequence[tuple[str, str, str, str, str]]
    below: Sequence[str]
    check: str
    code: str


def handover_sheet(given: HandOverSheet) -> bytes:
    """The slip as a PDF of one page; packages beyond those that fit are counted in a line."""
    text = words("words/handover.toml")["handover"]
    pen = titled(str(text["title"]), 24 * MM)
    top = paragraphs(pen, given.about, 40 * MM)
    top = _table(pen, [str(head) for head in text["heads"]], given.rows, top + 4 * MM)
    left = len(given.rows) - MOST_LINES
    more = [str(text["more"]).format(count=left)] if left > 0 else []
    top = paragraphs(pen, [*more, *given.below], top + 3 * MM)
    pen.box(LEFT, top + 3 * MM, MEASURE, CHECK.leading + 4 * MM)
    pen.words(given.check, CHECK, (PAGE_WIDTH - width_of(given.check, CHECK)) / 2, top + 5 * MM)
    top += CHECK.leading + 11 * MM
    paragraphs(pen, [str(text["code"]).format(code=given.code), *map(str, text["lines"])], top)
    return signed(pen, [str(line) for line in text["signing"]], SIGNING)


def _table(pen: Pen, heads: Sequence[str], rows: Sequence[Sequence[str]], top: float) -> float:
    for row in (heads, *rows[:MOST_LINES]):
        for text, left in zip(row, COLUMNS, strict=True):
            pen.words(text, ROW, LEFT + left, top)
        top += ROW.leading
        if row is heads:
            pen.rule(LEFT, top, LEFT + MEASURE, top)
            top += 2
    return top
