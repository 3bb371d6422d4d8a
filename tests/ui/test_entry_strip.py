"""The strip beside the browser: one key a field, ticks that outlive a lock, a clipboard that keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.claims import Purpose
from app.services.entering import waiting_entries
from app.services.reading import due
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, open_as, registered, training_folder
from tests.ui.test_gallery import cut_labels
from ui.desk.pages.entry_strip import EntryStrip
from ui.desk.pages.matter import MatterPage
from ui.theme import Theme, apply_theme

ALT_CONTROL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
NOW = "2026-11-20T09:30"


class StripAtWork:
    """The strip as a clerk uses it, with a browser between its keys."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.window = Window(qtbot, folder)
        self.window.enter(at=NOW)
        self.window.today()

    def from_the_list(self) -> EntryStrip:
        """F4, Ctrl+Alt+E."""
        self.window.press(Qt.Key.Key_F4)
        self.window.until("matters")
        self.window.settle()
        return self._called()

    def from_the_matter(self, number: str) -> EntryStrip:
        """The matter, Ctrl+Alt+E."""
        day = self.window.desk_window.day
        assert day is not None
        day.open_matter(number)
        page = self.window.until("matter")
        assert isinstance(page, MatterPage)
        self.qtbot.waitUntil(lambda: page.sheet is not None, timeout=10_000)
        self.window.settle()
        return self._called()

    def _called(self) -> EntryStrip:
        self.window.press(Qt.Key.Key_E, None, ALT_CONTROL)
        for _ in range(4):
            self.window.settle()
        return self.strip

    @property
    def strip(self) -> EntryStrip:
        """The strip of the person who is inside."""
        day = self.window.desk_window.day
        assert day is not None and day.strip is not None
        return day.strip

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key in the strip."""
        self.strip.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(QApplication.focusWidget() or self.strip, key, modifier)
        for _ in range(3):
            self.window.settle()

    @property
    def copied(self) -> list[str]:
        """The titles that are ticked."""
        sheet = self.strip.sheet
        return [] if sheet is None else [item.title for item in sheet.fields if item.copied]


def pasted() -> str:
    return QApplication.clipboard().text()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def visits(folder: Path, *texts: str) -> list[str]:
    desk = open_as(folder, at=NOW)
    numbers = [registered(desk, text=text) for text in texts]
    desk.close()
    return numbers


def test_field_after_field_then_their_number(qtbot: QtBot, folder: Path, picture: Picture) -> None:
    (number,) = visits(folder, "补偿款没有付清。" * 600)
    at = StripAtWork(qtbot, folder)
    strip = at.from_the_list()
    assert strip.isVisible() and strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    assert strip.sheet is not None and strip.sheet.number == number
    given = [item for item in strip.sheet.fields if item.is_given]
    picture(strip, "entry-strip-begin-light", 1.0)
    for item in given:
        at.key(Qt.Key.Key_Space)
        assert pasted() == item.text
    assert pasted().endswith(f"〔{number}〕") and len(pasted()) == 4000
    assert at.copied == [item.title for item in given]
    shown = [
        strip.table._model.data(strip.table._model.index(row, 2)) for row in range(len(strip.table.rows))
    ]
    assert not any(str(text) in ("张示范", "13800000001") for text in shown), "nothing that identifies"
    assert any("，限 4000 字" in str(text) for text in shown), "what is cut says so"
    at.key(Qt.Key.Key_Space)
    assert strip.number_line.hasFocus(), "nothing is left to copy: their number is asked for"
    at.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert strip.fields["number"].note.text.startswith("还没有填对方系统的编号")
    QTest.keyClicks(strip.number_line, "4107212026000001")
    strip.code_line.setFocus()
    QTest.keyClicks(strip.code_line, "8812")
    picture(strip, "entry-strip-number-light", 1.0)
    at.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "请把编号和查询码告知信访人" in strip.status.text and pasted() == ""
    desk = open_as(folder, at=NOW)
    rules = {row.obligation.rule for row in due(desk.session)}
    desk.close()
    assert "system-entry" not in rules and "query-code-told" in rules


def test_a_lock_empties_the_clipboard_and_the_ticks_are_kept(qtbot: QtBot, folder: Path) -> None:
    (number,) = visits(folder, "修路占地。")
    at = StripAtWork(qtbot, folder)
    at.from_the_matter(number)
    at.key(Qt.Key.Key_Space)
    at.key(Qt.Key.Key_Space)
    before = at.copied
    assert len(before) == 2 and pasted()
    at.window.desk_window.lock()
    at.window.until("sign-in")
    assert pasted() == "" and not [
        w for w in QApplication.topLevelWidgets() if isinstance(w, EntryStrip) and w.isVisible()
    ]
    at.window.enter(at=NOW)
    at.window.until("matter")
    for _ in range(3):
        at.window.settle()
    strip = at.from_the_matter(number)
    assert at.copied == before
    at.key(Qt.Key.Key_Space)
    assert strip.sheet is not None and pasted() == strip.sheet.fields[2].text


def test_a_second_matter_in_between_and_back(qtbot: QtBot, folder: Path) -> None:
    first, second = visits(folder, "修路占地。", "欠薪三个月。")
    at = StripAtWork(qtbot, folder)
    strip = at.from_the_matter(first)
    at.key(Qt.Key.Key_Space)
    at.key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert strip.sheet is not None and strip.sheet.number == second and at.copied == []
    at.key(Qt.Key.Key_Space)
    at.key(Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert strip.sheet is not None and strip.sheet.number == first and len(at.copied) == 1
    at.key(Qt.Key.Key_Escape)
    assert not strip.isVisible() and pasted() == ""


def test_what_somebody_else_copied_is_left_alone(qtbot: QtBot, folder: Path) -> None:
    visits(folder, "修路占地。")
    at = StripAtWork(qtbot, folder)
    strip = at.from_the_list()
    at.key(Qt.Key.Key_Space)
    QApplication.clipboard().setText("别的程序里的字")
    strip.leave()
    assert pasted() == "别的程序里的字"
    QApplication.clipboard().clear()


def test_after_a_while_the_clipboard_is_empty(qtbot: QtBot, folder: Path) -> None:
    visits(folder, "修路占地。")
    at = StripAtWork(qtbot, folder)
    strip = at.from_the_list()
    at.key(Qt.Key.Key_Space)
    assert pasted()
    strip._wait.setInterval(0)
    strip._wait.start()
    qtbot.waitUntil(lambda: pasted() == "", timeout=5_000)
    assert "剪贴板已清空" in strip.status.text and len(at.copied) == 1


def test_an_accusation_has_no_strip(qtbot: QtBot, folder: Path) -> None:
    desk = open_as(folder, at=NOW)
    number = registered(desk, purpose=Purpose.ACCUSATION)
    desk.close()
    at = StripAtWork(qtbot, folder)
    strip = at.from_the_matter(number)
    assert not strip.isVisible() and "检举控告事项不从这里录入" in at.window.said
    desk = open_as(folder, at=NOW)
    assert waiting_entries(desk.session) == ()
    desk.close()


@pytest.mark.parametrize(("look", "size"), [("light", 14), ("dark", 14), ("light", 20)])
def test_the_strip_is_legible_in_every_look(
    qtbot: QtBot, folder: Path, picture: Picture, look: str, size: int
) -> None:
    visits(folder, "补偿款没有付清。" * 600)
    at = StripAtWork(qtbot, folder)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, Theme(name=look, body=size))
    strip = at.from_the_list()
    for _ in range(3):
        at.key(Qt.Key.Key_Space)
    picture(strip, f"entry-strip-{look}-{size}", 1.0)
    assert cut_labels(strip) == []
