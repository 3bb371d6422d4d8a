"""What stands beside the text of forms and records: binding edge, places to sign on every page, the code of an empty form;
and the sheets that are not an upright A4 page.

Binding edge 28 mm (GB/T 9704-2012, 5.2.1); a sheet on its side is bound at its head. Labels: 100 x 150 mm, the size of
parcel printers. Strips: 80 mm wide, as long as what they say.
"""

from __future__ import annotations

from app.papers import qr
from app.papers.page import GREY, MM, PAGE_HEIGHT, PAGE_WIDTH, Ground, Pen
from app.papers.setting import Style, width_of
from app.papers.text_marks import BLANK
from app.qr.form_code import parse_form
from resources.loader import words

WIDE = Ground(width=PAGE_HEIGHT, height=PAGE_WIDTH, left=20 * MM, measure=257 * MM)
WIDE_TOP, WIDE_DEPTH = 28 * MM, 162 * MM
"""A4 on its side, bound at its head."""
HALF = Ground(width=148 * MM, height=210 * MM, left=16 * MM, measure=118 * MM)
HALF_TOP, HALF_DEPTH = 14 * MM, 178 * MM
"""A5 upright: slips that are handed over the counter."""
LABEL = Ground(width=100 * MM, height=150 * MM, left=5 * MM, measure=90 * MM, foot=False)
LABEL_TOP, LABEL_DEPTH = 5 * MM, 138 * MM
STRIP_WIDTH, STRIP_MARGIN = 80 * MM, 4 * MM
"""A roll of thermal paper 80 mm wide; printers leave 4 mm at each edge."""
STRIP_LONGEST = 1_000 * MM
SIGNING_DEPTH = 13 * MM
CODE_SIDE, CODE_TOP, CODE_DEPTH = 24 * MM, 6 * MM, 9 * MM
"""Side of the code of an empty form with its quiet zone, its distance from the upper edge, how far the text gives way."""
EDGE = 17 * MM
"""From the edge of the sheet to the line along which a file is bound; the holes are outside it."""
SIGN = Style(role="body", size=10.5, pitch=10.5, leading=15)
FAINT = Style(role="body", size=7.5, pitch=7.5, leading=10)
DASHES = 3.0


def draw_binding_edge(pen: Pen, side: str) -> None:
    """A dashed line along the `left` or `top` edge with its word in the middle, one character below or beside the other."""
    text = str(words("words/forms.toml")["form_sheet"]["binding"])
    ground, step = pen.ground, 3 * FAINT.size
    length = ground.height if side == "left" else ground.width
    ends = (20 * MM, length - 20 * MM)
    middle = (length - step * len(text)) / 2
    for start, end in ((ends[0], middle - step), (middle + step * len(text), ends[1])):
        if side == "left":
            pen.rule(EDGE, start, EDGE, end, width=0.4, colour=GREY, dashes=DASHES)
        else:
            pen.rule(start, EDGE, end, EDGE, width=0.4, colour=GREY, dashes=DASHES)
    for place, character in enumerate(text):
        along, across = middle + place * step, EDGE - FAINT.size / 2
        left, top = (across, along) if side == "left" else (along, across)
        pen.words(character, FAINT, left, top, GREY)


def draw_signing_foot(pen: Pen, signers: tuple[str, ...], top: float) -> None:
    """A line for each of the `signers` side by side: a record is signed on every page (逐页签名)."""
    table = words("words/forms.toml")["form_sheet"]
    column = pen.ground.measure / len(signers)
    for place, role in enumerate(signers):
        label = str(table["signing"]).format(role=role)
        room = column - width_of(label, SIGN) - 2 * SIGN.pitch
        text = label + BLANK * max(3, int(room / SIGN.pitch))
        pen.words(text, SIGN, pen.ground.left + place * column, top + SIGNING_DEPTH - SIGN.leading)


def draw_form_code(pen: Pen, code: str) -> None:
    """The code in the upper right corner, and beside it what it is and its text, for a desk without a scanner."""
    table = words("words/forms.toml")["form_sheet"]
    payload = parse_form(code).payload()
    matrix, ground = qr.make(payload), pen.ground
    dot = CODE_SIDE / matrix.side
    left = ground.left + ground.measure - CODE_SIDE
    pen.cells(matrix.rows, left + qr.QUIET_ZONE * dot, CODE_TOP + qr.QUIET_ZONE * dot, dot, says=payload)
    pen.words(f"{table['blank_code']} {payload}", FAINT, ground.left, CODE_TOP + 2 * FAINT.leading, GREY)
    pen.words(table["blank_note"], FAINT, ground.left, CODE_TOP + 3 * FAINT.leading, GREY)
