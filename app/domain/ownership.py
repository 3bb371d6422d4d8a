"""Who writes which fields before and after the hand-over, and what happens when both sides wrote (归属).

Data: resources/exchange/ownership.toml (reference/exchange.md 3.5). It is no wall against work: only what happened at the
registering desk is refused to others; everywhere else a word is kept, shown as its writer's own, and never lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from app.errors import Damaged
from resources.loader import read_toml

FILE: Final = "exchange/ownership.toml"
_OF_A_GROUP: Final = frozenset({"before", "after", "differ", "entries", "fields"})


class Writer(StrEnum):
    """Who writes a group: nobody yet, the registering station, the county, either as corrections, each what it did."""

    NOBODY = "nobody"
    STATION = "station"
    COUNTY = "county"
    EITHER = "either"
    EACH = "each"


class Differ(StrEnum):
    """What stands when two words were written without knowing of each other; explained in the file."""

    STATION = "station"
    ASK = "ask"
    COUNTY = "county"
    UNION = "union"
    FIRST = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """One group of fields (字段组): its writers before and after the hand-over, its rule, what belongs to it."""

    id: str
    before: Writer
    after: Writer
    differ: Differ
    entries: frozenset[str]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """The whole table. `by_field` are kinds of entry that belong where the field belongs that they name."""

    groups: tuple[FieldGroup, ...]
    by_field: frozenset[str]

    def of_field(self, field: str) -> FieldGroup | None:
        """The group of a field that entries name; None for one of a newer program."""
        return next((group for group in self.groups if field in group.fields), None)

    def of_entry(self, kind: str) -> FieldGroup | None:
        """The group of a kind of entry; None for kinds that belong by their field, and for those of a newer program."""
        return next((group for group in self.groups if kind in group.entries), None)

    def rule(self, field: str) -> Differ:
        """What stands when two wrote a field; a field nobody knows is asked about."""
        group = self.of_field(field)
        return Differ.ASK if group is None else group.differ

    def county_alone(self, kind: str) -> bool:
        """Whether a kind of entry is the county's alone, before the hand-over and after it."""
        group = self.of_entry(kind)
        return group is not None and group.before is Writer.NOBODY and group.after is Writer.COUNTY

    def desk_alone(self, field: str) -> bool:
        """Whether nobody but the registering station writes a field; so it is for a field nobody knows."""
        group = self.of_field(field)
        return group is None or group.after is Writer.STATION


def read_ownership(data: Mapping[str, Any]) -> Ownership:
    """The table from its file.

    Raises Damaged("ownership.file", place=…) for a word nobody knows, a key too many or too few, and for a kind of entry
    or a field that belongs to two groups.
    """
    if set(data) != {"by_field", "group"}:
        raise Damaged("ownership.file", place=", ".join(sorted(set(data) ^ {"by_field", "group"})))
    met: set[str] = set()
    by_field = _names(data["by_field"], "by_field", met)
    groups = tuple(_group(name, row, met) for name, row in data["group"].items())
    return Ownership(groups=groups, by_field=by_field)


def _group(name: str, row: Mapping[str, Any], met: set[str]) -> FieldGroup:
    if set(row) != _OF_A_GROUP:
        raise Damaged("ownership.file", place=f"{name}.{sorted(set(row) ^ _OF_A_GROUP)[0]}")
    try:
        before, after, differ = Writer(row["before"]), Writer(row["after"]), Differ(row["differ"])
    except ValueError as error:
        raise Damaged("ownership.file", place=f"{name}: {error}") from error
    return FieldGroup(
        id=name,
        before=before,
        after=after,
        differ=differ,
        entries=_names(row["entries"], f"{name}.entries", met),
        fields=_names(row["fields"], f"{name}.fields", met, mark="."),
    )


def _names(items: Any, place: str, met: set[str], mark: str = "") -> frozenset[str]:
    """A list of names, each of them met for the first time; fields and kinds of entry are told apart by `mark`."""
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise Damaged("ownership.file", place=place)
    for item in items:
        if mark + item in met:
            raise Damaged("ownership.file", place=f"{place}: {item}")
        met.add(mark + item)
    return frozenset(items)


@cache
def ownership() -> Ownership:
    """The table that comes with the program."""
    return read_ownership(read_toml(FILE))
