"""Settings › devices: the reader of identity cards of this computer, and a card to try it with."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLineEdit

from app.changes import Changes
from app.domain.card_chip import ReadCard
from app.domain.names import mask_name, mask_number
from app.errors import AppError, BadInput
from app.settings import CARD_READERS, HIGHEST_PORT, CardReaderSettings
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.settings_file import SettingsFile
from ui.desk.widgets.card import Card
from ui.desk.widgets.field import Field, FieldRow
from ui.desk.widgets.pick import PickLine
from ui.desk.widgets.refusals import clear_refusals
from ui.desk.widgets.status_note import StatusNote
from ui.devices.card_reader import OFF, READY, CardReader
from ui.messages import message_of, words
from ui.theme import State


class CardReaderCard(Card):
    """Which reader this computer has. Nothing here saves."""

    def __init__(self) -> None:
        text = words("card_reader_settings")
        super().__init__(str(text["card"]))
        self.family = PickLine([(name, str(text[name])) for name in CARD_READERS])
        self.fields = {
            "family": Field(str(text["family"]), self.family, hint=str(text["family_hint"])),
            **{
                name: Field(str(text[name]), QLineEdit(), hint=str(text[f"{name}_hint"]))
                for name in ("library", "port", "helper")
            },
        }
        self.state = StatusNote()
        self.add_row(FieldRow(self.fields["family"], self.fields["port"], widths=(3, 1)))
        self.add_row(FieldRow(self.fields["library"]))
        self.add_row(FieldRow(self.fields["helper"]))
        self.content.addWidget(self.state)

    def show_settings(self, settings: CardReaderSettings) -> None:
        """Fills the fields."""
        self.family.take(settings.family)
        port = str(settings.port) if settings.port else ""
        for name, value in (("library", settings.library), ("port", port), ("helper", settings.helper)):
            editor = self.fields[name].editor
            if isinstance(editor, QLineEdit):
                editor.setText(value)

    @property
    def settings(self) -> CardReaderSettings:
        """What stands there. Raises BadInput("settings.value") naming the field."""
        typed = unicodedata.normalize("NFKC", self.fields["port"].text).strip()
        if typed and not typed.isdecimal():
            raise BadInput("settings.value", field="port", name="port", allowed=f"0-{HIGHEST_PORT}")
        return CardReaderSettings(
            family=self.family.code,
            library=self.fields["library"].text.strip(),
            port=int(typed or 0),
            helper=self.fields["helper"].text.strip(),
        )


class DevicesSection(Section):
    """The devices of this computer. After saving, a card that is laid on is shown, masked, and goes nowhere."""

    def __init__(self, hall: Hall, settings: SettingsFile) -> None:
        self.reading = CardReaderCard()
        super().__init__(hall, self.reading)
        text = self._text = words("card_reader_settings")
        self._settings = settings
        self.remark = str(text["remark"])
        self.acts = (SectionAct(words=str(text["save"]), act=self.save),)
        self.reading.show_settings(settings.settings.card_reader)
        self.reader = CardReader(self, settings.settings.card_reader)
        self.reader.state_changed.connect(lambda _: self._show_state())
        self.reader.read.connect(self._shown)
        self.reader.failed.connect(self._refused)
        self.reading.installEventFilter(self)

    def enter(self) -> None:
        """Says how the reader is, once somebody has set one."""
        self._show_state()

    def save(self) -> None:
        """Keeps the settings and tries the reader."""
        clear_refusals(self.reading.fields)
        try:
            made = self.reading.settings
            self._settings.keep(replace(self._settings.settings, card_reader=made))
        except AppError as error:
            self.refusing(self.reading.fields)(error)
            return
        self.hall.card_reader = made
        self.hall.say("settings.devices_saved")
        self.hall.bus.tell(Changes(settings=True))
        self.reader.stop()
        self.reader.change(made)
        self.reader.start()
        self._show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No card is looked for once nobody looks at this page."""
        if event.type() is QEvent.Type.Hide:
            self.reader.stop()
        return False

    def _show_state(self) -> None:
        state = self.reader.state
        said: dict[str, Any] = words("card_reader")["states"]
        note = str(said[state])
        if state == READY:
            note = str(self._text["tried_none"])
        self.reading.state.say(note, State.WAITING if state in (OFF, READY) else State.SOON)

    def _shown(self, card: ReadCard) -> None:
        note = str(self._text["tried"]).format(name=mask_name(card.name), number=mask_number(card.id_number))
        self.reading.state.say(note, State.DONE)

    def _refused(self, error: AppError) -> None:
        message = message_of(error)
        self.reading.state.say(f"{message.says}{message.do}", State.SOON)
