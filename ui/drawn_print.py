"""Printing by drawing: QtPdf renders the pages, as the preview does, and QPrinter carries them to the driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.errors import Unavailable

DOTS = 300
"""Dots an inch at which a page is drawn for the printer."""
INCH = 25.4
POINTS = 72.0
STANDARD = {"A4": (210, 297), "A5": (148, 210), "A3": (297, 420)}
"""Millimetres of the sizes that printers know by name."""


def default_name() -> str:
    """The default printer as Qt knows it; empty when there is none."""
    return QPrinterInfo.defaultPrinterName()


def known() -> tuple[str, ...]:
    """Every printer Qt knows."""
    return tuple(QPrinterInfo.availablePrinterNames())


def count_pages(data: bytes) -> int:
    """The pages of a PDF; 0 where it is none."""
    with _opened(data) as document:
        return document.pageCount()


def media_of(data: bytes) -> str:
    """The size of a PDF's first page as CUPS names it: A4, A5, or Custom.80x190mm."""
    with _opened(data) as document:
        size = document.pagePointSize(0)
    sides = [round(side / POINTS * INCH) for side in (size.width(), size.height())]
    known = next((name for name, found in STANDARD.items() if sorted(sides) == list(found)), "")
    return known or f"Custom.{sides[0]}x{sides[1]}mm"


def print_on(name: str, data: bytes, title: str, moved: tuple[int, int] = (0, 0), *, copies: int = 1) -> int:
    """Prints on a printer; `moved`: tenths of a millimetre to the right and down. The answer is the number of pages.

    Raises Unavailable("print.vanished", "print.failed").
    """
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise Unavailable("print.vanished", printer=name)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setCopyCount(copies)
    return draw_pages(printer, data, moved)


def draw_pages(printer: QPrinter, data: bytes, moved: tuple[int, int] = (0, 0)) -> int:
    """Draws a PDF's pages, each on paper of its own size without margins; the answer is their number.

    Raises Unavailable("print.failed").
    """
    printer.setFullPage(True)
    painter = QPainter()
    with _opened(data) as document:
        pages = document.pageCount()
        for page in range(pages):
            size = document.pagePointSize(page)
            _lay_out(printer, size)
            if not (printer.newPage() if page else painter.begin(printer)):
                raise Unavailable("print.failed", printer=printer.printerName())
            dots = QSize(*(round(side / POINTS * DOTS) for side in (size.width(), size.height())))
            right, down = (tenths / 10 / INCH * printer.resolution() for tenths in moved)
            place = QRectF(painter.viewport()).translated(right, down)
            painter.drawImage(place, document.render(page, dots))
        if not pages:
            raise Unavailable("print.failed", printer=printer.printerName())
        painter.end()
    return pages


def _lay_out(printer: QPrinter, size: QSizeF) -> None:
    """Sets the paper for the next page: its size in points, on its side where it is wider than high."""
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    sheet = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turned = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(sheet, turned, QMarginsF(0, 0, 0, 0)))


@contextmanager
def _opened(data: bytes) -> Iterator[QPdfDocument]:
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    try:
        yield document
    finally:
        document.close()
