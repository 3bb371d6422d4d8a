"""Two lines that come when they are asked for: an enquiry (咨询), and the reason for giving a draft up. Never modal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.errors import AppError
from app.services.enquiries import AnsweredEnquiry, answer_enquiry
from ui.desk.hall import Hall
from ui.desk.pages.reception_strip import section
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import KeyHint, give_role, text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.number_field import NumberField
from ui.messages import message_of
from ui.theme import current

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnquiryCard(Card):
    """Asked, answered, how many: Enter writes it down, and its number is said."""

    noted = Signal(str)
    """The number of an enquiry that was written down."""

    def __init__(self, hall: Hall) -> None:
        self._text = section("enquiry")
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._asking = False
        self._built = False
        self.hide()

    def _build(self) -> None:
        """Makes the fields with the first enquiry: most starts never need them."""
        self._built = True
        self.persons_editor = NumberField(1, 9_999, 1)
        self.asked = Field(self._text["asked"], QLineEdit(), help_name="enquiry.asked")
        self.answered = Field(self._text["answered"], QLineEdit(), help_name="enquiry.answered")
        self.persons = Field(self._text["persons"], self.persons_editor, help_name="enquiry.persons")
        self.add_row(FieldRow(self.asked, self.answered, self.persons, widths=(6, 6, 1)))

    def open(self) -> None:
        """Shows the line and puts the cursor into it."""
        if not self._built:
            self._build()
        self.show()
        self.asked.editor.setFocus()

    def note_down(self) -> None:
        """Writes the enquiry down; the line is emptied once that is done."""
        if self._asking:
            return
        self._asking = True
        hall = self._hall
        asked, answered = self.asked.text, self.answered.text
        persons = self.persons_editor.value or (0 if self.persons_editor.text().strip() else 1)

        def done(noted: AnsweredEnquiry) -> None:
            self._asking = False
            self.asked.clear()
            self.answered.clear()
            self.persons_editor.set_value(1)
            self.asked.confirm(str(self._text["done"]).format(number=noted.number))
            self.asked.editor.setFocus()
            self.noted.emit(noted.number)

        def failed(error: AppError) -> None:
            self._asking = False
            message = message_of(error)
            field = {"asked": self.asked, "answered": self.answered, "persons": self.persons}.get(
                error.field or ""
            )
            if field is None:
                hall.said.emit(message)
            else:
                field.warn(message.says)
                field.editor.setFocus()

        hall.write(
            lambda: answer_enquiry(hall.session, asked, answered, persons=persons), done, failed, asker=self
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not self.asked.editor.hasFocus():
            self.note_down()
        elif event.key() in _ENTER:
            self.answered.editor.setFocus()
        else:
            super().keyPressEvent(event)


class ReasonLine(Measured, QWidget):
    """Why a draft is given up: Enter gives up; the page's Esc does not."""

    given = Signal(str)
    """The reason, as typed."""

    def __init__(self) -> None:
        super().__init__()
        self._text = section("giving_up")
        self.label = text_label("", "label")
        self.editor = QLineEdit()
        self.editor.setPlaceholderText(self._text["example"])
        self.label.setBuddy(self.editor)
        self.note = text_label("", "warning")
        self._line = QHBoxLayout(self)
        for part in (self.label, self.editor, self.note, KeyHint(self._text["keys"])):
            self._line.addWidget(part, 1 if part is self.editor else 0)
        give_role(self.note, "warning")
        self.measure()
        self.hide()

    def measure(self) -> None:
        """In line with the acts below."""
        px = current.theme.px
        self._line.setContentsMargins(px(20), 0, px(20), 0)
        self._line.setSpacing(px(10))

    def open(self, draft: str) -> None:
        """Asks why `draft` is given up."""
        self.label.setText(str(self._text["label"]).format(draft=draft))
        self.editor.setAccessibleName(self.label.text())
        self.editor.clear()
        self.note.clear()
        self.show()
        self.editor.setFocus()

    def say(self, text: str) -> None:
        """What is wrong with the reason."""
        self.note.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.given.emit(self.editor.text())
        else:
            super().keyPressEvent(event)
