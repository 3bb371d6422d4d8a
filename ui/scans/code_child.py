"""The child that reads the codes in a file or a picture: limits itself, tells their texts, ends; no picture comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from PIL import Image

from app.papers.qr import texts_in
from app.qr.families import family_of, is_of_later_program
from ui.scans.frames import EVERY_CODE, FROM_INPUT, LARGEST_PICTURE, LONGEST_CODE, MOST_CODES, write_frame
from ui.scans.limits import limit
from ui.scans.pages import PageRefused, pages_in, pages_of

MOST_PAGES = 20
"""Pages that are looked at; nobody brings a code on the twenty-first."""


def main(arguments: Sequence[str]) -> int:
    """Reads one file, or standard input, and writes the texts of its codes as one frame: ours, or every one that a second
    word asks for. The answer is the exit code.
    """
    limit()
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    try:
        texts = list(dict.fromkeys(_texts(_pages(arguments[0]), every=EVERY_CODE in arguments[1:])))
    except PageRefused as refused:
        write_frame(pipe, {"refused": refused.code})
    except OSError:
        write_frame(pipe, {"refused": "scanned.not_readable"})
    else:
        write_frame(pipe, {"codes": texts[:MOST_CODES]})
    return 0


def _pages(source: str) -> Iterator[Image.Image | PageRefused]:
    if source != FROM_INPUT:
        return pages_of(Path(source))
    data = sys.stdin.buffer.read(LARGEST_PICTURE + 1)
    if len(data) > LARGEST_PICTURE:
        raise PageRefused("scanned.page_too_large")
    return pages_in(data)


def _texts(pages: Iterator[Image.Image | PageRefused], *, every: bool) -> Iterator[str]:
    """The texts of our own codes, or of every code. Raises PageRefused where not one page could be opened."""
    first: PageRefused | None = None
    opened = False
    for page in islice(pages, MOST_PAGES):
        if isinstance(page, PageRefused):
            first = first or page
            continue
        opened = True
        for text in texts_in(page.convert("L"), thorough=True):
            ours = every or family_of(text) is not None or is_of_later_program(text)
            if ours and len(text) <= LONGEST_CODE:
                yield text
    if first is not None and not opened:
        raise first
