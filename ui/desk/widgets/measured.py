"""Widgets whose margins and heights follow the size of the text, also when it changes while they are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object


class Measured(_Widget):
    """To be named before the Qt class. Call `measure` once at the end of `__init__`."""

    def measure(self) -> None:
        """Sets what depends on the theme's size; called again when the theme changes."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.StyleChange:
            self.measure()
        super().changeEvent(event)
