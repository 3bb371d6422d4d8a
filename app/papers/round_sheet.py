"""The round of the posters on paper (场所码巡查情况表): what was looked at, what was found, how each place stands.

It counts what the office did with its own posters. Nothing on it is about people who scan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.page import LEFT, MEASURE, MM, Pen
from app.papers.plain_sheet import paragraphs, signed, titled
from app.papers.setting import Style, set_lines
from resources.loader import words

ROW = Style(role="body", size=10.0, pitch=10.0, leading=16.0)
COLUMNS = tuple(at * MM for at in (0, 16.5, 47, 65.5, 81.5, 103, 114.5, 126.5, 136.5, 146.5))
"""Where the columns begin, from the left of the text area."""
LOWEST = 240 * MM
"""Where a page of the list ends."""
SIGNING = 252 * MM
TOP = 24 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundSheet:
    """What stands on the sheet: sentences above the list, its rows of ten columns, sentences below."""

    about: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


def round_sheet(given: RoundSheet) -> bytes:
    """The sheet as a PDF, on as many pages as the list takes."""
    text = words("words/places.toml")["round_sheet"]
    heads = [str(head) for head in text["heads"]]
    pen = titled(str(text["title"]), TOP)
    top = _heads(pen, heads, paragraphs(pen, given.about, 40 * MM) + 3 * MM)
    for row in given.rows:
        if top > LOWEST:
            pen.end_page()
            top = _heads(pen, heads, TOP)
        top += _line(pen, row, top)
    top += 2 * MM
    for line in (line for note in given.notes for line in set_lines(note, ROW, MEASURE)):
        if top > LOWEST:
            pen.end_page()
            top = TOP
        pen.line(line, ROW, LEFT, top)
        top += ROW.leading
    return signed(pen, [str(line) for line in text["signing"]], SIGNING)


def _heads(pen: Pen, heads: Sequence[str], top: float) -> float:
    top += _line(pen, heads, top)
    pen.rule(LEFT, top, LEFT + MEASURE, top)
    return top + 2


def _line(pen: Pen, row: Sequence[str], top: float) -> float:
    """One row; a long name takes further lines. The answer is how many points it took."""
    ends = (*COLUMNS[1:], MEASURE)
    depth = ROW.leading
    for text, left, end in zip(row, COLUMNS, ends, strict=True):
        lines = set_lines(text, ROW, end - left - 2 * MM, justify=False)
        for number, line in enumerate(lines):
            pen.line(line, ROW, LEFT + left, top + number * ROW.leading)
        depth = max(depth, len(lines) * ROW.leading)
    return depth
