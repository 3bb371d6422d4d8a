"""What was sent down (Shift+F6): items with their own limits; signed for, registered, handed back, or typed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.inbox import RECEIPT_DAYS, InboxItem
from app.errors import AppError
from app.services.inbox import InboxDone, add_item, inbox, object_to_item, register_item, sign_item
from app.services.offices import change_office
from app.services.today import SOON
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.inbox_form import InboxForm, ObjectionForm
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.theme import State

LIST, NEW, OBJECT = "list", "new", "object"


def inbox_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/inbox.toml")["inbox"]
    return found


class InboxPage(PageFrame):
    """The items that wait, the soonest limit first; a form in their place when one is typed in or handed back."""

    left = Signal()
    """Esc in the list: back to where it was opened."""

    def __init__(self, hall: Hall) -> None:
        self._text = inbox_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._today = hall.session.today()
        self.mode = LIST
        """list, new or object."""

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall = self._hall
        self._list = Card(self._text["list"].format(count=0, unsigned=0), self._text["list_keys"])
        self.table = RowTable(self._table_columns(), key=lambda row: row.number, empty=self._text["empty"])
        self._list.content.addWidget(self.table, 1)
        words = self._text["counted_from"]
        self.counted = PickLine([(name, words[name]) for name in RECEIPT_DAYS], self._counted_from())
        self._setting = Card()
        self._setting.add_row(FieldRow(Field(self._text["counted"], self.counted)))
        self.main.addWidget(self._list, 1)
        self.main.addWidget(self._setting)
        yield None
        self.form = InboxForm(hall.session.today())
        self.main.addWidget(self.form)
        yield None
        self.objection = ObjectionForm()
        self.main.addWidget(self.objection)
        self.main.addStretch(0)
        yield None
        self._buttons = {
            name: self._act(name, keys, act, next_too=name in ("sign", "save"))
            for name, keys, act in (
                ("sign", ("Alt+S",), self.sign),
                ("register", ("Alt+D",), self.register),
                ("object", ("Alt+Y",), self.begin_objection),
                ("new", ("Ctrl+N",), self.begin_new),
                ("save", ("Ctrl+Return", "Ctrl+Enter"), self.save),
                ("leave", (), self.show_list),
            )
        }
        self.remark.show_keys(self._text["remark"])
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _: self._show_acts())
        self.counted.picked.connect(self._count_from)
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        self.show_list()
        self.read()
        yield self

    def read(self) -> None:
        """Reads the items anew."""
        session = self._hall.session
        self._hall.read(lambda: inbox(session), self.show_items, asker=self, question="inbox")

    def show_items(self, items: tuple[InboxItem, ...]) -> None:
        """Shows what was read."""
        self._today = self._hall.session.today()
        waiting = sum(item.state == "unsigned" for item in items)
        self._list.set_title(self._text["list"].format(count=len(items), unsigned=waiting))
        self.table.show_rows(items)
        self._show_acts()

    def sign(self) -> None:
        """Signs for the chosen item today."""
        item = self._chosen
        if item is not None and item.state == "unsigned":
            self._do(partial(sign_item, self._hall.session, item.number), "inbox.signed")

    def register(self) -> None:
        """Registers the chosen item as a matter of ours, or opens the matter that it is already."""
        item = self._chosen
        if item is None:
            return
        if item.matter:
            self._hall.asked_for_matter.emit(item.matter)
        else:
            self._do(partial(register_item, self._hall.session, item.number), "inbox.registered")

    def begin_new(self) -> None:
        """The form of an item that is typed in."""
        self.form.empty()
        self._bring(NEW)
        self.form.fields["sender"].editor.setFocus()

    def begin_objection(self) -> None:
        """The form for handing the chosen item back."""
        item = self._chosen
        if item is None or not self._hall.session.office.decides:
            return
        self.objection.about(item)
        self._bring(OBJECT)
        self.objection.reason.editor.setFocus()

    def save(self) -> None:
        """Writes down what stands in the form."""
        session = self._hall.session
        if self.mode == NEW:
            clear_refusals(self.form.fields)
            try:
                values = self.form.values
            except AppError as error:
                self._refuse(error)
                return
            self._do(lambda: add_item(session, values), "inbox.added")
        elif self.mode == OBJECT and self._chosen is not None:
            clear_refusals({"reason": self.objection.reason})
            number, reason = self._chosen.number, self.objection.reason.text
            self._do(lambda: object_to_item(session, number, reason), "inbox.returned")

    def show_list(self) -> None:
        """Back to the items."""
        self._bring(LIST)
        self.table.setFocus()

    @property
    def _chosen(self) -> InboxItem | None:
        row = self.table.current_row
        return row if isinstance(row, InboxItem) else None

    def _do(self, act: Callable[[], InboxDone], note: str) -> None:
        def done(found: InboxDone) -> None:
            item = found.item
            self.show_list()
            self._hall.say(note, number=item.number, matter=item.matter, sender=item.what.sender)
            self.read()

        self._hall.write(act, done, self._refuse, asker=self)

    def _refuse(self, error: AppError) -> None:
        fields = self.form.fields if self.mode == NEW else {"reason": self.objection.reason}
        if self.mode == LIST or not show_refusal(fields, error):
            self._hall.say_error(error)

    def _bring(self, mode: str) -> None:
        self.mode = mode
        self._list.setVisible(mode == LIST)
        self._setting.setVisible(mode == LIST)
        self.form.setVisible(mode == NEW)
        self.objection.setVisible(mode == OBJECT)
        self._show_acts()

    def _show_acts(self) -> None:
        item, listing = self._chosen, self.mode == LIST
        offered = {
            "sign": listing and item is not None and item.state == "unsigned",
            "register": listing and item is not None,
            "object": listing and item is not None and self._hall.session.office.decides,
            "new": listing,
            "save": not listing,
            "leave": not listing,
        }
        for name, button in self._buttons.items():
            button.setVisible(offered[name])
        opens = item is not None and bool(item.matter)
        self._buttons["register"].setText(self._text["open" if opens else "register"])

    def _act(self, name: str, keys: tuple[str, ...], act: Callable[[], None], *, next_too: bool) -> Any:
        button = self.add_act(self._text[name], is_next=next_too)
        button.clicked.connect(act)
        for key in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._press, name, act))
        return button

    def _press(self, name: str, act: Callable[[], None]) -> None:
        if not self._buttons[name].isHidden():
            act()

    def _open(self, item: InboxItem) -> None:
        if item.matter:
            self._hall.asked_for_matter.emit(item.matter)

    def _counted_from(self) -> str:
        return self._hall.session.office.receipt_day or RECEIPT_DAYS[0]

    def _count_from(self, code: str) -> None:
        if code == self._counted_from():
            return
        session, word = self._hall.session, self._text["counted_from"][code]
        self._hall.write(
            lambda: change_office(session, {"receipt_day": code}),
            lambda _: self._hall.say("inbox.counted", word=word),
            asker=self,
        )

    def _changed(self, changes: Changes) -> None:
        if changes.inbox or changes.settings:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.mode != LIST:
            self.show_list()
        else:
            self.left.emit()

    def _table_columns(self) -> tuple[Column, ...]:
        text = self._text

        def day(value: date | None) -> str:
            return str(text["none"]) if value is None else short_day(value, self._today)

        def days(row: InboxItem) -> str:
            return str(text["days_line"]).format(
                sent=day(row.what.sent_on),
                arrived=day(row.what.arrived_on),
                signed=day(row.signed_on),
                paper=day(row.paper_on),
            )

        return (
            Column(
                title=text["state"],
                text=lambda row: str(text["states"][row.state]),
                width=110,
                state=lambda row: State.SOON if row.state == "unsigned" else State.WAITING,
            ),
            Column(
                title=text["limit"],
                text=lambda row: self._limit(row)[1],
                width=165,
                state=lambda row: self._limit(row)[0],
            ),
            Column(title=text["sender"], text=lambda row: row.what.sender, width=160),
            Column(title=text["sender_number"], text=lambda row: row.what.sender_number, width=130),
            Column(title=text["days"], text=days, width=230),
            Column(
                title=text["to_do"],
                text=lambda row: (
                    text["restricted"] if row.what.restricted else row.what.to_do or row.what.content
                ),
            ),
        )

    def _limit(self, row: InboxItem) -> tuple[State, str]:
        """Shape and words of the sender's soonest limit."""
        if row.limit is None:
            return State.WAITING, str(self._text["none"])
        left = (row.limit - self._today).days
        day = short_day(row.limit, self._today)
        if left < 0:
            return State.LATE, str(self._text["limit_late"]).format(day=day, days=-left)
        state = State.SOON if left <= SOON else State.IN_TIME
        return state, str(self._text["limit_left"]).format(day=day, days=left)
