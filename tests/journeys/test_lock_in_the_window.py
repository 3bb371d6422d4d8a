"""A counter left alone or closed in haste: views and person go, what was typed is there when the next one signs in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.conftest import qapp, usual_look
from tests.ui.pages_window import Window, open_as, registered, training_folder
from ui.desk.pages.reception import ReceptionPage
from ui.desk.quiet import LOCK_AFTER

__all__ = ["qapp", "usual_look"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training folder with one matter."""
    made = training_folder(tmp_path / "data")
    desk = open_as(made)
    registered(desk)
    desk.close()
    return made


def reception(window: Window) -> ReceptionPage:
    """The form of registration, ready for keys."""
    window.press(Qt.Key.Key_F3)
    page = window.until("reception")
    assert isinstance(page, ReceptionPage)
    window.qtbot.waitUntil(lambda: page.drafts.live, timeout=10_000)
    window.settle()
    return page


def begin(window: Window) -> None:
    """A name is typed, and nothing more."""
    page = reception(window)
    editor = page.people.name.editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    window.keys("李示范")


def name_on_the_form(window: Window) -> str:
    """What stands in the field of the name now."""
    page = reception(window)
    window.qtbot.waitUntil(lambda: bool(page.people.name.text), timeout=10_000)
    return page.people.name.text


def test_a_counter_left_alone(qtbot: QtBot, folder: Path) -> None:
    assert LOCK_AFTER == 180_000
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    begin(window)
    window.desk_window.quiet.left_alone.emit()
    door = window.at_the_door()
    assert window.desk_window.day is None
    window.press(Qt.Key.Key_F2)
    assert window.shell.current_page == "sign-in", "keys of pages lead nowhere at the door"
    assert door.roles.isVisible()
    window.settle()
    window.enter("clerk")
    assert name_on_the_form(window) == "李示范"
    window.close()


def test_a_window_closed_in_haste(qtbot: QtBot, folder: Path) -> None:
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    begin(window)
    window.close()
    window = Window(qtbot, folder)
    window.enter("clerk")
    window.today()
    assert name_on_the_form(window) == "李示范"
    window.close()
