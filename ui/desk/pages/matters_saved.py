"""Saved lists on the page of matters: a line of them with their keys, a field for the name of a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.services.saved_lists import SavedList, drop_list, save_list, saved_lists
from ui.desk.hall import Hall
from ui.desk.widgets.chips import ChipRow
from ui.desk.widgets.field import Field, FieldRow
from ui.theme import current


class SavedLine(QWidget):
    """The clerk's own lists; hidden while there is none and none is being saved."""

    asked = Signal(object)
    """The SavedList that is to be shown."""
    done = Signal()
    """The name was given or given up: the cursor goes back to the words."""

    def __init__(
        self, hall: Hall, text: dict[str, Any], question: Callable[[], tuple[SavedList, str]]
    ) -> None:
        """`question` gives the list as it would be saved now, without its name, and the field it looks in."""
        super().__init__()
        self._hall, self._text, self._question = hall, text, question
        self.lists: tuple[SavedList, ...] = ()
        """The lists that are kept, in the order of their keys."""
        self.opened = ""
        """The name of the list that was opened last."""
        self.row = ChipRow(text["title"])
        self.name = _NameBox()
        self.field = FieldRow(Field(text["name"], self.name, hint=text["name_hint"]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, current.theme.px(6))
        column.addWidget(self.row)
        column.addWidget(self.field)
        self.field.hide()
        self.row.pressed.connect(self.open)
        self.name.given.connect(self._save)
        self.name.given_up.connect(self._fold)
        hall.read(
            lambda: saved_lists(hall.session, hall.drafts), self.show_lists, asker=self, question="saved"
        )

    def show_lists(self, lists: tuple[SavedList, ...]) -> None:
        """Shows these lists."""
        self.lists = lists
        says = self._text["open"]
        self.row.show_chips(
            [
                (item.name, says.format(name=item.name), key, says.format(name=item.name))
                for item, key in zip(lists, self._text["open_keys"], strict=False)
            ]
        )

    def open(self, name: str) -> None:
        """Asks for the list with that name."""
        found = next((item for item in self.lists if item.name == name), None)
        if found is not None:
            self.opened = name
            self.asked.emit(found)

    def open_at(self, place: int) -> None:
        """Asks for the list at that place, from 0."""
        if place < len(self.lists):
            self.open(self.lists[place].name)

    def ask_for_name(self) -> None:
        """Brings the field for a name."""
        self.name.setText(self.opened)
        self.name.selectAll()
        self.field.show()
        self.name.setFocus()

    def drop(self) -> None:
        """Takes away the list that was opened last."""
        hall, name = self._hall, self.opened
        if name:
            self.opened = ""
            hall.write(lambda: drop_list(hall.session, hall.drafts, name), self.show_lists, asker=self)

    def _save(self) -> None:
        hall = self._hall
        question, field = self._question()
        wanted = SavedList(name=self.name.text(), words=question.words, narrowing=question.narrowing)

        def kept(lists: tuple[SavedList, ...]) -> None:
            self.show_lists(lists)
            name = " ".join(wanted.name.split())
            self.opened = name
            place = next((at for at, item in enumerate(lists) if item.name == name), 0)
            hall.say("saved_list.kept", name=name, key=self._text["open_keys"][place])
            self._fold()

        hall.write(
            lambda: save_list(hall.session, hall.drafts, wanted, field=field),
            kept,
            asker=self,
        )

    def _fold(self) -> None:
        self.field.hide()
        self.done.emit()


class _NameBox(QLineEdit):
    given = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.given.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)
