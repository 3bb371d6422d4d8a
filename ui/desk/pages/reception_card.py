"""An identity card laid on the reader: it fills who is on the screen, or is compared with what stands there.

A card is never needed, and never writes over what somebody typed: what differs is asked. Of a form without names nothing is
filled. What stands as the card has it is marked so, as long as it does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.card_chip import ReadCard
from app.domain.identity_card import RESIDENT_CARD
from app.domain.names import search_key
from app.domain.organisation_code import compact
from app.errors import AppError
from ui.desk.hall import Hall
from ui.desk.pages.reception_people import PeopleCard
from ui.desk.pages.reception_scanned import ScannedLine
from ui.desk.pages.reception_state import PersonTyped
from ui.devices.card_reader import OFF, CardReader
from ui.messages import message_of, words
from ui.theme import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A person as typed beside a card: the person with its blanks filled, and the fields in which something else stands."""

    person: PersonTyped
    differing: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing contradicts the card."""
        return not self.differing


def compared(person: PersonTyped, card: ReadCard) -> Compared:
    """What a card says to a person as typed. Where somebody lives may be elsewhere than on the card: that is kept."""
    differing = []
    if person.name.strip() and search_key(person.name) != search_key(card.name):
        differing.append("name")
    if person.id_number.strip() and compact(person.id_number).upper() != card.id_number:
        differing.append("id_number")
    filled = replace(
        person,
        name=person.name if person.name.strip() else card.name,
        id_number=person.id_number if person.id_number.strip() else card.id_number,
        id_type=_kind(card) if not person.id_number.strip() else person.id_type,
        address=person.address if person.address.strip() else card.address,
    )
    return Compared(person=filled, differing=tuple(differing))


def as_the_card(person: PersonTyped, card: ReadCard) -> PersonTyped:
    """The person with the card's name and number; the telephone is no matter of the card."""
    return replace(
        person,
        name=card.name,
        id_number=card.id_number,
        id_type=_kind(card),
        address=person.address if person.address.strip() else card.address,
    )


def _kind(card: ReadCard) -> str:
    return "" if card.id_type == RESIDENT_CARD else card.id_type


class CardTaking(QObject):
    """What cards do to the people of the form."""

    changed = Signal()
    """A card filled something."""
    passed_on = Signal(bool)
    """Which of two holds was decided, and no card had asked."""

    def __init__(self, hall: Hall, people: PeopleCard, page: QWidget) -> None:
        super().__init__(page)
        self._hall, self._people = hall, people
        self._text = words("card_reader")
        self.line = ScannedLine()
        self._anonymous = False
        self.reader = CardReader(self, hall.card_reader)
        self.reader.read.connect(self.take)
        self.reader.failed.connect(self.refuse)
        self.reader.state_changed.connect(lambda _: self._mark())
        self._card: ReadCard | None = None
        self._asking = False
        people.touched.connect(self._mark)
        page.installEventFilter(self)
        hall.bus.changed.connect(self._changed)

    @property
    def asks(self) -> bool:
        """Whether the clerk is asked which of two holds."""
        return self._asking

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cards are looked for while the page is shown, and only then."""
        if event.type() is QEvent.Type.Show:
            self.reader.start()
        elif event.type() is QEvent.Type.Hide:
            self.reader.stop()
        return False

    def keep_out(self, anonymous: bool) -> None:
        """Of a form without names a card fills nothing."""
        self._anonymous = anonymous

    def take(self, card: ReadCard) -> None:
        """A card lies on the reader."""
        self._asking = False
        if self._anonymous:
            self._say("anonymous", State.SOON)
            return
        found = compared(self._people.person, card)
        self._card = card
        if found.same:
            self._put(found.person)
            self._say_same()
        else:
            self._asking = True
            fields = "、".join(str(self._text[name]) for name in found.differing)
            self.line.say(
                str(self._text["differs"]).format(fields=fields), State.SOON, str(self._text["keys_differs"])
            )
        self._mark()

    def decide(self, *, over: bool) -> None:
        """Which of two holds: the card's, or what was typed. Where no card asks, the question was another one's."""
        if not self._asking or self._card is None:
            self.passed_on.emit(over)
            return
        self._asking = False
        if over:
            self._put(as_the_card(self._people.person, self._card))
            self._say_same()
        else:
            self._card = None
            self._say("kept", State.WAITING)
        self._mark()

    def again(self) -> None:
        """The card that lies there is wanted once more, or a reader that was left alone is to be tried."""
        if self.reader.state == OFF:
            self._say("none_set", State.WAITING)
            return
        self.reader.forget()
        self.reader.start()

    def fold(self) -> bool:
        """Takes the sentence away; False where there was none."""
        shown = bool(self.line.text)
        self._asking = False
        self.line.say("", State.WAITING)
        return shown

    def forget(self) -> None:
        """Another form is on the screen: nothing of the last card is left."""
        self._card = None
        self.fold()
        self._mark()

    def refuse(self, error: AppError) -> None:
        """A card that could not be read."""
        message = message_of(error)
        self.line.say(f"{message.says}{message.do}", State.SOON, str(self._text["keys_said"]))

    def _changed(self, changes: Changes) -> None:
        if changes.settings:
            self.reader.change(self._hall.card_reader)

    def _put(self, person: PersonTyped) -> None:
        if person != self._people.person:
            self._people.put_person(person)
            self.changed.emit()

    def _say_same(self) -> None:
        today: date | None = self._people.today
        if self._card is not None and today is not None and self._card.expired(today):
            self._say("expired", State.SOON)
        else:
            self._say("same", State.DONE)

    def _say(self, name: str, state: State) -> None:
        self.line.say(str(self._text[name]), state, str(self._text["keys_said"]))

    def _mark(self) -> None:
        person, card = self._people.person, self._card
        name = card is not None and search_key(person.name) == search_key(card.name)
        number = card is not None and compact(person.id_number).upper() == card.id_number
        state = str(self._text["states"][self.reader.state])
        self._people.identity.keys.show_keys(str(self._text["mark"]) if name and number else state)
