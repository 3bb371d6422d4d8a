"""The strip beside the browser (录入条): copies a matter's fields into the clipboard, one key a field, and ticks them.

A small window that stays above others. It shows which field is next and never a value that identifies somebody: what is
pasted is seen in the browser. The clipboard is emptied at the end, after a while, and when the strip goes out of sight.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QClipboard, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.errors import AppError
from app.exchange.profiles.entry_order import EntryOrder
from app.services.entering import (
    EntryField,
    EntrySheet,
    WaitingEntry,
    entry_sheet,
    note_copied,
    record_entry,
    waiting_entries,
)
from app.services.perform import Performed
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import KeyHint, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of
from ui.theme import State, current

STAYS = 60_000
"""Milliseconds that a field stays on the clipboard; an identity number goes sooner (ui/desk/clipboard_care.py)."""
OPENLY = frozenset({
    "channel", "received_on", "sex", "id_type", "persons_concerned", "persons_came", "joint", "confidential",
    "anonymous", "urgent", "purpose", "purpose_code", "category_path", "category_code", "registered_on",
    "registered_at", "office", "office_code", "repeated", "ended", "number",
})  # fmt: skip
"""What the strip shows as it is; everything else by its length only: the strip lies above whatever is on the screen."""
MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


def entry_words() -> dict[str, Any]:
    """The words of the strip."""
    found: dict[str, Any] = words_of("words/system_entry.toml")["system_entry"]
    return found


class EntryStrip(Measured, QWidget):
    """One matter at a time. Space copies what is next, Enter what is chosen, Esc puts the strip away."""

    def __init__(self, hall: Hall, order: Callable[[], EntryOrder], over: QWidget) -> None:
        # no child of the desk's window: that one may be folded away while the browser is in front
        super().__init__(None, Qt.WindowType.Tool | Qt.WindowType.WindowStaysOnTopHint)
        self._over = over
        self._text = text = entry_words()
        self.setObjectName("shell")
        self._hall, self._make_order = hall, order
        self._order: EntryOrder | None = None
        self._ours: bytes = b""
        self._busy = False
        self.sheet: EntrySheet | None = None
        """What is being typed over; None before it was read, and after."""
        self._number = ""
        self._title = text_label("", "card-title")
        self._keys = KeyHint(text["keys"])
        self.table = RowTable(self._columns(), key=lambda row: row.title, empty=text["loading"])
        self.table.explained.connect(lambda _: self.copy_next())
        self.table.opened.connect(self.copy)
        self.status = StatusNote(self)
        self.number_line, self.code_line = QLineEdit(), QLineEdit()
        self.fields = {
            "number": Field(text["their_number"], self.number_line, hint=text["their_number_hint"]),
            "query_code": Field(text["query_code"], self.code_line, hint=text["query_code_hint"]),
        }
        self.next = QPushButton(text["all_copied"])
        self.next.setProperty("role", "next")
        self.record = QPushButton(text["record"])
        self.another = QPushButton(text["next_matter"])
        self.leave_button = QPushButton(text["leave"])
        for button, act in (
            (self.next, self.copy_next),
            (self.record, self.record_number),
            (self.another, self.next_matter),
            (self.leave_button, self.leave),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(act)
        for keys, act in (
            ("Ctrl+Return", self.record_number),
            ("Ctrl+Enter", self.record_number),
            ("Alt+N", self.next_matter),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._lay_out()
        self._wait = QTimer(self, singleShot=True, interval=STAYS)
        self._wait.timeout.connect(self._emptied_after_a_while)

    def measure(self) -> None:
        """As wide as a third of a small screen."""
        px = current.theme.px
        self._column.setContentsMargins(px(12), px(10), px(12), px(10))
        self._column.setSpacing(px(6))
        self.setMinimumWidth(px(420))

    def open(self, number: str) -> None:
        """Comes above everything for a matter: its fields, those ticked that were copied before."""
        if self._busy:
            return
        self._forget()
        self._number = number
        self.setWindowTitle(number)
        self._title.setText(self._text["of_matter"].format(number=number))
        session, make = self._hall.session, self._make_order

        def read() -> tuple[EntryOrder, EntrySheet]:
            order = make()
            return order, entry_sheet(session, number, order)

        self._busy = True
        self._hall.write(read, self._opened, self._not_opened, asker=self)

    def open_first(self, chosen: str = "") -> None:
        """The chosen matter if its entry is owed, else the one whose last day comes first."""
        session = self._hall.session

        def found(rows: tuple[WaitingEntry, ...]) -> None:
            numbers = [row.number for row in rows]
            if not numbers:
                self._hall.say("entry.none_waits")
                self.status.say(self._text["none_waits"], State.DONE)
            else:
                self.open(chosen if chosen in numbers else numbers[0])

        self._hall.read(lambda: waiting_entries(session), found, asker=self, question="entries")

    def next_matter(self) -> None:
        """Another matter that waits; this one keeps its ticks."""
        session, here = self._hall.session, self._number

        def found(rows: tuple[WaitingEntry, ...]) -> None:
            numbers = [row.number for row in rows]
            after = numbers[numbers.index(here) + 1 :] if here in numbers else numbers
            others = [*after, *(number for number in numbers if number != here)]
            if others:
                self.open(others[0])
            else:
                self.status.say(self._text["none_waits"], State.DONE)

        if not self._busy:
            self._hall.read(lambda: waiting_entries(session), found, asker=self, question="entries")

    def copy_next(self) -> None:
        """Copies the next field that is not ticked yet."""
        at = None if self.sheet is None else self.sheet.next
        if at is None or self.sheet is None:
            self.number_line.setFocus()
            return
        self.copy(self.sheet.fields[at])

    def copy(self, item: EntryField) -> None:
        """Puts one field on the clipboard and ticks it; what has no text is chosen at the other side."""
        sheet = self.sheet
        if sheet is None or not item.is_given:
            return
        at = next(place for place, field in enumerate(sheet.fields) if field.title == item.title)
        self._put(item.text)
        self.sheet = sheet.ticked(at)
        self._show()
        self.table.selectRow(at)
        self.status.say(self._text["status_next"].format(title=item.title), State.IN_TIME)
        if not item.copied:
            session, number = self._hall.session, self._number
            self._hall.write(lambda: note_copied(session, number, item), lambda _: None, asker=self)

    def record_number(self) -> None:
        """Files their number and query code; the duty to tell the petitioner is next."""
        clear_refusals(self.fields)
        order, number = self._order, self._number
        if order is None or self.sheet is None or self._busy:
            return
        given, code = self.number_line.text(), self.code_line.text()
        session = self._hall.session

        def done(_: Performed | None) -> None:
            self._busy = False
            self._hall.say("entry.recorded", number=number, given=given.strip())
            self.empty_clipboard()
            self._clear_lines()
            said = self._text["recorded"].format(number=number, system=order.system)
            self.status.say(said, State.DONE)
            self.table.setFocus()

        self._busy = True
        self._hall.write(
            lambda: record_entry(session, number, order, given, code), done, self._refused, asker=self
        )

    def leave(self) -> None:
        """Out of sight, with an empty clipboard; the ticks are kept."""
        self.hide()
        self._forget()

    def empty_clipboard(self) -> None:
        """Empties the clipboard where it still holds what this strip put there."""
        self._wait.stop()
        clipboard, ours, self._ours = QApplication.clipboard(), self._ours, b""
        for mode in MODES:
            if ours and _digest(clipboard.text(mode)) == ours:
                clipboard.clear(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() == Qt.Key.Key_Space:
            self.copy_next()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.empty_clipboard()
        super().hideEvent(event)

    def _opened(self, found: tuple[EntryOrder, EntrySheet]) -> None:
        self._busy = False
        self._order, self.sheet = found
        sheet = self.sheet
        self.setWindowTitle(self._text["title"].format(system=sheet.system))
        self._show()
        self._place()
        self.show()
        self.raise_()
        self.activateWindow()
        self.table.selectRow(sheet.next or 0)
        self.table.setFocus()
        if sheet.recorded:
            said, state = self._text["status_recorded"].format(recorded=sheet.recorded), State.SOON
        else:
            given = [item for item in sheet.fields if item.is_given]
            done = sum(item.copied for item in given)
            said, state = self._text["status_begin"].format(count=len(given), done=done), State.WAITING
        self.status.say(said, state)

    def _not_opened(self, error: AppError) -> None:
        self._busy = False
        if self.isVisible():
            message = message_of(error)
            self.status.say(f"{message.says}{message.do}", State.LATE)
        self._hall.say_error(error)

    def _refused(self, error: AppError) -> None:
        self._busy = False
        if not show_refusal(self.fields, error):
            message = message_of(error)
            self.status.say(f"{message.says}{message.do}", State.LATE)

    def _put(self, text: str) -> None:
        self.empty_clipboard()
        QApplication.clipboard().setText(text)
        self._ours = _digest(text)
        self._wait.start()

    def _emptied_after_a_while(self) -> None:
        self.empty_clipboard()
        self.status.say(self._text["status_emptied"], State.WAITING)

    def _forget(self) -> None:
        self.empty_clipboard()
        self.sheet, self._order, self._number = None, None, ""
        self.table.show_rows(())
        clear_refusals(self.fields)
        self._clear_lines()
        self.status.say("")
        self._show()

    def _clear_lines(self) -> None:
        for line in (self.number_line, self.code_line):
            line.setText("")

    def _show(self) -> None:
        sheet, text = self.sheet, self._text
        self.table.show_rows(() if sheet is None else sheet.fields)
        at = None if sheet is None else sheet.next
        self.next.setEnabled(at is not None)
        if sheet is not None and at is not None:
            self.next.setText(text["copy_next"].format(title=sheet.fields[at].title))
        else:
            self.next.setText(text["all_copied"])

    def _place(self) -> None:
        """At the right edge of the screen, below its head: beside the browser's fields."""
        px, screen = current.theme.px, self._over.screen().availableGeometry()
        width = min(px(440), screen.width())
        height = min(px(660), screen.height() - px(60))
        self.resize(width, height)
        self.move(screen.right() - width - px(8), screen.top() + px(40))

    def _columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["state"], text=lambda row: _state_word(row, text), width=84, state=_state_of),
            Column(title=text["field"], text=lambda row: row.title, width=124, firm=True),
            Column(title=text["text"], text=lambda row: _shown(row, text)),
        )

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        self._column.addLayout(head)
        self._column.addWidget(self._keys, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.next)
        self._column.addWidget(self.status)
        self._column.addWidget(FieldRow(*self.fields.values(), widths=(3, 2)))
        acts = QHBoxLayout()
        for button in (self.record, self.another, self.leave_button):
            acts.addWidget(button)
        self._column.addLayout(acts)
        self.measure()


def _state_of(item: EntryField) -> State | None:
    if not item.is_given:
        return State.SOON if item.no_word else State.WAITING
    return State.DONE if item.copied else State.WAITING


def _state_word(item: EntryField, text: dict[str, Any]) -> str:
    if not item.is_given:
        return str(text["nothing"])
    return str(text["copied" if item.copied else "waits"])


def _shown(item: EntryField, text: dict[str, Any]) -> str:
    """What stands in the list: a coded word as it is, anything else by its length; that it was cut, always."""
    if item.why:
        return item.why
    if item.no_word:
        return str(text["no_word"])
    if item.whole:
        return str(text["cut"]).format(whole=item.whole, longest=item.longest)
    if not item.text or item.value in OPENLY:
        return item.text
    return str(text["hidden"]).format(count=len(item.text))


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
