"""The clipboard as something that must not keep a case: emptied at a lock, and soon after an identity number was copied.

Only what this program put there is taken away. Of what was copied a digest is kept, not the text.
"""

from __future__ import annotations

import hashlib
import re

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

NUMBER_STAYS = 9_000
"""Milliseconds that an identity number stays on the clipboard; the goal is ten seconds at most (trust.md 6, row 31)."""
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardCare(QObject):
    """Watches what this program puts on the clipboard, by whichever key."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._timer = QTimer(self, singleShot=True, interval=NUMBER_STAYS)
        self._timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._changed)

    def clear(self) -> None:
        """Empties the clipboard if it still holds what this program put there."""
        self._timer.stop()
        ours, self._ours = self._ours, {}
        for mode, digest in ours.items():
            if _digest(self._clipboard.text(mode)) == digest:
                self._clipboard.clear(mode)

    @property
    def holds_something(self) -> bool:
        """Whether something of ours lies there, as far as is known."""
        return bool(self._ours)

    def _changed(self, mode: QClipboard.Mode) -> None:
        if mode not in _MODES:
            return
        self._ours.pop(mode, None)
        if QApplication.activeWindow() is None:
            return  # somebody else's program put it there
        text = self._clipboard.text(mode)
        if not text:
            return
        self._ours[mode] = _digest(text)
        if _IDENTITY.search(text):
            self._timer.start()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
