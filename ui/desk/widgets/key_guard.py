"""Keeps a page's own keys from the editors, and tells when the cursor goes from one editor to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class KeyGuard(QObject):
    """The keys of one page; they work while the cursor is on it."""

    moved = Signal(object, object)
    """The cursor went from one widget to another; either may be None, one of them is on the page."""

    def __init__(self, page: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(page)
        self._page = page
        self._watched: QWidget | None = None
        self._sequences = {QKeySequence(sequence).toString() for sequence in keys}
        for sequence, act in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(_press, sequence, act))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._page):
            return
        here = new if new is not None and self._page.isAncestorOf(new) else None
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = here
        if here is not None:
            here.installEventFilter(self)
        if here is not None or (old is not None and self._page.isAncestorOf(old)):
            self.moved.emit(old, here)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # on some desktops editors claim keys such as Ctrl+E for moving the cursor; here they are the page's
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        ours = QKeySequence(event.keyCombination()).toString() in self._sequences
        if ours:
            event.ignore()
        return ours


def _press(sequence: str, act: Callable[[], object]) -> None:
    """A key pressed over an open list of choices closes it first; Esc does no more than that."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
        if sequence == "Esc":
            return
    act()
