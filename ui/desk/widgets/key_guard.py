"""Keeps a page's own keys from the editors, and tells when the cursor goes from one editor to another.

While the page writes, what the clerk types on is held back and given to the page when it is ready: a fast clerk names
the next visitor before the last one has a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
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
        self._acts = {
            QKeySequence(sequence).toString(): partial(_press, sequence, keys[sequence]) for sequence in keys
        }
        self._holding = False
        self._held: list[QEvent] = []
        for sequence, act in keys.items():
            shortcut = QShortcut(QKeySequence(sequence), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(_press, sequence, act))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    @property
    def holding(self) -> bool:
        """Whether keys are being held back."""
        return self._holding

    def hold(self) -> None:
        """From now on keys and clicks change nothing on the page; keys and words are kept in their order."""
        application = QApplication.instance()
        if not self._holding and application is not None:
            self._holding = True
            application.installEventFilter(self)

    def release(self) -> None:
        """Gives what was held to the page as it is now, until one of the keys holds the page again."""
        self._let_go()
        while self._held and not self._holding:
            event = self._held.pop(0)
            act = self._acts.get(_sequence_of(event))
            focused = QApplication.focusWidget()
            if act is not None:
                act()
            elif focused is not None and self._page.isAncestorOf(focused):
                QApplication.sendEvent(focused, event)

    def forget(self) -> None:
        """Lets go without giving back: the form that stays is not the one those keys were meant for."""
        self._let_go()
        self._held.clear()

    def _let_go(self) -> None:
        application = QApplication.instance()
        if self._holding and application is not None:
            application.removeEventFilter(self)
        self._holding = False

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
        if self._holding and isinstance(watched, QWidget) and self._page.isAncestorOf(watched):
            return self._hold_back(event)
        # on some desktops editors claim keys such as Ctrl+E for moving the cursor; here they are the page's
        if event.type() is not QEvent.Type.ShortcutOverride or watched is not self._watched:
            return False
        ours = _sequence_of(event) in self._acts
        if ours:
            event.ignore()
        return ours

    def _hold_back(self, event: QEvent) -> bool:
        """Keeps a key or a committed word for later; swallows clicks. The keys of the window itself work on."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and _sequence_of(event) in self._acts:
            # accepted: the key comes again as a key press, and that is held
            event.accept()
            return True
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            kept = QInputMethodEvent()
            kept.setCommitString(event.commitString())
            self._held.append(kept)
            return True
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._held.append(QKeyEvent(kind, event.key(), event.modifiers(), event.text()))
            return True
        return kind in _SWALLOWED


_SWALLOWED = (QEvent.Type.KeyRelease, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


def _sequence_of(event: QEvent) -> str:
    """The key of an event as the page's keys are written; empty for events that are none."""
    return QKeySequence(event.keyCombination()).toString() if isinstance(event, QKeyEvent) else ""


def _press(sequence: str, act: Callable[[], object]) -> None:
    """A key pressed over an open list of choices closes it first; Esc does no more than that."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.hide()
        if sequence == "Esc":
            return
    act()
