"""A table as high as its rows, for pages that scroll as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt

from ui.desk.widgets.row_table import RowTable
from ui.theme import current


class FittedTable(RowTable):
    """Shows all its rows; never a scroll bar of its own."""

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Shows these rows and takes the height they need."""
        super().show_rows(rows)
        self._fit_height()

    def measure(self) -> None:
        """The head and every row; one row's room when there is none."""
        super().measure()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._fit_height()

    def _fit_height(self) -> None:
        self.setFixedHeight(current.theme.px(36) + current.theme.px(34) * max(len(self.rows), 1) + 2)
