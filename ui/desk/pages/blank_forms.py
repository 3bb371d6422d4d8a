"""Empty forms for the waiting room (Shift+F8): print a series, print it again, see what became of it, void a sheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.errors import AppError, BadInput
from app.services.blank_forms import MOST, SeriesRow, series_rows, void_form
from resources.loader import words as words_of
from ui.desk import forms_desk
from ui.desk.hall import Hall
from ui.desk.pages.outage_pack import PackCard
from ui.desk.widgets.card import Card
from ui.desk.widgets.choice import Choice, ChoiceField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.number_field import NumberField
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column
from ui.desk.wording import short_day
from ui.printing import Printer

if TYPE_CHECKING:
    from app.services.form_printing import PrintedForms

USUAL = 20
"""Forms in a printing, unless another number is typed."""


def forms_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/joins.toml")["forms_page"]
    return found


class BlankFormsPage(PageFrame):
    """A series is recorded first and drawn and printed then: what a printer ate is printed again from the list."""

    left = Signal()
    """Esc: back to where it was opened."""
    outage_asked = Signal()
    """What was written while the power was gone is to be entered."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = forms_words()
        super().__init__(text["title"], text["keys"])
        self._hall, self._printer = hall, printer
        kinds = [
            Choice(code=kind.kind, word=f"{kind.title} {kind.kind}")
            for kind in forms_desk.blank_kinds(hall.session)
        ]
        self.kind = ChoiceField(kinds)
        self.count = NumberField(1, MOST, USUAL)
        self.new = {
            "kind": Field(text["kind"], self.kind, hint=text["kind_hint"]),
            "count": Field(text["count"], self.count, hint=text["count_hint"].format(most=MOST)),
        }
        new = Card(text["new"])
        new.add_row(FieldRow(*self.new.values(), widths=(3, 1)))
        self.table = FittedTable(self._series_columns(), key=lambda row: row.series, empty=text["empty"])
        self._series = Card(text["series"], text["series_keys"])
        self._series.content.addWidget(self.table)
        self.spoiled = {
            "code": Field(text["code"], QLineEdit(), hint=text["code_hint"]),
            "reason": Field(text["reason"], QLineEdit(), hint=text["reason_hint"]),
        }
        void = Card(text["void_card"])
        void.add_row(FieldRow(*self.spoiled.values()))
        self.packs = PackCard(hall, printer)
        for card in (self.packs, new, self._series, void):
            self.main.addWidget(card)
        self.main.addStretch(1)
        self._act("print", "Ctrl+Return", self.print_new, is_next=True)
        self._act("again", "Ctrl+P", self.print_again)
        self._act("save", "Ctrl+S", self.save)
        self._act("void", "Ctrl+Shift+V", self.void)
        self._act("pack", "Ctrl+B", self.packs.print_new)
        self._act("enter", "Ctrl+D", self.outage_asked.emit)
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.kind)
        hall.bus.changed.connect(self._changed)
        self.read()

    def read(self) -> None:
        """Reads the list anew."""
        session = self._hall.session
        self._hall.read(lambda: series_rows(session), self.table.show_rows, asker=self, question="forms")
        self.packs.read()

    def print_new(self) -> None:
        """Records a new series and prints it."""
        clear_refusals(self.new)
        session, kind, count = self._hall.session, self.kind.code, self.count.value
        if not kind or count is None:
            missing = "count" if kind else "kind"
            show_refusal(self.new, BadInput("field.missing", field=missing, name=missing))
            return
        self._hall.write(
            lambda: forms_desk.record(session, kind, count), self._recorded, self._refuse, asker=self
        )

    def print_again(self) -> None:
        """Prints the chosen series once more: the same sheets with the same codes."""
        row = self._chosen
        if row is not None:
            self._draw(row.series)

    def save(self) -> None:
        """Writes the chosen series as a PDF file."""
        row, session = self._chosen, self._hall.session
        if row is not None:
            name = str(self._text["file"])
            self._hall.read(
                lambda: forms_desk.save(session, row.series, name),
                lambda path: self._hall.say("forms.saved", path=path),
                asker=self,
            )

    def void(self) -> None:
        """Says that a sheet was lost or spoiled."""
        clear_refusals(self.spoiled)
        session, code = self._hall.session, self.spoiled["code"].text
        reason = self.spoiled["reason"].text
        self._hall.write(
            lambda: void_form(session, code, reason), self._voided, self._refuse_void, asker=self
        )

    @property
    def _chosen(self) -> SeriesRow | None:
        row = self.table.current_row
        if not isinstance(row, SeriesRow):
            self._hall.say("forms.none_chosen")
            return None
        return row

    def _recorded(self, series: str) -> None:
        self.read()
        self._draw(series)

    def _draw(self, series: str) -> None:
        session = self._hall.session
        self.remark.show_keys(self._text["drawing"])
        self._hall.read(lambda: forms_desk.forms_of(session, series), self._print, self._stopped, asker=self)

    def _print(self, made: PrintedForms) -> None:
        self.remark.show_keys(self._text["remark"])
        title = f"{self._hall.session.office.station} {made.kind.kind} x{len(made.codes)}"
        self._hall.print_pdf(self._printer(), made.rendered.pdf, title, asker=self)

    def _stopped(self, error: AppError) -> None:
        self.remark.show_keys(self._text["remark"])
        self._hall.say_error(error)

    def _voided(self, _done: object) -> None:
        for field in self.spoiled.values():
            if isinstance(field.editor, QLineEdit):
                field.editor.clear()
        self._hall.say("forms.voided")
        self.read()

    def _refuse(self, error: AppError) -> None:
        if not show_refusal(self.new, error):
            self._hall.say_error(error)

    def _refuse_void(self, error: AppError) -> None:
        if not show_refusal(self.spoiled, error):
            self._hall.say_error(error)

    def _series_columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["form"], text=lambda row: row.title, width=240),
            Column(title=text["on"], text=lambda row: short_day(row.on), width=90, firm=True),
            Column(title=text["by"], text=lambda row: row.by, width=110),
            Column(title=text["printed"], text=lambda row: str(row.count), width=80, firm=True),
            Column(title=text["bound"], text=lambda row: str(row.taken), width=80, firm=True),
            Column(title=text["voided"], text=lambda row: str(row.voided), width=80, firm=True),
            Column(title=text["free"], text=lambda row: str(row.free), firm=True),
        )

    def _act(self, name: str, key: str, act: Callable[[], None], *, is_next: bool = False) -> None:
        button = self.add_act(self._text[name], is_next=is_next)
        button.clicked.connect(act)
        for sequence in (key, key.replace("Return", "Enter")) if "Return" in key else (key,):
            shortcut = QShortcut(QKeySequence(sequence), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _changed(self, changes: Changes) -> None:
        if changes.matters:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
