"""The child that takes areas out of a kept page: reads the picture from its input, hands a new one back, and ends.

The areas are replaced before anything is written: the new picture has one layer, no metadata and no small copy of the old
one. The same limits as for opening a scan; no file is written, none is read.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import BinaryIO

from PIL import Image, ImageOps

from app.domain.areas import Area, read_area
from ui.scans.frames import LARGEST_PICTURE, write_frame
from ui.scans.limits import DOTS_OF_KEPT, LONGEST_SIDE, QUALITY, limit

FILLING = (0, 0, 0)
"""What stands where something was."""


def main(arguments: Sequence[str]) -> int:
    """Reads one JPEG from standard input and writes it without the given areas as one frame. The answer is the exit code."""
    limit()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    _tell(sys.stdin.buffer.read(LARGEST_PICTURE + 1), [read_area(item) for item in arguments], pipe)
    return 0


def _tell(data: bytes, areas: Sequence[Area], pipe: BinaryIO) -> None:
    if len(data) > LARGEST_PICTURE:
        write_frame(pipe, {"refused": "scanned.page_too_large"})
        return
    try:
        made = without(data, areas)
    except Image.DecompressionBombError:
        write_frame(pipe, {"refused": "scanned.page_too_large"})
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, ArithmeticError):
        write_frame(pipe, {"refused": "scanned.page_damaged"})
    else:
        write_frame(pipe, {"page": 1}, made)


def without(data: bytes, areas: Sequence[Area]) -> bytes:
    """The picture made anew without these areas. Raises what Pillow does for data that is no JPEG.

    Colours are written for each point, not for four together, so that nothing bleeds into an area from beside it.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as file:
        if max(file.size) > LONGEST_SIDE:
            raise ValueError  # what is kept never is: drawing it smaller would move the edges of the areas
        decoded = ImageOps.exif_transpose(file).convert("RGB")
    page = Image.new("RGB", decoded.size)
    page.paste(decoded)
    for area in areas:
        block = area.whole_blocks
        page.paste(
            FILLING, (block.left, block.top, min(block.right, page.width), min(block.bottom, page.height))
        )
    made = io.BytesIO()
    page.save(made, "JPEG", quality=QUALITY, subsampling=0, dpi=(DOTS_OF_KEPT, DOTS_OF_KEPT))
    return made.getvalue()
