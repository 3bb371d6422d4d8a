"""The report on a lost stick, laptop or package: exactly which matters and which classes of data it held (PIPL art. 57).

What was on it is known: a backup holds the journal up to its instant, a package a slice of it, a laptop everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Protocol

from app.domain.breaching import BreachReported
from app.domain.entry import StreamKind, single
from app.papers.workbook import CellValue, Look, Table, TableColumn, workbook
from app.services.session import Session
from resources.loader import read_toml, words

STREAM = single(StreamKind.OFFICE)
IDENTITY_NUMBER, HANDLING = "identity_number", "handling"


class Lost(StrEnum):
    """What was lost."""

    STICK = "stick"
    LAPTOP = "laptop"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMatter:
    """A matter on it: its number, day, whether it is an accusation, kinds of entries, whether a number of a person is kept.

    `number` is empty for what belongs to no matter (the office's own stream, letters not registered).
    """

    number: str
    registered_on: date | None
    restricted: bool
    identity_numbers: bool
    kinds: frozenset[str]
    entries: int


class HeldRows(Protocol):
    """How the journal is asked what lies in a part of it."""

    def until(self, received_before: int) -> list[HeldMatter]:
        """Everything that had come in before an instant (UTC milliseconds)."""
        ...

    def slice(self, epoch: int, first: int, last: int) -> list[HeldMatter]:
        """Our own entries `first`..`last` of an epoch."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What a lost thing held, in order of the numbers."""

    lost: Lost
    lost_on: date
    where: str
    matters: tuple[HeldMatter, ...]
    entries: int
    packages: tuple[str, ...] = ()

    @property
    def restricted(self) -> int:
        """How many of the matters are accusations."""
        return sum(matter.restricted for matter in self.matters)


def together(parts: Iterable[Sequence[HeldMatter]]) -> tuple[tuple[HeldMatter, ...], int]:
    """The matters of several parts, each once, in order of the numbers, and the entries of them all."""
    found: dict[str, HeldMatter] = {}
    entries = 0
    for part in parts:
        for item in part:
            entries += item.entries
            before = found.get(item.number)
            if before is not None:
                item = replace(item, kinds=item.kinds | before.kinds, entries=item.entries + before.entries)
            found[item.number] = item
    found.pop("", None)
    return tuple(found[number] for number in sorted(found)), entries


def classes_of(matter: HeldMatter) -> tuple[str, ...]:
    """The classes of data that lie in the entries of a matter, by their codes, in the order of the words."""
    by_class: Mapping[str, list[str]] = read_toml("keeping/breach.toml")
    named = {kind for kinds in by_class.values() for kind in kinds}
    held = {name for name, kinds in by_class.items() if not matter.kinds.isdisjoint(kinds)}
    if matter.identity_numbers and "identity" in held:
        held.add(IDENTITY_NUMBER)
    if matter.kinds - named:
        held.add(HANDLING)
    return tuple(name for name in words("words/breach.toml")["breach"]["classes"] if name in held)


def sentences(breach: Breach) -> tuple[str, ...]:
    """What was lost, how much it held, how it is guarded, and what must be done."""
    text = words("words/breach.toml")["breach"]
    return (
        str(text["lost"]).format(what=text["what"][breach.lost], day=breach.lost_on, where=breach.where),
        str(text["held"]).format(
            entries=breach.entries, matters=len(breach.matters), restricted=breach.restricted
        ),
        str(text["guard"][breach.lost]),
        str(text["duty"]),
    )


def held_rows(breach: Breach, between: str) -> Iterator[tuple[HeldMatter, str, str]]:
    """Every matter with whether it is an accusation, and what it held, in words; `between` parts the classes.

    Many matters hold the same, so each kind of it is put into words once.
    """
    text = words("words/breach.toml")["breach"]
    said: dict[tuple[frozenset[str], bool], str] = {}
    for matter in breach.matters:
        key = (matter.kinds, matter.identity_numbers)
        if key not in said:
            said[key] = between.join(str(text["classes"][name]) for name in classes_of(matter))
        yield matter, str(text["yes" if matter.restricted else "no"]), said[key]


def sheet_of(breach: Breach) -> bytes:
    """The sheet for the leader as .xlsx: what was lost and how it is guarded, then every matter. No name of anybody."""
    text = words("words/breach.toml")["breach"]
    heads = (
        TableColumn(title=text["number"], width=20, look=Look.LINE),
        TableColumn(title=text["registered_on"], width=14, look=Look.DAY),
        TableColumn(title=text["sealed"], width=10, look=Look.LINE),
        TableColumn(title=text["held_classes"], width=70),
    )
    above = (text["title"], *sentences(breach))
    table = Table(name=text["sheet"], columns=heads, above=above, footer=text["title"])
    rows: Iterator[Sequence[CellValue]] = (
        (matter.number, matter.registered_on, sealed, classes)
        for matter, sealed, classes in held_rows(breach, " ")
    )
    return workbook([(table, rows)])


def record_breach(session: Session, breach: Breach) -> None:
    """Writes into the journal that something was lost, and how much it held. Raises NotAllowed."""
    session.require_reader()
    value = BreachReported(
        lost=breach.lost.value,
        lost_on=breach.lost_on,
        where=breach.where,
        entries=breach.entries,
        matters=len(breach.matters),
        restricted=breach.restricted,
        packages=breach.packages,
    )
    with session.work() as work:
        draft = session.draft(STREAM, value, session.today(), None)
        work.append([replace(draft, after=work.stream_head(STREAM))])
        work.commit()
