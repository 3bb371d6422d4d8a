"""Printing by drawing: QtPdf renders the pages, as the preview does, and QPrinter carries them to the driver."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.errors import Unavailable

DOTS = 300
"""Dots an inch at which a page is drawn for the printer."""
INCH = 25.4
A4 = (210.0, 297.0)


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


def print_on(name: str, data: bytes, title: str, moved: tuple[int, int] = (0, 0)) -> int:
    """Prints on a printer; `moved`: tenths of a millimetre to the right and down. The answer is the number of pages.

    Raises Unavailable("print.vanished", "print.failed").
    """
    info = QPrinterInfo.printerInfo(name)
    if info.isNull():
        raise Unavailable("print.vanished", printer=name)
    printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    return draw_pages(printer, data, moved)


def draw_pages(printer: QPrinter, data: bytes, moved: tuple[int, int] = (0, 0)) -> int:
    """Draws a PDF's pages on a printer set to A4 without margins; the answer is their number.

    Raises Unavailable("print.failed").
    """
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    printer.setFullPage(True)
    printer.setPageLayout(layout)
    painter = QPainter()
    with _opened(data) as document:
        pages = document.pageCount()
        if not pages or not painter.begin(printer):
            raise Unavailable("print.failed", printer=printer.printerName())
        size = QSize(*(round(side / INCH * DOTS) for side in A4))
        place = QRectF(painter.viewport())
        right, down = (tenths / 10 / INCH * printer.resolution() for tenths in moved)
        for page in range(pages):
            if page and not printer.newPage():
                raise Unavailable("print.failed", printer=printer.printerName())
            painter.drawImage(place.translated(right, down), document.render(page, size))
        painter.end()
    return pages


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
