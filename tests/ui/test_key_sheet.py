"""F1: every key that is bound stands on the sheet with its words, and every key on the sheet is bound."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from resources.loader import words as words_of
from tests.ui.conftest import Picture
from tests.ui.pages_window import Window, training_folder
from tests.ui.test_gallery import cut_labels
from tests.ui.test_today import SATURDAY, busy_day
from ui.desk.bound_keys import ACT_KEY, key_words
from ui.desk.day import PAGE_KEYS
from ui.desk.key_sheet import KeyLine
from ui.theme import Theme, apply_theme, current

NAMED_ONLY_WHILE = {"sign-in", "window"}
"""Words of keys that are not bound for a clerk of a folder of its own."""


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    busy_day(training_folder(tmp_path / "data"))
    made = Window(qtbot, tmp_path / "data")
    made.enter(at=SATURDAY)
    made.today()
    return made


def sheet(window: Window) -> tuple[KeyLine, ...]:
    window.press(Qt.Key.Key_F1)
    assert window.shell.sheet.isVisible()
    lines = window.shell.sheet.lines
    window.press(Qt.Key.Key_Escape)
    assert not window.shell.sheet.isVisible()
    return lines


def bound(window: Window, page: str) -> set[str]:
    """Keys that are bound on a page, the two Enters as one; what is there only with its line is left out."""
    made = window.shell.page(page)
    assert made is not None
    return {
        re.sub("Return$", "Enter", sequence.toString(QKeySequence.SequenceFormat.PortableText))
        for shortcut in made.findChildren(QShortcut)
        if shortcut.isEnabled() and shortcut.objectName() != ACT_KEY
        for sequence in list(shortcut.keys())
    }


def test_every_bound_key_is_on_the_sheet_with_its_words_and_no_other(window: Window) -> None:
    shell, named = window.shell, key_words()["named"]
    unused = {page: set(keys) for page, keys in named.items()}
    for page in [page for page in shell._makers if page != "matter"] + ["matter"]:
        if page == "matter":
            shown = window.shell.page("matters")
            window.desk_window.day.open_matter(shown.table.rows[-1].number)  # type: ignore[union-attr]
        else:
            shell.show_page(page)
        window.until(page)
        window.settle()
        lines = sheet(window)
        nameless = [(page, line.bound.key) for line in lines if not line.bound.words]
        assert nameless == [], "these keys are bound and nothing says what they do: words/key_sheet.toml"
        here = {line.bound.key for line in lines if line.where == key_words()["here"]}
        assert bound(window, page) <= here, page
        assert all(
            isinstance(line.bound.shortcut, QShortcut) and line.bound.shortcut.isEnabled() for line in lines
        )
        unused.get(page, set()).difference_update(bound(window, page))
        unused["window"].difference_update(line.bound.key for line in lines)
    for page in NAMED_ONLY_WHILE:
        unused.pop(page, None)
    assert {page: keys for page, keys in unused.items() if keys} == {}, "words for keys that nobody binds"
    window.close()


def test_the_keys_of_pages_beside_the_rail_are_those_that_are_bound() -> None:
    beside = {(page["key"], page["id"]) for page in key_words()["pages"] if page["key"]}
    assert beside == set(PAGE_KEYS)
    assert not {key for key, _ in beside} & {page["key"] for page in words_of("words/desk.toml")["pages"]}


def test_the_sheet_is_searched_by_words_letters_and_keys_and_does_what_is_chosen(window: Window) -> None:
    window.press(Qt.Key.Key_F1)
    found = window.shell.sheet
    for typed in ("事项", "sx", "f4"):
        found.box.setText(typed)
        assert "F4" in {line.bound.key for line in found.lines}, typed
    found.box.setText("F4")
    window.press(Qt.Key.Key_Return)
    window.until("matters")
    assert not found.isVisible()
    window.close()


def test_the_sheet_shows_no_page_that_the_role_does_not_have(qtbot: QtBot, tmp_path: Path) -> None:
    training_folder(tmp_path / "data")
    made = Window(qtbot, tmp_path / "data")
    made.at_the_door()
    assert {line.bound.key for line in sheet(made)} >= {"F1", "Ctrl+K"}, "at the door, too"
    assert not {"F3", "F4"} & {line.bound.key for line in sheet(made)}
    made.enter(role="auditor", at=SATURDAY)
    made.until("settings")
    made.settle()
    keys = {line.bound.key for line in sheet(made)}
    assert "Shift+F5" in keys and not {"F3", "F4", "F6", "Shift+F6", "Ctrl+Alt+K"} & keys
    made.close()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_sheet_in_pictures(qapp: QApplication, window: Window, picture: Picture, name: str) -> None:
    apply_theme(qapp, Theme(name=name, body=14, strong_face=current.theme.strong_face))
    window.press(Qt.Key.Key_F3)
    window.until("reception")
    window.settle()
    window.press(Qt.Key.Key_F1)
    QApplication.processEvents()
    picture(window.shell, f"key-sheet-{name}", 1.0)
    assert cut_labels(window.shell.sheet) == []
    window.close()
