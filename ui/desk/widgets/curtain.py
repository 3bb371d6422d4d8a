"""Covers what stands in editors from onlookers: dots, except in the one editor the cursor is in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QMoveEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from ui.theme import current

DOTS = "●" * 12


class _Dots(QWidget):
    """Dots over the room where a long text stands; there are as many for any text, and none for an empty one."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        super().__init__(editor.viewport())
        self._editor = editor
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        editor.viewport().installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Covers the whole room."""
        self.setGeometry(self._editor.viewport().rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.fit()
        return False

    def moveEvent(self, event: QMoveEvent) -> None:
        """A text that scrolls takes what lies over it along; the cover stays."""
        if not self.pos().isNull():
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), current.theme
        painter.fillRect(self.rect(), QColor(theme.colours.surface))
        if not self._editor.document().isEmpty():
            painter.setPen(QColor(theme.colours.secondary))
            room = self.rect().adjusted(theme.px(4), theme.px(4), 0, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), DOTS)


class Curtain(QObject):
    """Drawn or open; follows the cursor while it is drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._editors: list[QWidget] = []
        self._dots: dict[QWidget, _Dots] = {}
        self._drawn = False

    @property
    def drawn(self) -> bool:
        """Whether editors without the cursor are covered."""
        return self._drawn

    def cover(self, editors: Sequence[QWidget]) -> None:
        """These editors belong behind the curtain, too."""
        self._editors += [editor for editor in editors if editor not in self._editors]
        if self._drawn:
            self.follow(None, QApplication.focusWidget())

    def draw(self, drawn: bool) -> None:
        """Draws or opens the curtain, at once."""
        self._drawn = drawn
        self.follow(None, QApplication.focusWidget())

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """The cursor went from `old` to `new`: what is covered changes."""
        for editor in self._editors:
            self._set(editor, self._drawn and editor is not new)

    def covers(self, editor: QWidget) -> bool:
        """Whether the content of `editor` is covered now."""
        if isinstance(editor, QLineEdit):
            return editor.echoMode() is QLineEdit.EchoMode.Password
        return editor in self._dots and not self._dots[editor].isHidden()

    def _set(self, editor: QWidget, covered: bool) -> None:
        if isinstance(editor, QLineEdit):
            mode = QLineEdit.EchoMode.Password if covered else QLineEdit.EchoMode.Normal
            if editor.echoMode() is not mode:
                editor.setEchoMode(mode)
        elif isinstance(editor, QPlainTextEdit):
            if covered and editor not in self._dots:
                self._dots[editor] = _Dots(editor)
            if editor in self._dots:
                self._dots[editor].setVisible(covered)
