"""What was said of one field by further entries (更正、定性): who said what, knowing what, and which word stands.

Two words of one field of which neither writer knew the other are a difference: both are kept, one stands meanwhile by the
rule of the field's group (`ownership`), the same one in every order of delivery. A word that knew both settles it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.changed import replace
from app.domain.entry import Header, writer_of
from app.domain.ownership import Differ, ownership


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWord:
    """One word on a field (一方的说法): its entry, who said it, at which station, on which day, and why.

    `replaced` are the words of the field that its writer knew, `over` those of them that were still good: two or more mean
    that it settled a difference. `decides` marks a decision, for the word of the entry `kept` or a third one; `undone_on`
    one that was taken back. `closed`: the value lies under keys this reader does not hold. `at` is UTC milliseconds.
    """

    field: str
    entry: UUID
    on: date
    at: int
    by: str
    station: str
    claim: int = 0
    uttered: str = ""
    before: str = ""
    reason: str = ""
    confirmed: bool = False
    closed: bool = False
    decides: bool = False
    kept: UUID | None = None
    replaced: tuple[UUID, ...] = ()
    over: tuple[UUID, ...] = ()
    undone_on: date | None = None
    undone_by: str = ""


def word_in(header: Header, field: str, **told: Any) -> FieldWord:
    """The word on a field that the entry with this header says; `told` are the further fields of `FieldWord`."""
    return FieldWord(
        field=field,
        entry=header.id,
        on=header.on,
        at=header.at,
        by=header.actor,
        station=writer_of(header.origin),
        **told,
    )


class Settled(StrEnum):
    """How a difference stands: open, settled by the group's rule, agreed (both said the same), decided by somebody,
    overtaken by a later word that knew both."""

    OPEN = "open"
    BY_RULE = "by_rule"
    SAME = "same"
    DECIDED = "decided"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two sides said different things of one field (两边不一致): the words, which one stands, how it was settled.

    `gone` are the entries whose words do not stand, `undone` decisions of it that were taken back.
    """

    field: str
    claim: int
    state: Settled
    words: tuple[FieldWord, ...]
    stands: FieldWord
    gone: tuple[UUID, ...] = ()
    undone: tuple[FieldWord, ...] = ()

    @property
    def dropped(self) -> tuple[FieldWord, ...]:
        """The words that do not stand, in order; kept for ever."""
        return tuple(word for word in self.words if word.entry in self.gone)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstReading:
    """What the station itself said of a field that the county settled otherwise (初判): kept and shown as its own."""

    field: str
    claim: int
    uttered: str
    stands: FieldWord
    word: FieldWord | None = None


def put_down(words: tuple[FieldWord, ...], word: FieldWord, unseen: frozenset[UUID]) -> tuple[FieldWord, ...]:
    """The words with one more, whose writer knew all of them but `unseen`."""
    known = [item for item in _of(words, word.field, word.claim) if item.entry not in unseen]
    over = tuple(item.entry for item in good(known))
    replaced = tuple(item.entry for item in known)
    return (*words, replace(word, replaced=replaced, over=over))


def good(words: Iterable[FieldWord]) -> tuple[FieldWord, ...]:
    """The words of one field that nobody replaced who knew them; more than one is a difference."""
    live = [word for word in words if word.undone_on is None]
    gone = {entry for word in live for entry in word.replaced}
    return tuple(word for word in live if word.entry not in gone)


def standing(words: tuple[FieldWord, ...], field: str, claim: int = 0, *, home: str) -> FieldWord | None:
    """The word that stands by the rule of the field's group; None where nobody said anything. `home`: who registered it."""
    said = _of(words, field, claim)
    there = good(said)
    if not there:
        return None
    match ownership().rule(field):
        case Differ.COUNTY:
            above = good(word for word in said if word.station != home)
            return (above or there)[-1]
        case Differ.STATION:
            return (tuple(word for word in there if word.station == home) or there)[-1]
        case _:
            return (tuple(word for word in there if word.confirmed) or there)[-1]


def differences(words: tuple[FieldWord, ...], *, home: str) -> tuple[Difference, ...]:
    """Every difference there ever was, in the order of their fields; those that are open last in each field."""
    made: list[Difference] = []
    for field, claim in dict.fromkeys((word.field, word.claim) for word in words):
        made += _of_one(words, field, claim, home)
    return tuple(made)


def differences_shown(
    words: tuple[FieldWord, ...], masked: tuple[FieldWord, ...], *, home: str
) -> tuple[Difference, ...]:
    """The differences with their words as a masked copy of the matter holds them.

    How one stands is told by what was said, not by what is left of it under a mask: two names may look alike there.
    """
    there = {(word.field, word.claim, word.entry): word for word in masked}

    def hidden(word: FieldWord) -> FieldWord:
        nothing = replace(word, uttered="", before="", reason="", closed=True)
        return there.get((word.field, word.claim, word.entry), nothing)

    return tuple(
        replace(
            item,
            words=tuple(hidden(word) for word in item.words),
            stands=hidden(item.stands),
            undone=tuple(hidden(word) for word in item.undone),
        )
        for item in differences(words, home=home)
    )


def open_differences(words: tuple[FieldWord, ...], *, home: str) -> tuple[Difference, ...]:
    """Those that somebody has to decide."""
    if len(words) < 2:
        return ()
    return tuple(item for item in differences(words, home=home) if item.state is Settled.OPEN)


def first_readings(words: tuple[FieldWord, ...], *, home: str) -> tuple[FirstReading, ...]:
    """What the station said of fields that the county settled otherwise."""
    made = []
    for field, claim in dict.fromkeys((word.field, word.claim) for word in words):
        if ownership().rule(field) is not Differ.COUNTY:
            continue
        said = _of(words, field, claim)
        stands = standing(words, field, claim, home=home)
        if stands is None or stands.station == home:
            continue
        own = next((word for word in reversed(said) if word.station == home), None)
        first_above = next(word for word in said if word.station != home)
        uttered = first_above.before if own is None else own.uttered
        if uttered and uttered != stands.uttered:
            made.append(FirstReading(field=field, claim=claim, uttered=uttered, stands=stands, word=own))
    return tuple(made)


def _of(words: Iterable[FieldWord], field: str, claim: int) -> list[FieldWord]:
    return [word for word in words if (word.field, word.claim) == (field, claim)]


def _of_one(words: tuple[FieldWord, ...], field: str, claim: int, home: str) -> list[Difference]:
    said = _of(words, field, claim)
    by_entry = {word.entry: word for word in said}
    made = [
        Difference(
            field=field,
            claim=claim,
            state=Settled.DECIDED if word.decides else Settled.OVERTAKEN,
            words=tuple(by_entry[entry] for entry in word.over),
            stands=word,
            gone=_gone((by_entry[entry] for entry in word.over), word),
        )
        for word in said
        if len(word.over) > 1 and word.undone_on is None
    ]
    there = good(said)
    stands = standing(words, field, claim, home=home)
    if stands is not None and len(there) > 1:
        made.append(
            Difference(
                field=field,
                claim=claim,
                state=_state(there, ownership().rule(field), home),
                words=there,
                stands=stands,
                gone=_gone(there, stands),
                undone=tuple(word for word in said if word.undone_on is not None),
            )
        )
    return made


def _gone(words: Iterable[FieldWord], stands: FieldWord) -> tuple[UUID, ...]:
    """The entries whose words do not stand; what lies under a seal is another word unless it is the very one."""
    return tuple(
        word.entry
        for word in words
        if word.entry not in (stands.entry, stands.kept)
        and (word.uttered != stands.uttered or not word.uttered)
    )


def _state(there: tuple[FieldWord, ...], rule: Differ, home: str) -> Settled:
    values = {word.uttered for word in there}
    if len(values) == 1 and "" not in values:
        return Settled.SAME
    above = any(word.station != home for word in there)
    settles = {
        Differ.COUNTY: above,
        Differ.STATION: above and sum(word.station == home for word in there) == 1,
    }.get(rule, any(word.confirmed for word in there))
    return Settled.BY_RULE if settles else Settled.OPEN
