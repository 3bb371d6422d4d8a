"""The day report beside the board: plain text of today or another day, to be copied whole. Asks, shows, never writes."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from app.services.day_report import day_report, report_text
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.wording import short_day
from ui.theme import current

LINES = 9
"""Lines of the text that are in sight at least."""


class ReportText(QPlainTextEdit):
    """Text to be read and copied; its copy key takes the whole text, whatever is chosen."""

    copied = Signal()
    """The copy key was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class DayReportCard(Card):
    """The report of one day; hidden until asked for."""

    def __init__(self, hall: Hall) -> None:
        self._text = report_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self._shown: date | None = None
        self.day = DateField(hall.session.today(), hall.session.today())
        self._field = Field(
            self._text["day"], self.day, keys=self._text["day_keys"], hint=self._text["day_hint"]
        )
        self.add_row(FieldRow(self._field))
        self.body = ReportText()
        self.body.setAccessibleName(self._text["text"])
        self.content.addWidget(self.body, 1)
        self.copy_button = QPushButton(self._text["copy"])
        self.content.addWidget(self.copy_button)
        self.measure()
        self.copy_button.clicked.connect(self.copy)
        self.body.copied.connect(self.copy)
        self.day.returnPressed.connect(self.read)
        self.hide()

    def open(self) -> None:
        """Shows today's report, or the one of the day that stands there, read anew."""
        self.show()
        self.read()
        self.body.setFocus()

    def fold(self) -> None:
        """Puts the card away; the next time it begins with today again."""
        self.day.set_value(self._hall.session.today())
        self.hide()

    def read(self) -> None:
        """Reads the report of the day that stands in the field."""
        wanted = self.day.value
        if wanted is None:
            self._field.warn(self._text["no_day"].format(typed=self.day.text().strip()))
            return
        if wanted > self._hall.session.today():
            self._field.warn(self._text["future"].format(day=short_day(wanted)))
            return
        self._field.say_hint()
        session = self._hall.session
        self._hall.read(
            lambda: (wanted, _text_of(session, wanted)), self._show, asker=self, question="day-report"
        )

    def copy(self) -> None:
        """The whole text goes to the clipboard."""
        if self._shown is None or self.isHidden():
            return
        QApplication.clipboard().setText(self.body.toPlainText())
        self._hall.say("report.copied", day=short_day(self._shown))

    def measure(self) -> None:
        """Room for some lines of text."""
        super().measure()
        if hasattr(self, "body"):
            px = current.theme.px
            self.body.setMinimumHeight(px(22 * LINES))
            self.content.setContentsMargins(px(16), px(12), px(16), px(16))

    def _show(self, found: tuple[date, str]) -> None:
        self._shown, text = found
        if text != self.body.toPlainText():
            self.body.setPlainText(text)


def report_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/registers_page.toml")["report_card"]
    return found


def _text_of(session: Session, day: date) -> str:
    return report_text(session, day_report(session, day))
