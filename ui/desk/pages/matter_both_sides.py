"""What two sides wrote of a matter: both words beside each other, chosen by a key; first readings; where it continues.

Hidden while there is nothing. A choice brings the form that asks for the reason; nothing is decided by the key alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.acts.correcting import CORRECTABLE
from app.domain.codes import LIST_OF_FIELD, category, region, text_of
from app.domain.field_words import Difference, FieldWord, FirstReading, Settled, first_readings
from app.domain.matter import Matter
from app.domain.overtaken import OvertakenPaper, overtaken_papers
from app.domain.ownership import Differ, ownership
from app.services.kept_shut import ShutFile
from app.services.matter_sheet import MatterSheet
from app.services.session import Session
from resources.loader import words as words_of
from ui.desk.hall import Hall
from ui.desk.pages.matter_words import paper_title
from ui.desk.pages.repeats_card import repeats_words
from ui.desk.widgets.card import Card
from ui.desk.widgets.key_hint import text_label
from ui.desk.widgets.measured import Measured
from ui.desk.widgets.wrapped_line import WrappedLine
from ui.desk.wording import short_day
from ui.messages import message_of, words
from ui.theme import current

SHOWN = 8
"""Numbers that a line names."""
DECIDE = "decide-difference"
"""The act whose form a choice brings."""


def both_sides_words() -> dict[str, Any]:
    """The words of this card."""
    found: dict[str, Any] = words_of("words/merging.toml")["both_sides"]
    return found


class WordsBeside(QWidget):
    """The words of one difference beside each other: which office, who, when, what, why, and which of them stands."""

    def __init__(self, session: Session, item: Difference) -> None:
        super().__init__()
        sides = QHBoxLayout(self)
        sides.setContentsMargins(0, 0, 0, 0)
        for place, word in enumerate(item.words, start=1):
            column = QVBoxLayout()
            for part in _said_by(session, word, place, stands=word.entry == item.stands.entry):
                column.addWidget(part)
            column.addStretch(1)
            sides.addLayout(column, 1)


def _said_by(session: Session, word: FieldWord, place: int, *, stands: bool) -> Iterable[QLabel]:
    text = both_sides_words()
    who, office = who_of_word(session, word), office_of_word(session, word)
    head = str(text["line"]).format(place=place, office=office, who=who, day=short_day(word.on))
    yield _wrapped(head, "small")
    yield _wrapped(value_of(word) or str(text["closed"]), "card-title")
    yield _wrapped(word.reason, "small")
    marks = [str(text["confirmed"])] if word.confirmed else []
    marks += [str(text["stands"])] if stands else []
    yield _wrapped(str(text["between"]).join(marks), "hint")


class BothSides(Measured, QWidget):
    """A card for each open difference, and lines of what was settled, was read first, or continues elsewhere."""

    chosen = Signal(str, str)
    """Field and entry (32 hex digits) of the word that is to stand; the reason is still to be asked."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        self._text = both_sides_words()
        self._shown: object = None
        self._parts: list[QWidget] = []
        self.open: tuple[Difference, ...] = ()
        """The differences that wait for a decision, the first of which the keys are about."""
        self.lines: tuple[str, ...] = ()
        """What is said below the cards."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.measure()
        self.hide()

    def measure(self) -> None:
        """Gaps between the cards."""
        if hasattr(self, "_column"):
            self._column.setSpacing(current.theme.px(11))

    def show_sheet(self, sheet: MatterSheet) -> None:
        """Shows what was read; nothing is made anew that stands there already."""
        matter, found = sheet.matter, sheet.view.differences
        overtaken = overtaken_papers(matter)
        others = tuple(lines_of_repeats(matter, sheet.same_event))
        shown = (matter.number, found, matter.said, matter.mergers, sheet.shut, overtaken, others)
        if shown == self._shown:
            return
        self._shown = shown
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        self.open = tuple(item for item in found if item.state is Settled.OPEN)
        self.lines = (
            *lines_for(self._hall.session, matter, found),
            *(overtaken_line(self._hall.session, item) for item in overtaken),
            *map(shut_line, sheet.shut),
            *others,
        )
        for item in self.open:
            self._add(self._card(item, keys=item is self.open[0]))
        if self.lines or matter.merged_into:
            self._add(self._rest(matter))
        self.setVisible(bool(self._parts))

    def choose(self, place: int) -> None:
        """The word at that place (from 0) of the first open difference is to stand."""
        if self.open and place < len(self.open[0].words):
            word = self.open[0].words[place]
            if not word.closed:
                self.chosen.emit(word.field, word.entry.hex)
                self._hall.say("difference.picked", field=field_title(word.field), place=place + 1)

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)

    def _card(self, item: Difference, *, keys: bool) -> Card:
        text, session = self._text, self._hall.session
        hint = str(text["keys"]).format(count=len(item.words)) if keys else ""
        card = Card(str(text["title"]).format(field=field_title(item.field)), hint)
        card.content.addWidget(WordsBeside(session, item))
        card.content.addWidget(WrappedLine(str(text["why"]), "small"))
        return card

    def _rest(self, matter: Matter) -> Card:
        card = Card()
        lines = [WrappedLine(line, "body") for line in self.lines]
        for line in lines:
            card.content.addWidget(line)
        if matter.merged_into:
            number = matter.merged_into
            button = QPushButton(number)
            button.clicked.connect(lambda: self._hall.asked_for_matter.emit(number))
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            card.content.insertLayout(1, row)
        return card


def lines_for(session: Session, matter: Matter, found: Iterable[Difference]) -> Iterable[str]:
    """Where the matter continues, what was settled and how, and what the station had thought first."""
    text = both_sides_words()
    for merger in matter.mergers:
        if merger.undone_on is None:
            said = repeats_words()["folded_line"] if merger.folded else text["merged"]
            yield str(said).format(day=short_day(merger.on), number=merger.into)
    sentences = {Settled.DECIDED: "settled", Settled.OVERTAKEN: "overtaken", Settled.BY_RULE: "by_rule"}
    for item in found:
        told_below = item.state is Settled.BY_RULE and ownership().rule(item.field) is Differ.COUNTY
        if item.state in sentences and item.field in CORRECTABLE and not told_below:
            stands = item.stands
            yield str(text[sentences[item.state]]).format(
                field=field_title(item.field),
                day=short_day(stands.on),
                who=who_of_word(session, stands),
                office=office_of_word(session, stands),
                value=value_of(stands),
                others=str(text["between"]).join(value_of(word) for word in item.dropped),
            )
    for reading in first_readings(matter.said, home=matter.station):
        yield _first_reading(session, matter, reading)


def lines_of_repeats(matter: Matter, same_event: tuple[str, ...]) -> Iterable[str]:
    """How many others brought the same, by their numbers; which were found not to be the same."""
    text = repeats_words()
    apart = [item.number for item in matter.apart if item.undone_on is None]
    for name, numbers in (("event_line", same_event), ("apart_line", apart)):
        if numbers:
            shown = str(text["between"]).join(numbers[:SHOWN]) + ("…" if len(numbers) > SHOWN else "")
            yield str(text[name]).format(count=len(numbers), numbers=shown)


def overtaken_line(session: Session, item: OvertakenPaper) -> str:
    """What is said of a printed paper that says what is no longer so, and how it is put right."""
    line = str(words_of("words/overtaken.toml")["overtaken"]["line"])
    return line.format(
        day=short_day(item.paper.issued_on),
        paper=paper_title(item.paper),
        field=field_title(item.field),
        printed=item.printed,
        since=short_day(item.since),
        office=office_of_word(session, item.stands),
        value=value_of(item.stands),
    )


def shut_line(file: ShutFile) -> str:
    """What is said of a file that is kept and never opened."""
    line = str(words_of("words/shut_files.toml")["kept_shut"]["line"])
    return line.format(station=file.station, sha256=file.sha256[:12], why=message_of(file.why).says)


def _first_reading(session: Session, matter: Matter, reading: FirstReading) -> str:
    ours = session.office.station == matter.station
    text = both_sides_words()
    return str(text["first_reading"]).format(
        office=text["ours"] if ours else matter.station,
        field=field_title(reading.field),
        own=in_words(reading.field, reading.uttered),
        value=in_words(reading.field, reading.stands.uttered),
    )


def field_title(field: str) -> str:
    """What a field is called."""
    own: dict[str, str] = both_sides_words()["fields"]
    return own.get(field) or str(words("correctable").get(field, field))


def in_words(field: str, value: str) -> str:
    """A value as people say it: a code by its text, and by itself where the lists do not know it."""
    if field == "category":
        found = category(value)
        return value if found is None else found.label
    if field == "place":
        where = region(value)
        return value if where is None else where.name
    return text_of(LIST_OF_FIELD[field], value) if field in LIST_OF_FIELD else value


def value_of(word: FieldWord) -> str:
    """What was said, as people say it; empty under a seal."""
    return in_words(word.field, word.uttered)


def office_of_word(session: Session, word: FieldWord) -> str:
    """The office that said it: ours, one we exchange with, or its code."""
    if word.station == session.office.station:
        return str(both_sides_words()["ours"])
    known = (item.office for item in session.office.trusted if item.station == word.station)
    return next(known, word.station)


def who_of_word(session: Session, word: FieldWord) -> str:
    """Who said it; names of accounts are known for this office only."""
    person = session.accounts.find(word.by) if word.station == session.office.station else None
    return word.by if person is None else person.name


def _wrapped(text: str, role: str) -> QLabel:
    label = text_label(text, role)
    label.setWordWrap(True)
    return label
