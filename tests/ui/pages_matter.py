"""Page object of one matter: what a clerk does there by keys. All persons are invented."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.errors import Unavailable
from app.services.matter_sheet import MatterSheet
from tests.ui.pages_window import Window
from ui.desk.pages.matter import MatterPage
from ui.desk.widgets.choice import ChoiceField
from ui.printing import Printed

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class PaperTray:
    """A printer that keeps what it was given; without a name it is none."""

    def __init__(self, name: str = "练习打印机") -> None:
        self._name = name
        self.head_is_printed = False
        self.printed: list[tuple[str, bytes]] = []

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    @property
    def printed_head(self) -> bool:
        """Whether its sheets bear the red head already."""
        return self.head_is_printed

    def print_pdf(self, data: bytes, title: str, copies: int = 1) -> Printed:
        """Keeps the paper."""
        if not self._name:
            raise Unavailable("print.no_printer")
        self.printed.append((title, data))
        return Printed(printer=self._name, pages=1, copies=copies)


class MatterDesk:
    """One matter in the window."""

    def __init__(self, window: Window, number: str, printer: PaperTray | None = None) -> None:
        self.window = window
        day = window.desk_window.day
        assert day is not None
        self.printer = printer or PaperTray()
        day.printer = self.printer
        day.hall.asked_for_matter.emit(number)
        page = window.until("matter")
        assert isinstance(page, MatterPage)
        self.page = page
        self.settle()

    @classmethod
    def on(cls, window: Window) -> MatterDesk:
        """The matter that is in front already."""
        page = window.until("matter")
        assert isinstance(page, MatterPage)
        made = cls.__new__(cls)
        made.window, made.page, made.printer = window, page, PaperTray()
        made.settle()
        return made

    @property
    def sheet(self) -> MatterSheet:
        """What was read."""
        assert self.page.sheet is not None
        return self.page.sheet

    def settle(self) -> None:
        """Waits for reads and writes, and for what they set off."""
        for _ in range(3):
            self.window.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key and waits for what it does."""
        self.window.press(key, None, modifier)
        self.settle()

    def fill(self, **values: str) -> None:
        """Fills fields of the form that is open."""
        form = self.page.beside.form
        assert form is not None, "no form is open"
        for name, text in values.items():
            editor = form.fields[name].editor
            editor.setFocus()
            if hasattr(editor, "clear"):
                editor.clear()
            self.window.keys(text)
            if isinstance(editor, ChoiceField):
                self.window.press(Qt.Key.Key_Return)
        QApplication.processEvents()

    def save(self) -> None:
        """Ctrl+Enter."""
        self.key(Qt.Key.Key_Return, CONTROL)

    def issue(self, kind: str) -> None:
        """Alt+P, the kind, the draft, Ctrl+Enter."""
        self.key(Qt.Key.Key_P, ALT)
        kinds = [row.kind for row in self.page.beside.papers.rows]
        self.page.beside.papers.selectRow(kinds.index(kind))
        self.key(Qt.Key.Key_Return)
        self.save()

    @property
    def foot(self) -> list[str]:
        """The buttons at the foot."""
        return [button.text() for button in self.page.foot.buttons]
