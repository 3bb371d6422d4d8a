"""A hand at the keyboard of one real window: presses keys, types, waits for what they do. Knows no step of the tour."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.clock import stopwatch
from app.errors import Unavailable
from ui.desk.pages.sign_in import Ticket
from ui.desk.settings_file import SettingsFile
from ui.desk.widgets.choice import ChoiceField
from ui.desk.window import DeskWindow
from ui.printing import Printer

PATIENCE = 30.0
"""Seconds that anything may take before the tour says where it got stuck."""
TURN = 20
"""Milliseconds of one turn of the event loop."""
P = TypeVar("P", bound=QWidget)


class Hand:
    """One window on one data folder. `pace`: milliseconds a person may look at each step; 0 without a screen."""

    def __init__(self, application: QApplication, folder: Path, printer: Printer, pace: int) -> None:
        self._application, self._printer, self._pace = application, printer, pace
        self.step = ""
        self.window = DeskWindow(folder, SettingsFile(folder), application)
        self.window.shell.show()

    def enter(self, role: str, at: str) -> None:
        """Signs in to a training folder at an instant (ISO)."""
        self.until(lambda: self.window.shell.current_page == "sign-in")
        self.window.shell.activateWindow()
        self.window.stand_at(at)
        page = self.window.shell.page("sign-in")
        if page is not None:
            page.asked.emit(Ticket(role=role))  # type: ignore[attr-defined]
        self.until(lambda: self.window.day is not None)
        if self.window.day is not None:
            self.window.day.printer = self._printer
        self.settle()

    def page(self, name: str, kind: type[P]) -> P:
        """The page in front, once it is that one."""
        self.until(lambda: self.window.shell.current_page == name)
        found = self.window.shell.page(name)
        if not isinstance(found, kind):
            raise Unavailable("tour.stuck", step=self.step)
        self.settle()
        return found

    def press(self, sequence: str) -> None:
        """One key with its modifiers, and what follows from it."""
        combination = QKeySequence(sequence)[0]  # type: ignore[index]  # its stub forgets that it can
        popup = QApplication.activePopupWidget()
        if popup is None:
            self._be_active()
        handle = (popup or self.window.shell).windowHandle()
        QTest.keyClick(handle, combination.key(), combination.keyboardModifiers())
        self.settle()

    def write(self, text: str) -> None:
        """Words where the cursor is, as an input method gives them."""
        self._be_active()
        event = QInputMethodEvent()
        event.setCommitString(text)
        self._application.sendEvent(self._focused(), event)
        self._application.processEvents()

    def type(self, text: str) -> None:
        """Letters and digits where the cursor is."""
        self._be_active()
        QTest.keyClicks(self._focused(), text)
        self._application.processEvents()

    def fill(self, editor: QWidget, text: str) -> None:
        """Fills one field of a form; from a list the first that fits is taken."""
        self._be_active()
        editor.setFocus()
        if hasattr(editor, "clear"):
            editor.clear()
        if text.isascii():
            self.type(text)
        else:
            self.write(text)
        if isinstance(editor, ChoiceField):
            editor.textEdited.emit(editor.text())
            self.press("Return")

    def until(self, condition: Callable[[], object]) -> None:
        """Turns the loop until the condition holds. Raises Unavailable("tour.stuck")."""
        began = stopwatch()
        while not condition():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, TURN)
            if stopwatch() - began > PATIENCE:
                raise Unavailable("tour.stuck", step=self.step)

    def settle(self) -> None:
        """Waits until nothing is being read or written; where somebody watches, a moment longer."""
        for _ in range(3):
            self.until(lambda: not self.window.tasks.is_busy)
            self._application.processEvents()

    def rest(self, milliseconds: int) -> None:
        """Lets the window do what it does by itself for a while."""
        began = stopwatch()
        self.until(lambda: (stopwatch() - began) * 1000 >= milliseconds)

    def show(self) -> None:
        """A moment to look, where there is a screen."""
        self.settle()
        self.rest(self._pace)

    def leave(self) -> None:
        """Closes the window."""
        self.settle()
        self.window.shell.close()
        self._application.processEvents()

    def _be_active(self) -> None:
        if QApplication.activeWindow() is not self.window.shell:
            self.window.shell.activateWindow()
            self.until(lambda: QApplication.focusWidget() is not None)

    def _focused(self) -> QWidget:
        found = QApplication.focusWidget()
        if found is None:
            raise Unavailable("tour.stuck", step=self.step)
        return found
