"""Printing a frozen paper on A4. A port: the page asks for a Printer, tests hand over their own.

Windows, Kylin and UOS print by Qt as Debian does; the spool of the printer is not ours (rulings.md 29).
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from app.errors import Unavailable

DOTS = 300
"""Dots an inch at which a page is drawn for the printer."""
INCH = 25.4
A4 = (210.0, 297.0)


class Printer(Protocol):
    """Where papers come out."""

    @property
    def name(self) -> str:
        """What the printer is called; empty when there is none."""
        ...

    def print_pdf(self, data: bytes, title: str) -> None:
        """Prints every page. Raises Unavailable("print.no_printer", "print.failed")."""
        ...


class DefaultPrinter:
    """The computer's default printer."""

    @property
    def name(self) -> str:
        """What the default printer is called; empty when there is none."""
        return QPrinterInfo.defaultPrinter().printerName()

    def print_pdf(self, data: bytes, title: str) -> None:
        """Prints every page on A4, whatever the driver's own size is.

        Raises Unavailable("print.no_printer", "print.failed").
        """
        info = QPrinterInfo.defaultPrinter()
        if info.isNull():
            raise Unavailable("print.no_printer")
        printer = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        draw_pages(printer, data)


def draw_pages(printer: QPrinter, data: bytes) -> int:
    """Draws a PDF's pages on a printer set to A4 without margins; the answer is their number.

    Raises Unavailable("print.failed").
    """
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)
    )
    printer.setFullPage(True)
    printer.setPageLayout(layout)
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    pages = document.pageCount()
    painter = QPainter()
    if not pages or not painter.begin(printer):
        raise Unavailable("print.failed")
    size = QSize(*(round(side / INCH * DOTS) for side in A4))
    for page in range(pages):
        if page and not printer.newPage():
            raise Unavailable("print.failed")
        painter.drawImage(QRectF(painter.viewport()), document.render(page, size))
    painter.end()
    document.close()
    return pages


def save_pdf(data: bytes, path: Path) -> None:
    """Saves a paper where there is no printer. Raises Unavailable("print.not_saved")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise Unavailable("print.not_saved", field="path") from error
