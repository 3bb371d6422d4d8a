"""Phrases of the library at the cursor: a key lists them, Enter puts the chosen one into the text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPlainTextEdit

KEY = "Alt+Down"
SHOWN = 40
"""Characters of a phrase in the list; the whole one is in its tip."""


def offer_phrases(editor: QPlainTextEdit, phrases: Sequence[str]) -> None:
    """Lets `KEY` bring the phrases at the cursor of `editor`."""
    shortcut = QShortcut(QKeySequence(KEY), editor)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    menu = QMenu(editor)
    menu.setToolTipsVisible(True)
    for phrase in phrases:
        plain = " ".join(phrase.split())
        entry = menu.addAction(
            (plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…").replace("&", "&&")
        )
        entry.setToolTip(phrase)
        entry.triggered.connect(lambda _=False, text=phrase: editor.insertPlainText(text))

    def bring() -> None:
        menu.popup(editor.mapToGlobal(editor.cursorRect().bottomLeft()))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    shortcut.activated.connect(bring)
