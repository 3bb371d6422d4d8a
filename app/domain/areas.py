"""Areas of a picture that are to be removed (去除区域): rectangles in picture points, from the upper left corner."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.errors import BadInput

BLOCK = 16
"""Picture points of the squares in which JPEG writes: what is removed is removed from whole squares."""
_WRITTEN = re.compile(r"(\d{1,5}),(\d{1,5}),(\d{1,5}),(\d{1,5})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle: from its left and top edge to before its right and bottom edge."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def text(self) -> str:
        """As a command line gives it: `left,top,right,bottom`."""
        return f"{self.left},{self.top},{self.right},{self.bottom}"

    @property
    def whole_blocks(self) -> Area:
        """The smallest area of whole squares that holds it: at its edges a square would still tell of what it held."""
        return Area(
            self.left // BLOCK * BLOCK,
            self.top // BLOCK * BLOCK,
            -(-self.right // BLOCK) * BLOCK,
            -(-self.bottom // BLOCK) * BLOCK,
        )


def read_area(text: str) -> Area:
    """The area of its text. Raises BadInput("redaction.area") for one that is no rectangle."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is not None:
        left, top, right, bottom = (int(part) for part in found.groups())
        if left < right and top < bottom:
            return Area(left, top, right, bottom)
    raise BadInput("redaction.area", field="area", area=text.strip()[:24])
