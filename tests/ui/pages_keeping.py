"""Page objects of keeping and going back: what somebody does when the data are damaged or lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.pages_window import Window, open_as, registered
from ui.bootstrap.backups import backup_keeper, backup_plan, keep_backup_plan
from ui.desk.pages.bring_back import BringBackPage
from ui.desk.widgets.notice import NoticePage

CONTROL = Qt.KeyboardModifier.ControlModifier


def planned(folder: Path, *targets: Path) -> None:
    """Backups go into these folders."""
    for target in targets:
        target.mkdir(exist_ok=True)
    keep_backup_plan(folder, replace(backup_plan(folder), folders=tuple(str(target) for target in targets)))


def backed_up(folder: Path, *names: str) -> list[str]:
    """Registers these people and backs the folder up; the answer is their numbers."""
    desk = open_as(folder)
    numbers = [registered(desk, name) for name in names]
    assert backup_keeper(desk).run(desk.session.now()).ok
    desk.close()
    return numbers


class GoingBack:
    """The page of going back, as a clerk uses it."""

    def __init__(self, qtbot: QtBot, where: Path | Window) -> None:
        self.window = where if isinstance(where, Window) else Window(qtbot, where)

    def sign_in_in_vain(self) -> NoticePage:
        """Somebody picks a role, and the folder does not open."""
        page = self.window.at_the_door()
        self.window.press(Qt.Key.Key_Return, page.roles)
        return self.notice()

    def notice(self) -> NoticePage:
        """The page that says one thing."""
        page = self.window.until("notice")
        assert isinstance(page, NoticePage)
        return page

    def open(self) -> BringBackPage:
        """F9 where the folder does not open; waits until the backups are there."""
        self.window.press(Qt.Key.Key_F9)
        return self.page

    @property
    def page(self) -> BringBackPage:
        """The page of going back, with what was found."""
        page = self.window.until("bring-back")
        assert isinstance(page, BringBackPage)
        self.settle()
        return page

    def settle(self) -> None:
        """Waits for what is read and written."""
        for _ in range(4):
            self.window.settle()

    def rows(self) -> list[list[str]]:
        """The list as it stands on the screen."""
        table = self.page.table
        model = table.model()
        return [
            [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def answer(self, receipts: str, number: str = "") -> None:
        """Whether receipts went out later, and the last number."""
        self.page.receipts.take(receipts)
        self.fill("number", number)

    def fill(self, field: str, text: str) -> None:
        """Types into a field."""
        editor = self.page.fields[field].editor
        assert isinstance(editor, QLineEdit)
        editor.setText(text)

    def restore(self) -> None:
        """恢复."""
        self.window.press(Qt.Key.Key_Return, self.page.table, CONTROL)

    def note(self, field: str) -> str:
        """What stands below a field."""
        return self.page.fields[field].note.text

    def sentences(self) -> str:
        """Everything a notice says."""
        return "".join(label.text() for label in self.notice().findChildren(QLabel))
