"""What stands on a sheet beside its text: the head of a letter, page numbers, the foot line, the marks
of drafts.

Letter format: GB/T 9704-2012, 10.1. Seals are never drawn; on paper with a printed head (套打) the red
parts are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.papers.page import (
    BODY_SIZE,
    DEPTH,
    FOLIO,
    GREY,
    LEADING,
    LEFT,
    MEASURE,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PALE,
    PITCH,
    RED,
    TITLE,
    TOP,
    Pen,
)
from app.papers.setting import Style, set_lines, width_of
from app.papers.wording import paper_words

HEAD_TOP = 30 * MM
"""From the top of the sheet to the top of the office's name (10.1)."""
RULE_WIDTH = 170 * MM
RULE_BELOW = 4 * MM
BOTTOM_RULE = 20 * MM
LARGEST_HEAD = 38.0
WIDE_SPACING_UP_TO = 8
"""Characters: a shorter name of an office is set with wider spaces."""
FOOT = Style(role="body", size=6.5, pitch=6.5, leading=8)
NOTE = Style(role="body", size=8.5, pitch=8.5, leading=11)
FORM_TOP, FORM_DEPTH = 22 * MM, 250 * MM
NOTE_UP_LETTER, NOTE_UP_FORM, NOTE_UP_LABEL = 32 * MM, 18 * MM, 6 * MM
"""From the bottom of the sheet to the note on boxes for the pen: below the text, above the page number."""
_MARK_SIZE = 96.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is printed on every page of a paper, whatever it says."""

    draft: bool
    training: bool
    number: str
    head: str | None
    letter: bool
    numbers_first: bool = False


def draw_marks(pen: Pen, marks: Marks) -> None:
    """The marks of a draft and of training data, under the text; call it first on each page."""
    table = paper_words()
    shown = [table[name] for name in ("training", "draft") if getattr(marks, name)]
    if not shown:
        return
    text = " ".join(shown)
    share = min(1.0, pen.ground.width / PAGE_WIDTH, pen.ground.height / PAGE_HEIGHT)
    size = min(_MARK_SIZE, 640 / (len(text) or 1)) * share
    pen.slanted(text, Style(role="heading", size=size, pitch=size, leading=size), PALE)
    small = Style(role="heading", size=12, pitch=12, leading=14)
    pen.words(text, small, (pen.ground.width - width_of(text, small)) / 2, 8 * MM * share, GREY)


def _double_rule(pen: Pen, top: float, *, thick_first: bool) -> None:
    left, right = (PAGE_WIDTH - RULE_WIDTH) / 2, (PAGE_WIDTH + RULE_WIDTH) / 2
    first, second = (1.6, 0.6) if thick_first else (0.6, 1.6)
    pen.rule(left, top, right, top, width=first, colour=RED)
    pen.rule(left, top + 2.6, right, top + 2.6, width=second, colour=RED)


def letter_head(pen: Pen, office: str, number: str, title: str, *, preprinted: bool) -> None:
    """Draws the head of a letter's first page: office in red, double rule, number at the right, title."""
    size, pitch = head_size(office, RULE_WIDTH)
    style = Style(role="title", size=size, pitch=pitch, leading=size)
    if not preprinted:
        (line,) = set_lines(office, style, PAGE_WIDTH * 2, justify=False)
        ink = line.width - (pitch - size)
        pen.line(line, style, (PAGE_WIDTH - ink) / 2, HEAD_TOP, RED)
        _double_rule(pen, HEAD_TOP + size + RULE_BELOW, thick_first=True)
        _double_rule(pen, PAGE_HEIGHT - BOTTOM_RULE - 2.6, thick_first=False)
    top = HEAD_TOP + size + RULE_BELOW + BODY_SIZE * 7 / 8
    if number:
        tight = Style(role="body", size=BODY_SIZE, pitch=PITCH, leading=BODY_SIZE)
        pen.words(number, tight, LEFT + MEASURE - width_of(number, tight), top)
    top += BODY_SIZE + 2 * LEADING - (TITLE.leading - TITLE.size) / 2
    for title_line in set_lines(title, TITLE, MEASURE, justify=False):
        pen.line(title_line, TITLE, LEFT + (MEASURE - title_line.width) / 2, top)
        top += TITLE.leading


def head_size(office: str, width: float) -> tuple[float, float]:
    """Size and pitch of the office's name: as large as it may be and still fit `width` points."""
    count = max(1, len(office))
    wide = 1.25 if count <= WIDE_SPACING_UP_TO else 1.02
    size = min(LARGEST_HEAD, width / count / wide)
    return size, size * wide


def letter_start(office: str, title: str) -> float:
    """Distance in points from the top of the sheet to the first line of a letter's body."""
    size, _ = head_size(office, RULE_WIDTH)
    lines = len(set_lines(title, TITLE, MEASURE, justify=False))
    last_element = HEAD_TOP + size + RULE_BELOW + BODY_SIZE * 15 / 8
    return last_element + 2 * LEADING + lines * TITLE.leading + LEADING - 2 * (TITLE.leading - TITLE.size) / 2


def draw_foot(pen: Pen, marks: Marks, page: int, pages: int, *, empty: bool = False) -> None:
    """Page number, the grey line with the paper's number and the journal's head, and the note on boxes
    for the pen. A page that is `empty` but for the imprint bears no number (7.5).
    """
    table, ground = paper_words(), pen.ground
    if pen.handwritten:
        points = " ".join(f"U+{ord(character):04X}" for character in pen.handwritten)
        up = NOTE_UP_LETTER if marks.letter else NOTE_UP_FORM
        up = up if ground.foot else NOTE_UP_LABEL
        pen.words(table["handwritten"].format(codepoints=points), NOTE, ground.left, ground.height - up)
        pen.handwritten.clear()
    if marks.letter and not empty and (page > 1 or marks.numbers_first):
        text = table["page_number"].format(page=page)
        width = width_of(text, FOLIO)
        left = LEFT + MEASURE - PITCH - width if page % 2 else LEFT + PITCH
        pen.words(text, FOLIO, left, TOP + DEPTH + 7 * MM - (FOLIO.leading - FOLIO.size) / 2)
    if not ground.foot:
        return
    parts = []
    if marks.number:
        parts.append(table["own_number"].format(number=marks.number))
    if marks.head:
        parts.append(table["chain_head"].format(head=marks.head))
    top = ground.height - 11 * MM
    pen.words("  ".join(parts), FOOT, ground.left, top, GREY)
    if not marks.letter:
        text = table["page_of"].format(page=page, pages=pages)
        small = Style(role="body", size=9, pitch=9, leading=11)
        pen.words(text, small, ground.left + ground.measure - width_of(text, small), top - 2, GREY)
