"""The trial sheet of a printer (打印机试样): is the page where it belongs, in its true size, and can its codes be read?

Not a paper of the law: no number, no journal, nothing of a person on it.
"""

from __future__ import annotations

from app.papers import qr
from app.papers.page import BODY, LEFT, MEASURE, MM, PAGE_HEIGHT, PAGE_WIDTH, TITLE, Pen
from app.papers.setting import set_lines, width_of
from resources.loader import words

EDGE = 10 * MM
"""The frame's distance from the edge of the sheet."""
SCALE = 100
"""Length of the two scales in millimetres."""
DOTS = (0.4, 0.5, 0.6)
"""Millimetres a cell of the three codes: the smallest that is ever printed, the usual one, a roomy one."""
PAYLOAD = "PETITION DESK TRIAL SHEET 0123456789"


def trial_sheet() -> bytes:
    """The sheet as a PDF of one page."""
    text = words("words/printing.toml")["printing"]
    pen = Pen(title=str(text["title"]))
    pen.box(EDGE, EDGE, PAGE_WIDTH - 2 * EDGE, PAGE_HEIGHT - 2 * EDGE)
    pen.words(str(text["title"]), TITLE, (PAGE_WIDTH - width_of(str(text["title"]), TITLE)) / 2, 20 * MM)
    _scales(pen)
    top = 62 * MM
    for sentence in text["lines"]:
        for line in set_lines(str(sentence).format(payload=PAYLOAD), BODY, MEASURE):
            pen.line(line, BODY, LEFT, top)
            top += BODY.leading
    matrix = qr.make(PAYLOAD)
    left = LEFT
    for dot in DOTS:
        side = matrix.side * dot * MM
        pen.cells(matrix.rows, left + qr.QUIET_ZONE * dot * MM, top + qr.QUIET_ZONE * dot * MM, dot * MM)
        pen.words(f"{dot} mm", BODY, left + 2 * MM, top + side)
        left += side + 8 * MM
    pen.end_page()
    return pen.finish()


def _scales(pen: Pen) -> None:
    """A scale across and one down, a stroke every five millimetres, a long one every ten."""
    across, down = 45 * MM, 150 * MM
    left, right = LEFT, PAGE_WIDTH - 20 * MM
    pen.rule(left, across, left + SCALE * MM, across)
    pen.rule(right, down, right, down + SCALE * MM)
    for step in range(0, SCALE + 1, 5):
        long = (5 if step % 10 == 0 else 3) * MM
        pen.rule(left + step * MM, across, left + step * MM, across - long)
        pen.rule(right, down + step * MM, right - long, down + step * MM)
