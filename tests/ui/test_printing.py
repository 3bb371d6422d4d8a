"""Printing by drawing: every page, on A4, where it belongs; no printer is said, not swallowed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.errors import Unavailable
from app.papers import qr
from app.papers.trial_sheet import DOTS, PAYLOAD, trial_sheet
from app.settings import PrinterSettings
from tests.papers.rendering import pictures_of
from ui import spool
from ui.desk.widgets.paper_view import PaperView
from ui.drawn_print import count_pages, draw_pages
from ui.printing import SystemPrinter, save_pdf

POINTS_OF_A4 = (595, 842)


def two_pages() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=POINTS_OF_A4)
    for word in ("one", "two"):
        canvas.drawString(100, 100, word)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def drawn(tmp_path: Path, moved: tuple[int, int] = (0, 0)) -> Path:
    """Two pages drawn on a printer that would rather have Letter."""
    printer = QPrinter()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    assert draw_pages(printer, two_pages(), moved) == 2
    return tmp_path / "out.pdf"


def test_every_page_comes_out_on_a4(qapp: object, tmp_path: Path) -> None:
    printed = QPdfDocument()
    printed.load(str(drawn(tmp_path)))
    assert printed.pageCount() == 2
    size = printed.pagePointSize(1)
    assert (round(size.width()), round(size.height())) == POINTS_OF_A4
    printed.close()


def darkest(path: Path) -> tuple[float, float]:
    """Left edge and upper edge of what is drawn on the first page, in millimetres."""
    picture = (
        pictures_of(path.read_bytes(), dots=150)[0]
        .convert("L")
        .point(lambda light: 255 if light < 128 else 0)
    )
    box = picture.getbbox()
    assert box is not None
    return box[0] / 150 * 25.4, box[1] / 150 * 25.4


def test_the_offset_moves_the_page_by_so_many_millimetres(qapp: object, tmp_path: Path) -> None:
    for name in ("still", "moved"):
        (tmp_path / name).mkdir()
    left, top = darkest(drawn(tmp_path / "still"))
    moved_left, moved_top = darkest(drawn(tmp_path / "moved", (50, -100)))
    assert moved_left - left == pytest.approx(5.0, abs=0.4)
    assert moved_top - top == pytest.approx(-10.0, abs=0.4)


def test_what_is_no_pdf_is_said(qapp: object, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    with pytest.raises(Unavailable, match=r"print\.failed"):
        draw_pages(printer, b"not a pdf")


@pytest.mark.parametrize("by_spool", [True, False])
def test_no_printer_is_said(
    qapp: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, by_spool: bool
) -> None:
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nobody"))
    if not by_spool or not spool.is_here():
        monkeypatch.setattr(spool, "is_here", lambda: False)
        monkeypatch.setattr("ui.drawn_print.default_name", lambda: "")
    printer = SystemPrinter(PrinterSettings())
    assert (printer.find(), printer.name) == ("", "")
    with pytest.raises(Unavailable, match=r"print\.no_printer"):
        printer.print_pdf(two_pages(), "x")


def test_a_printer_that_was_taken_away_is_named(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "is_here", lambda: False)
    with pytest.raises(Unavailable, match=r"print\.vanished") as told:
        SystemPrinter(PrinterSettings(name="LASER-7")).print_pdf(two_pages(), "x")
    assert told.value.details == {"printer": "LASER-7"}


def test_a_paper_is_not_saved_where_it_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Unavailable, match=r"print\.not_saved"):
        save_pdf(b"%PDF", tmp_path / "file" / "paper.pdf")


def test_the_codes_of_the_trial_sheet_are_read_from_its_picture(qapp: object) -> None:
    sheet = trial_sheet()
    assert count_pages(sheet) == 1
    made = io.BytesIO()
    pictures_of(sheet, dots=200)[0].save(made, "PNG")
    assert qr.read_image(made.getvalue()) == [PAYLOAD] * len(DOTS)


def test_the_preview_shows_what_comes_out(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    sheet = trial_sheet()
    frame = QWidget()
    qtbot.addWidget(frame)
    view = PaperView(frame)
    view.show_pdf(sheet)
    assert view.pages == 1
    seen = QImage(QSize(827, 1169), QImage.Format.Format_Grayscale8)
    seen.fill(Qt.GlobalColor.white)
    painter = QPainter(seen)
    painter.drawImage(0, 0, view.document().render(0, seen.size()))
    painter.end()
    shown = Image.frombytes(
        "L", (seen.width(), seen.height()), bytes(seen.constBits()), "raw", "L", seen.bytesPerLine()
    )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "drawn.pdf"))
    draw_pages(printer, sheet)
    for pdf in (sheet, (tmp_path / "drawn.pdf").read_bytes()):
        assert apart(shown, pictures_of(pdf, dots=100)[0].convert("L").resize(shown.size)) < 1.0
    assert apart(shown, Image.new("L", shown.size, 255)) > 4.0, "the measure tells pages apart"


def apart(one: Image.Image, other: Image.Image) -> float:
    """How much two pages differ on the average, of 255; how the edges of letters are smoothed does not count."""
    soft = [picture.filter(ImageFilter.GaussianBlur(3)) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*soft)).mean[0])
