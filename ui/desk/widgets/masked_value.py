"""One masked value: shown in full only while a key or the mouse is held, for half a minute at most.

The widget knows no value but the mask: it asks whenever it is held, and forgets what it was told as soon as it is let go.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from resources.loader import words as words_of
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

LONGEST = 30_000
"""Milliseconds that a value is shown at most, however long the key is held."""
COPY_FULL = QKeySequence("Ctrl+Shift+C")
HOLDS = (Qt.Key.Key_Space,)


class MaskedValue(Measured, QWidget):
    """Label and mask on one line, with the keys that show it. Ctrl+C copies the mask."""

    held = Signal(str)
    """The field whose value is to be shown: somebody holds it."""
    copy_asked = Signal(str)
    """The field whose whole value is to be copied."""

    def __init__(self, field: str, label: str, mask: str) -> None:
        super().__init__()
        text = self._text = words_of("words/people_window.toml")["masked"]
        self.field = field
        """What it is called where it is asked for: petitioners/1/id_number."""
        self._label, self._mask = label, mask
        self._holding = False
        self._timer = QTimer(self, singleShot=True, interval=LONGEST)
        self._timer.timeout.connect(self.let_go)
        self._shown = text_label(mask, "card-title")
        self._hint = KeyHint(text["keys"])
        self._line = QHBoxLayout(self)
        self._line.addWidget(text_label(label, "small"))
        self._line.addWidget(self._shown)
        self._line.addStretch(1)
        self._line.addWidget(self._hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(text["keys"])
        self._tell()
        self.measure()

    @property
    def text(self) -> str:
        """What stands there now."""
        return self._shown.text()

    @property
    def is_held(self) -> bool:
        """Whether somebody holds it."""
        return self._holding

    def hint_beside(self, stands: bool) -> None:
        """Whether the keys stand beside it: of several values on one line only at the last."""
        self._hint.setVisible(stands)

    def measure(self) -> None:
        """A line like those of the people above it."""
        self._line.setContentsMargins(current.theme.px(8), 0, 0, 0)
        self._line.setSpacing(current.theme.px(10))

    def hold(self) -> None:
        """Somebody holds it: the value is asked for."""
        if not self._holding:
            self._holding = True
            self._timer.start()
            self.held.emit(self.field)

    def show_full(self, value: str) -> None:
        """Shows the value, if it is still held; an answer that comes too late is dropped."""
        if self._holding:
            self._shown.setText(value)
            self._tell()

    def let_go(self) -> None:
        """Back to the mask."""
        self._holding = False
        self._timer.stop()
        self._shown.setText(self._mask)
        self._tell()

    def _tell(self) -> None:
        shown = self._shown.text() != self._mask
        state = self._text["shown" if shown else "covered"]
        self.setAccessibleName(f"{self._label} {self._shown.text() if shown else ''} {state}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            theme = current.theme
            QPainter(self).fillRect(0, 0, theme.px(3), self.height(), QColor(theme.colours.accent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLDS:
            if not event.isAutoRepeat():
                self.hold()
        elif event.matches(QKeySequence.StandardKey.Copy):
            QApplication.clipboard().setText(self._mask)
        elif QKeySequence(event.keyCombination()) == COPY_FULL:
            self.copy_asked.emit(self.field)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in HOLDS:
            if not event.isAutoRepeat():
                self.let_go()
        else:
            super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        self.hold()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.let_go()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._hint.show_keys(self._text["keys_here"])
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._hint.show_keys(self._text["keys"])
        self.let_go()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.let_go()
        super().hideEvent(event)
