"""A card: a title on the left, its key on the right, things below. No shadow, no decoration."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from ui.desk.widgets.field import FieldRow
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current

BELOW, BELOW_NOTES, BELOW_BLANKS = 16, 12, 2
"""Pixels below the last thing of a card: usually, below notes, and below note lines in which nothing stands."""


class Card(Measured, QFrame):
    """A group of things that belong together."""

    def __init__(self, title: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holds_fields = False
        self._called = ""
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.content = QVBoxLayout(self)
        """Where the things go, from top to bottom."""
        self._title = text_label(title, "card-title")
        self._keys = KeyHint(keys)
        self._head = QHBoxLayout()
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._free = self._head.count() - 1
        self._head.addWidget(self._keys)
        if title or keys:
            self.content.addLayout(self._head)
        self.measure()

    def measure(self) -> None:
        """Margins of 16, and what the last thing in the card leaves below."""
        px = current.theme.px
        self._head.setSpacing(px(14))
        self.content.setContentsMargins(px(16), px(12), px(16), px(self._below()))
        self.content.setSpacing(px(4 if self._holds_fields else 6))

    def _below(self) -> int:
        """16; less below a row of fields: its notes' line is part of the margin, or all of it while nothing stands there."""
        last = _last_shown(self.content)
        if not isinstance(last, FieldRow):
            return BELOW
        return BELOW_NOTES if last.ends_in_words else BELOW_BLANKS

    def event(self, event: QEvent) -> bool:
        """Something in it came, went or says something else: what is left below follows."""
        if event.type() is QEvent.Type.LayoutRequest:
            margins = self.content.contentsMargins()
            if margins.bottom() != (below := current.theme.px(self._below())):
                margins.setBottom(below)
                self.content.setContentsMargins(margins)
        return super().event(event)

    @property
    def keys(self) -> str:
        """The keys that are printed beside the title."""
        return self._keys.text()

    def set_title(self, title: str) -> None:
        """Another title, e.g. '诉求 2 / 2'."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self._name_tables()

    def set_keys(self, keys: str) -> None:
        """Other keys beside the title."""
        self._keys.show_keys(keys)

    def put_in_head(self, widget: QWidget) -> None:
        """Puts something between title and keys; it gets the room that is left there."""
        self._head.insertWidget(1, widget, 1)
        self._free += 1
        self._head.setStretch(self._free, 0)

    def add_row(self, row: FieldRow) -> FieldRow:
        """Puts a row of fields below what is there; its note line is the gap to what follows."""
        self.content.addWidget(row)
        self._holds_fields = True
        self.measure()
        return row

    def showEvent(self, event: QShowEvent) -> None:
        self._name_tables()
        super().showEvent(event)

    def _name_tables(self) -> None:
        """A table is read aloud by the title above it, unless it has a name of its own."""
        title = self._title.text()
        for table in self.findChildren(QAbstractItemView):
            if title and table.accessibleName() in ("", self._called):
                table.setAccessibleName(title)
        self._called = title


def _last_shown(column: QVBoxLayout) -> QWidget | None:
    """What stands lowest in a column; where that is a box with a column of its own, the lowest in it.

    Asks the things where they stand, never the column what it holds (decision 0154).
    """
    box, below = column.parentWidget(), Qt.FindChildOption.FindDirectChildrenOnly
    if box is None:
        return None
    lowest: QWidget | None = None
    place = -1
    for widget in box.findChildren(QWidget, options=below):
        if (at := column.indexOf(widget)) > place and not widget.isHidden():
            lowest, place = widget, at
    for line in column.findChildren(QLayout, options=below):
        if (at := column.indexOf(line)) > place:
            lowest, place = box, at
    inner = lowest.layout() if lowest is not None and lowest is not box else None
    return (_last_shown(inner) if isinstance(inner, QVBoxLayout) else None) or lowest


class CardRow(Measured, QWidget):
    """Cards side by side, all of one width; as many on a line as fit, the others on lines below."""

    def __init__(self, *cards: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = cards
        self._on_a_line = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._arrange(len(cards))
        self.measure()

    def measure(self) -> None:
        """Gaps of 12, as between all cards."""
        self._grid.setSpacing(current.theme.px(12))
        self._arrange(self._fitting())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(self._fitting())
        super().resizeEvent(event)

    def _widest(self) -> int:
        return max((card.minimumSizeHint().width() for card in self.cards), default=1)

    def _fitting(self) -> int:
        gap = self._grid.spacing()
        return min(max((self.width() + gap) // (self._widest() + gap), 1), len(self.cards))

    def _arrange(self, on_a_line: int) -> None:
        if on_a_line == self._on_a_line:
            return
        self._on_a_line = on_a_line
        for at, card in enumerate(self.cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, at // on_a_line, at % on_a_line)
            self._grid.setColumnStretch(at, 1 if at < on_a_line else 0)
        self.updateGeometry()
