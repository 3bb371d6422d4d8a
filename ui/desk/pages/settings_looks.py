"""Settings › record of looks: a day of the access chain for the auditor, and what was administered since a day."""

from __future__ import annotations

from typing import Any

from app.clock import CHINA
from app.services.access_reading import READERS, Look, looks_of_day
from app.services.administration import administration_since
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.looks_table import about_words, looks_words, revealed_words, what_words
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.date_field import DateField
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.row_table import Column, RowTable
from ui.theme import State

ALL, FOREIGN, ADMINISTRATION = "all", "foreign", "administration"


class LooksDayCard(Card):
    """Which day, which looks, and their table."""

    def __init__(self, hall: Hall) -> None:
        text = looks_words()
        super().__init__(text["record"])
        today = hall.session.today()
        self.day = DateField(today, today)
        named = {**text, ADMINISTRATION: administration_words()[ADMINISTRATION]}
        self.which = PickLine([(name, named[name]) for name in (FOREIGN, ALL, ADMINISTRATION)])
        self.add_row(FieldRow(Field(text["day"], self.day), Field(text["which"], self.which), widths=(1, 3)))
        self.table = RowTable(
            _columns(), key=lambda row: (row.opening.at, row.opening.account, row.number), empty=text["none"]
        )
        self.content.addWidget(self.table, 1)


class LooksSection(Section):
    """Reading is itself recorded; nothing is read before it is asked for."""

    def __init__(self, hall: Hall) -> None:
        self.looks = LooksDayCard(hall)
        super().__init__(hall, self.looks, grows=True)
        text = looks_words()
        entitled = hall.session.account.role in READERS
        self.acts = (SectionAct(words=text["read"], act=self.read, offered=lambda: entitled),)
        self.remark = text["remark" if entitled else "remark_others"]

    def read(self) -> None:
        """Reads the day."""
        day, session = self.looks.day.value, self.hall.session
        if day is None:
            return
        which = self.looks.which.code
        if which == ADMINISTRATION:
            self.hall.write(
                lambda: administration_since(session, day),
                lambda rows: self._show(rows, str(administration_words()["title"])),
                asker=self,
            )
        else:
            self.hall.write(
                lambda: looks_of_day(session, day, foreign=which == FOREIGN),
                lambda rows: self._show(rows, str(looks_words()["record_of"])),
                asker=self,
            )

    def _show(self, rows: tuple[Look, ...], title: str) -> None:
        self.looks.set_title(title.format(count=len(rows)))
        self.looks.table.show_rows(rows)


def administration_words() -> dict[str, Any]:
    """The words of the record of administration."""
    found: dict[str, Any] = words_of("words/administration.toml")["administration"]["page"]
    return found


def _columns() -> tuple[Column, ...]:
    text = looks_words()

    def state(row: Look) -> str:
        return str(text["own" if row.own else "not_own"]) if row.number else ""

    def about(row: Look) -> str:
        return row.number or about_words(row.opening)

    return (
        Column(
            title=text["whose"],
            text=state,
            width=110,
            state=lambda row: (State.DONE if row.own else State.SOON) if row.number else None,
        ),
        Column(
            title=text["when"],
            text=lambda row: f"{row.opening.at.astimezone(CHINA):%m-%d %H:%M:%S}",
            width=130,
            firm=True,
        ),
        Column(title=text["who"], text=lambda row: row.opening.who, width=110),
        Column(title=text["what"], text=lambda row: what_words(row.opening), width=150),
        Column(title=administration_words()["about"], text=about, width=240),
        Column(title=text["revealed"], text=lambda row: revealed_words(row.opening), width=150),
        Column(title=text["reason"], text=lambda row: row.opening.reason),
    )
