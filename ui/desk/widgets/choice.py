"""Choosing from a code list by typing: code, words, or first letters of pinyin. Free text stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit, QListView, QWidget

SHOWN = 12
"""How many suggestions are listed at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a code list; `path`: what stands above it, `initials`: first letters of its readings, "|" between."""

    code: str
    word: str
    path: str = ""
    initials: str = ""

    @property
    def line(self) -> str:
        """How it stands in the list of suggestions and, once chosen, in the field."""
        return f"{self.path} › {self.word}" if self.path else self.word


def matching(choices: Sequence[Choice], typed: str, limit: int = SHOWN) -> tuple[Choice, ...]:
    """The choices that `typed` may mean: whole, then beginnings, then anywhere, then in what stands above.

    Several words may be typed with blanks between them; each must be found.
    """
    parts = typed.casefold().split()
    placed = []
    for at, choice in enumerate(choices):
        places = [_place(choice, part) for part in parts]
        if None not in places:
            placed.append((max((place or 0 for place in places), default=0), at, choice))
    return tuple(choice for _, _, choice in sorted(placed, key=lambda item: item[:2])[:limit])


def _place(choice: Choice, part: str) -> int | None:
    word, code, readings = (
        choice.word.casefold(),
        choice.code.casefold(),
        choice.initials.casefold().split("|"),
    )
    tests = (
        part in (word, code, *readings),
        any(text.startswith(part) for text in (word, code, *readings)),
        any(part in text for text in (word, *readings)),
        part in choice.path.casefold(),
    )
    return next((place for place, found in enumerate(tests) if found), None)


class ChoiceField(QLineEdit):
    """A field over a code list: ↓ lists, Enter takes the first; what fits nothing stays as typed."""

    chosen = Signal(object)
    """The Choice that was taken, or None when the text became free text again."""

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._choice: Choice | None = None
        self._listed: tuple[Choice, ...] = ()
        self._awaited = ("", "")
        self._finder: Callable[[str], Sequence[Choice]] | None = None
        self._lines = QStringListModel(self)
        popup = QListView()
        popup.setObjectName("choices")
        completer = QCompleter(self._lines, self)
        completer.setPopup(popup)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(SHOWN)
        completer.setWidget(self)
        completer.activated.connect(self._take_line)
        self._completer = completer
        self._popup = popup
        popup.installEventFilter(self)
        self.textEdited.connect(self._narrow)

    @property
    def choice(self) -> Choice | None:
        """What is chosen; None while the text is free."""
        return self._choice

    @property
    def suggestions(self) -> tuple[Choice, ...]:
        """What the list offers at this moment."""
        return self._listed

    @property
    def completer_popup(self) -> QListView:
        """The list of suggestions, a window of its own."""
        return self._popup

    def offer(self, choices: Sequence[Choice]) -> None:
        """Another code list; a chosen entry that it does not hold becomes free text."""
        awaited = self.code
        self._choices = tuple(choices)
        if self._choice is not None and self._choice not in self._choices:
            self._settle(None)
        if awaited and self._choice is None:
            self.take_code(awaited)

    def find_with(self, finder: Callable[[str], Sequence[Choice]]) -> None:
        """Suggestions come from `finder` (typed text → choices, best first) in place of the list's own order."""
        self._finder = finder

    def take(self, choice: Choice) -> None:
        """Chooses `choice`, as if it had been typed."""
        self.setText(choice.line)
        self.setCursorPosition(0)
        self._popup.hide()
        self._settle(choice)

    @property
    def code(self) -> str:
        """The code of what is chosen, or of what will be once its list is there; empty for free text."""
        if self._choice is not None:
            return self._choice.code
        code, line = self._awaited
        return code if code and self.text() == line else ""

    def await_code(self, code: str, line: str) -> None:
        """Chooses the entry with this code, now or when a list that holds it is offered; shows `line` until then."""
        if not (code and self.take_code(code)):
            self.take_text(line)
            self._awaited = (code, line)

    def take_text(self, text: str) -> None:
        """Free text, as it was typed once; nothing is chosen."""
        self._awaited = ("", "")
        self.setText(text)
        self._popup.hide()
        self._settle(None)

    def take_code(self, code: str) -> bool:
        """Chooses the entry with this code; False where there is none."""
        found = next((choice for choice in self._choices if choice.code == code), None)
        if found is not None:
            self.take(found)
        return found is not None

    def _settle(self, choice: Choice | None) -> None:
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit(choice)

    def _narrow(self, typed: str) -> None:
        self._settle(None)
        self._listed = self._found(typed) if typed.strip() else ()
        self._list()

    def _found(self, typed: str) -> tuple[Choice, ...]:
        if self._finder is None:
            return matching(self._choices, typed)
        return tuple(self._finder(typed)[:SHOWN])

    def _list(self) -> None:
        self._lines.setStringList([choice.line for choice in self._listed])
        if self._listed:
            self._completer.complete()
        else:
            self._popup.hide()

    def _take_line(self, line: str) -> None:
        found = next((choice for choice in self._listed if choice.line == line), None)
        if found is not None:
            self.take(found)

    def _take_if_clear(self) -> None:
        typed = self.text().strip()
        if self._choice is None and typed:
            if len(self._listed) == 1:
                self.take(self._listed[0])
            else:
                exact = [each for each in self._choices if typed in (each.code, each.word, each.line)]
                if len(exact) == 1:
                    self.take(exact[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._listed = self._found("" if self._choice else self.text())
            self._list()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._choice is None and self._listed and self.text().strip():
                self.take(self._listed[0])
            event.ignore()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # an open list takes the keys first; Enter and Tab mean the same there as in the field, and go on from it
        if watched is self._popup and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if enter or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                row = self._popup.currentIndex().row()
                self._popup.hide()
                if enter and 0 <= row < len(self._listed):
                    self.take(self._listed[row])
                QApplication.sendEvent(self, event)
                return True
        return super().eventFilter(watched, event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._take_if_clear()
        super().focusOutEvent(event)
