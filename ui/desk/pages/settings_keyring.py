"""Settings › keyring: whether the system's store opens the data, and why not; enabling and disabling it."""

from __future__ import annotations

from typing import Any

from resources.loader import words as words_of
from ui.bootstrap.keyring import (
    KEYRING_KEEPERS,
    KeyringStatus,
    disable_keyring,
    enable_keyring,
    keyring_status,
)
from ui.bootstrap.opening import Desk
from ui.desk.hall import Hall
from ui.desk.pages.settings_section import Section, SectionAct
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.status_note import StatusNote
from ui.messages import message_of
from ui.theme import State


class KeyringCard(Card):
    """What the keyring slot is, and how it stands."""

    def __init__(self) -> None:
        text = keyring_words()
        super().__init__(text["card"])
        what = text_label(text["what"], "body")
        what.setWordWrap(True)
        self.status = StatusNote()
        self.content.addWidget(what)
        self.content.addWidget(self.status)

    def show_status(self, found: KeyringStatus) -> None:
        """The state in words, with what to do where the store does not help."""
        text = keyring_words()
        if found.error is not None:
            message = message_of(found.error)
            self.status.say(f"{message.says}{message.do}", State.SOON)
        elif found.slot:
            self.status.say(text["found"].format(backend=found.backend), State.DONE)
        else:
            self.status.say(text["none"], State.WAITING)


class KeyringSection(Section):
    """The keyring slot of this data folder. The store may take five seconds to answer: never on the window."""

    def __init__(self, hall: Hall, desk: Desk) -> None:
        self.keyring = KeyringCard()
        super().__init__(hall, self.keyring)
        self._text, self._desk = keyring_words(), desk
        self._status: KeyringStatus | None = None
        self.acts = (
            SectionAct(words=self._text["enable"], act=self.enable, offered=lambda: self._may(slot=False)),
            SectionAct(
                words=self._text["enable_again"], act=self.enable, offered=lambda: self._may(slot=True)
            ),
            SectionAct(
                words=self._text["disable"],
                act=self.disable,
                keys=("Ctrl+D",),
                offered=lambda: self._may(slot=True),
            ),
        )
        self.remark = self._text["remark" if self.is_entitled else "not_entitled"]

    @property
    def is_entitled(self) -> bool:
        """Whether this person may enable and disable it."""
        return self.hall.session.account.role in KEYRING_KEEPERS

    def enter(self) -> None:
        """Asks the store."""
        self._wait()
        folder = self._desk.opened.folder
        self.hall.read(lambda: keyring_status(folder), self._show, asker=self, question="keyring")

    def enable(self) -> None:
        """Puts the key into the system's store."""
        desk = self._desk
        self._wait()

        def enabled(found: KeyringStatus) -> None:
            self._show(found)
            self.hall.say("keyring.enabled", backend=found.backend)

        self.hall.read(lambda: enable_keyring(desk), enabled, self._refused, asker=self)

    def disable(self) -> None:
        """Takes the slot away; a store that cannot be asked to forget is told of."""
        desk = self._desk
        self._wait()

        def disabled(found: KeyringStatus) -> None:
            self._show(found)
            if found.error is None:
                self.hall.say("keyring.disabled")

        self.hall.read(lambda: disable_keyring(desk), disabled, self._refused, asker=self)

    def _may(self, *, slot: bool) -> bool:
        return self.is_entitled and self._status is not None and self._status.slot is slot

    def _wait(self) -> None:
        self._status = None
        self.keyring.status.say(self._text["reading"], State.WAITING)
        self.changed.emit()

    def _show(self, found: KeyringStatus) -> None:
        self._status = found
        self.keyring.show_status(found)
        self.changed.emit()

    def _refused(self, error: Any) -> None:
        self.hall.say_error(error)
        self.enter()


def keyring_words() -> dict[str, Any]:
    """The words of the section."""
    found: dict[str, Any] = words_of("words/keeping_page.toml")["keyring_card"]
    return found
