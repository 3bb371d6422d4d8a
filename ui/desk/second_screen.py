"""The petitioner's own screen (第二屏): what is being written of the visit, in large type: a wrong name is seen at once.

Off until a key is pressed, and dark at once for an accusation. The document's and the telephone's numbers are masked: others
stand behind the visitor. It shows what the form holds and knows nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout

from app.domain.codes import category, label
from app.domain.names import mask_number, mask_phone
from ui.desk.hall import Hall
from ui.desk.hall_screen import HallScreen
from ui.desk.pages.reception_state import ClaimTyped, FormTyped
from ui.desk.widgets.hall_step import hall_button
from ui.desk.widgets.key_hint import text_label
from ui.messages import words
from ui.theme import current

PAUSE = 150
"""Milliseconds after a key before the screen follows."""
MOST_CLAIMS = 3


class SecondScreen(HallScreen):
    """Follows a form; `form` gives it as it stands."""

    confirmed = Signal()
    """The visitor touched that it is right."""

    def __init__(self, hall: Hall, form: Callable[[], FormTyped]) -> None:
        super().__init__(hall, str(words("second_screen")["title"]))
        self._form, self._text = form, words("second_screen")
        self.head = hall_line(hall.session.office.name, "hall-small")
        self.title = hall_line("", "hall-title")
        self.people, self.story = hall_line("", "hall-body"), hall_line("", "hall-body")
        self.next = hall_line("", "hall-title")
        self.note = hall_line(str(self._text["note"]), "hall-small")
        self.right = hall_button(str(self._text["right"]))
        self.right.clicked.connect(self.confirmed)
        column = QVBoxLayout(self)
        px = current.theme.px
        column.setContentsMargins(px(40), px(28), px(40), px(20))
        column.setSpacing(px(14))
        for part in (self.head, self.title, self.people):
            column.addWidget(part)
        column.addWidget(self.story, 1)
        for last in (self.next, self.note, self.right):
            column.addWidget(last)
        self._wait = QTimer(self, singleShot=True, interval=PAUSE)
        self._wait.timeout.connect(self.show_form)

    def open(self) -> None:
        """Over the whole second screen; a window where there is only one."""
        self.stand(900, 640)
        self.show_form()

    def follow(self) -> None:
        """Something was typed. An accusation darkens it without waiting."""
        if self._form().sealed:
            self.show_form()
        else:
            self._wait.start()

    def show_form(self) -> None:
        """What stands in the form now."""
        form, text = self._form(), self._text
        self.next.setText("")
        dark = form.sealed or form.anonymous
        self.title.setText(str(text["dark" if dark else "empty" if form.is_blank else "writing"]))
        self.people.setText("" if dark else "\n".join(_people(form, text)))
        self.story.setText(
            "" if dark else "\n\n".join(_told(claim, text) for claim in form.claims[:MOST_CLAIMS])
        )
        self.right.setVisible(not dark and not form.is_blank)

    def show_registered(self, number: str, duty: str) -> None:
        """The number, and what comes next by when, until something is typed again."""
        self._wait.stop()
        self.title.setText(str(self._text["registered"]).format(number=number))
        self.people.setText("")
        self.story.setText("")
        self.next.setText(duty)
        self.right.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._wait.stop()
        super().closeEvent(event)


def hall_line(text: str, role: str) -> QLabel:
    """Large words that wrap, from the upper left."""
    made = text_label(text, role)
    made.setWordWrap(True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return made


def _people(form: FormTyped, text: dict[str, object]) -> list[str]:
    lines = []
    for person in form.persons:
        parts = (
            person.name.strip(),
            mask_number(person.id_number.strip()),
            mask_phone(person.phone.strip()) if not person.no_phone else person.phone.strip(),
            person.address.strip(),
        )
        if any(parts):
            lines.append("　".join(part for part in parts if part))
    if form.people.strip() not in ("", "1"):
        lines.append(str(text["came"]).format(count=form.people.strip()))
    return lines


def _told(claim: ClaimTyped, text: dict[str, object]) -> str:
    parts = [claim.content.strip()]
    if claim.requested.strip():
        parts.append(str(text["requested"]).format(requested=claim.requested.strip()))
    found = category(claim.category) if claim.category else None
    purpose = label("purposes", claim.purpose) if claim.purpose != "undecided" else ""
    kinds = [word for word in (purpose, "" if found is None else found.label) if word]
    if kinds:
        parts.append(str(text["kind"]).format(kind="、".join(kinds)))
    return "\n".join(part for part in parts if part)
