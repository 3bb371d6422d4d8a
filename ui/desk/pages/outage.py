"""The day after (停电日补录): which day was worked on paper, its sheets in the order in which they were handed out, each to
be registered or said why not. Scans come in whatever order they lay in; nothing is closed while a sheet is unaccounted for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.changes import Changes
from app.domain.outage import read_times
from app.errors import AppError, BadInput
from app.scanning import ScanReader
from app.services.blank_forms import form_state, void_form
from app.services.outages import PackRow, PaperDay, close_outage, open_day, outage_plan, withdraw_pack
from ui.desk import outage_desk
from ui.desk.code_desk import CodeFollower
from ui.desk.hall import Hall
from ui.desk.outage_desk import Packs
from ui.desk.pages.outage_sheets import SheetsCard
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_guard import KeyGuard
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.wedge import Wedge
from ui.desk.wording import short_day
from ui.messages import words
from ui.printing import Printer

if TYPE_CHECKING:
    from app.services.outage_printing import PrintedPack
    from app.services.outage_scans import ReadSheets

FILES = "(*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"


class OutagePage(PageFrame):
    """What is to be done with the sheets of a day without power."""

    left = Signal()
    """Esc: back to where it was opened."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer], reader: ScanReader) -> None:
        text = self._text = words("outage_page")
        super().__init__(text["title"], text["keys"])
        self._hall, self._printer, self._reader = hall, printer, reader
        self._packs = Packs(rows=())
        self.pack = ChoiceField()
        self.on, self.last = DateField(hall.session.today()), NumberField(1, outage_plan().most)
        self.times = QLineEdit()
        self.fields = {
            "pack": Field(text["pack"], self.pack, hint=text["pack_hint"]),
            "on": Field(text["on"], self.on, hint=text["on_hint"]),
            "last": Field(text["last"], self.last, hint=text["last_hint"]),
            "times": Field(text["times"], self.times, hint=text["times_hint"]),
        }
        asked = Card(text["day_card"], text["day_keys"])
        asked.add_row(FieldRow(self.fields["pack"], self.fields["on"], self.fields["last"], widths=(3, 1, 1)))
        asked.add_row(FieldRow(self.fields["times"]))
        self.sheets = SheetsCard(hall)
        for card in (asked, self.sheets):
            self.main.addWidget(card)
        self.main.addStretch(1)
        self._add_acts()
        self.wedge = Wedge(self)
        follower = CodeFollower(hall, self)
        self.wedge.scanned.connect(follower.follow)
        self.guard = KeyGuard(self, {})
        self.guard.moved.connect(self.wedge.follow)
        self.pack.chosen.connect(self._pack_chosen)
        self.sheets.table.opened.connect(lambda _: self.enter())
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.on)
        hall.bus.changed.connect(self._changed)
        self.read()

    def _add_acts(self) -> None:
        _act(self, "next", "Ctrl+Return", self.enter, is_next=True)
        _act(self, "open", "Ctrl+S", self.open)
        _act(self, "scan", "Ctrl+I", self.choose_files)
        _act(self, "void", "Ctrl+Shift+V", self.void)
        _act(self, "close", "Ctrl+Shift+E", self.close_day)
        _act(self, "again", "Ctrl+P", self.print_again)
        _act(self, "withdraw", "Ctrl+Shift+W", self.withdraw)

    def read(self) -> None:
        """Reads the packs anew."""
        session = self._hall.session
        self._hall.read(
            lambda: outage_desk.packs(session), self._show_packs, asker=self, question="outage-packs"
        )

    @property
    def row(self) -> PackRow | None:
        """The pack that is chosen."""
        return next((row for row in self._packs.rows if row.series == self.pack.code), None)

    def open(self) -> None:
        """Says on which day the power was gone, up to which sheet, and the times."""
        clear_refusals(self.fields)
        session, row, on, last = self._hall.session, self.row, self.on.value, self.last.value
        lacking = {"pack": row is None, "on": on is None, "last": last is None}
        missing = next((name for name, lacks in lacking.items() if lacks), "")
        if missing or row is None or on is None or last is None:
            show_refusal(self.fields, BadInput("field.missing", field=missing, name=self._text[missing]))
            return
        series, typed = row.series, self.times.text()
        self._hall.write(
            lambda: open_day(session, series, on, last, read_times(typed)),
            self._opened,
            partial(self._refuse, self.fields),
            asker=self,
        )

    def enter(self) -> None:
        """Opens the registration with the chosen sheet, by itself the first that waits."""
        sheet, session = self.sheets.to_enter, self._hall.session
        if sheet is None:
            self._hall.say("outage.none_chosen" if self.sheets.day is None else "outage.all_entered")
            return
        code = sheet.code
        self._hall.read(lambda: form_state(session, code), self._hall.asked_for_sheet.emit, asker=self)

    def choose_files(self) -> None:
        """Asks for scanned files."""
        kinds = f"{self._text['kinds']} {FILES}"
        found, _ = QFileDialog.getOpenFileNames(self, self._text["choose"], "", kinds)
        if found:
            self.read_files([Path(name) for name in found])

    def read_files(self, files: list[Path]) -> None:
        """Reads scanned sheets, whatever their order; nothing is kept before their matters are registered."""
        session, reader, row = self._hall.session, self._reader, self.row
        if row is None:
            self._hall.say("outage.none_chosen")
            return
        series = row.series
        self.remark.show_keys(self._text["reading"])
        self._hall.read(
            lambda: outage_desk.read(session, reader, series, files),
            self._sheets_read,
            self._stopped,
            asker=self,
        )

    def void(self) -> None:
        """Says why the chosen sheet became no registration."""
        clear_refusals(self.sheets.fields)
        sheet, session, reason = self.sheets.chosen, self._hall.session, self.sheets.reason.text()
        if sheet is None:
            self._hall.say("outage.none_chosen")
            return
        number = sheet.number

        def done(_: object) -> None:
            self.sheets.reason.clear()
            self._hall.say("outage.voided", sheet=number)
            self.read()

        self._hall.write(
            lambda: void_form(session, number, reason),
            done,
            partial(self._refuse, self.sheets.fields),
            asker=self,
        )

    def withdraw(self) -> None:
        """The chosen pack is used no more."""
        clear_refusals(self.sheets.fields)
        row, session, reason = self.row, self._hall.session, self.sheets.reason.text()
        if row is None:
            return
        series, pack = row.series, row.pack

        def done(_: object) -> None:
            self.sheets.reason.clear()
            self._hall.say("outage.withdrawn", pack=pack)
            self.read()

        self._hall.write(
            lambda: withdraw_pack(session, series, reason),
            done,
            partial(self._refuse, self.sheets.fields),
            asker=self,
        )

    def close_day(self) -> None:
        """Every sheet is accounted for."""
        session, paper = self._hall.session, self.sheets.day
        if paper is None:
            self._hall.say("outage.none_chosen")
            return
        series, on = paper.series, paper.day.on

        def done(_: object) -> None:
            self._hall.say("outage.closed", day=short_day(on))
            self.read()

        self._hall.write(lambda: close_outage(session, series, on), done, asker=self)

    def print_again(self) -> None:
        """The chosen pack once more: the same sheets with the same numbers."""
        row, session = self.row, self._hall.session
        if row is not None:
            series = row.series
            self._hall.read(lambda: outage_desk.pack_file(session, series), self._print, asker=self)

    def _print(self, made: PrintedPack) -> None:
        title = f"{self._hall.session.office.station} P{made.pack:03d}"
        self._hall.print_pdf(self._printer(), made.rendered.pdf, title, asker=self)

    def _show_packs(self, found: Packs) -> None:
        before, self._packs = self.pack.code, found
        self.pack.offer([_choice(row) for row in found.rows])
        shown = next((row for row in found.rows if row.series == before), None) or found.to_enter
        shown = shown or next(iter(found.rows), None)
        if shown is not None:
            self.pack.take(_choice(shown))
            self._read_day(shown)

    def _pack_chosen(self, choice: Choice | None) -> None:
        row, day = self.row, self.sheets.day
        if choice is not None and row is not None and (day is None or day.series != row.series):
            self._read_day(row)

    def _read_day(self, row: PackRow) -> None:
        session = self._hall.session
        self._hall.read(
            lambda: outage_desk.day_or_none(session, row), self._show_day, asker=self, question="outage-day"
        )

    def _opened(self, paper: PaperDay) -> None:
        self._hall.say("outage.day_kept", day=short_day(paper.day.on), count=len(paper.sheets))
        self._show_day(paper)
        self.sheets.table.setFocus()
        self.read()

    def _show_day(self, paper: PaperDay | None) -> None:
        self.sheets.show_day(paper)
        if paper is not None and not any(w.hasFocus() for w in (self.on, self.last, self.times)):
            self.on.set_value(paper.day.on)
            self.last.set_value(paper.sheets[-1].place)
            self.times.setText(" ".join(at or "-" for at in paper.day.times))

    def _sheets_read(self, found: ReadSheets) -> None:
        self.remark.show_keys(self._text["remark"])
        paper = self.sheets.day
        for sheet in () if paper is None else paper.sheets:
            if sheet.place in found.pictures:
                self._hall.sheets[sheet.code] = found.pictures[sheet.place]
        whole = not (found.other or found.unread or found.refused)
        self._hall.say(
            "outage.read" if whole else "outage.read_partly",
            sheets=len(found.places),
            other=len(found.other),
            unread=len(found.unread),
            refused=len(found.refused),
        )
        if paper is not None:
            self._show_day(paper)

    def _stopped(self, error: AppError) -> None:
        self.remark.show_keys(self._text["remark"])
        self._hall.say_error(error)

    def _refuse(self, fields: Mapping[str, Field], error: AppError) -> None:
        if not show_refusal(fields, error):
            self._hall.say_error(error)

    def _changed(self, changes: Changes) -> None:
        if changes.matters or changes.obligations:
            self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _choice(row: PackRow) -> Choice:
    text = words("outage_page")
    line = text["pack_choice"].format(
        pack=row.pack, day=short_day(row.on), count=row.count, state=text["states"][row.state]
    )
    return Choice(code=row.series, word=line)


def _act(page: OutagePage, name: str, key: str, act: Callable[[], None], *, is_next: bool = False) -> None:
    """A button at the foot with its key."""
    button = page.add_act(str(words("outage_page")[name]), is_next=is_next)
    button.clicked.connect(act)
    for sequence in (key, key.replace("Return", "Enter")) if "Return" in key else (key,):
        shortcut = QShortcut(QKeySequence(sequence), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
