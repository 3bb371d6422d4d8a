"""The cards of reading an old ledger in: columns with what each means, words with their codes. They show and ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal

from app.domain.codes import codes
from app.exchange.profiles.old_ledger import CODED, SKIP, GuessedColumn, LedgerMapping, is_dropped
from app.services.old_ledger import UnknownWord
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.old_ledger_file import choices, field_title
from ui.theme import State

NO_CODE = ""
PICKED = ("channel", "purpose", "id_type")
"""Coded fields whose lists are short enough to stand in a line; others are written into the mapping file."""


def ledger_words() -> dict[str, Any]:
    """The words of the page."""
    found: dict[str, Any] = words_of("words/old_ledger.toml")["old_ledger"]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """One column of the ledger: its title, what it means, how that came about, some of its values."""

    index: int
    title: str
    field: str
    by: str
    samples: str

    @property
    def is_kept_out(self) -> bool:
        """Whether it is never read."""
        return is_dropped(self.title)


class ColumnsCard(Card):
    """Columns on the left, what the chosen one means below."""

    changed = Signal()
    """Another field was chosen for a column."""

    def __init__(self) -> None:
        text = self._text = ledger_words()
        super().__init__(text["columns"], text["columns_keys"])
        self.table = RowTable(
            (
                Column(title=text["column"], text=lambda row: row.title, width=150),
                Column(
                    title=text["means"],
                    text=lambda row: text["dropped"] if row.is_kept_out else field_title(row.field),
                    width=150,
                    state=lambda row: State.WAITING if row.field == SKIP else State.DONE,
                ),
                Column(title=text["guessed"], text=lambda row: text[row.by], width=80),
                Column(title=text["samples"], text=lambda row: row.samples),
            ),
            key=lambda row: row.index,
            empty=text["no_columns"],
        )
        self.pick = PickLine([(name, field_title(name)) for name in choices()], wraps=True)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.pick)
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(lambda _: self.pick.setFocus())
        self.pick.picked.connect(self._picked)

    def show_columns(self, guessed: Sequence[GuessedColumn], mapping: LedgerMapping, by_saved: bool) -> None:
        """The columns of a ledger as a mapping reads them."""
        rows = []
        for item in guessed:
            field = mapping.field_of(item.title) if item.title else SKIP
            by = f"by_{item.by}" if item.by and field == item.field else "by_nothing"
            rows.append(
                ColumnRow(
                    index=item.index,
                    title=item.title,
                    field=field,
                    by="by_mapping" if by_saved else by,
                    samples=" ｜ ".join(value[:30] for value in item.samples),
                )
            )
        self.table.show_rows(rows)
        self.table.selectRow(0)

    def columns(self) -> dict[str, str]:
        """The field of each title."""
        return {row.title: row.field for row in self.table.rows if row.title}

    def _follow(self, row: ColumnRow) -> None:
        self.pick.blockSignals(True)
        self.pick.take(row.field)
        self.pick.blockSignals(False)
        self.pick.setEnabled(not row.is_kept_out and bool(row.title))

    def _picked(self, field: str) -> None:
        row = self.table.current_row
        if isinstance(row, ColumnRow) and not row.is_kept_out and row.title and row.field != field:
            changed = replace(row, field=field, by="by_hand")
            self.table.show_rows([changed if item.index == row.index else item for item in self.table.rows])
            self.changed.emit()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRow:
    """One word of the ledger that no list knows, and the code that was chosen for it."""

    field: str
    word: str
    count: int
    code: str
    label: str


class WordsCard(Card):
    """Words on the left, the codes for the chosen one below."""

    def __init__(self) -> None:
        text = self._text = ledger_words()
        super().__init__(text["words"], text["words_keys"])
        self.table = RowTable(
            (
                Column(title=text["name"], text=lambda row: field_title(row.field), width=110, firm=True),
                Column(title=text["word"], text=lambda row: row.word, width=220),
                Column(title=text["count"], text=lambda row: str(row.count), width=70, firm=True),
                Column(title=text["code"], text=lambda row: row.label),
            ),
            key=lambda row: (row.field, row.word),
            empty=text["no_words"],
        )
        self.content.addWidget(self.table, 1)
        self.picks = {name: self._line(name) for name in PICKED}
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(
            lambda row: self.picks[row.field].setFocus() if row.field in PICKED else None
        )

    def show_words(self, unknown: Sequence[UnknownWord], chosen: Mapping[str, Mapping[str, str]]) -> None:
        """The words, with what was chosen for them before."""
        self.table.show_rows(
            [self._row(item, chosen.get(item.field, {}).get(item.word, NO_CODE)) for item in unknown]
        )
        for line in self.picks.values():
            line.hide()
        self.table.selectRow(0)
        if self.table.rows:
            self._follow(self.table.rows[0])

    def words(self) -> dict[str, dict[str, str]]:
        """The code of each word, by field; words without one stand with an empty code."""
        made: dict[str, dict[str, str]] = {}
        for row in self.table.rows:
            made.setdefault(row.field, {})[row.word] = row.code
        return made

    def _line(self, name: str) -> PickLine:
        offered = [
            (NO_CODE, self._text["no_code"]),
            *((code.code, code.label) for code in codes(CODED[name])),
        ]
        line = PickLine(offered, wraps=True)
        line.hide()
        line.picked.connect(self._picked)
        self.content.addWidget(line)
        return line

    def _row(self, item: UnknownWord | WordRow, code: str) -> WordRow:
        labels = {known.code: known.label for known in codes(CODED[item.field])}
        label = labels.get(code, self._text["no_code"])
        return WordRow(field=item.field, word=item.word, count=item.count, code=code, label=label)

    def _follow(self, row: WordRow) -> None:
        for name, line in self.picks.items():
            line.setVisible(name == row.field)
            if name == row.field:
                line.blockSignals(True)
                line.take(row.code)
                line.blockSignals(False)

    def _picked(self, code: str) -> None:
        row = self.table.current_row
        if isinstance(row, WordRow):
            changed = self._row(row, code)
            self.table.show_rows(
                [changed if (r.field, r.word) == (row.field, row.word) else r for r in self.table.rows]
            )
