"""Binding: many files become one PDF, with page numbers and bookmarks. Knows nothing of what the files are.

Pages are numbered on the outer upper corner, right on odd and left on even ones, as files of archives are (DA/T 13).
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject, TextStringObject
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.errors import BadInput
from app.papers import fonts
from app.papers.page import A4, MM

MOST_POINTS = 40_000_000
"""Picture points of a scanned page at most: A3 at 300 dpi has 17 million."""
MOST_PAGES = 2_000
"""Pages of one file at most; a file with more is no scan of a paper."""
MARGIN = 10 * MM
NUMBER_SIZE = 10.0
logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every scanner's small sins


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece to be bound: what the bookmark says, its bytes (PDF, JPEG, PNG), under which heading, numbered or not.

    `more` are further pictures of the same piece, in order.
    """

    title: str
    data: bytes
    more: Sequence[bytes] = ()
    heading: str = ""
    numbered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Where a part lies: its first and its last number, (0, 0) for one that is not numbered."""

    first: int
    last: int


class Binder:
    """Takes parts one after the other; `finish` gives the PDF. Not for two at once."""

    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
        self._numbers: list[int] = []
        self._marks: list[tuple[str, str, PageObject]] = []
        self._count = self._before = self._covers = 0

    @property
    def numbered(self) -> int:
        """How many pages have a number by now."""
        return self._count

    def add(self, part: Part) -> Bound:
        """Binds a part. Raises BadInput("bind.unreadable") for one that is no PDF and no picture; nothing is then bound."""
        pages = [page for data in (part.data, *part.more) for page in pages_of(data)]
        start = len(self._numbers)
        first = self._count + 1
        for page in pages:
            added = self._writer.add_page(page)
            if len(self._numbers) == start:
                self._marks.append((part.heading, part.title, added))
            self._count += int(part.numbered)
            self._numbers.append(self._count if part.numbered else 0)
        return Bound(first=first, last=self._count) if part.numbered else Bound(first=0, last=0)

    def put_before(self, part: Part) -> None:
        """Binds a part without numbers before everything but what was put before already: cover, contents."""
        for at, page in enumerate(pages_of(part.data)):
            added = self._writer.insert_page(page, self._before)
            self._numbers.insert(self._before, 0)
            self._before += 1
            if at == 0:
                self._marks.insert(self._covers, ("", part.title, added))
                self._covers += 1

    def finish(self, title: str, *, on_pages: bool = True) -> bytes:
        """The whole as PDF with that title; the numbers stand on its pages unless `on_pages` is false."""
        self._writer.add_metadata({"/Title": title, "/Producer": "Petition Desk"})
        if on_pages:
            self._draw_numbers()
        self._add_bookmarks()
        self._writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        made = io.BytesIO()
        self._writer.write(made)
        return made.getvalue()

    def _draw_numbers(self) -> None:
        pages = list(self._writer.pages)
        sheets = _number_sheets(pages, self._numbers)
        for page, number, sheet in zip(pages, self._numbers, sheets, strict=True):
            if number:
                page.merge_page(sheet)

    def _add_bookmarks(self) -> None:
        headings: dict[str, Any] = {}
        for heading, title, page in self._marks:
            if heading and heading not in headings:
                headings[heading] = self._writer.add_outline_item(heading, page)
            self._writer.add_outline_item(title, page, parent=headings.get(heading))


def only_pages(pdf: bytes, first: int, last: int) -> bytes:
    """Pages `first` to `last` (from 1) of a PDF of ours, as a PDF."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages[first - 1 : last]:
        writer.add_page(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def pages_of(data: bytes) -> Sequence[PageObject]:
    """The pages of a PDF, or the one of a picture. Raises BadInput("bind.unreadable")."""
    try:
        if not data.startswith(b"%PDF-"):
            data = picture_page(data)
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
            raise BadInput("bind.unreadable")
        return list(reader.pages)
    except (
        PyPdfError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
        RecursionError,
        UnidentifiedImageError,
    ) as error:
        raise BadInput("bind.unreadable") from error


def picture_page(data: bytes) -> bytes:
    """A picture as a page of A4, as large as it fits; a wide one turned. Raises BadInput("bind.unreadable")."""
    with Image.open(io.BytesIO(data)) as picture:
        if picture.format not in ("JPEG", "PNG") or picture.width * picture.height > MOST_POINTS:
            raise BadInput("bind.unreadable")
        across, down = picture.width, picture.height
    width, height = (A4.height, A4.width) if across > down else (A4.width, A4.height)
    scale = min((width - 2 * MARGIN) / across, (height - 2 * MARGIN) / down)
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, height), invariant=1)
    left, bottom = (width - across * scale) / 2, (height - down * scale) / 2
    canvas.drawImage(ImageReader(io.BytesIO(data)), left, bottom, across * scale, down * scale)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def _number_sheets(pages: Sequence[PageObject], numbers: Sequence[int]) -> list[PageObject]:
    """For each page a sheet of its size with nothing but its number, in one file so that the face is embedded once."""
    fonts.load("sans")
    made = io.BytesIO()
    canvas = Canvas(made, invariant=1, initialFontName="sans")
    for page, number in zip(pages, numbers, strict=True):
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        canvas.setPageSize((width, height))
        canvas.setFont("sans", NUMBER_SIZE)
        if number % 2:
            canvas.drawRightString(width - MARGIN, height - MARGIN, str(number))
        elif number:
            canvas.drawString(MARGIN, height - MARGIN, str(number))
        canvas.showPage()
    canvas.save()
    return list(PdfReader(io.BytesIO(made.getvalue())).pages)
