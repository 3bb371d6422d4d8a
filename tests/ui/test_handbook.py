"""Ctrl+F1: the handbook comes at the chapter of the page, is searched, and goes away leaving everything as it was."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.every_page import EveryPage, furnished_folder
from tests.ui.pages_handbook import CONTROL, OpenHandbook
from tests.ui.pages_matter import PaperTray
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk import handbook_printing
from ui.desk.handbook_desk import chapter_of
from ui.desk.pages.matter import MatterPage
from ui.desk.pages.reception import ReceptionPage
from ui.desk.pages.settings import SettingsPage
from ui.handbook import Chapter, chapters, found
from ui.messages import message_of_code
from ui.theme import Theme, apply_theme, current

DAY = "2026-11-20T09:30"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    made = Window(qtbot, training_folder(tmp_path / "data"))
    made.enter(at=DAY)
    made.today()
    return made


def focused() -> QLineEdit | QPlainTextEdit:
    widget = QApplication.focusWidget()
    assert isinstance(widget, QLineEdit | QPlainTextEdit)
    return widget


def test_a_half_typed_registration_is_there_after_looking_something_up(window: Window) -> None:
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.keys("张示范")
    window.press(Qt.Key.Key_2, None, Qt.KeyboardModifier.AltModifier)
    window.keys("村里修路占用承包地，补偿只到了一部")
    cursor = focused()
    handbook = OpenHandbook(window)
    handbook.open()
    assert handbook.reads == "registering"
    assert focused() is handbook.page.box
    assert QApplication.activeModalWidget() is None
    handbook.find("第二屏")
    window.press(Qt.Key.Key_Return)
    handbook.leave("reception")
    assert window.shell.page("reception") is page
    assert focused() is cursor
    window.keys("分。")
    assert page.form().claims[0].content == "村里修路占用承包地，补偿只到了一部分。"
    assert page.form().persons[0].name == "张示范"
    window.close()


def test_the_key_brings_it_and_takes_it_away_and_each_page_has_its_chapter(window: Window) -> None:
    handbook = OpenHandbook(window)
    for key, page, chapter in (
        (Qt.Key.Key_F4, "matters", "finding"),
        (Qt.Key.Key_F6, "delivery", "papers"),
        (Qt.Key.Key_F5, "mediation", "mediation"),
        (Qt.Key.Key_F2, "today", "today"),
    ):
        window.press(key)
        window.until(page)
        handbook.open()
        assert handbook.reads == chapter
        window.press(Qt.Key.Key_F1, None, CONTROL)
        window.until(page)
    window.close()


def test_a_section_of_the_settings_has_its_own_chapter(window: Window) -> None:
    window.press(Qt.Key.Key_F5, None, Qt.KeyboardModifier.ShiftModifier)
    page = window.until("settings")
    assert isinstance(page, SettingsPage)
    handbook = OpenHandbook(window)
    handbook.open()
    assert handbook.reads == "office"
    handbook.leave("settings")
    page.sections.take("backup")
    handbook.open()
    assert handbook.reads == "keeping"
    window.close()


def test_it_is_found_by_words_by_letters_and_by_keys(window: Window) -> None:
    handbook = OpenHandbook(window)
    page = handbook.open()
    assert len(handbook.titles) == len(chapters())
    for typed, title in (
        ("停电 补录", "来电以后 · 停电、断网、空白表"),
        ("ctrl+alt+z", "手滑了，刚记错 · 改错、撤销、作废"),
        ("jjkg", "检举控告和保密"),
        ("td", "停电那天 · 停电、断网、空白表"),
    ):
        handbook.find(typed)
        assert title in handbook.titles, typed
        assert page.count.text() == f"找到 {len(handbook.titles)} 处"
    handbook.find("停电日补录")
    assert handbook.reads == "outage"
    marked = page.view.extraSelections()
    assert {one.cursor.selectedText() for one in marked} == {"停电日补录"}
    handbook.find("这里没有的字")
    assert handbook.titles == []
    handbook.find("")
    assert len(handbook.titles) == len(chapters()) and page.view.extraSelections() == []
    window.close()


def test_the_arrows_choose_and_the_page_keys_scroll_while_the_cursor_stays(window: Window) -> None:
    handbook = OpenHandbook(window)
    page = handbook.open()
    at = [chapter.name for chapter in chapters()].index("today")
    window.press(Qt.Key.Key_Down)
    assert handbook.reads == chapters()[at + 1].name
    assert handbook.scrolled == 0
    window.press(Qt.Key.Key_PageDown)
    assert handbook.scrolled > 0
    window.press(Qt.Key.Key_PageUp)
    assert handbook.scrolled == 0
    assert focused() is page.box
    window.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.view
    window.press(Qt.Key.Key_Down)
    assert handbook.reads == chapters()[at + 1].name and handbook.scrolled > 0, "in the text ↓ reads on"
    handbook.leave("today")
    window.close()


def test_it_can_be_read_at_the_door_and_what_was_typed_there_stays(qtbot: QtBot, tmp_path: Path) -> None:
    made = Window(qtbot, training_folder(tmp_path / "data"))
    door = made.at_the_door()
    handbook = OpenHandbook(made)
    handbook.open()
    assert handbook.reads == "signing-in"
    made.press(Qt.Key.Key_F4)
    assert made.shell.current_page == "handbook", "no page of the office is there"
    handbook.leave("sign-in")
    assert made.shell.page("sign-in") is door
    made.enter(at=DAY)
    made.today()
    made.close()


def test_who_is_locked_out_while_reading_is_led_back_to_the_page_behind(qtbot: QtBot, tmp_path: Path) -> None:
    folder = training_folder(tmp_path / "data")
    desk = open_as(folder, at="2026-11-10T09:00")
    number = registered(desk)
    desk.close()
    made = Window(qtbot, folder)
    made.enter(at=DAY)
    made.today()
    assert made.desk_window.day is not None
    made.desk_window.day.open_matter(number)
    made.until("matter")
    made.settle()
    handbook = OpenHandbook(made)
    handbook.open()
    made.keys("sd")
    made.press(Qt.Key.Key_L, None, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    made.at_the_door()
    assert message_of_code("lock.kept").says in made.said, (
        "what is looked for in the handbook is nothing to lose"
    )
    made.enter(at=DAY)
    page = made.until("matter")
    made.settle()
    assert isinstance(page, MatterPage) and page.number == number
    made.close()


def test_every_page_that_is_there_has_a_chapter_of_its_own(qtbot: QtBot, tmp_path: Path) -> None:
    pages = EveryPage(qtbot, furnished_folder(tmp_path / "data"))
    known = {page for chapter in chapters() for page in chapter.pages}
    for name, _ in pages.each():
        bare = "settings" if name.startswith("settings-") else name
        assert bare in known, f"{bare} has no chapter: resources/handbook/chapters.toml"
        assert chapter_of(pages.window.shell, bare) in chapters()
    pages.close()


def test_a_screen_reader_hears_the_chapter(window: Window) -> None:
    page = OpenHandbook(window).open()
    told = QAccessible.queryAccessibleInterface(page.view)
    assert told is not None
    assert (
        told.role() is QAccessible.Role.StaticText
        and told.text(QAccessible.Text.Name) == page.view.accessibleName()
    )
    text = told.textInterface()
    assert text is not None and "早上先看这里" in text.text(0, text.characterCount())
    window.close()


@pytest.mark.parametrize(
    ("name", "body"), [("light", 14), ("dark", 14), ("high_contrast", 24), ("light", 12)]
)
def test_it_wears_the_theme_and_its_size(
    qapp: QApplication, window: Window, picture: Picture, name: str, body: int
) -> None:
    handbook = OpenHandbook(window)
    page = handbook.open()
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    QApplication.processEvents()
    block = page.view.document().findBlockByNumber(2)
    form = block.begin().fragment().charFormat()
    assert form.font().pixelSize() == current.theme.px(14)
    assert form.foreground().color() == QColor(current.theme.colours.text)
    assert page.view.horizontalScrollBar().maximum() == 0
    assert cut_labels(page) == []
    picture(window.shell, f"handbook-{name}-{body}", 1.0)
    window.close()


def test_nothing_in_it_leads_anywhere(window: Window) -> None:
    page = OpenHandbook(window).open()
    assert not page.view.openLinks() and not page.view.openExternalLinks()
    for place in found(""):
        page.open(place.chapter)
        assert "href" not in page.view.toHtml()
    window.close()


def test_a_chapter_is_printed_and_saved_by_who_is_signed_in(
    window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handbook_printing, "usual_folder", lambda: str(tmp_path))
    tray = PaperTray()
    assert window.desk_window.day is not None
    window.desk_window.day.printer = tray
    OpenHandbook(window).open()
    window.press(Qt.Key.Key_P, None, CONTROL)
    window.qtbot.waitUntil(lambda: bool(tray.printed), timeout=20_000)
    assert tray.printed[0][0] == "handbook today"
    window.press(Qt.Key.Key_S, None, CONTROL)
    file = tmp_path / "手册-今日.pdf"
    window.qtbot.waitUntil(lambda: str(file) in window.said, timeout=20_000)
    assert file.read_bytes().startswith(b"%PDF")
    window.close()


def test_at_the_door_nothing_is_printed(qtbot: QtBot, tmp_path: Path) -> None:
    made = Window(qtbot, training_folder(tmp_path / "data"))
    made.at_the_door()
    page = OpenHandbook(made).open()
    assert page.findChildren(QShortcut) == []
    made.close()


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_every_chapter_fits_on_paper(chapter: Chapter) -> None:
    pages = PdfReader(BytesIO(handbook_printing.pdf_of(chapter))).pages
    assert 1 <= len(pages) <= 2
    said = "".join(page.extract_text() for page in pages)
    assert all(section.title in said for section in chapter.sections[1:])
