"""A text that breaks its lines and is always as high as it needs at its width, however deep it stands in layouts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.desk.widgets.measured import Measured


class WrappedLine(Measured, QLabel):
    """A paragraph in a role of the style sheet."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def measure(self) -> None:
        """As high as the text is at this width."""
        self.ensurePolished()
        self.setFixedHeight(max(self.heightForWidth(self.width()), self.fontMetrics().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure()
