"""The sheets of a day without power in a list: in the order in which they were handed out, with what became of each."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from app.domain.outage import SheetState
from app.services.outages import PaperDay, Sheet
from ui.desk.hall import Hall
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.fitted_table import FittedTable
from ui.desk.widgets.row_table import Column
from ui.desk.wording import short_day
from ui.messages import words


class SheetsCard(Card):
    """The list, and why a sheet became no registration."""

    def __init__(self, hall: Hall) -> None:
        text = self._text = words("outage_page")
        super().__init__(text["sheets"], text["sheets_keys"])
        self._hall = hall
        self.day: PaperDay | None = None
        """The day that is shown."""
        self.table = FittedTable(self._columns(), key=lambda sheet: sheet.code, empty=text["no_sheets"])
        self.content.addWidget(self.table)
        self.reason = QLineEdit()
        self.fields = {"reason": Field(text["reason"], self.reason, hint=text["reason_hint"])}
        self.add_row(FieldRow(self.fields["reason"]))

    @property
    def chosen(self) -> Sheet | None:
        """The sheet that is chosen; the next to be entered where none is."""
        found = self.table.current_row
        if isinstance(found, Sheet):
            return found
        return None if self.day is None else self.day.next

    @property
    def to_enter(self) -> Sheet | None:
        """The chosen sheet if it waits, else the first one that does."""
        chosen = self.chosen
        if chosen is not None and chosen.row.state is SheetState.WAITING:
            return chosen
        return None if self.day is None else self.day.next

    def show_day(self, paper: PaperDay | None) -> None:
        """Shows another day, or how it stands now; the next sheet to be entered is chosen."""
        self.day, text = paper, self._text
        if paper is None:
            self.set_title(text["sheets"])
            self.table.show_rows(())
            return
        said = text["sheets_closed" if paper.day.closed else "sheets_of"]
        self.set_title(
            said.format(
                day=short_day(paper.day.on),
                pack=paper.pack,
                count=len(paper.sheets),
                waiting=len(paper.waiting),
            )
        )
        self.table.show_rows(paper.sheets)
        following = paper.next
        if following is not None:
            self.table.selectRow([sheet.code for sheet in paper.sheets].index(following.code))

    def _columns(self) -> tuple[Column, ...]:
        text = self._text
        return (
            Column(title=text["place"], text=lambda sheet: str(sheet.place), width=70, firm=True),
            Column(title=text["sheet"], text=lambda sheet: sheet.number, width=150, firm=True),
            Column(title=text["at"], text=self._time_words, width=130),
            Column(title=text["fate"], text=self._fate_words),
            Column(title=text["scanned"], text=self._scan_words, width=80, firm=True),
        )

    def _time_words(self, sheet: Sheet) -> str:
        return str(self._text["early"]).format(at=sheet.row.at) if sheet.row.early else sheet.row.at

    def _fate_words(self, sheet: Sheet) -> str:
        row, told = sheet.row, self._text["sheet_states"]
        if sheet.unseen:
            return str(self._text["unseen"])
        return str(told[row.state]).format(number=row.number, reason=row.reason)

    def _scan_words(self, sheet: Sheet) -> str:
        pages = self._hall.sheets.get(sheet.code, ())
        return str(self._text["pages"]).format(count=len(pages)) if pages else ""
