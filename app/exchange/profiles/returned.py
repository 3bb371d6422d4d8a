"""How a list that another system gives back is read: titles, its words for our codes, where our number stands. All data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.domain.codes import header_use
from app.domain.number import MatterNumber
from app.domain.provincial_state import ProvincialState
from app.errors import BadInput
from app.exchange.profiles.bridge import FAULTS, fault_in, parsed
from app.exchange.raw_table import Head
from resources.loader import read_text

VALUES = frozenset({
    "number", "summary", "state", "unit", "office", "received_on", "registered_on", "due_on", "ended", "ended_on",
    "first", "joint", "persons", "channel", "purpose", "rating", "unit_rating", "name", "phone", "address", "place",
    "category", "registrar",
})  # fmt: skip
"""What a column of such a list may tell."""
TELLING = frozenset({"state", "summary"})
"""A list without one of these and a number is none that came back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedProfile:
    """A list of another system: its name, titles by value, its words for our codes, the end that carries our number."""

    system: str
    version: str
    number_end: str
    titles: Mapping[str, str]
    yes: frozenset[str]
    no: frozenset[str]
    states: Mapping[str, ProvincialState]
    channels: Mapping[str, tuple[str, ...]]
    purposes: Mapping[str, tuple[str, ...]]
    ratings: Mapping[str, str]

    def value_of(self, title: str) -> str:
        """What a column of that title tells; empty for none of ours."""
        return self.titles.get(plain(title), "")

    def our_number(self, summary: str) -> str:
        """Our number at the end of a summary; empty where there is none, or one that was typed wrong."""
        before, _, after = self.number_end.partition("{number}")
        found = re.search(
            rf"{re.escape(before)}([^{re.escape(before + after)}]{{8,24}}){re.escape(after)}\s*$", summary
        )
        try:
            return MatterNumber.parse(found[1]).text if found else ""
        except BadInput:
            return ""

    def word_of(self, state: ProvincialState) -> str:
        """The first of its words for a state."""
        return next((word for word, known in self.states.items() if known is state), state.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedColumns:
    """Which column tells what (by its place), which were dropped because they watch persons, which nobody knows."""

    places: Mapping[str, int]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]


def columns_of(profile: ReturnedProfile, head: Head) -> ReturnedColumns:
    """What the columns of a head tell. Raises BadInput("returned.no_head") for a table that is no such list."""
    places: dict[str, int] = {}
    dropped, unknown = [], []
    for at, title in enumerate(head.titles):
        if not title.strip():
            continue
        value = profile.value_of(title)
        if value:
            places.setdefault(value, at)
        elif header_use(title).use == "dropped":
            dropped.append(title)
        else:
            unknown.append(title)
    if not (places.keys() & TELLING) or not (places.keys() & {"number", "summary"}):
        raise BadInput("returned.no_head", field="path")
    return ReturnedColumns(places=places, dropped=tuple(dropped), unknown=tuple(unknown))


@cache
def shipped_returned() -> ReturnedProfile:
    """The way of reading that comes with the program."""
    return read_returned(returned_text())


def returned_text() -> str:
    """Its text, to be changed by an office."""
    return read_text("spreadsheets/returned.toml")


def read_returned(text: str) -> ReturnedProfile:
    """Reads a profile. Raises BadInput("returned.mapping") with what is wrong and in which line."""
    try:
        return _made(parsed(text))
    except FAULTS as error:
        what, line = fault_in(text, error)
        raise BadInput("returned.mapping", field="mapping", what=what, line=line) from error


def plain(title: str) -> str:
    """A title without spaces, in plain width."""
    return "".join(unicodedata.normalize("NFKC", title).split())


def _made(raw: Mapping[str, Any]) -> ReturnedProfile:
    titles: dict[str, str] = {}
    for value, listed in raw["titles"].items():
        if value not in VALUES:
            raise ValueError(value)
        for title in _listed(listed, value):
            if titles.setdefault(plain(title), value) != value:
                raise ValueError(title)
    if "{number}" not in raw["number_end"]:
        raise ValueError("number_end")
    return ReturnedProfile(
        system=_text(raw, "system"),
        version=_text(raw, "version"),
        number_end=_text(raw, "number_end"),
        titles=titles,
        yes=frozenset(_listed(raw["flags"]["yes"], "yes")),
        no=frozenset(_listed(raw["flags"]["no"], "no")),
        states={word: _state(code) for word, code in raw["states"].items()},
        channels={word: _listed(listed, word) for word, listed in raw.get("channels", {}).items()},
        purposes={word: _listed(listed, word) for word, listed in raw.get("purposes", {}).items()},
        ratings={word: str(code) for word, code in raw.get("ratings", {}).items()},
    )


def _state(code: object) -> ProvincialState:
    if code not in set(ProvincialState):
        raise ValueError(str(code))
    return ProvincialState(str(code))


def _listed(raw: object, name: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(item, str) and item.strip() for item in raw):
        raise TypeError(name)
    return tuple(raw)


def _text(raw: Mapping[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(key)
    return value
