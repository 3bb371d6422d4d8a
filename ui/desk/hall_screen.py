"""A screen that others than the clerk look at: a window of its own, on the second screen where there is one.

Esc closes it, and it closes with the desk: what it shows needs a session.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.desk.hall import Hall
from ui.theme import current


class HallScreen(QWidget):
    """The window; what stands in it is its heir's affair."""

    closed = Signal()
    """It was closed."""

    def __init__(self, hall: Hall, title: str) -> None:
        super().__init__()
        self.setObjectName("self-service")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        hall.destroyed.connect(self.close)

    def stand(self, width: int, height: int) -> None:
        """Over the whole second screen; where there is only one, a window of that size in pixels of the 14-pixel desk."""
        screens = QGuiApplication.screens()
        if len(screens) > 1:
            self.setGeometry(screens[-1].geometry())
            self.showFullScreen()
        else:
            self.resize(current.theme.px(width), current.theme.px(height))
            self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)
