"""The head of a page: its title, what is open beside it, and the keys that work everywhere."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk.widgets.key_hint import YieldingHint, text_label
from ui.desk.widgets.measured import Measured
from ui.theme import current


class PageHeader(Measured, QWidget):
    """Title on the left, chips (drafts, filters) after it, key hints at the right end."""

    def __init__(self, title: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = text_label(title, "title")
        self._keys = YieldingHint(keys)
        self._chips = QHBoxLayout()
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._title)
        line.addLayout(self._chips)
        line.addStretch(1)
        line.addWidget(self._keys)
        self.measure()

    def measure(self) -> None:
        """Height of the head and the gaps in it."""
        self._chips.setSpacing(current.theme.px(12))
        self._line.setSpacing(current.theme.px(20))
        self.setMinimumHeight(current.theme.px(34))

    def set_title(self, title: str) -> None:
        """Another title, e.g. with the date."""
        self._title.setText(title)

    def set_keys(self, keys: str) -> None:
        """Other keys at the right end."""
        self._keys.show_keys(keys)

    def add_chip(self, widget: QWidget) -> None:
        """Puts a chip after those that are there."""
        self._chips.addWidget(widget)
