"""Page objects of the mediation room: what a mediator does there by keys. All persons are invented."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.mediation.state import Mediation
from tests.services.rooms import furnished
from tests.ui.pages_window import Window, open_as, training_folder
from ui.desk.pages.mediation import MediationPage
from ui.desk.pages.mediation_file import MediationFilePage
from ui.desk.pages.mediation_form import MediationFormPage
from ui.desk.widgets.choice import ChoiceField
from ui.desk.widgets.story_field import StoryField

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
DAY = "2026-11-20T09:30"


class Room:
    """The mediation room in the window of one person."""

    def __init__(self, qtbot: QtBot, folder: Path, role: str = "mediator") -> None:
        self.window = Window(qtbot, folder)
        self.window.shell.resize(1366, 768)
        self.window.enter(role, at=DAY)
        self.window.today()

    def list(self) -> MediationPage:
        """The list (F5)."""
        self.window.press(Qt.Key.Key_F5)
        page = self.window.until("mediation")
        assert isinstance(page, MediationPage)
        self.settle()
        return page

    def form(self) -> MediationFormPage:
        """The form of a new mediation (Ctrl+N in the list)."""
        self.window.press(Qt.Key.Key_N, self.list().cases, CONTROL)
        page = self.window.until("mediation-form")
        assert isinstance(page, MediationFormPage)
        self.settle()
        return page

    def file(self, number: str = "") -> MediationFilePage:
        """The file that is in front, or that one."""
        if number:
            day = self.window.desk_window.day
            assert day is not None
            day.hall.asked_for_mediation.emit(number)
        page = self.window.until("mediation-file")
        assert isinstance(page, MediationFilePage)
        self.settle()
        return page

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(4):
            self.window.settle()

    def act(self, page: MediationFilePage, key: Qt.Key, **said: str) -> None:
        """An act by its key, its form filled and recorded with Ctrl+Enter."""
        self.window.press(key, page.overview.parties, ALT)
        self.settle()
        assert page.form is not None
        for name, text in said.items():
            put(page.form.fields[name].editor, text)
        self.save(page)

    def save(self, page: MediationFilePage) -> None:
        """Ctrl+Enter."""
        self.window.press(Qt.Key.Key_Return, page, CONTROL)
        self.settle()


def put(editor: object, text: str) -> None:
    """Types into an editor, or takes a code of its list."""
    if isinstance(editor, ChoiceField):
        assert editor.take_code(text), text
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
    elif isinstance(editor, StoryField):
        editor.set_text(text)
    else:
        editor.take(text)  # type: ignore[attr-defined]


def room_folder(folder: Path) -> Path:
    """A training folder whose mediation room has a body, mediators and a room."""
    made = training_folder(folder)
    desk = open_as(made, at=DAY)
    furnished(desk.session)
    desk.close()
    return made


def state_of(page: MediationFilePage) -> Mediation:
    """What the page shows."""
    assert page.view is not None
    return page.view.mediation
