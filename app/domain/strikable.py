"""Which entries may be struck out as made by mistake (误记), by whom, until when; which acts have a way back of their own;
and which stay for good. Data: resources/policies/taking_back.toml; why it is so: docs/decisions/0211 and 0216.

Every station reads the same file, because what is struck is not counted in the fold: a kind that was once allowed stays so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from app.errors import Damaged
from resources.loader import read_toml

FILE: Final = "policies/taking_back.toml"
STRIKE: Final = "strike"
"""The act that strikes out what has no act of its own for it."""
_TABLES: Final = frozenset({"struck", "own", "stays", "beside"})
_ABOUT: Final = ("other", "material", "code")
"""Fields of entries that say about which other thing they are."""


class Striker(StrEnum):
    """Who may strike out: whoever wrote it and leaders, or everybody of the office that wrote it."""

    OWN = "own"
    OFFICE = "office"


class StrikeUntil(StrEnum):
    """Until when: only on the day on which it was written, or as long as nothing rests on it."""

    DAY = "day"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikable:
    """An entry of a matter that may be struck out: its kind, its days, who wrote it where, and about what else it is.

    `on` is the day it counts for, `at` when it was made (UTC milliseconds). Once it is struck out: when, by whom, why.
    """

    entry: UUID
    kind: str
    on: date
    at: int
    by: str
    station: str
    about: str = ""
    struck_on: date | None = None
    struck_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBack:
    """What the table says of a kind of entry.

    `acts` write it, `by` is the act that takes it back (empty: none), `on` the acts that go on from there where none does.
    `papers` are kinds of paper, `facts` dated facts that tell others of it: after them it stays.
    """

    kind: str
    acts: tuple[str, ...]
    by: str = ""
    on: tuple[str, ...] = ()
    who: Striker = Striker.OWN
    until: StrikeUntil = StrikeUntil.OPEN
    papers: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingBackTable:
    """The whole table. `beside` are kinds that nobody takes back by a key because no act of a person's own wrote them, or
    because they take something back themselves.
    """

    rows: Mapping[str, TakingBack]
    beside: frozenset[str]

    def strikable(self, kind: str) -> TakingBack | None:
        """The row of a kind that may be struck out, or None."""
        row = self.rows.get(kind)
        return row if row is not None and row.struck else None


def read_taking_back(data: Mapping[str, Any]) -> TakingBackTable:
    """The table from its file. Raises Damaged("taking_back.file", place=…) for what does not fit, and for a kind twice."""
    if set(data) != _TABLES:
        raise Damaged("taking_back.file", place=", ".join(sorted(set(data) ^ _TABLES)))
    rows: dict[str, TakingBack] = {}
    for table in ("struck", "own", "stays"):
        for kind, row in data[table].items():
            if kind in rows or kind in data["beside"]["kinds"]:
                raise Damaged("taking_back.file", place=kind)
            rows[kind] = _row(table, kind, row)
    return TakingBackTable(rows=rows, beside=frozenset(data["beside"]["kinds"]))


_FIELDS: Final = {
    "struck": {"acts", "by", "who", "until", "papers", "facts"},
    "own": {"acts", "by"},
    "stays": {"acts", "on"},
}


def _row(table: str, kind: str, row: Mapping[str, Any]) -> TakingBack:
    if set(row) != _FIELDS[table]:
        raise Damaged("taking_back.file", place=f"{kind}.{sorted(set(row) ^ _FIELDS[table])[0]}")
    try:
        return TakingBack(
            kind=kind,
            acts=tuple(row["acts"]),
            by=row.get("by", ""),
            on=tuple(row.get("on", ())),
            who=Striker(row.get("who", Striker.OWN)),
            until=StrikeUntil(row.get("until", StrikeUntil.OPEN)),
            papers=frozenset(row.get("papers", ())),
            facts=frozenset(row.get("facts", ())),
            struck=table == "struck",
        )
    except ValueError as error:
        raise Damaged("taking_back.file", place=f"{kind}: {error}") from error


@cache
def taking_back() -> TakingBackTable:
    """The table that comes with the program."""
    return read_taking_back(read_toml(FILE))


def about_of(value: object) -> str:
    """About which other thing an entry is: a number, a material, a form; empty for none."""
    return next((str(found) for name in _ABOUT if (found := getattr(value, name, ""))), "")
