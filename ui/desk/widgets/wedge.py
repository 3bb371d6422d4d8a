"""A scanner that acts as a keyboard, in whatever field the cursor is: its burst becomes one signal and leaves no trace.

A code is known by its prefix (app/qr/families.py) and by keys faster than any hand. Until the prefix is complete every key
goes to its field; then the field gets back what stood there, and what follows is held until Enter, Tab or silence. What
proves to be no code is written into the field as if it had been typed: nothing that somebody types is ever eaten.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from app.qr.families import family_of, is_of_later_program, mended
from ui.desk.widgets.choice import ChoiceField

GAP = 0.06
"""Seconds between two keys of a scanner at most; a fast hand needs twice as long, and five times for these five keys."""
SILENCE = 300
"""Milliseconds without a key after which a burst has come to its end."""
FASTEST = 0.03
MOST_BY_HAND = 80
"""Keys in a row, each within 0.03 seconds of the one before, that no hand gives."""
SHORTEST = 24
"""Characters of the shortest code there is; what is shorter was typed by a hand."""
_PREFIX = re.compile(r"XF[A-Z][0-9]:")
_LENGTH = 5
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_COMMANDS = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class Wedge(QObject):
    """Watches the field that has the cursor; `follow` is told where that is."""

    scanned = Signal(str)
    """The text of a code, as the keys had it, without the key that ended it."""
    pictured = Signal(QImage)
    """A picture was pasted."""
    garbled = Signal()
    """Keys faster than any hand went into a field and made no code: an input method made words of them."""

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._watched: QWidget | None = None
        self._typed, self._last = "", 0.0
        self._held = ""
        self._put_back: Callable[[], object] = lambda: None
        self._fast, self._last_fast = 0, 0.0
        self._quiet = QTimer(self, singleShot=True, interval=SILENCE)
        self._quiet.timeout.connect(self.garbled)
        self._silence = QTimer(self, singleShot=True, interval=SILENCE)
        self._silence.timeout.connect(self.finish)

    @property
    def holding(self) -> bool:
        """Whether a burst is being held."""
        return bool(self._held)

    def follow(self, _: object, new: object) -> None:
        """The cursor went to another widget; None: off the page."""
        self.finish()
        for watched in _with_its_list(self._watched):
            watched.removeEventFilter(self)
        self._watched = new if isinstance(new, QWidget) else None
        for watched in _with_its_list(self._watched):
            watched.installEventFilter(self)

    def finish(self) -> None:
        """The burst is over: it was a code, or goes to the field."""
        self._silence.stop()
        text, self._held, self._typed = self._held, "", ""
        if not text:
            return
        if len(text.strip()) < SHORTEST:
            _insert(self._watched, text)
        else:
            self.scanned.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not any(watched is each for each in _with_its_list(self._watched)):
            return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._count()
            return self._key(event)
        if event.type() is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._count()
            return self._commit(event)
        return False

    def _count(self) -> None:
        """Counts keys that no hand gives, also those that an input method still holds."""
        now = self._clock()
        self._fast = self._fast + 1 if now - self._last_fast <= FASTEST and not self.holding else 0
        self._last_fast = now
        if self._fast >= MOST_BY_HAND:
            self._quiet.start()

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste()
        if self.holding and event.key() in _ENDS:
            self.finish()
            return True
        if not event.text() or event.modifiers() & _COMMANDS:
            return False
        return self._take(event.text())

    def _commit(self, event: QInputMethodEvent) -> bool:
        """Words of an input method; what stood before the code in the same event goes to the field."""
        text = event.commitString()
        if not text or not self._take(text):
            return False
        head = text[: -len(self._held)] if text.endswith(self._held) else ""
        _insert(self._watched, head)
        return True

    def _take(self, text: str) -> bool:
        """Takes what a key or an input method wrote; True where the field must not have it."""
        if self.holding:
            self._held += text
            self._silence.start()
            return True
        now = self._clock()
        if now - self._last > GAP:
            self._typed = ""
        self._last = now
        for place, character in enumerate(text):
            if mended(character) == "X":
                self._typed, self._put_back = "", _as_it_is(self._watched)
            self._typed += character
            if len(self._typed) == _LENGTH and _PREFIX.fullmatch(mended(self._typed)):
                self._put_back()
                self._held, self._typed = self._typed + text[place + 1 :], ""
                self._silence.start()
                self._quiet.stop()
                return True
        self._typed = self._typed[-_LENGTH:] if len(self._typed) < _LENGTH else ""
        return False

    def _paste(self) -> bool:
        """A pasted picture, or the text of a code; anything else is the field's own."""
        pasted = QGuiApplication.clipboard().mimeData()
        if pasted.hasImage():
            image = QGuiApplication.clipboard().image()
            if not image.isNull():
                self.pictured.emit(image)
                return True
        text = pasted.text() if pasted.hasText() else ""
        ours = family_of(mended(text)) is not None or is_of_later_program(mended(text))
        if ours and len(text.strip()) >= SHORTEST:
            self.scanned.emit(text)
            return True
        return False


def _with_its_list(widget: QWidget | None) -> tuple[QWidget, ...]:
    """The field, and the open list of its choices, which takes the keys first."""
    if widget is None or not isValid(widget):
        return ()
    return (widget, widget.completer_popup) if isinstance(widget, ChoiceField) else (widget,)


def _as_it_is(widget: QWidget | None) -> Callable[[], object]:
    """What puts the field back as it stands now, before four more characters came."""
    if isinstance(widget, ChoiceField):
        choice, text, at = widget.choice, widget.text(), widget.cursorPosition()
        return lambda: _choose(widget, choice, text, at)
    if isinstance(widget, QLineEdit):
        line, text = widget, widget.text()
        start, length, at = line.selectionStart(), len(line.selectedText()), line.cursorPosition()

        def back() -> None:
            line.setText(text)
            line.setCursorPosition(at)
            if length:
                line.setSelection(start, length)

        return back
    if isinstance(widget, QPlainTextEdit):
        return _page_as_it_is(widget)
    return lambda: None


def _choose(widget: ChoiceField, choice: object, text: str, at: int) -> None:
    if choice is not None and widget.choice is not choice:
        widget.take(choice)  # type: ignore[arg-type]
    else:
        widget.take_text(text)
    widget.setCursorPosition(at)


def _page_as_it_is(widget: QPlainTextEdit) -> Callable[[], object]:
    """Only what was written since is taken out: the whole text is never set anew, and can be undone as before."""
    cursor = widget.textCursor()
    start, taken = cursor.selectionStart(), cursor.selectedText().replace("\u2029", "\n")

    def back() -> None:
        now = widget.textCursor()
        end = now.position()
        if end < start:
            return
        now.setPosition(start)
        now.setPosition(end, now.MoveMode.KeepAnchor)
        now.insertText(taken)
        if taken:
            now.setPosition(start)
            now.setPosition(start + len(taken), now.MoveMode.KeepAnchor)
        widget.setTextCursor(now)

    return back


def _insert(widget: QWidget | None, text: str) -> None:
    if not text or widget is None or not isValid(widget):
        return
    if isinstance(widget, QLineEdit):
        widget.insert(text)
    elif isinstance(widget, QPlainTextEdit):
        widget.insertPlainText(text)
