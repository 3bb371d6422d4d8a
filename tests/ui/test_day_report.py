"""The day report beside the board: a key brings it, a key copies the whole of it, Esc puts it away."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_today import SATURDAY, busy_day
from ui.desk.pages.today import TodayPage
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return training_folder(tmp_path / "data")


def board(qtbot: QtBot, folder: Path) -> tuple[Window, TodayPage]:
    window = Window(qtbot, folder)
    window.enter(at=SATURDAY)
    page = window.today()
    QApplication.clipboard().setText("")
    return window, page


def ask(window: Window) -> None:
    window.press(Qt.Key.Key_D, None, CONTROL)
    window.settle()


def test_a_key_brings_the_report_and_a_key_copies_all_of_it(
    qtbot: QtBot, folder: Path, picture: Picture
) -> None:
    busy_day(folder)
    window, page = board(qtbot, folder)
    ask(window)
    text = page.report.body.toPlainText()
    assert text.startswith("示范县信访局2026年11月21日信访情况日报") and "来访 2 批" in text
    assert page.report.body.hasFocus() and page.report.body.isReadOnly()
    picture(window.shell, "today-report-light", 1.0)
    assert cut_labels(page) == []
    window.press(Qt.Key.Key_C, None, CONTROL)
    assert QApplication.clipboard().text() == text and "已复制" in window.said
    QApplication.clipboard().setText("")
    page.table.setFocus()
    window.press(Qt.Key.Key_C, None, CONTROL)
    assert QApplication.clipboard().text() == text, "wherever the cursor is"
    window.press(Qt.Key.Key_Escape)
    assert not page.report.isVisible() and page.table.hasFocus()
    window.close()


def test_an_empty_day_is_reported_too(qtbot: QtBot, folder: Path) -> None:
    window, page = board(qtbot, folder)
    ask(window)
    assert "零报告" in page.report.body.toPlainText()
    window.close()


def test_another_day_is_typed_and_one_to_come_is_refused(qtbot: QtBot, folder: Path) -> None:
    busy_day(folder)
    window, page = board(qtbot, folder)
    ask(window)
    today = page.report.body.toPlainText()
    for typed, said in (("11-30", "还没有到"), ("someday", "不是日期")):
        page.report.day.setFocus()
        page.report.day.clear()
        window.keys(typed)
        window.press(Qt.Key.Key_Return)
        window.settle()
        assert said in page.report._field.note.text and page.report.body.toPlainText() == today
    page.report.day.setFocus()
    page.report.day.clear()
    window.keys("11-19")
    window.press(Qt.Key.Key_Return)
    window.settle()
    text = page.report.body.toPlainText()
    assert "11月19日" in text and "来访 1 批" in text and "今日到期" not in text
    page.report.copy_button.click()
    assert QApplication.clipboard().text() == text and "11-19" in window.said
    window.press(Qt.Key.Key_Escape)
    ask(window)
    assert page.report.body.toPlainText() == today, "it begins with today again"
    window.close()


def test_report_and_explanation_take_turns(qtbot: QtBot, folder: Path) -> None:
    busy_day(folder)
    window, page = board(qtbot, folder)
    window.press(Qt.Key.Key_Space, page.table)
    assert page.why.isVisible()
    ask(window)
    assert page.report.isVisible() and not page.why.isVisible()
    window.press(Qt.Key.Key_Space, page.table)
    assert page.why.isVisible() and not page.report.isVisible()
    window.close()


@pytest.mark.parametrize(("name", "body"), [("dark", 14), ("high_contrast", 14), ("light", 24)])
def test_the_report_in_other_looks(
    qtbot: QtBot, qapp: QApplication, folder: Path, picture: Picture, name: str, body: int
) -> None:
    busy_day(folder)
    window, page = board(qtbot, folder)
    apply_theme(qapp, Theme(name=name, body=body, strong_face=current.theme.strong_face))
    ask(window)
    QApplication.processEvents()
    picture(window.shell, f"today-report-{name}-{body}", 1.0)
    assert window.shell.width() == 1366
    assert cut_labels(page) == []
    window.close()
