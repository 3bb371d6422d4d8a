"""A scanned file into pictures of its pages: PDF by QtPdf, TIFF, JPEG and PNG by Pillow. Runs in the child only.

Every page is decoded here and made anew: what is no picture (metadata, attachments, scripts) does not get further.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageOps
from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

LARGEST_PAGE = 25_000_000
"""Picture points of a page (reference/trust.md, row 7): A4 at 400 dpi has 15 million."""
MOST_PAGES = 300
DOTS = 200
"""Dots an inch at which the pages of a PDF are drawn."""
KINDS = ("JPEG", "TIFF", "PNG")
_HEAD = 1024


class PageRefused(Exception):
    """A page, or (before the first one) the whole file, cannot be opened; `code` is the error's code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def pages_of(path: Path) -> Iterator[Image.Image | PageRefused]:
    """The pages of a file in order, each as RGB or as the reason why it cannot be shown.

    Raises PageRefused: scanned.empty, scanned.kind, scanned.password, scanned.damaged, scanned.too_many_pages.
    """
    with open(path, "rb") as file:
        head = file.read(_HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise PageRefused("scanned.empty")
    if b"%PDF-" in head:
        yield from _of_pdf(path)
    else:
        yield from _of_pictures(path)


def _of_pdf(path: Path) -> Iterator[Image.Image | PageRefused]:
    program = QCoreApplication.instance() or QCoreApplication([])
    document = QPdfDocument(program)
    error = document.load(str(path))
    if error is QPdfDocument.Error.IncorrectPassword or error is QPdfDocument.Error.UnsupportedSecurityScheme:
        raise PageRefused("scanned.password")
    if error is not QPdfDocument.Error.None_:
        raise PageRefused("scanned.damaged")
    count = document.pageCount()
    if count == 0:
        raise PageRefused("scanned.empty")
    if count > MOST_PAGES:
        raise PageRefused("scanned.too_many_pages")
    for number in range(count):
        yield _drawn(document, number)


def _drawn(document: QPdfDocument, number: int) -> Image.Image | PageRefused:
    size = document.pagePointSize(number)
    wide, high = round(size.width() * DOTS / 72), round(size.height() * DOTS / 72)
    if wide < 1 or high < 1:
        return PageRefused("scanned.page_damaged")
    if wide * high > LARGEST_PAGE:
        return PageRefused("scanned.page_too_large")
    image = document.render(number, QSize(wide, high))
    if image.isNull():
        return PageRefused("scanned.page_damaged")
    # a PDF has no paper of its own: what is not drawn is transparent, and would turn black
    paper = Image.new("RGB", (wide, high), "white")
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    drawn = Image.frombytes(
        "RGBA", (wide, high), bytes(plain.constBits()), "raw", "RGBA", plain.bytesPerLine()
    )
    paper.paste(drawn, mask=drawn.getchannel("A"))
    return paper


def pages_in(data: bytes) -> Iterator[Image.Image | PageRefused]:
    """The pages of a picture that lies in no file: of a screen, of a camera. Raises as `pages_of`."""
    if not data:
        raise PageRefused("scanned.empty")
    yield from _of_pictures(io.BytesIO(data))


def _of_pictures(source: Path | io.BytesIO) -> Iterator[Image.Image | PageRefused]:
    warnings.simplefilter("ignore")
    try:
        opened = Image.open(source, formats=KINDS)
    except Image.DecompressionBombError as error:
        raise PageRefused("scanned.page_too_large") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise PageRefused("scanned.kind") from error
    with opened as file:
        try:
            count = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise PageRefused("scanned.damaged") from error
        if count > MOST_PAGES:
            raise PageRefused("scanned.too_many_pages")
        for number in range(count):
            yield _decoded(file, number)


def _decoded(file: Image.Image, number: int) -> Image.Image | PageRefused:
    try:
        if number:
            file.seek(number)
        if file.width * file.height > LARGEST_PAGE and file.format == "JPEG":
            file.draft("RGB", (file.width // 2, file.height // 2))
        if file.width * file.height > LARGEST_PAGE:
            return PageRefused("scanned.page_too_large")
        page = ImageOps.exif_transpose(file).convert("RGB")
        page.info.clear()  # Pillow writes comments of the old file into the new one
        return page
    except Image.DecompressionBombError:
        return PageRefused("scanned.page_too_large")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, ArithmeticError):
        return PageRefused("scanned.page_damaged")
