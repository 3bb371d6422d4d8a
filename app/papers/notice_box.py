"""The code by which a notice is verified (文书验证码): where it stands on the page, and the line below it.

It stands at the left of the signing office, in the lines that GB/T 9704-2012 (7.3.5) leaves empty there: so a notice takes
no line more than without it, and no seal touches it. Where a long name of an office leaves no room, it stands above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.papers import qr
from app.papers.flow import Box
from app.papers.page import GREY, MM, Pen
from app.papers.setting import Style, width_of
from app.papers.wording import paper_words

DOT = 0.02 * 72
"""A cell in points: a fiftieth of an inch (0.508 mm), which is a whole number of dots at 150, 200, 300 and 600 an inch."""
VERSION = 9
"""Of the QR code: a notice's never is larger in error correction Q (tests/qr/test_signed_codes.py)."""
SIDE = (17 + 4 * VERSION + 2 * qr.QUIET_ZONE) * DOT
GAP = 3 * MM
NOTE = Style(role="body", size=8.0, pitch=8.0, leading=10.5)
DEPTH = SIDE + 2 * NOTE.leading


@cache
def _matrix(code: str) -> qr.Matrix:
    return qr.make(code, worn=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBox:
    """The code, and below it what it is for; an empty `code` leaves its place, framed.

    `beside`: it takes no room of its own, because the lines that follow leave the left half empty.
    """

    code: str
    beside: bool
    keep: bool = True

    @property
    def height(self) -> float:
        """Nothing where it stands beside other lines."""
        return 0.0 if self.beside else DEPTH

    def draw(self, pen: Pen, left: float, top: float) -> None:
        """Draws the code with its quiet zone, and the two lines below it."""
        if self.code:
            matrix = _matrix(self.code)
            inset = (SIDE - (matrix.side - 2 * qr.QUIET_ZONE) * DOT) / 2
            pen.cells(matrix.rows, left + inset, top + inset, DOT, says=self.code)
        else:
            edge = qr.QUIET_ZONE * DOT
            right, bottom = left + SIDE - edge, top + SIDE - edge
            for x1, y1, x2, y2 in (
                (left + edge, top + edge, right, top + edge),
                (left + edge, bottom, right, bottom),
                (left + edge, top + edge, left + edge, bottom),
                (right, top + edge, right, bottom),
            ):
                pen.rule(x1, y1, x2, y2, width=0.4, colour=GREY, dashes=3.0)
        for number, text in enumerate(note_lines()):
            down = SIDE + number * NOTE.leading - qr.QUIET_ZONE * DOT / 2
            pen.words(text, NOTE, left + max(0.0, (SIDE - width_of(text, NOTE)) / 2), top + down)

    def split(self, room: float) -> tuple[Box, Box] | None:
        """A code is never parted."""
        return None


def note_lines() -> tuple[str, ...]:
    """The two lines below the code."""
    return tuple(paper_words()["verify_note"].split("\n"))


def with_code(boxes: Sequence[Box], code: str | None, offsets: Sequence[float]) -> list[Box]:
    """The boxes of a signature with the code in front; None for a paper without one.

    `offsets` are where its lines begin. It stands beside them when they leave it room.
    """
    if code is None:
        return list(boxes)
    room = sum(box.height for box in boxes)
    beside = min(offsets) >= SIDE + GAP and room >= DEPTH
    return [NoticeBox(code=code, beside=beside), *boxes]
