"""The county's part of the exchange page: every station, who has not sent for days, what lacks, and what to do about it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from app.services.coverage import SILENT_DAYS, StationCoverage
from resources.loader import words as words_of
from ui.desk.widgets.card import Card
from ui.desk.widgets.row_table import Column, RowTable
from ui.desk.widgets.status_note import StatusNote
from ui.desk.wording import short_day
from ui.theme import State

STATES = {
    "lacks": State.SOON,
    "not_taken": State.LATE,
    "first": State.WAITING,
    "silent": State.SOON,
    "fine": State.DONE,
}


class StationsCard(Card):
    """The card; the longest silent first, as it is told."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._text = stations_words()
        super().__init__(self._text["title"], self._text["keys"], parent)
        self.table = RowTable(_columns(self._text), key=lambda row: row.station, empty=self._text["empty"])
        self.note = StatusNote()
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.note)
        self.table.chosen.connect(lambda _: self._explain())

    def show_stations(self, found: tuple[StationCoverage, ...]) -> None:
        """Shows what was read."""
        self.table.show_rows(found)
        self._explain()

    def _explain(self) -> None:
        row = self.table.current_row
        if not isinstance(row, StationCoverage):
            self.note.say("")
            return
        word = situation(row)
        last = "" if row.last is None else short_day(row.last)
        sentence = self._text[f"do_{word}"].format(
            office=row.office,
            station=row.station,
            last=last,
            days=row.silent,
            numbers=_numbers(row),
            rejected=row.rejected,
        )
        self.note.say(sentence, STATES[word])


def situation(row: StationCoverage) -> str:
    """What is most pressing with a station: lacks, not_taken, first, silent or fine."""
    if row.missing:
        return "lacks"
    if row.rejected:
        return "not_taken"
    if row.silent is None:
        return "first"
    return "silent" if row.silent >= SILENT_DAYS else "fine"


def stations_words() -> dict[str, Any]:
    """The words of the card."""
    found: dict[str, Any] = words_of("words/open_items.toml")["coverage_card"]
    return found


def _numbers(row: StationCoverage) -> str:
    return "、".join(str(number) for number in row.missing)


def _columns(text: dict[str, Any]) -> tuple[Column, ...]:
    def last(row: StationCoverage) -> str:
        return text["never"] if row.last is None else short_day(row.last)

    def unsettled(row: StationCoverage) -> str:
        counts = {"held": row.held, "rejected": row.rejected, "unacknowledged": row.unacknowledged}
        said = (str(text[name]).format(count=count) for name, count in counts.items() if count)
        return str(text["between"]).join(said)

    def state(row: StationCoverage) -> str:
        return str(text[situation(row)]).format(days=row.silent, numbers=_numbers(row))

    return (
        Column(title=text["station"], text=lambda row: row.station, width=80, firm=True),
        Column(title=text["office"], text=lambda row: row.office, width=200),
        Column(title=text["last"], text=last, width=100, firm=True),
        Column(
            title=text["applied"],
            text=lambda row: text["applied_figures"].format(packages=row.packages, entries=row.entries),
            width=150,
        ),
        Column(title=text["open"], text=unsettled),
        Column(title=text["state"], text=state, width=190, state=lambda row: STATES[situation(row)]),
    )
