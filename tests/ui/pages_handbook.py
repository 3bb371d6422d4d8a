"""The handbook in the window, in a clerk's words."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.ui.pages_window import Window
from ui.desk.pages.handbook import HandbookPage

CONTROL = Qt.KeyboardModifier.ControlModifier


class OpenHandbook:
    """What somebody does who looks something up."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def open(self) -> HandbookPage:
        """Ctrl+F1."""
        self.window.press(Qt.Key.Key_F1, None, CONTROL)
        return self.page

    @property
    def page(self) -> HandbookPage:
        """The page, in front."""
        page = self.window.until("handbook")
        assert isinstance(page, HandbookPage)
        return page

    @property
    def reads(self) -> str:
        """The name of the chapter that is shown."""
        chapter = self.page.chapter
        assert chapter is not None
        assert self.page.view.toPlainText().startswith(chapter.title)
        assert self.page.view.accessibleName() == chapter.title
        return chapter.name

    @property
    def titles(self) -> list[str]:
        """What the list on the left says."""
        return [row.title for row in self.page.table.rows]

    @property
    def scrolled(self) -> int:
        """How far down the text stands."""
        return self.page.view.verticalScrollBar().value()

    def find(self, typed: str) -> None:
        """Types into the line to find."""
        self.page.box.setText(typed)

    def leave(self, page: str) -> None:
        """Esc, back to that page."""
        self.window.press(Qt.Key.Key_Escape)
        self.window.until(page)
