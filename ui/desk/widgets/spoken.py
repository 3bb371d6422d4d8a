"""What painted widgets tell a screen reader: a role and a value, where Qt itself would only say that there is something.

Qt asks for it when a screen reader runs, and never otherwise.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@runtime_checkable
class Speaking(Protocol):
    """A widget that knows what it is."""

    spoken_role: QAccessible.Role

    @property
    def spoken_value(self) -> str:
        """What stands in it now; empty where nothing does."""
        ...


class Spoken(QAccessibleWidget):
    """Name and description as of every widget; role and value from the widget itself."""

    def text(self, which: QAccessible.Text) -> str:
        """The name, the description, or the value of the widget."""
        widget = self.object()
        if which is QAccessible.Text.Value and isinstance(widget, Speaking):
            return widget.spoken_value
        return super().text(which)


_MADE: list[Spoken] = []
"""Qt frees the interfaces of widgets that have gone; Python must not free them a second time, so they are held for ever.
Some hundreds in a day, and only where a screen reader runs."""


def _spoken(_key: str, widget: QObject) -> QAccessibleInterface | None:
    if not isinstance(widget, QWidget) or not isinstance(widget, Speaking):
        return None
    made = Spoken(widget, widget.spoken_role, "")
    _MADE.append(made)
    return made


def speak() -> None:
    """Lets screen readers ask; once for the program."""
    QAccessible.installFactory(_spoken)
