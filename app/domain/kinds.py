"""What an act module declares: its kinds of entry and its acts. Knows no act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.calendar import WorkCalendar
from app.domain.entry import Header
from app.domain.law import Law
from app.domain.matter import Matter
from app.domain.office import Office, StationKind


def no_files(value: Any) -> tuple[str, ...]:
    """For entries that name no kept file."""
    return ()


def anybodys(value: Any) -> bool:
    """For entries that any office may write which has to do with the matter."""
    return False


def the_desks(value: Any) -> bool:
    """For entries about what happened at the registering desk."""
    return True


def unchanged(state: object, entry: object, header: Header) -> object:
    """The step of entries that are looked up where they stand: they change no state."""
    return state


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: its name for ever, the newest form, its type, its step of the fold.

    `older[n]` turns the body of form n+1 into form n+2; forms are read for ever. `files` names the kept files (SHA-256
    in hex) that travel with it. `desk_only` says of a value whether nobody but the registering station may write it: what
    happened at its desk, and the petitioner's own words (reference/exchange.md 3.5). `stays` says that its sealed part is of
    use at this station only and travels nowhere. `word`: it is a word on a field, which another side may say
    otherwise without knowing of it (decision 0150).
    """

    name: str
    type: type
    evolve: Callable[[Any, Any, Header], Any]
    form: int = 1
    older: Sequence[Callable[[Mapping[str, object]], Mapping[str, object]]] = ()
    files: Callable[[Any], tuple[str, ...]] = no_files
    desk_only: Callable[[Any], bool] = anybodys
    stays: bool = False
    word: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry that an act returns: the value and the day it counts for."""

    value: object
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where and when an act takes place: the office, the law and the calendar in force, today, and who acts."""

    office: Office
    law: Law
    calendar: WorkCalendar
    today: date
    actor: str
    role: str


@dataclass(frozen=True, slots=True)
class ActKind:
    """An act: its name on the command line, its fields as a type, and what it makes of a matter.

    `stations` are the kinds of station that may do it (hall.md, rule 3); empty means all. `roles` are account roles that
    may do it besides those who act on matters anyway (app/domain/account.py).
    """

    name: str
    type: type
    decide: Callable[[Matter, Any, Setting], tuple[Happened, ...]]
    stations: frozenset[StationKind] = frozenset()
    roles: frozenset[str] = frozenset()
