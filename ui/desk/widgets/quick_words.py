"""What people say again and again, below the field where it is written down: one key puts the sentence there.

Nothing is said by itself: a field in which no key was pressed stays empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.desk.widgets.flow_row import FlowLayout
from ui.desk.widgets.key_chip import KeyChip

BETWEEN = "；"
"""Between what stands there and what is added."""


class QuickWords(QWidget):
    """The sentences with their keys, as many on a line as fit. `scope` is where the keys are heard."""

    def __init__(
        self,
        editor: QLineEdit | QPlainTextEdit,
        sentences: Sequence[str],
        keys: Sequence[str],
        scope: QWidget,
    ) -> None:
        super().__init__()
        self._editor = editor
        self.chips: list[KeyChip] = []
        line = FlowLayout(self)
        for sentence, key in zip(sentences, keys, strict=False):
            chip = KeyChip(sentence, key)
            chip.clicked.connect(partial(self.put, sentence))
            line.addWidget(chip)
            self.chips.append(chip)
            shortcut = QShortcut(QKeySequence(key), scope)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.put, sentence))

    def put(self, sentence: str, _clicked: bool = False) -> None:
        """Puts the sentence behind what stands in the field; one that stands there is not put twice."""
        editor = self._editor
        text = editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()
        if sentence in text:
            return
        made = f"{text.rstrip()}{BETWEEN}{sentence}" if text.strip() else sentence
        if isinstance(editor, QLineEdit):
            editor.setText(made)
        else:
            editor.setPlainText(made)
            cursor = editor.textCursor()
            cursor.movePosition(cursor.MoveOperation.End)
            editor.setTextCursor(cursor)
        editor.setFocus()
