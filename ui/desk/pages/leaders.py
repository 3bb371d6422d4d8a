"""Receptions by leaders (F11): the log of some days, Enter opens the matter, one key makes the sheet to sign."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut

from app.changes import Changes
from app.domain.booked_visits import BookingWay
from app.errors import AppError
from app.readmodels import LeaderReceptionRow
from app.services.booked_visits import BookedDay, booked_day
from app.services.leader_log import leader_log, persons_of, role_of
from resources.loader import words as words_of
from ui.desk import register_desk
from ui.desk.hall import Hall
from ui.desk.pages.reception_booked import line_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.span_row import SpanRow, span_words
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import short_day
from ui.messages import words


class LeadersPage(PageFrame):
    """The log of a span of days."""

    def __init__(self, hall: Hall) -> None:
        self._text = leaders_words()
        super().__init__(self._text["title"], self._text["keys"])
        self._hall = hall
        self.span = SpanRow(hall.session.today(), self._text["file"])
        days = Card(self._text["card"])
        days.add_row(self.span)
        self.main.addWidget(days)
        self.booked = Card(self._text["booked"], self._text["booked_keys"])
        """Who is booked with a leader today; not there without such a visit."""
        self._booked_lines = WrappedLine("", "body")
        self.booked.content.addWidget(self._booked_lines)
        self.booked.hide()
        self.main.addWidget(self.booked)
        self.list = Card(self._text["log"], self._text["log_keys"])
        empty = self._text["empty"].format(key=words("act_keys")["leader-received"])
        self.table = RowTable(_columns(), key=lambda row: (row.number, row.on), empty=empty)
        self.list.content.addWidget(self.table, 1)
        self.main.addWidget(self.list, 1)
        self.table.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.open_button = self.add_act(self._text["open"], is_next=True)
        self.open_button.clicked.connect(self._open_chosen)
        self.export_button = self.add_act(self._text["export"])
        self.export_button.clicked.connect(self.export)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.export)
        self.span.changed.connect(self.read)
        self.remark.show_keys(self._text["remark"])
        self.setFocusProxy(self.table)
        hall.bus.changed.connect(self._changed)
        hall.read(register_desk.usual_folder, self.span.offer_folder, asker=self)
        self.read()

    def read(self) -> None:
        """Reads the log of the days that stand there."""
        clear_refusals(self.span.named)
        session = self._hall.session
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self._hall.read(
            lambda: booked_day(session),
            self._show_booked,
            lambda _: self.booked.hide(),
            asker=self,
            question="leaders-booked",
        )
        self._hall.read(
            lambda: leader_log(session, first, last),
            self.show_log,
            self._refuse,
            asker=self,
            question="leaders",
        )

    def show_log(self, found: tuple[LeaderReceptionRow, ...]) -> None:
        """Shows what was read."""
        self.table.show_rows(found)
        self.open_button.setEnabled(bool(found))
        title = self._text["log_count"].format(count=len(found), persons=persons_of(found))
        self.list.set_title(title if found else self._text["log"])

    def _show_booked(self, found: BookedDay) -> None:
        lines = [line_of(line) for line in found.lines if line.way == BookingWay.LEADER and line.expected]
        self._booked_lines.setText("\n".join(lines))
        self._booked_lines.measure()
        self.booked.setVisible(bool(lines))

    def export(self) -> None:
        """Writes the log of these days as .xlsx where the path says."""
        clear_refusals(self.span.named)
        session, path = self._hall.session, self.span.path.text()
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self._wait(span_words()["writing"])
        self._hall.read(
            lambda: register_desk.write_leader_log(session, first, last, path),
            self._written,
            self._refuse,
            asker=self,
        )

    def _written(self, file: str) -> None:
        self._wait("")
        self._hall.say("registers.written", file=file)

    def _refuse(self, error: AppError) -> None:
        self._wait("")
        if not show_refusal(self.span.named, error):
            self._hall.say_error(error)

    def _wait(self, words: str) -> None:
        self.export_button.setEnabled(not words)
        self.remark.show_keys(words or self._text["remark"])

    def _open_chosen(self) -> None:
        row = self.table.current_row
        if row is not None:
            self._hall.asked_for_matter.emit(row.number)

    def _changed(self, changes: Changes) -> None:
        if changes.matters or changes.settings or changes.obligations:
            self.read_when_seen(self.read)


def leaders_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/registers_page.toml")["leaders_page"]
    return found


def _columns() -> tuple[Column, ...]:
    text = leaders_words()
    return (
        Column(title=text["on"], text=lambda row: short_day(row.on), width=70, firm=True),
        Column(title=text["leader"], text=lambda row: row.leader, width=110),
        Column(title=text["post"], text=lambda row: row.post, width=140),
        Column(title=text["role"], text=role_of, width=90),
        Column(title=text["number"], text=lambda row: row.number, width=160, firm=True),
        Column(title=text["persons"], text=lambda row: str(row.persons), width=60, firm=True),
        Column(title=text["instruction"], text=lambda row: row.instruction),
        Column(title=text["unit"], text=lambda row: row.unit, width=180),
    )
