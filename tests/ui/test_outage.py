"""A day without power in the window: a pack is printed with one key; next day its sheets are scanned, whatever their order,
and registered one after the other with the handwriting above the form.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.material import Piece
from app.services.reading import open_matter
from tests.papers.rendering import pictures_of
from tests.ui.conftest import Picture
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, training_folder
from tests.ui.scan_files import pdf
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.blank_forms import BlankFormsPage
from ui.desk.pages.outage import OutagePage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.selfcheck import SelfCheckPage

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
BEFORE, AFTER = "2026-11-18T09:30", "2026-11-20T09:30"


class PaperDesk:
    """A clerk before and after a day without power."""

    def __init__(self, qtbot: QtBot, folder: Path, at: str) -> None:
        self.window = Window(qtbot, folder)
        self.window.enter(at=at)
        self.window.today()
        self.tray, day = PaperTray(), self.window.desk_window.day
        assert day is not None
        self.day = day
        day.printer = self.tray

    def settle(self) -> None:
        """Waits until nothing is read, written or printed."""
        for _ in range(5):
            self.window.settle()

    def forms(self) -> BlankFormsPage:
        """The page of empty forms."""
        self.window.press(Qt.Key.Key_F8, None, SHIFT)
        page = self.window.until("forms")
        assert isinstance(page, BlankFormsPage)
        self.settle()
        return page

    def outage(self) -> OutagePage:
        """Its page of a day without power."""
        self.forms()
        self.window.press(Qt.Key.Key_D, None, CONTROL)
        page = self.window.until("outage")
        assert isinstance(page, OutagePage)
        self.settle()
        return page

    def reception(self) -> ReceptionPage:
        """The registration page that a sheet led to."""
        page = self.window.until("reception")
        assert isinstance(page, ReceptionPage)
        self.window.qtbot.waitUntil(
            lambda: page.drafts.live and page.people.today is not None, timeout=15_000
        )
        self.settle()
        return page

    def says_day(self, page: OutagePage, last: str, times: str) -> None:
        """Types what the cover of the pile says, once."""
        page.on.setText("11-19")
        page.last.setText(last)
        page.times.setText(times)
        self.window.press(Qt.Key.Key_S, page.times, CONTROL)
        self.settle()

    def registers(self, page: ReceptionPage, name: str) -> str:
        """Types what the handwriting says, and registers it; its number."""
        for editor, words in ((page.people.name.editor, name), (page.people.address.editor, "示范镇东村")):
            assert isinstance(editor, QLineEdit)
            editor.setText(words)
        page.claims.story_editor.setPlainText(f"{name}：村里修路占用承包地，补偿只到了一部分。")
        with self.window.qtbot.waitSignal(page.registered, timeout=15_000):
            self.window.press(Qt.Key.Key_S, page.people.name.editor, CONTROL)
        self.settle()
        return str(page.column.done.number.text())


def with_pack(qtbot: QtBot, folder: Path, count: str = "5") -> bytes:
    """The folder with a pack in it; the pages that came out of the printer."""
    desk = PaperDesk(qtbot, training_folder(folder), BEFORE)
    page = desk.forms()
    page.packs.count.setText(count)
    desk.window.press(Qt.Key.Key_B, page.packs.count, CONTROL)
    desk.settle()
    ((_, printed),) = desk.tray.printed
    desk.window.close()
    return printed


def test_a_pack_is_printed_with_one_key_and_its_age_is_watched(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    desk = PaperDesk(qtbot, training_folder(tmp_path / "data"), BEFORE)
    page = desk.forms()
    assert "没有备用" in page.packs.note.text
    picture(desk.window.shell, "outage-none", 1.0)
    page.packs.count.setText("0")
    page.packs.print_new()
    assert page.packs.fields["count"].note.text and desk.tray.printed == []
    page.packs.count.setText("5")
    desk.window.press(Qt.Key.Key_B, page.packs.count, CONTROL)
    desk.settle()
    ((title, made),) = desk.tray.printed
    assert (title, len(PdfReader(BytesIO(made)).pages)) == ("LX07 P001", 8)
    assert "备有第 1 本" in page.packs.note.text and "第 1 本" in desk.window.said
    assert cut_labels(page) == []
    picture(desk.window.shell, "outage-ready", 1.0)
    desk.window.close()


def test_the_pack_is_a_command_of_the_search_bar(qtbot: QtBot, tmp_path: Path) -> None:
    desk = PaperDesk(qtbot, training_folder(tmp_path / "data"), BEFORE)
    search = desk.window.shell.search
    search.open()
    search.box.setText("印停电")
    desk.settle()
    search.box.returnPressed.emit()
    desk.settle()
    assert desk.window.shell.current_page == "forms"
    assert [title for title, _ in desk.tray.printed] == ["LX07 P001"]
    desk.window.close()


def test_closing_the_day_says_quietly_that_no_pack_lies_ready(qtbot: QtBot, tmp_path: Path) -> None:
    desk = PaperDesk(qtbot, training_folder(tmp_path / "data"), BEFORE)
    desk.window.shell.show_page("selfcheck")
    page = desk.window.until("selfcheck")
    assert isinstance(page, SelfCheckPage)
    desk.settle()
    page.close_card.begin(page_closing(page))
    assert "停电登记本" in page.close_card.says
    desk.window.close()


def page_closing(page: SelfCheckPage) -> object:
    from app.services.day_closing import closing

    return closing(page._hall.session)


def test_sheets_are_scanned_out_of_order_and_registered_in_order(
    qtbot: QtBot, tmp_path: Path, picture: Picture
) -> None:
    folder = tmp_path / "data"
    pages = pictures_of(with_pack(qtbot, folder), dots=110)[2:]
    desk = PaperDesk(qtbot, folder, AFTER)
    page = desk.outage()
    desk.says_day(page, "4", "9:05 25:00")
    assert page.fields["times"].note.text and page.sheets.day is None
    desk.says_day(page, "4", "9:05 0940 - 10:30")
    assert [sheet.row.at for sheet in page.sheets.table.rows] == ["09:05", "09:40", "", "10:30"]
    page.read_files([pdf(tmp_path / "scan.pdf", [pages[3], pages[0], pages[1]])])
    desk.window.qtbot.waitUntil(lambda: "读到 3 份" in desk.window.said, timeout=60_000)
    desk.settle()
    picture(desk.window.shell, "outage-day", 1.0)
    assert cut_labels(page) == []

    desk.window.press(Qt.Key.Key_Return, page.sheets.table, CONTROL)
    form = desk.reception()
    assert "LX07-P001-01" in form.sheet.line.text and "09:05" in form.sheet.line.text
    assert form.strip.received.text() == "11-19" and form.sheet.picture.is_shown
    picture(desk.window.shell, "outage-form", 1.0)
    seen = [form.sheet.picture.verticalScrollBar().value()]
    while form.sheet.card.isVisible():
        desk.window.press(Qt.Key.Key_W, form.people.name.editor, ALT)
        seen.append(form.sheet.picture.verticalScrollBar().value())
    assert len(seen) > 3 and sorted(seen) == seen, "part by part down to its end"
    desk.window.press(Qt.Key.Key_W, form.people.name.editor, ALT)
    assert form.sheet.card.isVisible()
    first = desk.registers(form, "张示范")
    matter = open_matter(desk.day.hall.session, first).known.matter
    assert matter.received_on.isoformat() == "2026-11-19" and matter.sheet is not None
    assert [item.piece for item in matter.attachments] == [Piece.FORM], "the handwriting is the original"
    assert "LX07-P001-02" in form.sheet.line.text, "and the next one is offered"
    picture(desk.window.shell, "outage-next", 1.0)
    desk.window.press(Qt.Key.Key_L, form.people.name.editor, ALT)
    desk.settle()
    assert "09:40" in form.sheet.line.text
    desk.registers(form, "李示范")

    page = desk.outage()
    assert [sheet.row.state.value for sheet in page.sheets.table.rows] == [
        "entered",
        "entered",
        "waiting",
        "waiting",
    ]
    desk.window.press(Qt.Key.Key_E, page.sheets.table, CONTROL | SHIFT)
    desk.settle()
    assert "还有 2 份" in desk.window.said
    page.sheets.table.selectRow(2)
    desk.window.press(Qt.Key.Key_V, page.sheets.reason, CONTROL | SHIFT)
    desk.settle()
    assert page.sheets.fields["reason"].note.text, "never without a reason"
    for row, reason in ((2, "写坏"), (3, "遗失")):
        page.sheets.table.selectRow(row)
        page.sheets.reason.setText(reason)
        desk.window.press(Qt.Key.Key_V, page.sheets.reason, CONTROL | SHIFT)
        desk.settle()
    desk.window.press(Qt.Key.Key_E, page.sheets.table, CONTROL | SHIFT)
    desk.settle()
    assert page.sheets.day is not None and page.sheets.day.day.closed
    picture(desk.window.shell, "outage-closed", 1.0)
    desk.window.close()


def test_a_number_typed_into_the_search_bar_leads_to_the_form_and_later_to_the_matter(
    qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    with_pack(qtbot, folder, "2")
    desk = PaperDesk(qtbot, folder, AFTER)
    number = "LX07-P001-01-U"

    def types() -> None:
        search = desk.window.shell.search
        search.open()
        search.box.setText(number.lower())
        search.box.returnPressed.emit()
        desk.settle()

    types()
    assert "还没有记下是哪天写的" in desk.window.said
    desk.says_day(desk.outage(), "1", "")
    types()
    form = desk.reception()
    desk.window.press(Qt.Key.Key_X, form.people.name.editor, ALT)
    assert form.form().sheet == "" and "不再对应" in form.sheet.line.text
    types()
    form = desk.reception()
    assert form.form().sheet and form.form().received_on == "11-19"
    desk.registers(form, "张示范")
    assert "都有着落" in form.sheet.line.text
    types()
    desk.window.until("matter")
    desk.window.close()
