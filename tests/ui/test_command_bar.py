"""Ctrl+K: commands and matters in one bar, by words and first letters; typing Chinese asks when a word is committed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_matters import matters
from tests.ui.test_today import SATURDAY, busy_day
from ui.desk.commands import Command
from ui.desk.pages.matters_finder import Finder
from ui.theme import Theme, apply_theme, current

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    busy_day(training_folder(tmp_path / "data"))
    made = Window(qtbot, tmp_path / "data")
    made.enter(at=SATURDAY)
    made.today()
    return made


def finder(window: Window) -> Finder:
    day = window.desk_window.day
    assert day is not None and day._finder is not None
    return day._finder


def asked(window: Window, typed: str) -> list[str]:
    """The commands that the bar shows for what is typed."""
    if not window.shell.search.isVisible():
        window.press(Qt.Key.Key_K, None, CONTROL)
    window.shell.search.box.clear()
    window.keys(typed)
    window.settle()
    return [row.words for row in finder(window).commands.rows]


@pytest.mark.parametrize(
    ("typed", "page"),
    [("sd", "delivery"), ("送达", "delivery"), ("xdj", "reception"), ("sz", "settings"), ("dkjzsj", "inbox")],
)
def test_a_command_is_found_by_its_words_and_first_letters(window: Window, typed: str, page: str) -> None:
    assert asked(window, typed)
    window.press(Qt.Key.Key_Return)
    window.until(page)
    assert not window.shell.search.isVisible()
    window.close()


def test_commands_come_first_then_matters_and_the_choice_goes_through_both(window: Window) -> None:
    window.press(Qt.Key.Key_F4)
    window.until("matters")
    window.settle()
    assert asked(window, "拖欠") == [], "no command is called so"
    found = finder(window)
    assert found.table.isVisible() and found.table.current_row is not None
    commands = asked(window, "s")
    assert 0 < len(commands) <= 6 and found.table.rows, "first letters find people, too"
    assert found.commands.current_row.words == commands[0] and found.table.current_row is None
    for _ in commands:
        window.press(Qt.Key.Key_Down)
    assert found.commands.current_row is None and found.table.current_row == found.table.rows[0]
    number = found.table.rows[0].number
    window.press(Qt.Key.Key_Return)
    page = window.until("matter")
    assert page.number == number  # type: ignore[attr-defined]
    window.close()


def test_the_acts_of_the_page_in_front_a_section_and_an_enquiry(window: Window) -> None:
    window.press(Qt.Key.Key_F4)
    window.until("matters")
    window.settle()
    assert any("台账" in words for words in asked(window, "台账"))
    window.press(Qt.Key.Key_Return)
    assert window.shell.page("matters").ledger.isVisible()  # type: ignore[union-attr]
    assert asked(window, "设置 备份")
    window.press(Qt.Key.Key_Return)
    page = window.until("settings")
    assert page.sections.code == "backup"  # type: ignore[attr-defined]
    assert asked(window, "zxyjh")
    window.press(Qt.Key.Key_Return)
    page = window.until("reception")
    window.settle()
    assert page.enquiry.isVisible()  # type: ignore[attr-defined]
    window.close()


def test_a_role_is_shown_nothing_that_it_may_not_do(qtbot: QtBot, tmp_path: Path) -> None:
    training_folder(tmp_path / "data")
    made = Window(qtbot, tmp_path / "data")
    made.enter(role="auditor", at=SATURDAY)
    made.until("settings")
    made.settle()
    assert asked(made, "送达") == asked(made, "新登记") == asked(made, "zxyjh") == asked(made, "清单") == []
    assert asked(made, "设置")
    assert finder(made).table.rows == ()
    listed = {line.bound.words for line in made.shell.key_lines()}
    for command in finder(made)._all:
        assert command.words in listed or "设置" in command.words, command.words
    made.close()


def commit(widget: QWidget, text: str, preedit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def test_typing_chinese_asks_when_a_word_is_committed_and_not_before(window: Window) -> None:
    page = matters(window)
    asked_for: list[str] = []
    page.box.textChanged.connect(asked_for.append)
    before = page.table.rows
    for preedit in ("t", "to", "tuo'q", "拖欠"):
        commit(page.box, "", preedit)
        window.settle()
        assert page.box.text() == "" and page.table.rows == before and asked_for == []
    commit(page.box, "拖欠工资")
    window.settle()
    assert asked_for == ["拖欠工资"] and len(page.table.rows) == 1
    window.press(Qt.Key.Key_K, None, CONTROL)
    box = window.shell.search.box
    commit(box, "", "songda")
    window.settle()
    assert box.text() == "" and not finder(window).commands.isVisible()
    commit(box, "送达")
    window.settle()
    assert finder(window).commands.isVisible()
    window.close()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_bar_in_pictures(qapp: QApplication, window: Window, picture: Picture, name: str) -> None:
    apply_theme(qapp, Theme(name=name, body=14, strong_face=current.theme.strong_face))
    window.press(Qt.Key.Key_F4)
    window.until("matters")
    window.settle()
    asked(window, "s")
    QApplication.processEvents()
    picture(window.shell, f"command-bar-{name}", 1.0)
    assert all(isinstance(row, Command) for row in finder(window).commands.rows)
    assert cut_labels(window.shell.search) == []
    window.close()
