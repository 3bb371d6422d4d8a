"""The two tables of the imports page: the rows to be looked at, and the imports there were. They show, nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from app.domain.account import Account
from app.domain.bulk_import import ImportRun
from app.services.imports import Undone, UndoneMatter
from resources.loader import words as words_of
from ui.desk.import_desk import FIRST_FAULTS, Fault
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.wording import short_day
from ui.messages import words
from ui.theme import State

OUTCOMES = {Undone.VOIDED: State.DONE, Undone.KEPT: State.SOON, Undone.BEFORE: State.WAITING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """What is told of one row of a table, or of one matter of an import that was undone."""

    state: State
    word: str
    place: str
    field: str = ""
    why: str = ""


class ResultsCard(Card):
    """Rows that are refused or remarkable; after undoing, the matters with what became of each."""

    def __init__(self) -> None:
        self._text = imports_words()
        super().__init__(self._text["faults"])
        columns = (
            Column(
                title=self._text["result"], text=lambda row: row.word, width=160, state=lambda row: row.state
            ),
            Column(title=self._text["place"], text=lambda row: row.place, width=150, firm=True),
            Column(title=self._text["field"], text=lambda row: row.field, width=130),
            Column(title=self._text["why"], text=lambda row: row.why),
        )
        self.table = RowTable(columns, key=lambda row: row.place, empty=self._text["faults_empty"])
        self.content.addWidget(self.table, 1)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """The rows of a trial run or of an import."""
        self.table.show_rows(
            [
                ResultRow(
                    state=State.LATE if fault.refused else State.SOON,
                    word=self._text["refused_word" if fault.refused else "remarked_word"],
                    place=str(fault.row),
                    field=fault.field,
                    why=fault.reason,
                )
                for fault in faults
            ]
        )
        first = "faults_first" if len(faults) == FIRST_FAULTS else "faults_count"
        self.set_title(self._text[first].format(count=len(faults)) if faults else self._text["faults"])

    def show_undone(self, matters: Sequence[UndoneMatter]) -> None:
        """The matters of an import that was undone, those that stayed first."""
        outcomes = words("bulk_undone")
        rows = [
            ResultRow(state=OUTCOMES[item.outcome], word=str(outcomes[item.outcome.value]), place=item.number)
            for item in matters
        ]
        self.table.show_rows(sorted(rows, key=lambda row: row.state is not State.SOON))
        self.set_title(self._text["undone_matters"].format(count=len(rows)))


class ImportsCard(Card):
    """The imports there were, newest first, and the reason for undoing one."""

    undoable = Signal(bool)
    """Another one is chosen, or they were read anew: whether the chosen one can be undone."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._text = imports_words()
        super().__init__(self._text["list"], self._text["list_keys"])
        names = {account.id: account.name for account in accounts}
        self.table = RowTable(_columns(names), key=lambda run: run.number, empty=self._text["list_empty"])
        self.content.addWidget(self.table, 1)
        self.reason = Field(
            self._text["reason"],
            QLineEdit(),
            keys=self._text["reason_keys"],
            hint=self._text["reason_hint"],
        )
        self.add_row(FieldRow(self.reason))
        self.table.chosen.connect(lambda _: self.undoable.emit(self.can_be_undone))

    def show_imports(self, runs: Sequence[ImportRun]) -> None:
        """Shows what was read."""
        self.table.show_rows(runs)
        self.undoable.emit(self.can_be_undone)

    @property
    def can_be_undone(self) -> bool:
        """Whether one is chosen that was not undone before."""
        chosen = self.table.current_row
        return isinstance(chosen, ImportRun) and chosen.undone is None


def imports_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/imports_page.toml")["imports_page"]
    return found


def _columns(names: dict[str, str]) -> tuple[Column, ...]:
    text = imports_words()

    def state(run: ImportRun) -> State:
        if run.undone is not None:
            return State.WAITING
        return State.DONE if run.done is not None else State.SOON

    def word(run: ImportRun) -> str:
        if run.undone is not None:
            return str(text["undone_word"])
        return str(text["finished" if run.done is not None else "unfinished"])

    def count(run: ImportRun, what: str) -> str:
        return "" if run.done is None else str(getattr(run.done, what))

    return (
        Column(title=text["state"], text=word, width=110, state=state),
        Column(title=text["number"], text=lambda run: run.number, width=170, firm=True),
        Column(title=text["on"], text=lambda run: short_day(run.on), width=70, firm=True),
        Column(title=text["by"], text=lambda run: names.get(run.actor, run.actor)),
        Column(
            title=text["registered_count"], text=lambda run: count(run, "registered"), width=80, firm=True
        ),
        Column(title=text["repeated_count"], text=lambda run: count(run, "repeated"), width=100, firm=True),
        Column(title=text["refused_count"], text=lambda run: count(run, "refused"), width=80, firm=True),
    )
