"""Tells every open view once what changed. Views ask for their rows again; nobody calls a view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.changes import Changes


class ChangeBus(QObject):
    """One signal for the whole desk; lives on the GUI thread."""

    changed = Signal(object)
    """Carries a Changes that is not empty."""

    def tell(self, changes: Changes) -> None:
        """Passes `changes` to every listener; an empty notice is not passed on."""
        if changes:
            self.changed.emit(changes)
