"""Who is behind a matter, as the program knows it: every value that the table of classes calls personal or sensitive.

No list by hand: a new personal field of a matter's records is looked for in a transcript from the day it has its class
(`resources/policies/field_classes.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from app.domain.field_classes import Classed, record_classes
from app.domain.matter import Correction, Matter
from app.domain.names import search_key
from app.domain.people import Petitioner, PetitionerKind
from app.domain.policy import FieldClass
from app.domain.spelling import folded, spelling_data
from resources.loader import read_table

_PERSONAL = frozenset({FieldClass.PERSONAL, FieldClass.SENSITIVE, FieldClass.INFORMER})
_SHORTEST_WORDS = 4
"""Letters of a personal remark (a place, a need) from which on it is looked for; a word of kinship is in every text."""
_LONGEST_WORDS = 100
"""A longer personal text is the facts of a paper, not a value of its own."""
_BORN = re.compile(r"\d{6}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[0-9x]")
_MAIL = "@"
_PHONE_DIGITS = 5


class IdentityKind(StrEnum):
    """What kind of value tells who somebody is (身份信息种类)."""

    NAME = "name"
    ORGANISATION = "organisation"
    PHONE = "phone"
    NUMBER = "number"
    ADDRESS = "address"
    BIRTHDAY = "birthday"
    MAIL = "mail"
    PLATE = "plate"
    CARD = "card"
    OTHER = "other"


class Part(StrEnum):
    """Whose it is (身份): of the petitioner, who speaks or acts for them, the accused, or anybody else of the matter."""

    PETITIONER = "petitioner"
    REPRESENTATIVE = "representative"
    AGENT = "agent"
    ACCUSED = "accused"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """One value by which somebody can be known: its kind, whose it is, as it was given. A birthday is `YYYY-MM-DD`."""

    kind: IdentityKind
    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class Identities:
    """Everything known of a matter, and what must stay readable: the words about the accused, the names of units."""

    known: tuple[Identity, ...]
    kept: tuple[str, ...] = ()


_PARTS = {
    "Petitioner": Part.PETITIONER,
    "Representative": Part.REPRESENTATIVE,
    "Agent": Part.AGENT,
}


def identities_of(matter: Matter, units: tuple[str, ...] = (), *, with_accused: bool = False) -> Identities:
    """What would name the people of this matter, as far as its seal is open. `units` are names of offices, which a name that
    is no more than a part of them does not darken. `with_accused` hides the accused too.
    """
    found = list(_in_record(matter))
    if with_accused:
        found += [Identity(IdentityKind.NAME, Part.ACCUSED, piece) for piece in accused_words(matter)]
    kept = units if with_accused else (*units, *accused_words(matter))
    return Identities(tuple(dict.fromkeys(found)), kept)


def accused_words(matter: Matter) -> tuple[str, ...]:
    """The words about the accused, piece by piece: a name, a post, a unit."""
    return tuple(piece for piece in re.split(r"[\W_]+", matter.accused) if len(piece) > 1)


def _in_record(record: Any, part: Part = Part.OTHER) -> Iterator[Identity]:
    name = type(record).__name__
    part = _PARTS.get(name, part)
    if isinstance(record, Correction):
        yield from _corrected(record)
        return
    classes = record_classes()[name]
    for item in fields(record):
        value, classed = getattr(record, item.name), classes[item.name]
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                if text and classed.kind in _PERSONAL:
                    yield from known_as(text, classed, part, organisation=_is_organisation(record))
            elif is_dataclass(text) and type(text).__name__ in record_classes():
                yield from _in_record(text, part)


def _is_organisation(record: object) -> bool:
    return isinstance(record, Petitioner) and record.kind == PetitionerKind.ORGANISATION


def _corrected(item: Correction) -> Iterator[Identity]:
    """What stood in a field of somebody before it was put right is as telling as what stands there now."""
    name = item.field.rpartition(".")[2]
    for record, part in _PARTS.items():
        classed = record_classes()[record].get(name)
        if classed is not None and classed.kind in _PERSONAL:
            for text in (item.before, item.after):
                if text:
                    yield from known_as(text, classed, part)
            return


def known_as(text: str, classed: Classed, part: Part, *, organisation: bool = False) -> Iterator[Identity]:
    """The values that a field of that class holds: a number tells a birthday too, an address by which one agreed to be
    served may be a telephone or a mailbox.
    """
    plain = text.strip()
    digits = folded(plain, digits=True, wide=True)
    match classed.mask:
        case "name":
            if plain not in spelling_data()["names"]["nobody"] and len(folded(plain)) > 1:
                whole = organisation or _ends_like_organisation(plain)
                yield Identity(IdentityKind.ORGANISATION if whole else IdentityKind.NAME, part, plain)
        case "number":
            if len(digits) > 4:
                yield Identity(IdentityKind.NUMBER, part, plain)
            born = _BORN.fullmatch(digits)
            if born is not None:
                yield from _birthday("-".join(born.groups()), part)
        case "phone":
            kind = IdentityKind.MAIL if _MAIL in folded(plain) else IdentityKind.PHONE
            if kind is IdentityKind.PHONE and sum(c.isdigit() for c in digits) < _PHONE_DIGITS:
                kind = IdentityKind.OTHER
            if len(digits) >= _SHORTEST_WORDS:
                yield Identity(kind, part, plain)
        case "address":
            if len(folded(plain)) > 2:
                yield Identity(IdentityKind.ADDRESS, part, plain)
        case _:
            yield from _remark(plain, classed, part)


def _remark(text: str, classed: Classed, part: Part) -> Iterator[Identity]:
    born = list(_birthday(text, part))
    if born:
        yield from born
    elif len(folded(text)) >= _SHORTEST_WORDS and len(text) <= _LONGEST_WORDS and not text.isascii():
        yield Identity(IdentityKind.OTHER, part, text)


def _birthday(text: str, part: Part) -> Iterator[Identity]:
    try:
        yield Identity(IdentityKind.BIRTHDAY, part, date.fromisoformat(text).isoformat())
    except ValueError:
        return


@cache
def _organisation_endings() -> tuple[str, ...]:
    return tuple(row["ending"] for row in read_table("codes/organisation_words.tsv"))


def _ends_like_organisation(name: str) -> bool:
    key = search_key(name)
    return len(key) > 4 and key.endswith(_organisation_endings())
