"""The sheet of an official document (文件格式) by GB/T 9704-2012, 7: red head, number, rule, title; imprint at the end.

Reports and requests for instructions go out like this; letters to persons and units take the letter format
(app/papers/furniture.py). A document that goes up names its signer (签发人) beside the number (7.2.6).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.papers.furniture import head_size
from app.papers.page import (
    BODY,
    BODY_SIZE,
    DEPTH,
    KAI,
    LEADING,
    LEFT,
    MEASURE,
    MM,
    PAGE_WIDTH,
    PITCH,
    RED,
    SMALL_SIZE,
    TITLE,
    TOP,
    Pen,
)
from app.papers.setting import Style, set_lines, width_of
from app.papers.wording import paper_words, printed_day

MARK_BELOW_AREA = 35 * MM
"""From the upper edge of the text area to the upper edge of the office's name (7.2.4)."""
RULE_BELOW_NUMBER = 4 * MM
SMALL = Style(role="body", size=SMALL_SIZE, pitch=SMALL_SIZE, leading=20.0)
THICK, THIN = 0.35 * MM, 0.25 * MM
"""Rules of the imprint (7.4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What stands at the foot of the last even page (版记): who gets a copy, who printed it when."""

    copies_to: Sequence[str]
    organ: str
    day: str

    @property
    def lines(self) -> list[str]:
        """The lines above the one of the printing organ."""
        if not self.copies_to:
            return []
        table = paper_words()
        text = table["copies_to"].format(names=table["comma"].join(self.copies_to))
        return [line_text(line) for line in set_lines(text, SMALL, MEASURE - 2 * SMALL.pitch, justify=False)]

    @property
    def height(self) -> float:
        """Points from its first rule to its last."""
        return (len(self.lines) + 1) * SMALL.leading + 4


def line_text(line: Any) -> str:
    """The characters of a set line."""
    return "".join(unit.text for unit in line.units)


def imprint_of(context: Mapping[str, Any], office: str) -> Imprint:
    """The imprint from the facts `copies_to` (rows with `name`) and `issued_on`."""
    names = [str(row.get("name") or row.get("text", "")) for row in context.get("copies_to", [])]
    return Imprint(copies_to=names, organ=office, day=printed_day(context.get("issued_on", "")))


def document_start(office: str, title: str) -> float:
    """Distance in points from the top of the sheet to the first line of the body."""
    lines = len(set_lines(title, TITLE, MEASURE, justify=False))
    return _rule_at(office) + 2 * LEADING + lines * TITLE.leading + LEADING - (TITLE.leading - TITLE.size)


def _rule_at(office: str) -> float:
    size, _ = head_size(office, MEASURE)
    return TOP + MARK_BELOW_AREA + size + 2 * LEADING + BODY_SIZE + RULE_BELOW_NUMBER


def document_head(pen: Pen, office: str, number: str, title: str, *, signer: str, preprinted: bool) -> None:
    """Draws the head of the first page; the red parts are left out on pre-printed paper (套打)."""
    size, pitch = head_size(office, MEASURE)
    style = Style(role="title", size=size, pitch=pitch, leading=size)
    rule = _rule_at(office)
    if not preprinted:
        (line,) = set_lines(office, style, PAGE_WIDTH * 2, justify=False)
        ink = line.width - (pitch - size)
        pen.line(line, style, (PAGE_WIDTH - ink) / 2, TOP + MARK_BELOW_AREA, RED)
        pen.rule(LEFT, rule, LEFT + MEASURE, rule, width=1.4, colour=RED)
    top = rule - RULE_BELOW_NUMBER - BODY_SIZE
    tight = Style(role="body", size=BODY_SIZE, pitch=PITCH, leading=BODY_SIZE)
    if signer:
        pen.words(number, tight, LEFT + PITCH, top)
        label, name = paper_words()["signer"], f"{signer}"
        kai = Style(role="kai", size=BODY_SIZE, pitch=PITCH, leading=BODY_SIZE)
        right = LEFT + MEASURE - PITCH
        pen.words(name, kai, right - width_of(name, KAI), top)
        pen.words(label, tight, right - width_of(name, KAI) - width_of(label, BODY), top)
    else:
        pen.words(number, tight, LEFT + (MEASURE - width_of(number, tight)) / 2, top)
    top = rule + 2 * LEADING - (TITLE.leading - TITLE.size) / 2
    for title_line in set_lines(title, TITLE, MEASURE, justify=False):
        pen.line(title_line, TITLE, LEFT + (MEASURE - title_line.width) / 2, top)
        top += TITLE.leading


def draw_imprint(pen: Pen, imprint: Imprint) -> None:
    """Draws the imprint so that its last rule lies on the lower edge of the text area (7.4.1)."""
    bottom = TOP + DEPTH
    top = bottom - imprint.height
    right = LEFT + MEASURE
    pen.rule(LEFT, top, right, top, width=THICK)
    down = top + 2
    for text in imprint.lines:
        pen.words(text, SMALL, LEFT + SMALL.pitch, down)
        down += SMALL.leading
    if imprint.lines:
        pen.rule(LEFT, down, right, down, width=THIN)
    pen.words(imprint.organ, SMALL, LEFT + SMALL.pitch, down)
    printed = paper_words()["printed_on"].format(day=imprint.day)
    pen.words(printed, SMALL, right - SMALL.pitch - width_of(printed, SMALL), down)
    pen.rule(LEFT, bottom, right, bottom, width=THICK)
