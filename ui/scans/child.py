"""The child that opens a scan: limits itself, reads the codes, hands clean pictures back, and ends.

Whatever a hostile file does to the libraries that open it happens here, in a process that has no key, no journal and no
window, that may write no file, and that is killed when it takes too much memory or time.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from app.papers.slip_scan import read_page
from ui.scans.frames import write_frame
from ui.scans.limits import LONGEST_SIDE, QUALITY, limit
from ui.scans.pages import PageRefused, pages_of


def main(arguments: Sequence[str]) -> int:
    """Opens one file and writes its pages as frames to standard output. The answer is the exit code."""
    limit()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        pages = _tell(Path(arguments[0]), pipe)
    except PageRefused as refused:
        write_frame(pipe, {"refused": refused.code})
    except OSError:
        write_frame(pipe, {"refused": "scanned.not_readable"})
    else:
        write_frame(pipe, {"end": pages})
    return 0


def _tell(path: Path, pipe: BinaryIO) -> int:
    number = 0
    for number, page in enumerate(pages_of(path), start=1):
        if isinstance(page, PageRefused):
            write_frame(pipe, {"page": number, "refused": page.code})
            continue
        found = read_page(page)
        head: dict[str, object] = {
            "page": number,
            "slips": [slip.payload() for slip in found.slips],
            "forms": [form.payload() for form in found.forms],
            "blank": found.blank,
        }
        write_frame(pipe, head, _kept(page, found.turn))
    return number


def _kept(page: Image.Image, turn: int) -> bytes:
    """The page upright, made anew as JPEG."""
    upright = page.rotate(-turn, expand=True) if turn else page
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX)
    made = io.BytesIO()
    upright.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()
