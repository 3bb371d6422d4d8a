"""Papers inside the office (Shift+F7): drafts that wait for somebody, the seal basket, the two registers as sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from app.changes import Changes
from app.errors import AppError
from app.papers.catalogue import paper_kind
from app.readmodels import PaperRow
from app.services.paper_drafts import waiting_drafts
from app.services.sealing import Stamped, seal_all, seal_basket
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk import register_desk
from ui.desk.hall import Hall
from ui.desk.pages.batch_print import BatchPrintCard
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.refusals import clear_refusals, show_refusal
from ui.desk.widgets.row_table import Column
from ui.desk.widgets.span_row import SpanRow, span_words
from ui.desk.wording import short_day
from ui.messages import message_of, words
from ui.printing import Printer


def basket_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/office_papers.toml")["basket_page"]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits: drafts for a review, a signature or a change, and papers for the seal."""

    drafts: tuple[PaperRow, ...]
    basket: tuple[PaperRow, ...]


def waiting(session: Session) -> Waiting:
    """Reads both lists."""
    return Waiting(drafts=tuple(waiting_drafts(session)), basket=tuple(seal_basket(session)))


class SealBasketPage(PageFrame):
    """Space takes a paper in or out, Ctrl+Enter records the seal on those taken; Enter opens the matter."""

    left = Signal()
    """Esc: back to where it was opened."""

    def __init__(self, hall: Hall, printer: Callable[[], Printer]) -> None:
        text = self._text = basket_words()
        super().__init__(text["title"], text["keys"])
        self._hall = hall
        self._printer = printer
        self._taken: set[str] = set()

    def made(self) -> Iterator[QWidget | None]:
        """The rest of the page, a part a turn (decision 0210); at last the page."""
        hall, text = self._hall, self._text
        self._drafts_card = Card(text["drafts"], text["drafts_keys"])
        self.drafts = FittedTable(_draft_columns(), key=lambda row: row.id, empty=text["no_drafts"])
        self._drafts_card.content.addWidget(self.drafts)
        self._basket_card = Card(text["basket"].format(count=0, taken=0), text["basket_keys"])
        self.basket = FittedTable(self._basket_columns(), key=lambda row: row.id, empty=text["no_basket"])
        self._basket_card.content.addWidget(self.basket)
        self.approved_by = Field(text["approved_by"], QLineEdit(), hint=text["approved_hint"])
        self._basket_card.add_row(FieldRow(self.approved_by))
        yield None
        self.span = SpanRow(hall.session.today(), text["register_file"])
        registers = Card(text["registers"])
        registers.add_row(self.span)
        self.batch = BatchPrintCard(hall, self._printer)
        yield None
        for card in (self._basket_card, self.batch, self._drafts_card, registers):
            self.main.addWidget(card)
        self.main.addStretch(1)
        yield None
        self.seal_button = self._act("seal", "Ctrl+Return", self.seal, is_next=True)
        self.print_button = self._act("print", "Ctrl+P", self.print_taken)
        self.all_button = self._act("all", "Ctrl+A", self.take_all)
        self._act("register", "Ctrl+S", self.write_register)
        self._act("numbers", "Ctrl+Shift+S", self.write_numbers)
        for table in (self.drafts, self.basket):
            table.opened.connect(lambda row: hall.asked_for_matter.emit(row.number))
        self.basket.explained.connect(self._turn)
        self.remark.show_keys(text["remark"])
        self.setFocusProxy(self.basket)
        hall.bus.changed.connect(self._changed)
        hall.read(register_desk.usual_folder, self.span.offer_folder, asker=self)
        self.read()
        yield self

    @property
    def taken(self) -> tuple[PaperRow, ...]:
        """The papers of the basket that are taken."""
        return tuple(row for row in self.basket.rows if row.id in self._taken)

    def read(self) -> None:
        """Reads both lists anew."""
        session = self._hall.session
        self._hall.read(lambda: waiting(session), self.show_waiting, asker=self, question="basket")

    def show_waiting(self, found: Waiting) -> None:
        """Shows what was read; what was taken and still waits stays taken."""
        self._taken &= {row.id for row in found.basket}
        self.drafts.show_rows(found.drafts)
        self.basket.show_rows(found.basket)
        self._tell_taken()

    def take_all(self) -> None:
        """Takes every paper of the basket; called again, none."""
        every = {row.id for row in self.basket.rows}
        self._taken = set() if self._taken == every else every
        self._tell_taken()

    def seal(self) -> None:
        """Records the seal on the papers that are taken."""
        session, who = self._hall.session, self.approved_by.text.strip()
        chosen = [(row.number, row.id) for row in self.taken]
        if not chosen:
            self._hall.say("basket.none_taken")
            return
        self._hall.write(
            lambda: seal_all(session, chosen, approved_by=who), partial(self._sealed, chosen), asker=self
        )

    def print_taken(self) -> None:
        """Prints the papers that are taken in one job."""
        if not self.taken:
            self._hall.say("basket.none_taken")
            return
        self.batch.print_rows(self.taken)

    def write_register(self) -> None:
        """Writes the seal register of these days as .xlsx."""
        self._write(register_desk.write_seal_register)

    def write_numbers(self) -> None:
        """Writes the register of document numbers of the last day's year as .xlsx, beside the other."""
        self._write(register_desk.write_number_series)

    def _write(self, write: Callable[[Session, date, date, str], str]) -> None:
        clear_refusals(self.span.named)
        session, path = self._hall.session, self.span.path.text()
        try:
            first, last = self.span.span
        except AppError as error:
            self._refuse(error)
            return
        self.remark.show_keys(span_words()["writing"])
        self._hall.read(lambda: write(session, first, last, path), self._written, self._refuse, asker=self)

    def _written(self, file: str) -> None:
        self.remark.show_keys(self._text["remark"])
        self._hall.say("registers.written", file=file)

    def _refuse(self, error: AppError) -> None:
        self.remark.show_keys(self._text["remark"])
        if not show_refusal(self.span.named, error):
            self._hall.say_error(error)

    def _sealed(self, chosen: Sequence[tuple[str, str]], done: list[Stamped]) -> None:
        refused = next((result for result in done if result.refused is not None), None)
        if refused is not None and refused.refused is not None:
            why = message_of(refused.refused).says
            self._hall.say("basket.refused", number=refused.number, why=why)
        else:
            self._hall.say("basket.sealed", count=len(chosen))
        self.read()

    def _turn(self, row: PaperRow) -> None:
        self._taken ^= {row.id}
        self._tell_taken()

    def _tell_taken(self) -> None:
        count, taken = len(self.basket.rows), len(self.taken)
        self._basket_card.set_title(self._text["basket"].format(count=count, taken=taken))
        for button in (self.seal_button, self.print_button):
            button.setEnabled(bool(taken))
        self.all_button.setEnabled(bool(count))
        self.basket.viewport().update()

    def _act(self, name: str, key: str, act: Callable[[], None], *, is_next: bool = False) -> Any:
        button = self.add_act(self._text[name], is_next=is_next)
        button.clicked.connect(act)
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        return button

    def _basket_columns(self) -> tuple[Column, ...]:
        text = self._text

        def mark(row: PaperRow) -> str:
            return str(text["mark"]) if row.id in self._taken else ""

        return (Column(title=text["taken"], text=mark, width=60), *_columns_of_both())

    def _changed(self, changes: Changes) -> None:
        if changes.papers or changes.matters or changes.settings:
            self.read_when_seen(self.read)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _draft_columns() -> tuple[Column, ...]:
    text = basket_words()

    def state(row: PaperRow) -> str:
        return str(words("paper_states")[row.state])

    return (Column(title=text["state"], text=state, width=110), *_columns_of_both())


def _columns_of_both() -> tuple[Column, ...]:
    text = basket_words()
    return (
        Column(title=text["paper"], text=lambda row: paper_kind(row.kind).title, width=200),
        Column(title=text["document_number"], text=lambda row: row.document_number),
        Column(title=text["number"], text=lambda row: row.number, width=170, firm=True),
        Column(title=text["name"], text=lambda row: row.name, width=120),
        Column(title=text["day"], text=lambda row: short_day(row.issued_on), width=80, firm=True),
    )
