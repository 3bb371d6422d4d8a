"""The mail of the office (来信拆封): what was opened and waits, oldest first; it is registered, joined or handed on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from app.changes import Changes
from app.domain.mail import Letter
from app.errors import AppError
from app.scanning import ScanReader
from app.services.mail import (
    LetterDone,
    LetterRow,
    hand_back,
    join_letter,
    letter_for,
    letters,
    open_letter,
    prefilled,
    register_letter,
)
from app.services.revealing import SENDER, reveal_sender
from app.services.today import SOON
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.materials_desk import ReadAhead, read_ahead
from ui.desk.pages.mail_form import BACK, JOIN, NEW, REGISTER, ROWS, LetterForm
from ui.desk.pages.masked_lines import MaskedLines, Value
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import message_of
from ui.scans.reader import ChildScanReader
from ui.theme import State

LIST = "list"
KEY = "Ctrl+Shift+L"
"""Brings the page from anywhere."""


def mail_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/materials.toml")["mail_page"]
    return found


class MailPage(PageFrame):
    """The letters that wait; a form in their place while one is dealt with."""

    left = Signal()
    """Esc in the list: back to where it was opened."""

    def __init__(self, hall: Hall) -> None:
        self._text = mail_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self.reader: ScanReader = ChildScanReader()
        self._list = Card("", self._text["list_keys"])
        self.table = RowTable(_columns(), key=lambda row: row.letter.stamp, empty=self._text["empty"])
        self._list.content.addWidget(self.table, 1)
        self.from_whom = MaskedLines(hall, partial(reveal_sender, hall.session))
        """Who sent the chosen letter, each value to be held."""
        self._list.content.addWidget(self.from_whom)
        self.main.addWidget(self._list, 1)
        today = hall.session.today()
        self.forms = {mode: LetterForm(mode, today) for mode in ROWS}
        for form in self.forms.values():
            self.main.addWidget(form)
        self.main.addStretch(0)
        self.mode = LIST
        """list, new, register, join or back."""
        self._about = ""
        keys: dict[str, tuple[str, ...]] = {
            REGISTER: ("Alt+D",),
            JOIN: ("Alt+J",),
            BACK: ("Alt+Y",),
            NEW: ("Ctrl+N",),
        }
        acts: dict[str, Callable[[], None]] = {mode: partial(self.begin, mode) for mode in keys}
        acts |= {"save": self.save, "leave": self.show_list}
        keys |= {"save": ("Ctrl+Return", "Ctrl+Enter"), "leave": ()}
        self.buttons = {name: self._act(name, keys[name], act) for name, act in acts.items()}
        self.remark.show_keys(self._text["remark"])
        self.table.chosen.connect(lambda _: self._show_acts())
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        self.show_list()
        self.read()

    def read(self) -> None:
        """Reads the letters anew."""
        session = self._hall.session
        self._hall.read(lambda: letters(session), self.show_letters, asker=self, question="mail")

    def show_letters(self, rows: tuple[LetterRow, ...]) -> None:
        """Shows what was read."""
        oldest = max((row.age for row in rows), default=0)
        self._list.set_title(self._text["list"].format(count=len(rows), oldest=oldest))
        self.table.show_rows(rows)
        self._show_acts()

    @property
    def chosen(self) -> LetterRow | None:
        """The letter that is looked at."""
        row = self.table.current_row
        return row if isinstance(row, LetterRow) else None

    def begin(self, mode: str) -> None:
        """Brings a form: for a new letter, or about the chosen one."""
        row, form = self.chosen, self.forms[mode]
        if mode == NEW:
            self._bring(mode)
            form.begin(self._text["form_new"], {})
        elif row is not None and not row.hidden:
            self._bring(mode)
            letter, self._about = row.letter, row.letter.stamp
            filled: dict[str, object] = {"content": letter.what.note, "summary": letter.what.note}
            form.begin(f"{self._text[f'form_{mode}']}　{letter.stamp}", filled)
            if mode == REGISTER:
                self._ask_sender(letter.stamp)

    def _ask_sender(self, stamp: str) -> None:
        """Who sent it stands masked in the list; who registers it looks at the letter, and that is recorded."""
        session, form = self._hall.session, self.forms[REGISTER]

        def told(letter: Letter) -> None:
            if self._about == stamp and self.mode == REGISTER:
                form.take(prefilled(letter))

        self._hall.read(lambda: letter_for(session, stamp), told, asker=self, question="sender")

    def save(self) -> None:
        """Does with the letter what the form says."""
        if self.mode == LIST:
            return
        form, session = self.forms[self.mode], self._hall.session
        clear_refusals(form.fields)
        try:
            said = form.values
        except AppError as error:
            self._refuse(error)
            return
        if self.mode == NEW:
            self._open(said)
        else:
            stamp = self._about  # not the chosen line: another desk may have moved it meanwhile
            texts = {name: str(item or "") for name, item in said.items()}
            works: dict[str, Callable[[], LetterDone]] = {
                REGISTER: lambda: register_letter(session, stamp, said),
                JOIN: lambda: join_letter(session, stamp, texts["number"], texts["summary"]),
                BACK: lambda: hand_back(session, stamp, texts["to"], texts["reason"]),
            }
            self._hall.write(works[self.mode], partial(self._done, self.mode), self._refuse, asker=self)

    def show_list(self) -> None:
        """Back to the letters."""
        self._bring(LIST)
        self.table.setFocus()

    def _open(self, said: dict[str, object]) -> None:
        session, typed = self._hall.session, str(said.pop("envelope", "") or "")

        def stamp(ahead: ReadAhead) -> None:
            self._hall.write(
                lambda: open_letter(session, said, envelope=ahead.files, reader=ahead),
                partial(self._done, NEW),
                self._refuse,
                asker=self,
            )

        if typed:
            reader = self.reader
            self._hall.long(lambda told: read_ahead(reader, typed, told), stamp, self._refuse, asker=self)
        else:
            stamp(ReadAhead({}, {}))

    def _done(self, mode: str, done: LetterDone) -> None:
        self.show_list()
        refused = [error for item in done.envelope for error in item.refused]
        if refused:
            found = message_of(refused[0])
            self._hall.say("mail.opened_without", stamp=done.letter.stamp, why=f"{found.says}{found.do}")
        else:
            letter = done.letter
            self._hall.say(f"mail.{mode}", stamp=letter.stamp, matter=letter.matter, to=letter.to)
        if mode == REGISTER:
            self._hall.asked_for_matter.emit(done.letter.matter)

    def _refuse(self, error: AppError) -> None:
        if self.mode == LIST or not show_refusal(self.forms[self.mode].fields, error):
            self._hall.say_error(error)

    def _bring(self, mode: str) -> None:
        self.mode = mode
        self._list.setVisible(mode == LIST)
        for name, form in self.forms.items():
            form.setVisible(name == mode)
        self._show_acts()

    def _show_acts(self) -> None:
        row, listing = self.chosen, self.mode == LIST
        self.from_whom.show_values("" if row is None else row.letter.stamp, _masked(row))
        for name, button in self.buttons.items():
            about = name in (REGISTER, JOIN, BACK)
            offered = (row is not None and not row.hidden) if about else True
            button.setVisible(offered and listing is (name not in ("save", "leave")))

    def _act(self, name: str, keys: tuple[str, ...], act: Callable[[], None]) -> Any:
        button = self.add_act(self._text["acts"][name], is_next=name in (REGISTER, "save"))
        button.clicked.connect(act)
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._press, name, act))
        return button

    def _press(self, name: str, act: Callable[[], None]) -> None:
        if not self.buttons[name].isHidden():
            act()

    def _changed(self, changes: Changes) -> None:
        if changes.mail or changes.settings:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.mode != LIST:
            self.show_list()
        else:
            self.left.emit()


def _columns() -> tuple[Column, ...]:
    text = mail_words()
    return (
        Column(title=text["stamp"], text=lambda row: row.letter.stamp, width=140, firm=True),
        Column(title=text["received"], text=lambda row: short_day(row.letter.what.received_on), width=80, firm=True),
        Column(title=text["age"], text=lambda row: text["days"].format(days=row.age), width=80, firm=True),
        Column(title=text["due"], text=_due, width=150, state=_state),
        Column(title=text["sender"], text=_sender, width=150),
        Column(title=text["note"], text=lambda row: "" if row.letter.what.restricted else row.letter.what.note),
    )  # fmt: skip


def _sender(row: LetterRow) -> str:
    text = mail_words()
    return str(text["hidden"] if row.letter.what.restricted else row.letter.what.sender or text["nobody"])


def _masked(row: LetterRow | None) -> list[Value]:
    """The masks of who sent a letter; nothing of one under seal."""
    if row is None or row.letter.what.restricted:
        return []
    names = words_of("words/masked.toml")["masked_lists"]["mail"]
    return [(name, str(names[name]), str(getattr(row.letter.what, name))) for name in SENDER]


def _left(row: LetterRow) -> int | None:
    return None if row.due is None else (row.due - row.letter.what.received_on).days - row.age


def _due(row: LetterRow) -> str:
    text, left = mail_words(), _left(row)
    if left is None:
        return ""
    day = short_day(row.due)
    return str(text["late"]).format(day=day, days=-left) if left < 0 else str(text["in_time"]).format(day=day)


def _state(row: LetterRow) -> State | None:
    left = _left(row)
    if left is None:
        return None
    return State.LATE if left < 0 else State.SOON if left <= SOON else State.IN_TIME
