"""Sheets that are no papers of the law: a title, sentences over the measure, a rule above those who sign."""

from __future__ import annotations

from collections.abc import Sequence

from app.papers.page import BODY, LEFT, MEASURE, MM, PAGE_WIDTH, TITLE, Pen
from app.papers.setting import set_lines, width_of


def titled(title: str, top: float) -> Pen:
    """A pen on a fresh sheet with its title in the middle, `top` points below the edge."""
    pen = Pen(title=title)
    pen.words(title, TITLE, (PAGE_WIDTH - width_of(title, TITLE)) / 2, top)
    return pen


def paragraphs(pen: Pen, sentences: Sequence[str], top: float) -> float:
    """Sets each sentence over the measure; the answer is where the next one begins."""
    for sentence in sentences:
        for line in set_lines(sentence, BODY, MEASURE):
            pen.line(line, BODY, LEFT, top)
            top += BODY.leading
    return top


def signed(pen: Pen, lines: Sequence[str], top: float) -> bytes:
    """A rule, the lines of those who sign, and the sheet as a PDF of one page."""
    pen.rule(LEFT, top, LEFT + MEASURE, top)
    paragraphs(pen, lines, top + 4 * MM)
    pen.end_page()
    return pen.finish()
