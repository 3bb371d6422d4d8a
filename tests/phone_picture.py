"""What a phone shows, as a picture: codes drawn as large as a screen draws them, one beside the other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from app.papers import qr

POINTS = 5
"""Picture points a cell: the least that a photo must give (reference/exchange.md 4.3)."""
QUIET = 4


def picture(*texts: str) -> Image.Image:
    """A screenshot with these codes."""
    drawn = [_drawn(qr.make(text).rows) for text in texts]
    page = Image.new("L", (sum(each.width for each in drawn), max(each.height for each in drawn)), 255)
    left = 0
    for each in drawn:
        page.paste(each, (left, 0))
        left += each.width
    return page


def png(*texts: str) -> bytes:
    """The screenshot as a file's bytes."""
    made = io.BytesIO()
    picture(*texts).save(made, "PNG")
    return made.getvalue()


def png_file(path: Path, *texts: str) -> Path:
    """The screenshot as a file."""
    path.write_bytes(png(*texts))
    return path


def _drawn(rows: Sequence[Sequence[bool]]) -> Image.Image:
    side = len(rows) + 2 * QUIET
    page = Image.new("L", (side, side), 255)
    page.putdata([0 if _dark(rows, x, y) else 255 for y in range(side) for x in range(side)])
    return page.resize((side * POINTS, side * POINTS), Image.Resampling.NEAREST)


def _dark(rows: Sequence[Sequence[bool]], x: int, y: int) -> bool:
    inside = QUIET <= x < len(rows) + QUIET and QUIET <= y < len(rows) + QUIET
    return inside and rows[y - QUIET][x - QUIET]
