"""Questions and answers, a line each (问答): Enter goes from the question to the answer and on, Tab turns an empty line.

Every line begins with who speaks and a colon; Shift+Enter goes on in the same one's words.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from ui.desk.widgets.story_field import StoryField

COLON = "\uff1a"


class QuestionField(StoryField):
    """Several lines of text that begin with `ask` or `answer` by themselves."""

    def __init__(self, ask: str, answer: str, *, lines: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=lines)
        self._ask, self._answer = f"{ask}{COLON}", f"{answer}{COLON}"

    def put_question(self, sentence: str) -> None:
        """Puts a question at the end and begins its answer; a question that was only begun is used."""
        text = self.text.rstrip()
        for begun in (self._ask, self._answer):
            if text.endswith(f"\n{begun}") or text == begun:
                text = text[: -len(begun)].rstrip("\n")
        before = f"{text}\n" if text else ""
        self.set_text(f"{before}{self._ask}{sentence}\n{self._answer}")
        self.ensureCursorVisible()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._next_line()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if next and self.textCursor().block().text() in (self._ask, self._answer):
            self._turn()
            return True
        return super().focusNextPrevChild(next)

    def _next_line(self) -> None:
        """After a question its answer, after anything else the next question; an empty line is turned instead."""
        cursor = self.textCursor()
        line = cursor.block().text()
        if line in (self._ask, self._answer):
            self._turn()
            return
        begun = self._answer if line.startswith(self._ask) else self._ask
        cursor.insertText(f"\n{begun}" if line else begun)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _turn(self) -> None:
        """Makes an empty question an answer, and the other way round."""
        cursor = self.textCursor()
        other = self._answer if cursor.block().text() == self._ask else self._ask
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(other)
        self.setTextCursor(cursor)
