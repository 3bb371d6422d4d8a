"""The petitioner's own screen while a talk is written down (第二屏): question and answer as they are typed, in large type.

Off until a key is pressed. It names nobody and masks numbers of documents and telephones; for an accusation, or somebody who
wants to stay unknown, it is dark. What comes next by which day stands at its foot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from app.domain.names import mask_number, mask_phone
from app.domain.spoken_record import Statement
from ui.desk.hall import Hall
from ui.desk.hall_screen import HallScreen
from ui.desk.second_screen import hall_line
from ui.desk.widgets.hall_step import hall_button
from ui.messages import words
from ui.theme import current

LAST = 5
"""Statements that are shown: the latest."""
LONGEST = 260
"""Characters of what is shown of them in all: the end, where it is being written."""
_NUMBERS = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15,19}|1[0-9]{10})(?![0-9])")
"""Numbers of documents, of bank cards, of mobile telephones; a sum of money is to be read and checked."""
_PHONE = 11


class ConversationScreen(HallScreen):
    """Shows what it is given and knows nothing else."""

    confirmed = Signal()
    """The petitioner touched that it is right."""

    def __init__(self, hall: Hall) -> None:
        text = words("conversation")["screen"]
        super().__init__(hall, str(text["title"]))
        self._text = text
        self.title = hall_line("", "hall-title")
        self.said = hall_line("", "hall-body")
        self.next = hall_line("", "hall-title")
        self.note = hall_line(str(text["note"]), "hall-small")
        self.right = hall_button(str(text["right"]))
        self.right.clicked.connect(self.confirmed)
        column = QVBoxLayout(self)
        px = current.theme.px
        column.setContentsMargins(px(40), px(28), px(40), px(20))
        column.setSpacing(px(14))
        column.addWidget(hall_line(hall.session.office.name, "hall-small"))
        column.addWidget(self.title)
        column.addWidget(self.said, 1)
        for last in (self.next, self.note, self.right):
            column.addWidget(last)

    def open(self) -> None:
        """Over the whole second screen; a window where there is only one."""
        self.stand(900, 640)

    def show_said(self, statements: Sequence[Statement], coming: str, *, dark: bool) -> None:
        """The latest of what was said, and what comes next; nothing of it while it is dark."""
        text = self._text
        self.title.setText(str(text["dark" if dark else "writing" if statements else "empty"]))
        self.said.setText("" if dark else shown_words(statements, str(text["said"])))
        self.next.setText("" if dark else coming)
        self.right.setVisible(bool(statements) and not dark)

    def show_done(self, coming: str, *, dark: bool) -> None:
        """It was written down: what is left is the signature, and what comes next."""
        self.title.setText(str(self._text["dark" if dark else "done"]))
        self.said.setText("")
        self.next.setText("" if dark else coming)
        self.right.hide()


def shown_words(statements: Sequence[Statement], form: str) -> str:
    """The latest statements as a screen may show them: no whole number, and not more than can be read."""
    lines = [
        form.format(speaker=item.speaker, words=item.words) if item.speaker else item.words
        for item in statements[-LAST:]
    ]
    text = _NUMBERS.sub(_masked, "\n".join(lines))
    return text if len(text) <= LONGEST else f"\u2026{text[-LONGEST:]}"


def _masked(found: re.Match[str]) -> str:
    number = found[0]
    return mask_phone(number) if len(number) == _PHONE else mask_number(number)
