"""The line above the cards: how it came (信访形式), its days, and the marks that change what is done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from resources.loader import words
from ui.desk.pages.reception_state import FormTyped
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.day_text import read_day
from ui.desk.widgets.field import NoteLine
from ui.desk.widgets.flow_row import FlowRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.mark import Mark
from ui.desk.widgets.measured import Measured
from ui.theme import State, current

WORDS = "words/reception.toml"
FLAGS = ("anonymous", "confidential", "restricted", "urgent", "backfilled")
"""The marks, in the order of the line; their keys and words stand in the words file."""


def section(name: str) -> dict[str, Any]:
    """A part of the words of this page."""
    made: dict[str, Any] = words(WORDS)["reception"][name]
    return made


def print_keys(card: Card, name: str, count: int, *, here: bool) -> None:
    """Prints the keys of the people's or the claims' card: Ctrl+Enter adds one only where the cursor is (`here`)."""
    text = section(name)
    card.set_keys(text["keys_away" if not here else "keys" if count == 1 else "keys_many"])


class LabelledEditor(Measured, QWidget):
    """A short editor with its label at its left."""

    def __init__(self, label: str, editor: QLineEdit, width: int) -> None:
        super().__init__()
        self.editor = editor
        self.label: QLabel = text_label(label, "label")
        self.label.setBuddy(editor)
        editor.setAccessibleName(label)
        self._width = width
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(self.label)
        self._line.addWidget(editor)
        self.measure()

    def measure(self) -> None:
        """The editor's fixed width."""
        self._line.setSpacing(current.theme.px(6))
        self.editor.setFixedWidth(current.theme.px(self._width))
        self.updateGeometry()


class Strip(QWidget):
    """Channel, days and marks, with one line for what is to be said about them."""

    touched = Signal()
    """Something was typed or marked."""
    sealing = Signal(bool)
    """The mark of an accusation was set or taken away."""

    titled = Signal(str)
    """What the page is called for the chosen channel: 来信登记."""

    def __init__(self, channels: tuple[Choice, ...]) -> None:
        super().__init__()
        text = section("strip")
        self.channel = ChoiceField(channels)
        self.received = QLineEdit()
        self.postmark = QLineEdit()
        self.marks = {name: Mark(text[name], text["keys"][name]) for name in FLAGS}
        self._postmark_box = LabelledEditor(text["postmark_on"], self.postmark, 76)
        self.flow = FlowRow(
            LabelledEditor(text["channel"], self.channel, 104),
            LabelledEditor(text["received_on"], self.received, 76),
            self._postmark_box,
            *self.marks.values(),
        )
        self.note = NoteLine()
        self._sealed = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.flow)
        column.addWidget(self.note)
        self.received.setPlaceholderText(text["today"])
        self.channel.chosen.connect(self._channel_chosen)
        for editor in (self.channel, self.received, self.postmark):
            editor.textChanged.connect(self.touched)
        for mark in self.marks.values():
            mark.toggled.connect(lambda _: self.touched.emit())
        self.marks["restricted"].toggled.connect(self.sealing)
        self.marks["backfilled"].toggled.connect(lambda _: self.say(""))
        self.take(FormTyped())

    def take(self, form: FormTyped) -> None:
        """Shows what a form holds."""
        if not self.channel.take_code(form.channel):
            self.channel.take_text(form.channel)
        self.received.setText(form.received_on)
        self.postmark.setText(form.postmark_on)
        for name, mark in self.marks.items():
            mark.setChecked(getattr(form, name))
        self._channel_chosen(self.channel.choice)
        self.say("")

    def typed(self, form: FormTyped) -> FormTyped:
        """`form` with what stands here."""
        chosen = self.channel.choice
        marked: dict[str, Any] = {name: mark.isChecked() for name, mark in self.marks.items()}
        return replace(
            form,
            channel=chosen.code if chosen is not None else self.channel.text().strip() or "walk_in",
            received_on=self.received.text().strip(),
            postmark_on=self.postmark.text().strip(),
            **marked,
        )

    def check_days(self, today: date) -> None:
        """Says at once when a day cannot be read or has not come yet."""
        text = section("strip")
        for editor in (self.received, self.postmark):
            typed = editor.text().strip()
            day = read_day(typed, today) if typed else today
            if day is None:
                return self.say(text["day_unreadable"].format(typed=typed))
            if day > today:
                return self.say(text["day_in_future"].format(typed=typed))
        return self.say("")

    def say(self, words_said: str) -> None:
        """What is wrong, in the line below; with nothing wrong, what the marks mean. Takes no room when empty."""
        standing = self._sealed or self._backfilled_words()
        self.note.say(words_said or standing, State.SOON if words_said or self._sealed else None)
        self.note.setVisible(bool(words_said or standing))

    def show_seal(self, sealed: bool) -> None:
        """Says that the registration is sealed as an accusation, as long as it is."""
        self._sealed = section("strip")["sealed"] if sealed else ""
        self.say("")

    def _backfilled_words(self) -> str:
        return section("strip")["backfilled_hint"] if self.marks["backfilled"].isChecked() else ""

    def _channel_chosen(self, choice: Choice | None) -> None:
        if choice is not None:
            self._postmark_box.setVisible(choice.code == "letter")
            self.titled.emit(str(section("page")["title_of"]).format(channel=choice.word))
