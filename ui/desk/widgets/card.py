"""A card: a title on the left, its key on the right, things below. No shadow, no decoration."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desk.widgets.field import FieldRow
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current


class Card(Measured, QFrame):
    """A group of things that belong together."""

    def __init__(self, title: str = "", keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._holds_fields = False
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.content = QVBoxLayout(self)
        """Where the things go, from top to bottom."""
        self._title = text_label(title, "card-title")
        self._keys = KeyHint(keys)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._keys)
        if title or keys:
            self.content.addLayout(head)
        self.measure()

    def measure(self) -> None:
        """Margins of 16; below a row of fields its note line is the margin."""
        px = current.theme.px
        self.content.setContentsMargins(px(16), px(12), px(16), px(2 if self._holds_fields else 16))
        self.content.setSpacing(px(4 if self._holds_fields else 6))

    def set_title(self, title: str) -> None:
        """Another title, e.g. '诉求 2 / 2'."""
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_keys(self, keys: str) -> None:
        """Other keys beside the title."""
        self._keys.show_keys(keys)

    def add_row(self, row: FieldRow) -> FieldRow:
        """Puts a row of fields below what is there; its note line is the gap to what follows."""
        self.content.addWidget(row)
        self._holds_fields = True
        self.measure()
        return row
