"""The child that reads the words of a PDF: limits itself, hands them back, ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.errors import BadInput
from app.papers.pdf_words import LARGEST, words_of_pdf
from ui.scans.frames import LARGEST_PICTURE, write_frame
from ui.scans.limits import limit


def main(arguments: Sequence[str]) -> int:
    """Reads one file and writes its words as one frame (UTF-8 in place of the picture). The answer is the exit code."""
    limit()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        with Path(arguments[0]).open("rb") as file:
            words = words_of_pdf(file.read(LARGEST + 1)).encode("utf-8", "surrogatepass")
    except OSError:
        write_frame(pipe, {"refused": "file.unreadable"})
    except (BadInput, MemoryError):
        write_frame(pipe, {"refused": "notice.pdf"})
    else:
        too_many = len(words) > LARGEST_PICTURE
        write_frame(
            pipe, {"refused": "notice.pdf"} if too_many else {"words": True}, b"" if too_many else words
        )
    return 0
