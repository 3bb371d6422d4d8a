"""The receipt as a strip: after registering, on the printer for it, and again from the paper; written down with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.services import papers
from app.services.reading import view_matter
from tests.ui.pages_matter import CONTROL, MatterDesk, PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.drawn_print import media_of

SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, folder: Path) -> tuple[MatterDesk, PaperTray]:
    """A matter with its receipt in the window, and a printer for strips."""
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    papers.issue(desk.session, number, "D02")
    desk.close()
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    return MatterDesk(window, number), PaperTray("POS-80")


def shown(matter: MatterDesk) -> None:
    """The receipt in the place of the overview."""
    matter.page.overview.papers.setFocus()
    matter.page.overview.papers.selectRow(0)
    matter.key(Qt.Key.Key_Return)


def test_the_strip_of_a_receipt_is_printed_and_written_down_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    matter, strips = opened(qtbot, folder)
    day = matter.window.desk_window.day
    assert day is not None
    shown(matter)
    assert not any("小票" in line for line in matter.foot)
    matter.key(Qt.Key.Key_P, SHIFT)
    assert "没有选小票打印机" in matter.window.said and strips.printed == []
    day.receipts = strips
    matter.key(Qt.Key.Key_P, SHIFT)
    matter.settle()
    ((title, pdf),) = strips.printed
    assert title.endswith("D02S") and media_of(pdf).startswith("Custom.80x")
    assert matter.printer.printed == [], "nothing came out on A4"
    desk = open_as(folder, at="2026-11-20T09:31")
    view = view_matter(desk.session, matter.page.number)
    desk.close()
    assert view.known.matter.papers[0].printed_copies == 1
    matter.window.close()


def test_registering_prints_the_strip_where_there_is_a_printer_for_it_and_else_the_receipt(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = training_folder(tmp_path / "data")
    matter, strips = opened(qtbot, folder)
    day = matter.window.desk_window.day
    assert day is not None
    made = papers.fetch(day.desk.session, matter.page.number, "D02")
    day.print_paper(made)
    matter.settle()
    assert len(matter.printer.printed) == 1 and strips.printed == []
    day.receipts = strips
    day.print_paper(made)
    matter.settle()
    matter.settle()
    assert len(matter.printer.printed) == 1 and [title[-4:] for title, _ in strips.printed] == ["D02S"]
    matter.window.close()
