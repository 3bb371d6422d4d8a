"""Mail that was opened (来信拆封): each letter gets a stamp number, and stays in sight until somebody has dealt with it.

Streams of their own beside the matters, one a year and station. The day of receipt is the day on which the letter came to
the office, not the day on which it was opened or typed: the fifteen days run from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from uuid import NAMESPACE_OID, uuid5

from app.domain.entry import Header, StreamId, StreamKind
from app.domain.kinds import EntryKind


class LetterState(StrEnum):
    """What has become of a letter (来信状态)."""

    OPEN = "open"
    REGISTERED = "registered"
    JOINED = "joined"
    HANDED_BACK = "handed_back"


def stream_of(station: str, year: int) -> StreamId:
    """The stream of the letters that a station opened in a year."""
    return StreamId(StreamKind.RECEPTION, uuid5(NAMESPACE_OID, f"{station}/mail/{year}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterOpened:
    """A letter was opened and stamped (已拆封): its stamp number, days, what stands on the envelope, how much is in it.

    `postal_number` is the number of a registered letter; `envelope` are kept pages.
    """

    stamp: str
    received_on: date
    postmark_on: date | None = None
    postal_number: str = ""
    enclosures: int | None = None
    restricted: bool = False
    envelope: tuple[str, ...] = ()
    sender: str = field(default="", metadata={"scope": "people"})
    sender_address: str = field(default="", metadata={"scope": "people"})
    note: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRegistered:
    """A letter became a matter (来信已登记)."""

    stamp: str
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterJoined:
    """A letter was joined to a matter that was there (来信已并入)."""

    stamp: str
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHandedBack:
    """A letter that was not for us was handed on or back (来信已转退): to whom, and why."""

    stamp: str
    restricted: bool = False
    to: str = field(default="", metadata={"scope": "people"})
    reason: str = field(default="", metadata={"scope": "story"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter as its entries say. `on` and `by`: when it was opened, and by whom; `dealt_on` when it was dealt with."""

    what: LetterOpened
    on: date
    by: str
    state: LetterState = LetterState.OPEN
    matter: str = ""
    dealt_on: date | None = None
    to: str = ""
    reason: str = ""

    @property
    def stamp(self) -> str:
        """Its stamp number (收件章号)."""
        return self.what.stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Every letter of a stream, in order of opening."""

    letters: tuple[Letter, ...] = ()

    def find(self, stamp: str) -> Letter | None:
        """The letter with that stamp number, or None."""
        return next((letter for letter in self.letters if letter.stamp == stamp), None)

    def dealt_with(self, stamp: str, **changes: object) -> Mail:
        """Itself with what became of a letter; the first thing stands, unknown numbers change nothing."""
        letters = tuple(
            replace(letter, **changes)  # type: ignore[arg-type]
            if letter.stamp == stamp and letter.state is LetterState.OPEN
            else letter
            for letter in self.letters
        )
        return replace(self, letters=letters)


def letter_opened(state: Mail, entry: LetterOpened, header: Header) -> Mail:
    """The mail with one more letter."""
    return replace(state, letters=(*state.letters, Letter(what=entry, on=header.on, by=header.actor)))


def letter_registered(state: Mail, entry: LetterRegistered, header: Header) -> Mail:
    """The mail with a letter that has become a matter."""
    return state.dealt_with(
        entry.stamp, state=LetterState.REGISTERED, matter=entry.matter, dealt_on=header.on
    )


def letter_joined(state: Mail, entry: LetterJoined, header: Header) -> Mail:
    """The mail with a letter that was joined to a matter."""
    return state.dealt_with(entry.stamp, state=LetterState.JOINED, matter=entry.matter, dealt_on=header.on)


def letter_handed_back(state: Mail, entry: LetterHandedBack, header: Header) -> Mail:
    """The mail with a letter that was handed on or back."""
    return state.dealt_with(
        entry.stamp,
        state=LetterState.HANDED_BACK,
        to=entry.to,
        reason=entry.reason,
        dealt_on=header.on,
    )


def _envelope(entry: LetterOpened) -> tuple[str, ...]:
    """What travels with a letter: the pages of its envelope."""
    return entry.envelope


ENTRIES = (
    EntryKind("letter-opened", LetterOpened, letter_opened, files=_envelope),
    EntryKind("letter-registered", LetterRegistered, letter_registered),
    EntryKind("letter-joined", LetterJoined, letter_joined),
    EntryKind("letter-handed-back", LetterHandedBack, letter_handed_back),
)
