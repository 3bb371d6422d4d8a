"""Empty forms in the window: a series is printed and printed again, a sheet is voided, its code scanned into Ctrl+K."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.qr.form_code import FormCode
from app.qr.receipt_code import ReceiptCode
from tests.ui.conftest import Picture
from tests.ui.pages_matter import MatterDesk, PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.blank_forms import BlankFormsPage

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def opened(qtbot: QtBot, folder: Path) -> tuple[Window, BlankFormsPage, PaperTray]:
    window = Window(qtbot, folder)
    window.enter(at="2026-11-20T09:30")
    window.today()
    window.press(Qt.Key.Key_F8, None, SHIFT)
    page = window.until("forms")
    assert isinstance(page, BlankFormsPage)
    window.settle()
    tray, day = PaperTray(), window.desk_window.day
    assert day is not None
    day.printer = tray
    return window, page, tray


def prints(window: Window, page: BlankFormsPage, count: str) -> str:
    """A series of registration forms; its name."""
    assert page.kind.take_code("D01")
    page.count.setText(count)
    window.press(Qt.Key.Key_Return, page.count, CONTROL)
    for _ in range(4):
        window.settle()
    return str(page.table.rows[0].series)


def scan(window: Window, code: str) -> None:
    """What a scanner like a keyboard does: Ctrl+K, the code, Enter."""
    window.shell.search.open()
    window.shell.search.box.setText(code)
    window.shell.search.box.returnPressed.emit()
    for _ in range(3):
        window.settle()


def test_a_series_is_printed_and_printed_again_with_the_same_codes(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    window, page, tray = opened(qtbot, training_folder(tmp_path / "data"))
    page.count.setText("0")
    page.print_new()
    assert page.new["kind"].note.text and tray.printed == []
    prints(window, page, "2")
    window.press(Qt.Key.Key_P, page.table, CONTROL)
    for _ in range(3):
        window.settle()
    (first, pdf), (_, again) = tray.printed
    assert first == "LX07 D01 x2" and len(PdfReader(BytesIO(pdf)).pages) >= 2
    assert again == pdf, "the same sheets"
    row = page.table.rows[0]
    assert (row.count, row.taken, row.voided, row.free) == (2, 0, 0, 2)
    picture(window.shell, "blank-forms", 1.0)
    assert cut_labels(page) == []
    window.close()


def test_a_spoiled_sheet_is_voided_with_its_reason(qtbot: QtBot, tmp_path: Path) -> None:
    window, page, _tray = opened(qtbot, training_folder(tmp_path / "data"))
    code = FormCode(series=prints(window, page, "2"), place=1).payload()
    typed, reason = page.spoiled["code"].editor, page.spoiled["reason"].editor
    assert isinstance(typed, QLineEdit) and isinstance(reason, QLineEdit)
    typed.setText(code.lower())
    page.void()
    window.settle()
    assert page.spoiled["reason"].note.text and page.table.rows[0].voided == 0
    reason.setText("写坏")
    window.press(Qt.Key.Key_V, reason, CONTROL | SHIFT)
    for _ in range(3):
        window.settle()
    assert "已作废" in window.said and (page.table.rows[0].voided, page.table.rows[0].free) == (1, 1)
    scan(window, code)
    assert "写坏" in window.said
    window.close()


def test_a_scanned_form_is_bound_to_the_matter_in_front_and_leads_to_it_afterwards(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder, at="2026-11-19T15:00")
    number = registered(desk)
    token = desk.session.unmasked.token(number)
    desk.close()
    window, page, _tray = opened(qtbot, folder)
    code = FormCode(series=prints(window, page, "1"), place=1).payload()
    scan(window, code)
    assert "还没有归入事项" in window.said and window.shell.current_page == "forms"
    matter = MatterDesk(window, number)
    scan(window, f" {code.lower()} ")
    form = matter.page.beside.form
    assert form is not None and form.act == "bind-form"
    matter.save()
    assert [item.code for item in matter.sheet.matter.forms] == [code]
    window.shell.show_page("today")
    window.until("today")
    scan(window, code)
    assert window.shell.current_page == "matter" and matter.page.number == number
    window.shell.show_page("today")
    window.until("today")
    scan(window, ReceiptCode(number=number, token=token).payload())
    assert window.shell.current_page == "matter", "a receipt leads to its matter too"
    scan(window, ReceiptCode(number=number, token="0" * 32).payload())
    assert "不是本机构登记时给出的" in window.said
    window.close()
