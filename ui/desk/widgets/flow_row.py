"""Small things on a line, as many as fit; the others on lines below."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme import current


class FlowLayout(QLayout):
    """Lays its things from left to right, each as wide as it wants to be, centred in the height of its line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        """How many things are laid."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in shown), default=0), max((s.height() for s in shown), default=0)
        )

    def _lay(self, rect: QRect, *, move: bool) -> int:
        px = current.theme.px
        line: list[tuple[QLayoutItem, QRect]] = []
        x, y, height = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if line and x + size.width() > rect.right() + 1:
                self._settle(line, height, move)
                x, y, height, line = rect.x(), y + height + px(6), 0, []
            line.append((item, QRect(QPoint(x, y), size)))
            x += size.width() + px(9)
            height = max(height, size.height())
        self._settle(line, height, move)
        return y + height - rect.y()

    @staticmethod
    def _settle(line: list[tuple[QLayoutItem, QRect]], height: int, move: bool) -> None:
        if move:
            for item, place in line:
                item.setGeometry(place.translated(0, (height - place.height()) // 2))


class FlowRow(QWidget):
    """A row of small things that never needs more width than its widest thing."""

    def __init__(self, *things: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        for thing in things:
            self._flow.addWidget(thing)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)
