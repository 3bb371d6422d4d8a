"""Printing: every page, on A4, whatever the driver would have taken; no printer is said, not swallowed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from reportlab.pdfgen.canvas import Canvas

from app.errors import Unavailable
from ui.printing import DefaultPrinter, draw_pages, save_pdf

POINTS_OF_A4 = (595, 842)


def two_pages() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=POINTS_OF_A4)
    for word in ("one", "two"):
        canvas.drawString(100, 100, word)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_every_page_comes_out_on_a4(qapp: object, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert draw_pages(printer, two_pages()) == 2
    printed = QPdfDocument()
    printed.load(str(tmp_path / "out.pdf"))
    assert printed.pageCount() == 2
    size = printed.pagePointSize(1)
    assert (round(size.width()), round(size.height())) == POINTS_OF_A4
    printed.close()


def test_what_is_no_pdf_is_said(qapp: object, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with pytest.raises(Unavailable, match=r"print\.failed"):
        draw_pages(printer, b"not a pdf")


@pytest.mark.skipif(bool(QPrinterInfo.availablePrinterNames()), reason="this computer has a printer")
def test_no_printer_is_said(qapp: object) -> None:
    assert DefaultPrinter().name == ""
    with pytest.raises(Unavailable, match=r"print\.no_printer"):
        DefaultPrinter().print_pdf(two_pages(), "x")


def test_a_paper_is_not_saved_where_it_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"print\.not_saved"):
        save_pdf(b"%PDF", tmp_path / "file" / "paper.pdf")
