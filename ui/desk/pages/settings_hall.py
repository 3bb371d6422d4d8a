"""Settings › hall: an invitation for one more window, and this window's spare station. Only for data on a server."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.errors import Unavailable
from app.services.key_care import KEEPERS
from resources.loader import words as words_of
from ui.bootstrap.joining import invite_desk
from ui.bootstrap.opening import Desk
from ui.bootstrap.spare import prepare_spare, spare_of
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.register_desk import usual_folder
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.status_note import StatusNote
from ui.theme import State

NAME = "hall.invitation"
"""What the file of an invitation is called."""


class HallCard(Card):
    """What inviting is, the code once it was written, and how the spare station stands."""

    def __init__(self) -> None:
        text: dict[str, str] = words_of("words/hall.toml")["hall_card"]
        super().__init__(text["card"])
        what = text_label(text["what"], "body")
        what.setWordWrap(True)
        self.written, self.spare = StatusNote(), StatusNote()
        self.code = text_label("", "figure")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.fields = {
            "database": Field(text["address"], QLineEdit(), hint=text["address_hint"]),
            "spare": Field(text["station"], QLineEdit(), hint=text["station_hint"]),
        }
        self.content.addWidget(what)
        self.add_row(FieldRow(self.fields["database"]))
        self.content.addWidget(self.written)
        self.content.addWidget(self.code)
        self.content.addWidget(self.spare)
        self.station_row = FieldRow(self.fields["spare"])
        self.add_row(self.station_row)


class HallSection(Section):
    """Inviting and the spare station, for who keeps keys."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        self.hall_card = HallCard()
        super().__init__(hall, self.hall_card)
        self._desk = desk
        self._text: dict[str, str] = words_of("words/hall.toml")["hall_card"]
        self._has_spare = spare_of(desk.opened.folder) is not None
        self.acts = (
            SectionAct(words=self._text["invite"], act=self.invite, offered=lambda: self.is_entitled),
            SectionAct(
                words=self._text["make_spare"],
                act=self.make_spare,
                keys=("Ctrl+D",),
                offered=lambda: self.is_entitled and not self._has_spare,
            ),
        )
        self.remark = "" if self.is_entitled else self._text["not_entitled"]

    @property
    def is_entitled(self) -> bool:
        """Whether this person may invite."""
        return self.hall.session.account.role in KEEPERS

    def enter(self) -> None:
        """The code of an earlier invitation is not shown again."""
        self.hall_card.code.setText("")
        self.hall_card.written.say("", State.WAITING)
        self._show_spare()

    def invite(self) -> None:
        """Writes an invitation and shows its code, once."""
        desk, card = self._desk, self.hall_card
        clear_refusals(card.fields)
        address, path = card.fields["database"].text.strip(), Path(usual_folder()) / NAME

        def work() -> str:
            data, code = invite_desk(desk, address=address)
            try:
                path.write_bytes(data)
            except OSError as error:
                raise Unavailable("file.unwritable", field="path", file=path.name) from error
            return code

        def invited(code: str) -> None:
            card.written.say(self._text["written"].format(file=path), State.DONE)
            groups = code.split("-")
            half = len(groups) // 2
            card.code.setText("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))

        self.hall.write(work, invited, self.refusing(card.fields), asker=self)

    def make_spare(self) -> None:
        """Makes the spare station of this window."""
        desk, card = self._desk, self.hall_card
        clear_refusals(card.fields)
        station = card.fields["spare"].text.strip().upper()

        def made(_: None) -> None:
            self._has_spare = True
            self._show_spare()
            self.changed.emit()

        self.hall.write(
            lambda: prepare_spare(desk, station),
            made,
            self.refusing(card.fields, {"station": "spare"}),
            asker=self,
        )

    def _show_spare(self) -> None:
        card = self.hall_card
        card.station_row.setVisible(not self._has_spare)
        words = self._text["spare_there" if self._has_spare else "spare_none"]
        card.spare.say(words, State.DONE if self._has_spare else State.SOON)
