"""Going back to an earlier state in three steps: which one, whether receipts went out later, 恢复. Nothing technical."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from app.clock import CHINA
from app.errors import AppError, BadInput
from app.services.restore_choices import Choice, Offer, Offered, Soundness, Source
from resources.loader import words as words_of
from ui.bootstrap.bringing_back import Typed
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.page import PageFrame
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals, field_of, show_refusal
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.theme import State

UNANSWERED, NONE_LATER, SOME_LATER = "", "none", "some"
_STATES = {
    Soundness.UNKNOWN: State.WAITING,
    Soundness.SOUND: State.DONE,
    Soundness.INCOMPLETE: State.SOON,
    Soundness.BROKEN: State.LATE,
    Soundness.NEWER_PROGRAM: State.LATE,
}
USELESS = (Soundness.BROKEN, Soundness.NEWER_PROGRAM)
FIELD_OF_CODE = {
    "keys.wrong_code": "code",
    "sign_in.wrong": "password",
    "restore.key_needed": "code",
    "restore.receipts_needed": "receipts",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for: the state, what opens it, the last number seen on a receipt (none: none was given later)."""

    choice: Choice
    typed: Typed
    last_seen: tuple[str, ...]
    without_papers: bool = False


class BringBackPage(PageFrame):
    """The page. Knows no folder: it is told what there is, and asks."""

    chosen = Signal(object)
    """The Choice that is to be looked at."""
    asked = Signal(object)
    """The Wanted."""
    again = Signal()
    """Sticks may have been plugged in."""
    left = Signal()
    """Esc: stop what runs, or go back."""

    def __init__(self) -> None:
        text: dict[str, Any] = words_of("words/keeping_window.toml")["bring_back"]
        super().__init__(text["title"], text["keys"])
        self._text = text
        self._offer: Offer | None = None
        self._looked: dict[Choice, Soundness] = {}
        self._incomplete = False
        self.table = RowTable(self._table_columns(), key=lambda row: row.choice, empty=text["reading"])
        self.table.chosen.connect(self._choose)
        self.notes = [StatusNote() for _ in range(3)]
        which = Card(text["card"], text["card_keys"])
        which.content.addWidget(self.table, 1)
        for note in self.notes:
            which.content.addWidget(note)
        self.main.addWidget(which, 1)
        self.receipts = PickLine(
            [(UNANSWERED, "—"), (NONE_LATER, text["none_later"]), (SOME_LATER, text["some_later"])]
        )
        self.fields = {
            "receipts": Field(text["receipts"], self.receipts, hint=text["receipts_hint"]),
            "number": Field(text["number"], QLineEdit(), hint=text["number_hint"]),
        }
        asked = Card(text["receipts_card"])
        asked.add_row(FieldRow(self.fields["receipts"], self.fields["number"], widths=(3, 2)))
        self.main.addWidget(asked)
        self.main.addWidget(self._opening())
        self.next = self.add_act(text["submit"], is_next=True)
        self.next.clicked.connect(lambda: self.submit())
        self.anyway = self.add_act(text["submit_incomplete"])
        self.anyway.clicked.connect(lambda: self.submit(without_papers=True))
        self.search = self.add_act(text["again"])
        self.search.clicked.connect(self.again)
        self.back = self.add_act(text["back"])
        self.back.clicked.connect(self.left)
        self.receipts.picked.connect(lambda _: self._show())
        for keys, act in (
            ("Ctrl+Return", self.next),
            ("Ctrl+Enter", self.next),
            ("Ctrl+M", self.anyway),
            ("Ctrl+R", self.search),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act.click)
        self.setFocusProxy(self.table)
        self.is_running = False
        """Whether a restore is under way."""
        self._show()

    def wait_for_offer(self) -> None:
        """Backups are being looked for."""
        self.search.setEnabled(False)
        self.remark.show_keys(self._text["reading"])

    def show_offer(self, offer: Offer) -> None:
        """What there is to choose from; the newest one is chosen and looked at."""
        self._offer = offer
        self._looked.clear()
        self.search.setEnabled(True)
        self.table.say_when_empty(self._text["empty"])
        notes = [(self._text["gone"].format(place=place), State.SOON) for place in offer.gone]
        if offer.offered and offer.offered[0].choice.source is Source.SIDE_FILES:
            first = offer.offered[0].choice.entries
            backups = [item.choice.entries for item in offer.offered[1:] if item.lost is not None]
            saved = first - max(backups, default=0)
            notes.insert(0, (self._text["side_note"].format(count=f"{saved:,}"), State.IN_TIME))
        for at, note in enumerate(self.notes):
            note.say(*(notes[at] if at < len(notes) else ("", State.WAITING)))
        account = self.fields["account"].editor
        if isinstance(account, QLineEdit) and len(offer.accounts) == 1 and not account.text():
            account.setText(offer.accounts[0])
        self._keys.setVisible(not offer.training)
        self.table.show_rows(offer.offered)
        self._show()

    def show_soundness(self, choice: Choice, found: Soundness) -> None:
        """What came of looking at one."""
        self._looked[choice] = found
        self.table.viewport().update()
        self._show()

    def show_stage(self, stage: str) -> None:
        """How far a running restore is."""
        if self.is_running:
            self.remark.show_keys(self._text["stages"][stage])

    def show_stopping(self) -> None:
        """It was called off and has not ended yet."""
        self.back.setEnabled(False)
        self.remark.show_keys(self._text["stopping"])

    def rest(self) -> None:
        """Nothing runs any more."""
        self.is_running = False
        self.back.setEnabled(True)
        self._show()

    def submit(self, *, without_papers: bool = False) -> None:
        """Asks for what is chosen, once everything is answered."""
        clear_refusals(self.fields)
        if self.is_running:
            return
        try:
            wanted = self._wanted(without_papers)
        except BadInput as error:
            self.refuse(error)
            return
        self.is_running = True
        self._show()
        self.show_stage("read")
        self.asked.emit(wanted)

    def refuse(self, error: AppError) -> bool:
        """Shows at its field what is wrong; False where it belongs to none here."""
        if error.code == "backup.papers_missing":
            self._incomplete = True
            self._show()
        if field_of(error, FIELD_OF_CODE) in ("account", "password", "code") and self._keys.isHidden():
            self._keys.show()
        return show_refusal(self.fields, error, FIELD_OF_CODE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _opening(self) -> Card:
        text = self._text
        secret = QLineEdit()
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        names = {
            "account": Field(text["account"], QLineEdit()),
            "password": Field(text["password"], secret),
            "code": Field(text["code"], QLineEdit(), hint=text["code_hint"]),
        }
        self.fields |= names
        self._keys = Card(text["keys_card"])
        self._keys.add_row(FieldRow(*names.values(), widths=(1, 1, 3)))
        return self._keys

    def _wanted(self, without_papers: bool) -> Wanted:
        row = self.table.current_row
        if row is None:
            raise BadInput("restore.nothing_chosen", field="receipts")
        if self._looked.get(row.choice) in USELESS:
            raise BadInput("restore.not_usable", field="receipts")
        if self.receipts.code == UNANSWERED:
            raise BadInput("restore.receipts_needed", field="receipts")
        number = self.fields["number"].text.strip()
        if self.receipts.code == SOME_LATER and not number:
            raise BadInput("restore.receipts_needed", field="number")
        return Wanted(
            choice=row.choice,
            typed=Typed(
                account=self.fields["account"].text.strip(),
                password=self.fields["password"].text,
                code=self.fields["code"].text.strip(),
            ),
            last_seen=(number,) if self.receipts.code == SOME_LATER else (),
            without_papers=without_papers,
        )

    def _choose(self, row: Offered) -> None:
        self._incomplete = False
        if row.choice not in self._looked and not self.is_running:
            self.chosen.emit(row.choice)
        self._show()

    def _show(self) -> None:
        row = self.table.current_row
        found = None if row is None else self._looked.get(row.choice)
        late = self.receipts.code == SOME_LATER
        self.fields["number"].editor.setEnabled(late and not self.is_running)
        self.next.setEnabled(row is not None and not self.is_running)
        self.anyway.setVisible(self._incomplete or found is Soundness.INCOMPLETE)
        self.anyway.setEnabled(not self.is_running)
        self.table.setEnabled(not self.is_running)
        self.back.setText(self._text["cancel" if self.is_running else "back"])
        if not self.is_running:
            self.remark.show_keys(self._text["remark"])

    def _table_columns(self) -> tuple[Column, ...]:
        text = self._text

        def where(row: Offered) -> str:
            if row.choice.source is Source.SIDE_FILES:
                return str(text["side_files"])
            place = str(row.choice.place.parent)
            return str(text["stick"]).format(place=place) if row.choice.on_stick else place

        def lost(row: Offered) -> str:
            if row.lost is None:
                return str(text["cannot_tell"])
            if row.lost:
                return str(text["loses"]).format(count=f"{row.lost:,}")
            return str(text["nothing_lost" if self._offer is not None and self._offer.exact else "known_all"])

        def looked(row: Offered) -> Soundness:
            return self._looked.get(row.choice, Soundness.UNKNOWN)

        return (
            Column(
                title=text["when"],
                text=lambda row: f"{row.choice.at.astimezone(CHINA):%Y-%m-%d %H:%M}",
                width=160,
                firm=True,
            ),
            Column(
                title=text["entries"],
                text=lambda row: text["count"].format(count=f"{row.choice.entries:,}"),
                width=110,
            ),
            Column(
                title=text["lost"],
                text=lost,
                width=150,
                state=lambda row: State.IN_TIME if row.lost == 0 else State.SOON,
            ),
            Column(
                title=text["state"],
                text=lambda row: text[looked(row).value],
                width=170,
                state=lambda row: _STATES[looked(row)],
            ),
            Column(title=text["where"], text=where),
        )
