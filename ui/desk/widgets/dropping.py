"""Files that are dropped onto a page or any of its fields go to one place; no field takes their path as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop)


class Dropping(QObject):
    """Watches a page and its fields. Text that is dragged stays the fields' own."""

    dropped = Signal(object)
    """The Path of a file."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)
        self._page = page
        self._watched: set[int] = set()
        self.watch_fields()

    def watch_fields(self) -> None:
        """Takes in the fields that were made since."""
        fields: Sequence[QWidget] = [
            *self._page.findChildren(QLineEdit),
            *(each.viewport() for each in self._page.findChildren(QPlainTextEdit)),
        ]
        for field in fields:
            if id(field) not in self._watched:
                self._watched.add(id(field))
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _DRAGS or not isinstance(event, QDropEvent):
            return False
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if not files:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            for file in files:
                self.dropped.emit(Path(file))
        return True
