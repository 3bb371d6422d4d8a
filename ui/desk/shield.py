"""What is done to the screen when it is locked: covered at once, other windows closed, every text that was shown emptied.

Pages are deleted a turn of the loop later; what they showed is gone before that, so that nothing of a case stands in a
widget that an onlooker, a screen reader or a forgotten reference could still ask.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmapCache
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from shiboken6 import isValid

from ui.desk.widgets.forgetting import Forgetting
from ui.desk.widgets.row_table import RowTable
from ui.theme import current


class Cover(QWidget):
    """One plain ground over a whole window."""

    def __init__(self, window: QWidget, words: str) -> None:
        super().__init__(window)
        self._words = words
        self.setObjectName("shield")
        self.setAccessibleName(words)
        self.setGeometry(window.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current.theme
        painter.fillRect(self.rect(), QColor(theme.colours.background))
        painter.setPen(QColor(theme.colours.secondary))
        painter.setFont(theme.font(17))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)


class Shield:
    """Covers the desk's window and clears every other one away."""

    def __init__(self, shell: QWidget, words: str) -> None:
        self._shell, self._words = shell, words
        self._cover: Cover | None = None

    @property
    def is_up(self) -> bool:
        """Whether the window is covered."""
        return self._cover is not None

    def raise_(self) -> None:
        """Covers the window before anything else is done, and puts every other window out of sight."""
        if self._cover is None:
            self._cover = Cover(self._shell, self._words)
        self._cover.show()
        self._cover.raise_()
        self._cover.repaint()
        QToolTip.hideText()
        for window in other_windows(self._shell):
            if isinstance(window, QDialog):
                window.reject()
            elif isinstance(window, QMenu):
                window.close()
            window.hide()

    def lower(self) -> None:
        """Takes the cover away: the door stands behind it."""
        if self._cover is not None:
            self._cover.hide()
            self._cover.deleteLater()
            self._cover = None

    def parts(self) -> list[QWidget]:
        """Every widget there is now, in all windows; asked for before the pages go."""
        own = {self._shell, self._cover}
        found = self._shell.findChildren(QWidget)
        for window in other_windows(self._shell):
            found += [window, *window.findChildren(QWidget)]
        return [widget for widget in found if widget not in own]

    @staticmethod
    def wipe(widgets: Iterable[QWidget]) -> None:
        """Empties these widgets, without telling anybody; cached pictures go, too."""
        for widget in widgets:
            if isValid(widget):
                empty(widget)
        QPixmapCache.clear()


def other_windows(shell: QWidget) -> list[QWidget]:
    """Every window of the program but the desk's own: dialogues, previews, lists of choices, menus."""
    return [window for window in QApplication.topLevelWidgets() if window is not shell]


def empty(widget: QWidget) -> None:
    """Takes everything away that a widget shows, tells or could bring back by undoing. Its signals stay silent."""
    widget.blockSignals(True)
    if isinstance(widget, QLineEdit):
        widget.setText("")  # unlike clear(), this forgets what could be undone
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        document = widget.document()
        document.blockSignals(True)
        document.setUndoRedoEnabled(False)
        document.clear()
    elif isinstance(widget, QLabel):
        widget.clear()
    elif isinstance(widget, Forgetting):
        widget.forget()
    elif isinstance(widget, RowTable):
        widget.show_rows(())
    elif isinstance(widget, QAbstractItemView):
        widget.setModel(None)
    elif isinstance(widget, QAbstractButton):
        widget.setText("")
    for told in (widget.accessibleName, widget.accessibleDescription, widget.toolTip, widget.windowTitle):
        if told():
            getattr(widget, f"set{told.__name__[0].upper()}{told.__name__[1:]}")("")
