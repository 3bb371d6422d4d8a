"""Emptying and deleting what a person left behind the cover, some in each turn of the loop: no turn is a long one.

Nothing of it lives on meanwhile: its timers stand still, and nobody answers or tells it anything (`Tasks.forget_all`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from ui.desk.shield import Shield

SLICE = 120
"""Widgets that are emptied in one turn: some milliseconds, whatever they are."""


class Clearing(QObject):
    """One way out: everything that one person was shown. `pages` are out of the window already."""

    def __init__(
        self, shell: QWidget, shield: Shield, pages: Sequence[QWidget], done: Callable[[], object]
    ) -> None:
        super().__init__(shell)
        self._shield, self._pages, self._done = shield, list(pages), done
        self._page: QWidget | None = None
        self._rest = False
        self._take([])
        for page in pages:
            for timer in page.findChildren(QTimer):
                timer.stop()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self.step)

    def begin(self) -> None:
        """A piece in every turn from now on."""
        self._turn.start()

    def finish(self) -> None:
        """All of it at once: there is no time for turns."""
        while self.step():
            pass

    def step(self) -> bool:
        """One piece: a page looked through, some widgets emptied, a page deleted, the rest, the end; False after the end."""
        if self._at < len(self._parts):
            self._shield.wipe(self._parts[self._at : self._at + SLICE])
            self._at += SLICE
        elif self._page is not None:
            page, self._page = self._page, None
            if isValid(page):
                page.deleteLater()
        elif self._pages:
            self._page = self._pages.pop()
            self._take([self._page, *self._page.findChildren(QWidget)] if isValid(self._page) else [])
        elif not self._rest:
            self._rest = True
            self._take(self._shield.parts())
        else:
            self._turn.stop()
            self.deleteLater()
            self._done()
            return False
        return True

    def _take(self, parts: list[QWidget]) -> None:
        self._parts, self._at = parts, 0
